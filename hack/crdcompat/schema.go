// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"maps"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
)

// schema compares what two schemas allow and mean. New fields and wider bounds are no
// change for those who do not use them.
func (c changes) schema(path string, before, after *apiextensionsv1.JSONSchemaProps) {
	if before == nil || after == nil {
		if before != nil {
			c.add(path, "has no schema any more")
		}
		return
	}
	widened := after.XIntOrString && (before.Type == "string" || before.Type == "integer")
	if before.Type != after.Type && !widened || before.XIntOrString && !after.XIntOrString {
		c.add(path, "was of type %s, is of type %s", before.Type, after.Type)
		return
	}
	c.values(path, before, after)
	c.bounds(path, before, after)
	c.rules(path, before, after)
	c.fields(path, before, after)
	if before.Items != nil && after.Items != nil {
		c.schema(path+"[]", before.Items.Schema, after.Items.Schema)
	}
}

// fields compares the fields of an object, and what stands under keys of one's own.
func (c changes) fields(path string, before, after *apiextensionsv1.JSONSchemaProps) {
	for _, name := range slices.Sorted(maps.Keys(before.Properties)) {
		old := before.Properties[name]
		if now, kept := after.Properties[name]; kept {
			c.schema(path+"."+name, &old, &now)
		} else {
			c.add(path+"."+name, "is gone")
		}
	}
	for _, name := range missing(after.Required, before.Required) {
		// What is left out gets the default before it is checked.
		if after.Properties[name].Default == nil {
			c.add(path+"."+name, "is required now")
		}
	}
	if before.AdditionalProperties != nil && before.AdditionalProperties.Schema != nil {
		var now *apiextensionsv1.JSONSchemaProps
		if after.AdditionalProperties != nil {
			now = after.AdditionalProperties.Schema
		}
		c.schema(path+".*", before.AdditionalProperties.Schema, now)
	}
	if set(before.XPreserveUnknownFields) && !set(after.XPreserveUnknownFields) {
		c.add(path, "drops fields that it does not know now")
	}
}

// values compares which values there are, and what an absent one means.
func (c changes) values(path string, before, after *apiextensionsv1.JSONSchemaProps) {
	if old, now := text(before.Default), text(after.Default); old != now {
		c.add(path, "had the default %s, has %s", old, now)
	}
	if len(after.Enum) > 0 {
		if len(before.Enum) == 0 {
			c.add(path, "allows only some values now")
		}
		for i := range before.Enum {
			value := string(before.Enum[i].Raw)
			if !slices.ContainsFunc(after.Enum, func(j apiextensionsv1.JSON) bool { return string(j.Raw) == value }) {
				c.add(path, "no longer allows %s", value)
			}
		}
	}
	if after.Pattern != "" && after.Pattern != before.Pattern {
		c.add(path, "had the pattern %q, has %q", before.Pattern, after.Pattern)
	}
	if after.Format != "" && after.Format != before.Format {
		c.add(path, "had the format %q, has %q", before.Format, after.Format)
	}
	if before.Nullable && !after.Nullable {
		c.add(path, "may no longer be null")
	}
}

// bounds compares how large and how many.
func (c changes) bounds(path string, before, after *apiextensionsv1.JSONSchemaProps) {
	narrower(c, path, "minimum", before.Minimum, after.Minimum, 1)
	narrower(c, path, "maximum", before.Maximum, after.Maximum, -1)
	narrower(c, path, "minLength", before.MinLength, after.MinLength, 1)
	narrower(c, path, "maxLength", before.MaxLength, after.MaxLength, -1)
	narrower(c, path, "minItems", before.MinItems, after.MinItems, 1)
	narrower(c, path, "maxItems", before.MaxItems, after.MaxItems, -1)
	narrower(c, path, "minProperties", before.MinProperties, after.MinProperties, 1)
	narrower(c, path, "maxProperties", before.MaxProperties, after.MaxProperties, -1)
	if after.ExclusiveMinimum && !before.ExclusiveMinimum || after.ExclusiveMaximum && !before.ExclusiveMaximum {
		c.add(path, "has an exclusive bound now")
	}
	if after.MultipleOf != nil && !apiequality.Semantic.DeepEqual(before.MultipleOf, after.MultipleOf) {
		c.add(path, "must be a multiple of %v now", *after.MultipleOf)
	}
}

// narrower compares one bound: sign is 1 where a higher one excludes more, -1 where a lower
// one does.
func narrower[T cmp.Ordered](c changes, path, name string, before, after *T, sign int) {
	switch {
	case after == nil:
	case before == nil:
		c.add(path, "has a %s now: %v", name, *after)
	case cmp.Compare(*after, *before)*sign > 0:
		c.add(path, "had the %s %v, has %v", name, *before, *after)
	}
}

// rules compares the rules in CEL, how lists and objects are merged, and combined schemas.
func (c changes) rules(path string, before, after *apiextensionsv1.JSONSchemaProps) {
	for i := range after.XValidations {
		rule := &after.XValidations[i]
		if !slices.ContainsFunc(before.XValidations, func(old apiextensionsv1.ValidationRule) bool { return old.Rule == rule.Rule }) {
			c.add(path, "has a new rule: %s", cmp.Or(rule.Message, rule.MessageExpression, rule.Rule))
		}
	}
	for name, pair := range map[string][2]string{
		"list type": {deref(before.XListType, "atomic"), deref(after.XListType, "atomic")},
		"map type":  {deref(before.XMapType, "granular"), deref(after.XMapType, "granular")},
	} {
		if pair[0] != pair[1] {
			c.add(path, "had the %s %s, has %s", name, pair[0], pair[1])
		}
	}
	if !slices.Equal(before.XListMapKeys, after.XListMapKeys) {
		c.add(path, "had the list map keys %v, has %v", before.XListMapKeys, after.XListMapKeys)
	}
	if !apiequality.Semantic.DeepEqual(combined(before), combined(after)) {
		c.add(path, "has other schemas in allOf, anyOf, oneOf or not")
	}
}

func combined(s *apiextensionsv1.JSONSchemaProps) []any {
	return []any{s.AllOf, s.AnyOf, s.OneOf, s.Not}
}

func set(b *bool) bool { return b != nil && *b }

func deref(s *string, none string) string {
	if s == nil {
		return none
	}
	return *s
}

func text(j *apiextensionsv1.JSON) string {
	if j == nil {
		return "none"
	}
	return string(j.Raw)
}
