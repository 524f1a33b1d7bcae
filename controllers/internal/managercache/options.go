// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package managercache says what the operator keeps in memory of the cluster. Tests with a
// manager use the same, so that they see what is left out.
package managercache

import (
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/internal/contract/release"
)

// Options keep the operator small in a large cluster: of kinds that others use too
// only its own objects are cached, and of ConfigMaps only that they exist. With namespaces it
// looks at nothing elsewhere, nor outside its shard. Who lists by a field names a namespace.
func Options(shard Shard, namespaces ...string) cache.Options {
	var only map[string]cache.Config
	if len(namespaces) > 0 {
		only = make(map[string]cache.Config, len(namespaces))
		for _, namespace := range namespaces {
			only[namespace] = cache.Config{}
		}
	}
	ours := cache.ByObject{Label: labels.SelectorFromSet(labels.Set{release.LabelManagedBy: release.ManagedBy})}
	configMaps := ours
	configMaps.Transform = keepName
	options := cache.Options{
		DefaultNamespaces: only,
		DefaultTransform:  keep,
		ByObject: map[client.Object]cache.ByObject{
			&corev1.ConfigMap{}:             configMaps,
			&corev1.Service{}:               ours,
			&corev1.ServiceAccount{}:        ours,
			&appsv1.Deployment{}:            ours,
			&appsv1.ControllerRevision{}:    ours,
			&rbacv1.Role{}:                  ours,
			&rbacv1.RoleBinding{}:           ours,
			&policyv1.PodDisruptionBudget{}: ours,
			&networkingv1.NetworkPolicy{}:   ours,
		},
	}
	options.NewInformer = func(lw toolscache.ListerWatcher, object runtime.Object, resync time.Duration, indexers toolscache.Indexers) toolscache.SharedIndexInformer {
		if shard.Of > 1 {
			lw = shard.only(lw)
		}
		return inNamespaces{toolscache.NewSharedIndexInformer(lw, object, resync, indexers)}
	}
	return options
}
