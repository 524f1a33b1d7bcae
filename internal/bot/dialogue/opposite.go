// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// withoutOpposites leaves out the intents that do the opposite of what a text wants, where one of the likeliest does
// that: "turn on reminders" is hardly ever meant to turn them off, however alike the utterances are. What they were
// likely to be is shared among the others.
func withoutOpposites(all []understanding.Prediction, intents map[string]*intent, text string) []understanding.Prediction {
	const likeliest = 2
	if len(all) < likeliest {
		return all
	}
	first := all[:likeliest]
	if slices.ContainsFunc(first, func(p understanding.Prediction) bool {
		return intents[p.Intent] == nil || intents[p.Intent].spoken == 0
	}) {
		return all // that one would have to do it, and the other the opposite
	}
	acts := signals.ActsOf(text)
	opposite := func(p understanding.Prediction) bool {
		in := intents[p.Intent]
		return in != nil && in.spoken&acts == 0 && acts.Contradict(in.spoken)
	}
	does := func(p understanding.Prediction) bool {
		in := intents[p.Intent]
		return in != nil && in.spoken&acts != 0
	}
	if !slices.ContainsFunc(first, does) || !slices.ContainsFunc(first, opposite) {
		return all
	}
	left := 1.0
	kept := make([]understanding.Prediction, 0, len(all))
	for _, p := range all {
		if opposite(p) {
			left -= p.Confidence
		} else {
			kept = append(kept, p)
		}
	}
	for i := range kept {
		kept[i].Confidence = min(1, kept[i].Confidence/max(left, kept[i].Confidence))
	}
	return kept
}
