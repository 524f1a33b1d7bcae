// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"maps"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
)

// changes collects what is incompatible in one definition.
type changes struct {
	// prefix names the definition, and the version where there is one.
	prefix string
	found  *[]string
}

func (c changes) add(path, format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	if path != "" {
		what = path + " " + what
	}
	*c.found = append(*c.found, c.prefix+": "+what)
}

// compare says what of the old definitions the new ones break.
func compare(before, after map[string]*apiextensionsv1.CustomResourceDefinition) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(before)) {
		c := changes{prefix: name, found: &found}
		if crd := after[name]; crd == nil {
			c.add("", "the definition is gone")
		} else {
			c.definition(&before[name].Spec, &crd.Spec)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func (c changes) definition(before, after *apiextensionsv1.CustomResourceDefinitionSpec) {
	for what, pair := range map[string][2]string{
		"scope": {string(before.Scope), string(after.Scope)}, "group": {before.Group, after.Group},
		"kind": {before.Names.Kind, after.Names.Kind}, "listKind": {before.Names.ListKind, after.Names.ListKind},
		"singular": {before.Names.Singular, after.Names.Singular},
	} {
		if pair[0] != pair[1] {
			c.add(what, "was %s, is %s", pair[0], pair[1])
		}
	}
	for _, lost := range missing(before.Names.ShortNames, after.Names.ShortNames) {
		c.add("shortNames", "no longer has %s", lost)
	}
	for _, lost := range missing(before.Names.Categories, after.Names.Categories) {
		c.add("categories", "no longer has %s", lost)
	}
	for i := range before.Versions {
		old := &before.Versions[i]
		v := changes{prefix: c.prefix + " " + old.Name, found: c.found}
		at := slices.IndexFunc(after.Versions, func(n apiextensionsv1.CustomResourceDefinitionVersion) bool { return n.Name == old.Name })
		switch {
		case at < 0:
			v.add("", "the version is gone")
		case old.Served && !after.Versions[at].Served:
			v.add("", "the version is no longer served")
		default:
			v.version(old, &after.Versions[at])
		}
	}
}

func (c changes) version(before, after *apiextensionsv1.CustomResourceDefinitionVersion) {
	old, now := subresources(before), subresources(after)
	if old.Status != nil && now.Status == nil {
		c.add("", "the status subresource is gone")
	}
	if old.Scale != nil && !apiequality.Semantic.DeepEqual(old.Scale, now.Scale) {
		c.add("", "the scale subresource is gone or other")
	}
	for _, field := range before.SelectableFields {
		if !slices.Contains(after.SelectableFields, field) {
			c.add(field.JSONPath, "can no longer be selected by")
		}
	}
	if before.Schema != nil && after.Schema != nil {
		c.schema("", before.Schema.OpenAPIV3Schema, after.Schema.OpenAPIV3Schema)
	}
}

func subresources(v *apiextensionsv1.CustomResourceDefinitionVersion) apiextensionsv1.CustomResourceSubresources {
	if v.Subresources == nil {
		return apiextensionsv1.CustomResourceSubresources{}
	}
	return *v.Subresources
}

// missing returns what is in before and not in after.
func missing(before, after []string) []string {
	var lost []string
	for _, s := range before {
		if !slices.Contains(after, s) {
			lost = append(lost, s)
		}
	}
	return lost
}
