// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"cmp"
	"maps"
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// ParentOf is the release that another one replaced; nil: it is not among them.
func ParentOf(all []v1alpha1.BotRelease, r *v1alpha1.BotRelease) *v1alpha1.BotRelease {
	i := slices.IndexFunc(all, func(p v1alpha1.BotRelease) bool {
		return p.Name == r.Spec.Parent && p.Spec.BotRef.Name == r.Spec.BotRef.Name
	})
	if i < 0 || r.Spec.Parent == "" {
		return nil
	}
	return &all[i]
}

// Changes are what a release has that the one before had not, and the other way round: + is
// new, ~ changed, - gone.
func Changes(before, after *v1alpha1.BotRelease) []string {
	if before == nil {
		if after.Spec.Parent == "" {
			return []string{"the first release"}
		}
		return []string{"not known: " + after.Spec.Parent + " is gone"}
	}
	was, is := revisionsOf(before), revisionsOf(after)
	var out []string
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if old, known := was[name]; !known {
			out = append(out, "+"+name)
		} else if old != is[name] {
			out = append(out, "~"+name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if _, kept := is[name]; !kept {
			out = append(out, "-"+name)
		}
	}
	if before.Spec.EscalationPolicy != after.Spec.EscalationPolicy {
		out = append(out, "~EscalationPolicy "+after.Spec.EscalationPolicy.Name)
	}
	if Engine(before) != Engine(after) {
		out = append(out, "~understanding")
	}
	if Texts(before) != Texts(after) {
		out = append(out, "~texts")
	}
	if len(out) == 0 {
		return []string{"nothing"}
	}
	return out
}

func revisionsOf(r *v1alpha1.BotRelease) map[string]string {
	revisions := make(map[string]string, len(r.Spec.Intents))
	for _, i := range r.Spec.Intents {
		revisions[i.Name] = i.Revision
	}
	return revisions
}

// Texts are which texts a release speaks by.
func Texts(r *v1alpha1.BotRelease) string { return cmp.Or(r.Spec.TextsRevision, "default") }

// Engine is what a release understands messages by.
func Engine(r *v1alpha1.BotRelease) string {
	switch u := release.FromUnderstanding(r.Spec.Understanding); {
	case u == nil:
		return "built-in"
	case u.Engine == release.EngineBuiltIn:
		return "built-in with " + u.Vectors.Kind + "/" + u.Vectors.Name + ":" + u.Vectors.Path
	default:
		return u.Engine
	}
}
