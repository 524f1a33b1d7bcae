// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package managercache

import (
	"slices"
	"strings"

	toolscache "k8s.io/client-go/tools/cache"
)

// everywhere is how values begin by which controller-runtime finds objects of all namespaces. A test
// says whether it is so still.
const everywhere = "__all_namespaces/"

// inNamespaces is an informer whose indexes find objects within a namespace only. controller-runtime
// enters each value once more for all namespaces, and an entry takes 250 bytes: for the utterances of
// Intents that is more than the Intents. Nothing of a Bot is in another namespace, so nobody asks.
type inNamespaces struct{ toolscache.SharedIndexInformer }

// AddIndexers implements toolscache.SharedIndexInformer.
func (i inNamespaces) AddIndexers(indexers toolscache.Indexers) error {
	narrow := make(toolscache.Indexers, len(indexers))
	for name, valuesOf := range indexers {
		narrow[name] = func(object any) ([]string, error) {
			values, err := valuesOf(object)
			return slices.DeleteFunc(values, func(v string) bool { return strings.HasPrefix(v, everywhere) }), err
		}
	}
	return i.SharedIndexInformer.AddIndexers(narrow)
}
