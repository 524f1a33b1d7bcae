// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// record is a BotRelease of the Bot support.
func record(name string, sequence int64, digest, parent string, change ...func(*v1alpha1.BotRelease)) *v1alpha1.BotRelease {
	r := &v1alpha1.BotRelease{}
	r.Name, r.Spec.Sequence, r.Spec.Digest, r.Spec.Parent = name, sequence, digest, parent
	r.Spec.Intents = []v1alpha1.ReleasedIntent{{Name: "order-status"}}
	for _, change := range change {
		change(r)
	}
	return r
}

func noted(r *v1alpha1.BotRelease) { r.Status.ObservedGeneration = 1 }

func withoutIntents(r *v1alpha1.BotRelease) { r.Spec.Intents = nil }

func TestWhoseReleasesCount(t *testing.T) {
	served := Current{RecordRef: release.RecordRef{Name: "support-000012", Sequence: 12}, Digest: "twelve"}
	eleven, twelve := record("support-000011", 11, "eleven", "support-000010", noted), record("support-000012", 12, "twelve", "support-000011", noted)
	for name, tc := range map[string]struct {
		served  Current
		history []*v1alpha1.BotRelease // newest first
		foreign string
	}{
		"the operator's own":                               {served, []*v1alpha1.BotRelease{twelve, eleven}, ""},
		"one that it made before it stopped":               {served, []*v1alpha1.BotRelease{record("support-000013", 13, "x", "support-000012", noted), twelve, eleven}, ""},
		"two that it made before it stopped":               {served, []*v1alpha1.BotRelease{record("support-000014", 14, "y", "support-000013-1", noted), record("support-000013-1", 13, "x", "support-000012", noted), twelve}, ""},
		"its name, and not its note":                       {served, []*v1alpha1.BotRelease{record("support-000013", 13, "x", "support-000012"), twelve, eleven}, "support-000013"},
		"one that follows a forged one":                    {served, []*v1alpha1.BotRelease{record("support-000014", 14, "y", "support-000013", noted), record("support-000013", 13, "x", "support-000012"), twelve}, "support-000013 support-000014"},
		"another parent":                                   {served, []*v1alpha1.BotRelease{record("support-000013", 13, "x", "support-000011", noted), twelve, eleven}, "support-000013"},
		"another name":                                     {served, []*v1alpha1.BotRelease{record("mine", 13, "x", "support-000012", noted), twelve, eleven}, "mine"},
		"the served one's name, and its successor's place": {served, []*v1alpha1.BotRelease{record("support-000012", 13, "x", "support-000011"), eleven}, "support-000012"},
		"the served one's place, and other content":        {served, []*v1alpha1.BotRelease{record("support-000012", 12, "x", "support-000011"), eleven}, "support-000012"},
		"beside the served one, and other content":         {served, []*v1alpha1.BotRelease{twelve, record("support-000012-1", 12, "x", "support-000011"), eleven}, "support-000012-1"},
		"the served one, made again by another name":       {served, []*v1alpha1.BotRelease{record("support-000012-1", 12, "twelve", "support-000011"), eleven}, ""},
		"a status of before there were digests":            {Current{RecordRef: served.RecordRef}, []*v1alpha1.BotRelease{twelve, eleven}, ""},
		"older ones, whoever made them":                    {served, []*v1alpha1.BotRelease{twelve, record("mine", 3, "x", "")}, ""},
		"nothing is served":                                {Current{}, []*v1alpha1.BotRelease{record("mine", 3, "x", "")}, ""},
		"a restore where nothing was answered": {Current{RecordRef: release.RecordRef{Name: "support-000001", Sequence: 1}, Digest: "one"},
			[]*v1alpha1.BotRelease{record("support-000007", 7, "x", ""), record("support-000001", 1, "one", "", withoutIntents)}, ""},
		"all are deleted, and one in their place answers nothing": {served,
			[]*v1alpha1.BotRelease{record("support-000013", 13, "x", "support-000012"), record("support-000001", 1, "one", "", withoutIntents)}, "support-000013"},
	} {
		t.Run(name, func(t *testing.T) {
			own, foreign := Split("support", tc.served, tc.history)
			var names []string
			for _, r := range foreign {
				names = append(names, r.Name)
			}
			if got := strings.Join(names, " "); got != tc.foreign || len(own)+len(foreign) != len(tc.history) {
				t.Errorf("foreign %q of %d, want %q", got, len(tc.history), tc.foreign)
			}
			for i := 1; i < len(own); i++ {
				if own[i-1].Spec.Sequence < own[i].Spec.Sequence {
					t.Error("not newest first")
				}
			}
		})
	}
}
