// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package compose_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/compose"
)

var errOutage = errors.New("the API server does not answer")

// stored reads revisions whose only reply is their name.
func stored(_ context.Context, name string) (*appsv1.ControllerRevision, error) {
	switch name {
	case "missing":
		return nil, apierrors.NewNotFound(appsv1.Resource("controllerrevisions"), name)
	case "outage":
		return nil, errOutage
	case "damaged":
		return &appsv1.ControllerRevision{Data: runtime.RawExtension{Raw: []byte(`{"name":`)}}, nil
	}
	return &appsv1.ControllerRevision{Data: runtime.RawExtension{Raw: []byte(`{"name":"` + name + `"}`)}}, nil
}

// batch is one of an age in hours.
func batch(name string, age int, intents ...v1alpha1.BatchIntentStatus) v1alpha1.IntentBatch {
	created := time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC).Add(-time.Duration(age) * time.Hour)
	return v1alpha1.IntentBatch{
		ObjectMeta: metav1.ObjectMeta{Name: name, CreationTimestamp: metav1.NewTime(created)},
		Status:     v1alpha1.IntentBatchStatus{Intents: intents},
	}
}

func serves(intent, stable, candidate string) v1alpha1.BatchIntentStatus {
	return v1alpha1.BatchIntentStatus{Name: intent, Stable: stable, Candidate: candidate}
}

func TestIntents(t *testing.T) {
	for name, tc := range map[string]struct {
		batches     []v1alpha1.IntentBatch
		rolling     string
		want        []string
		wantInvalid bool
		wantErr     string
	}{
		"stable of every batch": {
			batches: []v1alpha1.IntentBatch{batch("a", 2, serves("x", "x1", "x2")), batch("b", 1, serves("y", "y1", ""))},
			want:    []string{"x1", "y1"},
		},
		"the rolling batch's candidates over it": {
			batches: []v1alpha1.IntentBatch{batch("a", 2, serves("x", "x1", "x2")), batch("b", 1, serves("y", "y1", "y2"))},
			rolling: "b", want: []string{"x1", "y2"},
		},
		"an intent that two batches serve, from the older one": {
			batches: []v1alpha1.IntentBatch{batch("a", 1, serves("x", "x2", "")), batch("b", 2, serves("x", "x1", ""))},
			want:    []string{"x1"},
		},
		"an intent that a younger batch brings, from that one": {
			batches: []v1alpha1.IntentBatch{batch("a", 2, serves("x", "x1", "")), batch("b", 1, serves("x", "", "x2"))},
			rolling: "b", want: []string{"x2"},
		},
		"a revision that is gone": {
			batches: []v1alpha1.IntentBatch{batch("a", 2, serves("x", "missing", ""))}, wantInvalid: true,
			wantErr: `IntentBatch a: ControllerRevision "missing" of Intent "x" is not there`,
		},
		"a revision that cannot be read now": {
			batches: []v1alpha1.IntentBatch{batch("a", 2, serves("x", "outage", ""))},
			wantErr: "IntentBatch a: reading ControllerRevision outage: the API server does not answer",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var rolling *v1alpha1.IntentBatch
			if i := slices.IndexFunc(tc.batches, func(b v1alpha1.IntentBatch) bool { return b.Name == tc.rolling }); i >= 0 {
				rolling = &tc.batches[i]
			}
			intents, err := compose.Intents(t.Context(), stored, tc.batches, rolling)
			var invalid *compose.InvalidError
			if got := errors.As(err, &invalid); got != tc.wantInvalid {
				t.Errorf("invalid %v, want %v: %v", got, tc.wantInvalid, err)
			}
			if tc.wantErr != "" {
				if err == nil || err.Error() != tc.wantErr {
					t.Errorf("error %v, want %s", err, tc.wantErr)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, i := range intents {
				got = append(got, i.Name)
			}
			slices.Sort(got)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("intents (-want +got):\n%s", diff)
			}
		})
	}
}

func TestARevisionThatCannotBeUnderstoodIsInvalid(t *testing.T) {
	_, err := compose.Intents(t.Context(), stored, []v1alpha1.IntentBatch{batch("a", 1, serves("x", "damaged", ""))}, nil)
	var invalid *compose.InvalidError
	if !errors.As(err, &invalid) {
		t.Errorf("%v, want an InvalidError", err)
	}
}
