// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// Two days that an intent asks for may be the first and the last of a stretch, whatever it calls them: arrival and
// departure, pick-up and return, the way there and back. They are given as those of "From which day?" and "Until which day?" are.

// edges are how each language calls the two days of a kind of stretch.
type edges struct{ first, last inLanguages }

// stays are those of being somewhere, or of having something, and trips those of the way there and back: who leaves ends
// a stay, and begins a trip.
var (
	stays = &edges{expressionsOf("first-day-asked"), expressionsOf("last-day-asked")}
	trips = &edges{expressionsOf("way-there-asked"), expressionsOf("way-back-asked")}
)

// learnEdges notes which of an intent's two days is the first, and which the last.
func (in *Intent) learnEdges() {
	var days []*Field
	for i := range in.Fields {
		if f := &in.Fields[i]; f.Type == release.FieldDate {
			days = append(days, f)
		}
	}
	const two = 2
	if len(days) != two {
		return
	}
	for _, kind := range []*edges{stays, trips} {
		one, other := in.edgeOf(days[0], kind), in.edgeOf(days[1], kind)
		if one != nowhere && one == other.opposite() {
			days[0].edge, days[1].edge, in.edges = one, other, kind
			return
		}
	}
}

// edgeOf is what the name of a field and the questions for it ask for; nowhere: neither, or both.
func (in *Intent) edgeOf(f *Field, kind *edges) direction {
	found := kind.in(wording.WordsOfName(f.Name), "en", nowhere)
	found = kind.in(f.Prompt, in.Locale, found)
	for _, l := range in.Locales {
		found = kind.in(FieldOf(in.In(l.Locale), f.Name).Prompt, l.Locale, found)
	}
	return found
}

// in is what a text speaks of, the first or the last day, where nothing was found before that says something else.
func (e *edges) in(text, locale string, before direction) direction {
	first, last := isEdge(e.first, text, locale), isEdge(e.last, text, locale)
	switch {
	case first == last:
		return before
	case first && before != toIt:
		return fromIt
	case last && before != fromIt:
		return toIt
	}
	return nowhere
}

// isEdge tells whether a text has one of the expressions.
func isEdge(of inLanguages, text, locale string) bool {
	return of.match(strings.Join(signals.Words(text), " "), locale)
}

// edgeBeside is the day, the first or the last, that the words between one value and the others, in its clause, say that
// it is: "arriving 3 April, leaving on the 10th", "4月3日到着". Before it they count first, but where verbs stand last.
func (c counting) edgeBeside(i int, all []named) direction {
	from, until := 0, len(c.tokens)
	if i > 0 {
		from = all[i-1].end
	}
	if i+1 < len(all) {
		until = all[i+1].first
	}
	n := all[i]
	kind, locale := c.in.edges, c.m.Locale
	before, after := kind.in(c.phrase(from, n.first, n), locale, nowhere), kind.in(c.phrase(n.end, until, n), locale, nowhere)
	if strings.ContainsFunc(c.text, wording.IsUnspacedRune) && after != nowhere || before == nowhere {
		return after
	}
	return before
}

// readEdge reads a text that says of its days which are the first and the last; known is false where it does not.
func (in *Intent) readEdge(f *Field, text string, m Message) (reading values.Reading, known bool) {
	if f.edge == nowhere {
		return reading, false
	}
	if day, _ := in.directed(f, text, m); day != "" {
		return values.Reading{Value: day}, true
	}
	c := in.counting(f, dated(f, text, m), m)
	all := c.valuesNamed()
	for i := range all {
		if c.edgeBeside(i, all) != f.edge.opposite() {
			return reading, false
		}
	}
	return reading, len(all) > 0
}
