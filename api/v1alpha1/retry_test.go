// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"context"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	. "github.com/intentops/intentops/api/v1alpha1"
)

// TestRetryTakesWhatPeopleWrite: any new value means any, and 2 is what comes after 1. What
// the API server keeps must be read back by the operator, or no batch would be read at all.
func TestRetryTakesWhatPeopleWrite(t *testing.T) {
	for name, tc := range map[string]struct {
		written string
		want    RetryValue
		refused string // part of the message
	}{
		"a number":               {written: "2", want: "2"},
		"the number as text":     {written: `"2"`, want: "2"},
		"words":                  {written: "after the repair", want: "after the repair"},
		"a date":                 {written: "2026-11-22", want: "2026-11-22"},
		"a time in milliseconds": {written: "1795338000123", want: "1795338000123"},
		"below zero":             {written: "-1", want: "-1"},
		"empty text":             {written: `""`, refused: "spec.retry"},
		"more than 100 letters":  {written: long(101), refused: "spec.retry"},
		"a yes":                  {written: "true", refused: "spec.retry"},
		"a part of a number":     {written: "2.5", refused: "spec.retry"},
		"a list":                 {written: "[1]", refused: "spec.retry"},
	} {
		t.Run(name, func(t *testing.T) {
			object := &unstructured.Unstructured{}
			if err := yaml.Unmarshal([]byte(`{apiVersion: intentops.dev/v1alpha1, kind: IntentBatch,
				metadata: {name: retried, namespace: default}, spec: {botRef: {name: support}, intents: [refund], retry: `+tc.written+"}}"), object); err != nil {
				t.Fatal(err)
			}
			err := api.Apply(t.Context(), client.ApplyConfigurationFromUnstructured(object), client.FieldOwner("test"))
			if tc.refused != "" {
				if err == nil || !strings.Contains(err.Error(), tc.refused) {
					t.Errorf("got %v, want a refusal of %s", err, tc.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			batch := &IntentBatch{ObjectMeta: metav1.ObjectMeta{Name: "retried", Namespace: "default"}}
			t.Cleanup(func() {
				if err := api.Delete(context.Background(), batch); err != nil {
					t.Error(err)
				}
			})
			if err := api.Get(t.Context(), client.ObjectKeyFromObject(batch), batch); err != nil || batch.Spec.Retry != tc.want {
				t.Errorf("read %q, %v; want %q", batch.Spec.Retry, err, tc.want)
			}
		})
	}
}
