// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/fake"

	"github.com/intentops/intentops/api/v1alpha1"
)

func releasesOf(t *testing.T) (*releaseOptions, *bytes.Buffer) {
	t.Helper()
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{v1alpha1.AddToScheme, corev1.AddToScheme} {
		if err := add(scheme); err != nil {
			t.Fatal(err)
		}
	}
	record := func(sequence int64, cause v1alpha1.ReleaseCause, intents ...v1alpha1.ReleasedIntent) *v1alpha1.BotRelease {
		name := map[int64]string{1: "support-000001", 2: "support-000002"}[sequence]
		return &v1alpha1.BotRelease{
			TypeMeta: metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion.String(), Kind: "BotRelease"},
			ObjectMeta: metav1.ObjectMeta{
				Name: name, Namespace: "shop", UID: "1", ResourceVersion: "7", Labels: map[string]string{"intentops.dev/bot": "support", "kustomize.example/owner": "x"},
				CreationTimestamp: metav1.NewTime(time.Date(2026, 11, 2, 9, 30, 0, 0, time.UTC)),
			},
			Spec: v1alpha1.BotReleaseSpec{
				BotRef: v1alpha1.LocalReference{Name: "support"}, Sequence: sequence, Digest: strings.Repeat("a", 64), Bundle: []string{"support-aaaaaaaaaaaa-0"},
				Intents: intents, EscalationPolicy: v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-1"}, Cause: cause,
			},
			Status: v1alpha1.BotReleaseStatus{Conditions: []metav1.Condition{{Type: "Live", Status: map[int64]metav1.ConditionStatus{1: "False", 2: "True"}[sequence]}}},
		}
	}
	bundle := &corev1.ConfigMap{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"},
		ObjectMeta: metav1.ObjectMeta{
			Name: "support-aaaaaaaaaaaa-0", Namespace: "shop", Labels: map[string]string{"intentops.dev/release": "aaaaaaaaaaaa"},
			Annotations:     map[string]string{"intentops.dev/sequence": "2"},
			OwnerReferences: []metav1.OwnerReference{{APIVersion: "v1", Kind: "Node", Name: "x", UID: "x"}},
		},
		Immutable: new(true), BinaryData: map[string][]byte{"part": []byte("zstd")},
	}
	client := fake.NewSimpleDynamicClientWithCustomListKinds(scheme, map[schema.GroupVersionResource]string{
		v1alpha1.GroupVersion.WithResource("botreleases"): "BotReleaseList",
	}, bundle,
		record(1, v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst, Message: "the Bot's first release"}),
		record(2, v1alpha1.ReleaseCause{Type: v1alpha1.CausePromoted, Batch: "week-1", Rollout: "week-1-1", Message: "promoted: Intent order-status"},
			v1alpha1.ReleasedIntent{Name: "order-status", Revision: "order-status-1"}),
	)
	out := &bytes.Buffer{}
	return &releaseOptions{
		IOStreams: genericiooptions.IOStreams{Out: out},
		cluster:   func() (dynamic.Interface, string, error) { return client, "shop", nil },
	}, out
}

func TestReleases(t *testing.T) {
	for name, args := range map[string][]string{
		"release-list":      {"list", "support"},
		"release-list-yaml": {"list", "support", "-o", "yaml"},
		"release-diff-json": {"diff", "support", "support-000001", "-o", "json"},
		"release-export":    {"export", "support"},
		"release-diff":      {"diff", "support", "support-000001"},
		"release-diff-same": {"diff", "support", "support-000002", "support-000002"},
	} {
		t.Run(name, func(t *testing.T) {
			o, out := releasesOf(t)
			cmd := o.command()
			cmd.SetArgs(args)
			if err := cmd.ExecuteContext(context.Background()); err != nil {
				t.Fatal(err)
			}
			golden(t, name, out.String())
		})
	}
}

func TestReleasesThatAreNotThere(t *testing.T) {
	for want, args := range map[string][]string{
		`no BotRelease in namespace shop is of Bot sales: it has not served anything yet`: {"list", "sales"},
		`there is no BotRelease "support-000009": the newest is support-000002`:           {"export", "support", "support-000009"},
	} {
		o, _ := releasesOf(t)
		cmd := o.command()
		cmd.SetArgs(args)
		cmd.SilenceErrors, cmd.SilenceUsage = true, true
		if err := cmd.ExecuteContext(context.Background()); err == nil || err.Error() != want {
			t.Errorf("%v: %v, want %q", args, err, want)
		}
	}
}
