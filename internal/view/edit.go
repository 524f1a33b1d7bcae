// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Edit is what a verb asks of one object: fields of its spec, with nil for one to remove.
type Edit struct {
	Spec map[string]any
	// Means says what follows, in a sentence.
	Means string
}

// Normalise gives the change the types that JSON has.
func (c *Edit) Normalise() error {
	raw, err := json.Marshal(c.Spec)
	if err != nil {
		return err
	}
	c.Spec = nil
	return json.Unmarshal(raw, &c.Spec)
}

// Done says whether the object has all of it already.
func (c *Edit) Done(u *unstructured.Unstructured) bool {
	spec, _, _ := unstructured.NestedMap(u.Object, "spec")
	for field, value := range c.Spec {
		if !same(spec[field], value) {
			return false
		}
	}
	return true
}

func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y) || reflect.DeepEqual(a, b)
}

// Patch is the edit as part of a manifest.
func (c *Edit) Patch(u *unstructured.Unstructured, kind string) map[string]any {
	return map[string]any{
		"apiVersion": v1alpha1.GroupVersion.String(), "kind": kind,
		"metadata": map[string]any{"name": u.GetName(), "namespace": u.GetNamespace()}, "spec": c.Spec,
	}
}

// Notes say what to do with a patch that was only shown, a sentence each. The instead is another
// way to make the change.
func (c *Edit) Notes(u *unstructured.Unstructured, instead string) []string {
	where := "its manifest"
	if g := GitOpsOf(u); g != nil && g.source != "" {
		where += ", which " + g.source + " applies"
	}
	notes := []string{fmt.Sprintf("Nothing was changed. Merge this into %s and commit it, or %s. Then %s", where, instead, c.Means)}
	for _, field := range slices.Sorted(maps.Keys(c.Spec)) {
		if c.Spec[field] == nil {
			notes = append(notes, fmt.Sprintf("null means: remove spec.%s from the manifest.", field))
		}
	}
	return notes
}
