// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package managercache

import (
	"slices"
	"unique"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// keep leaves of an object what the operator reads. What nobody does is half of it: which field
// is whose, and what kubectl applied last. Whoever writes all of an object that a cache holds
// would remove the latter, which is done to revisions only: these keep it.
func keep(object any) (any, error) {
	if o, ok := object.(metav1.Object); ok {
		o.SetManagedFields(nil)
		keepMeta(o)
		shareSpec(object)
		if _, adopted := object.(*appsv1.ControllerRevision); !adopted {
			delete(o.GetAnnotations(), corev1.LastAppliedConfigAnnotation)
		}
	}
	return object, nil
}

// keepName is keep for ConfigMaps, of which nothing is read from the cache but that they are there.
// Bundles are named by their content, and pointers are read past it.
func keepName(object any) (any, error) {
	if configMap, ok := object.(*corev1.ConfigMap); ok {
		configMap.Data, configMap.BinaryData = nil, nil
	}
	return keep(object)
}

// keepMeta has all objects share one copy of what they say alike. A decoder makes a copy for
// each, and a Bot has some twenty objects with the same labels and the same owner.
func keepMeta(o metav1.Object) {
	o.SetNamespace(shared(o.GetNamespace()))
	if labels := o.GetLabels(); len(labels) > 0 {
		same := make(map[string]string, len(labels))
		for key, value := range labels {
			same[shared(key)] = shared(value)
		}
		one(&same)
		o.SetLabels(same)
	}
	if annotations := o.GetAnnotations(); len(annotations) > 0 {
		same := make(map[string]string, len(annotations))
		for key, value := range annotations {
			same[shared(key)] = value
		}
		o.SetAnnotations(same)
	}
	owners := slices.Clone(o.GetOwnerReferences()) // informers call this again on what others share already
	for i := range owners {
		owner := &owners[i]
		owner.APIVersion, owner.Kind, owner.Name = shared(owner.APIVersion), shared(owner.Kind), shared(owner.Name)
		owner.UID = unique.Make(owner.UID).Value()
	}
	one(&owners)
	o.SetOwnerReferences(owners)
}

func shared(s string) string { return unique.Make(s).Value() }
