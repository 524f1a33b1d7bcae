// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/plural"
)

// The bounds of gates that nobody set.
const (
	DefaultLimit        = 0.35
	DefaultMargin       = 0.02
	DefaultCSATMargin   = 0.2
	DefaultMissedMargin = 0.01
)

// Composition counts the intents that a rollout brings.
type Composition struct {
	// New ones are unknown to stable, which hands their conversations to a person.
	New int
	// Changed ones are answered by stable too.
	Changed int
}

// Mixed says whether it brings both kinds, which are then judged apart.
func (c Composition) Mixed() bool { return c.New > 0 && c.Changed > 0 }

// Defaults chooses the gates of a batch that names none, and says why. limit is the
// objective of the KPITarget named target for the escalation rate, from 0 to 1; with an
// empty target there is none.
//
// A new intent has no stable answer to compare with: stable's customers all reach a
// person, so "no worse than stable" would say nothing about escalation. What those
// customers think of it does compare.
func Defaults(c Composition, limit float64, target string) (gates []Gate, because string) {
	origin := "the default"
	if target == "" {
		limit = DefaultLimit
	} else {
		origin = "the objective of KPITarget " + target
	}
	bounded := Gate{Name: "escalation", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareTarget, Bound: limit}
	compared := Gate{Name: "escalation", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareStable, Bound: DefaultMargin}
	others := []Gate{
		{Name: "csat", Metric: v1alpha1.MetricCSAT, Compare: v1alpha1.CompareStable, Bound: DefaultCSATMargin},
		{Name: "missed-escalation", Metric: v1alpha1.MetricMissedEscalation, Compare: v1alpha1.CompareStable, Bound: DefaultMissedMargin},
	}
	limitText := fmt.Sprintf("a limit of %s (%s)", kpi.Percent(limit, 4), origin)
	switch {
	case c.Changed == 0:
		return append([]Gate{bounded}, others...), fmt.Sprintf("%s new: stable hands such conversations to a person, so escalation has %s, while CSAT and missed escalations are compared with stable.",
			all(c.New), limitText)
	case c.New == 0:
		return append([]Gate{compared}, others...), fmt.Sprintf("%s answered by stable too, so escalation, CSAT and missed escalations are compared with stable.", all(c.Changed))
	default:
		return Apart(append([]Gate{bounded, compared}, others...)), fmt.Sprintf("%s new to stable and %s answered by it too, so they are judged apart: escalation of new ones has %s, that of changed ones is compared with stable, as are CSAT and missed escalations of either.",
			some(c.New), some(c.Changed), limitText)
	}
}

func all(n int) string {
	if n == 1 {
		return "The intent is"
	}
	return fmt.Sprintf("All %d intents are", n)
}

func some(n int) string {
	return plural.Of(n, "intent") + plural.Verb(n, " is", " are")
}

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
