// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// kinds of intents, in the order in which they are judged.
var kinds = [...]v1alpha1.IntentKind{v1alpha1.IntentNew, v1alpha1.IntentChanged}

// Apart gives new and changed intents gates of their own, for a rollout that brings both.
// Judged together, what the bot gains on new intents, which stable hands to a person, would
// pay for harm on the changed ones.
//
// Stable's escalation says nothing about new intents, so a comparison with it is for the
// changed ones; a limit on escalation is then for the new ones. Everything else is asked of
// both.
func Apart(gates []Gate) []Gate {
	compared := slices.ContainsFunc(gates, func(g Gate) bool {
		return g.Metric == v1alpha1.MetricEscalation && g.Compare == v1alpha1.CompareStable
	})
	var out []Gate
	for _, g := range gates {
		for _, kind := range kinds {
			if g.Metric == v1alpha1.MetricEscalation && compared &&
				(g.Compare == v1alpha1.CompareStable) != (kind == v1alpha1.IntentChanged) {
				continue
			}
			of := g
			of.Kind, of.Name = kind, prefix(kind)+g.Name
			out = append(out, of)
		}
	}
	return out
}

func prefix(kind v1alpha1.IntentKind) string { return strings.ToLower(string(kind)) + "-" }

// SpecName is the name of the gate without the prefix that Apart gave it.
func (g Gate) SpecName() string {
	if g.Kind == "" {
		return g.Name
	}
	return strings.TrimPrefix(g.Name, prefix(g.Kind))
}

// about begins what is said of one kind of intents; empty for gates about all.
func about(kind v1alpha1.IntentKind) string {
	if kind == "" {
		return ""
	}
	return strings.ToLower(string(kind)) + " intents: "
}

// kindsOf are the kinds that gates are about, each once.
func kindsOf(gates []Gate) []v1alpha1.IntentKind {
	var out []v1alpha1.IntentKind
	for _, g := range gates {
		if !slices.Contains(out, g.Kind) {
			out = append(out, g.Kind)
		}
	}
	return out
}

// of is the step with the conversations of one kind only; the step itself for all.
func (s *Step) of(kind v1alpha1.IntentKind) *Step {
	part := s
	switch kind {
	case v1alpha1.IntentNew:
		part = s.New
	case v1alpha1.IntentChanged:
		part = s.Changed
	}
	if part == nil {
		return &Step{Name: s.Name, Percent: s.Percent}
	}
	return part
}

// minimum is how many candidate conversations of a kind must have been seen.
func (in *Input) minimum(kind v1alpha1.IntentKind) int64 {
	switch kind {
	case v1alpha1.IntentNew:
		return in.MinNew
	case v1alpha1.IntentChanged:
		return in.MinChanged
	}
	return in.MinConversations
}

// stableAnswers says whether stable answers the intents of a kind itself.
func (in *Input) stableAnswers(kind v1alpha1.IntentKind) bool {
	if kind == "" {
		return in.StableAnswers
	}
	return kind == v1alpha1.IntentChanged
}

// unlabelled counts the conversations of which the bot did not say the kind.
func (in *Input) unlabelled() int64 {
	var n int64
	for i := range in.Steps {
		s := &in.Steps[i]
		n += s.Candidate.Conversations + s.Stable.Conversations
		for _, kind := range kinds {
			part := s.of(kind)
			n -= part.Candidate.Conversations + part.Stable.Conversations
		}
	}
	return n
}
