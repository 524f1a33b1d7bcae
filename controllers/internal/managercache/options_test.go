// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package managercache

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
