// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package managercache

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
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

// TestCachesKeepWhatTheOperatorReads, and what it writes back when it adopts a revision.
func TestCachesKeepWhatTheOperatorReads(t *testing.T) {
	meta := func() metav1.ObjectMeta {
		return metav1.ObjectMeta{
			Namespace: "shop", Name: "support", Labels: map[string]string{"app": "bot", "instance": "support"},
			Annotations:     map[string]string{"mark": "7", corev1.LastAppliedConfigAnnotation: "{}"},
			OwnerReferences: []metav1.OwnerReference{{APIVersion: "intentops.dev/v1alpha1", Kind: "Bot", Name: "support", UID: "1", Controller: new(true)}},
		}
	}
	kept := meta()
	delete(kept.Annotations, corev1.LastAppliedConfigAnnotation)
	for name, tc := range map[string]struct{ object, want client.Object }{
		"a child":                        {&corev1.Service{ObjectMeta: meta(), Spec: corev1.ServiceSpec{ClusterIP: "10.0.0.1"}}, &corev1.Service{ObjectMeta: kept, Spec: corev1.ServiceSpec{ClusterIP: "10.0.0.1"}}},
		"an object without labels":       {&corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: "support"}}, &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: "support"}}},
		"a revision that may be adopted": {&appsv1.ControllerRevision{ObjectMeta: meta()}, &appsv1.ControllerRevision{ObjectMeta: meta()}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := keep(tc.object)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
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
