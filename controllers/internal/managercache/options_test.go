// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package managercache

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	toolscache "k8s.io/client-go/tools/cache"
)

// TestCachesKeepNoManagedFields, which are half of an object and which the operator does not read.
func TestCachesKeepNoManagedFields(t *testing.T) {
	options := Options(Shard{})
	transforms := []toolscache.TransformFunc{options.DefaultTransform}
	for _, kind := range options.ByObject {
		if kind.Transform != nil { // else it is the default
			transforms = append(transforms, kind.Transform)
		}
	}
	for i, transform := range transforms {
		object, err := transform(&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{ManagedFields: []metav1.ManagedFieldsEntry{{Manager: "flux"}}}})
		if err != nil {
			t.Fatal(err)
		}
		if kept := object.(*corev1.ConfigMap).ManagedFields; len(kept) > 0 {
			t.Errorf("transform %d keeps %v", i, kept)
		}
	}
}

func TestOptionsLookAtNothingElsewhere(t *testing.T) {
	if all := Options(Shard{}); all.DefaultNamespaces != nil {
		t.Errorf("without namespaces all are cached, not %v", all.DefaultNamespaces)
	}
	some := Options(Shard{}, "shop", "bank")
	if diff := cmp.Diff([]string{"bank", "shop"}, slices.Sorted(maps.Keys(some.DefaultNamespaces))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for object, kind := range some.ByObject {
		if kind.Namespaces != nil {
			t.Errorf("%T has namespaces of its own: %v", object, kind.Namespaces)
		}
	}
}
