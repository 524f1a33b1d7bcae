// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import "github.com/intentops/intentops/internal/contract/kpi"

// firstResponse: conversations that nobody answered are censored. A person is expected
// where one was asked for, a bot where it had a part.
func firstResponse(of []*conversation) measurement {
	var byAny, byBot, byHuman []float64
	var noAny, noBot, noHuman int
	for _, c := range of {
		byAny, noAny = put(byAny, noAny, c.firstAny, true)
		byBot, noBot = put(byBot, noBot, c.firstBot, c.classified || c.botTookPart)
		byHuman, noHuman = put(byHuman, noHuman, c.firstHuman, c.handoff)
	}
	people := medianOf(byHuman, noHuman)
	return measurement{headline: people, series: map[string]Stat{
		"any": medianOf(byAny, noAny), "bot": medianOf(byBot, noBot), "human": people,
	}}
}

// put adds a value, or counts one that is missing where it was expected.
func put(values []float64, missing int, value float64, expected bool) ([]float64, int) {
	switch {
	case value != none:
		return append(values, value), missing
	case expected:
		return values, missing + 1
	default:
		return values, missing
	}
}

func response(of []*conversation) measurement {
	var byAny, byBot, byHuman []float64
	unanswered := 0
	for _, c := range of {
		unanswered += int(c.unanswered)
		for _, w := range c.waits {
			byAny = append(byAny, w.seconds)
			if w.by == bot {
				byBot = append(byBot, w.seconds)
			} else {
				byHuman = append(byHuman, w.seconds)
			}
		}
	}
	all := medianOf(byAny, unanswered)
	return measurement{headline: all, series: map[string]Stat{
		"any": all, "bot": medianOf(byBot, 0), "human": medianOf(byHuman, 0),
	}}
}

// handle: conversations that are still open may be worked on further.
func handle(of []*conversation) measurement {
	var values []float64
	open := 0
	for _, c := range of {
		switch {
		case !c.worked:
		case c.open:
			open++
		default:
			values = append(values, c.handled)
		}
	}
	kpi.Sorted(values) // the sum does not depend on the order of events then
	s := statOf(kpi.OfMean(values)).censored(open, open+len(values))
	middle := medianOf(values, 0)
	middle.Censored = nil
	return measurement{headline: s, series: map[string]Stat{"median": middle}}
}

func resolution(of []*conversation) measurement {
	var full, first, cycles []float64
	var open, never int
	var closed, auto, again int64
	for _, c := range of {
		abandoned := c.abandoned && c.resolutions == 0 // ended, but never to be resolved
		full, open = put(full, open, c.toLast, !abandoned)
		first, never = put(first, never, c.toFirst, !abandoned)
		if c.resolutions == 0 {
			continue
		}
		if c.firstCycle {
			cycles = append(cycles, c.toFirst)
		}
		cycles = append(cycles, c.cycles...)
		closed++
		if c.autoClosed {
			auto++
		}
		if c.reopenings > 0 {
			again++
		}
	}
	s := medianOf(full, open)
	return measurement{headline: s, series: map[string]Stat{
		"full": s, "first": medianOf(first, never), "cycle": medianOf(cycles, 0),
		"autoClosed": share(auto, closed), "reopened": share(again, closed),
	}}
}
