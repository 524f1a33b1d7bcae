// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
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
	limitText := fmt.Sprintf("a limit of %s (%s)", formatExact(limit), origin)
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
