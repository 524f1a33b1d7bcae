// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package controllers

import (
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/cache"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/managercache"
)

// Scheme knows every kind that the operator reads or writes.
func Scheme() *runtime.Scheme {
	scheme := runtime.NewScheme()
	utilruntime.Must(clientgoscheme.AddToScheme(scheme))
	utilruntime.Must(v1alpha1.AddToScheme(scheme))
	return scheme
}

// Shard is the part of a cluster that one of several operators cares for.
type Shard = managercache.Shard

// ParseShard reads a Shard such as "2/4"; empty: all of the cluster.
func ParseShard(text string) (Shard, error) { return managercache.ParseShard(text) }

// CacheOptions say what the operator keeps in memory, of all namespaces or of those given.
func CacheOptions(shard Shard, namespaces ...string) cache.Options {
	return managercache.Options(shard, namespaces...)
}
