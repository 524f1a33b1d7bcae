// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestTextsComeAtOnceUnlessABatchBringsThem(t *testing.T) {
	own := []v1alpha1.BotTexts{{Locale: "de", YouAreWelcome: "Bitte."}}
	edited := release.TextsRevision(own)
	batch := func(status v1alpha1.IntentBatchStatus) *v1alpha1.IntentBatch {
		return &v1alpha1.IntentBatch{
			ObjectMeta: metav1.ObjectMeta{Name: "words"},
			Spec:       v1alpha1.IntentBatchSpec{Include: []v1alpha1.Included{v1alpha1.IncludedTexts}},
			Status:     status,
		}
	}
	for name, tc := range map[string]struct {
		spec      []v1alpha1.BotTexts
		live      string // revision of the live texts
		batch     *v1alpha1.IntentBatch
		wantCause v1alpha1.ReleaseCauseType
		wantTexts string
	}{
		"no texts, as before":               {},
		"the same texts, whatever defaults": {spec: own, live: edited},
		"edited texts":                      {spec: own, wantCause: v1alpha1.CauseTexts, wantTexts: edited},
		"texts that were removed":           {live: edited, wantCause: v1alpha1.CauseTexts},
		"texts that a batch includes":       {spec: own, batch: batch(v1alpha1.IntentBatchStatus{})},
		"texts that roll": {spec: own, batch: batch(v1alpha1.IntentBatchStatus{
			Rollout: "words-1", Candidate: &v1alpha1.BatchCandidate{TextsRevision: &edited},
		})},
		"texts that were promoted": {spec: own, batch: batch(v1alpha1.IntentBatchStatus{
			Rollout: "words-1", Result: v1alpha1.ResultPromoted, Candidate: &v1alpha1.BatchCandidate{TextsRevision: &edited},
		}), wantCause: v1alpha1.CausePromoted, wantTexts: edited},
		"default texts that were promoted": {live: edited, batch: batch(v1alpha1.IntentBatchStatus{
			Rollout: "words-1", Result: v1alpha1.ResultPromoted, Candidate: &v1alpha1.BatchCandidate{TextsRevision: new("")},
		}), wantCause: v1alpha1.CausePromoted},
		"texts that went back": {live: edited, batch: batch(v1alpha1.IntentBatchStatus{
			Result: v1alpha1.ResultPromoted, Candidate: &v1alpha1.BatchCandidate{TextsRevision: new("")},
		}), wantCause: v1alpha1.CauseReverted},
		"promoted texts that are live already": {spec: own, live: edited, batch: batch(v1alpha1.IntentBatchStatus{
			Rollout: "words-1", Result: v1alpha1.ResultPromoted, Candidate: &v1alpha1.BatchCandidate{TextsRevision: &edited},
		})},
	} {
		t.Run(name, func(t *testing.T) {
			s := Snapshot{
				Bot:     &v1alpha1.Bot{Spec: v1alpha1.BotSpec{Texts: tc.spec}},
				History: []*v1alpha1.BotRelease{{Spec: v1alpha1.BotReleaseSpec{TextsRevision: tc.live}}},
			}
			if tc.batch != nil {
				s.Batches = append(s.Batches, tc.batch)
			}
			got := Next(s)
			switch {
			case got == nil && tc.wantCause == "":
			case got == nil || got.Cause.Type != tc.wantCause:
				t.Fatalf("change %+v, want cause %q", got, tc.wantCause)
			case got.Texts == nil || *got.Texts != tc.wantTexts || got.From != s.Live():
				t.Errorf("change %+v, want texts %q over what is live", got, tc.wantTexts)
			}
		})
	}
}

func TestTheFirstReleaseHasTexts(t *testing.T) {
	s := Snapshot{Bot: &v1alpha1.Bot{}, Policy: &v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-1"}}
	if got := Next(s); got == nil || got.Texts == nil || *got.Texts != "" {
		t.Errorf("change %+v, want one with the default texts", got)
	}
}
