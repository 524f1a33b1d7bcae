// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"math"
	"time"

	"github.com/intentops/intentops/internal/contract/kpi"
)

// Ages at which a conversation is judged.
const (
	escalationAge  = 30 * time.Minute   // since the start
	containmentAge = time.Hour          // since the start
	ratingAge      = 24 * time.Hour     // since the start
	deflectionAge  = 72 * time.Hour     // since the end
	fullAge        = 72 * time.Hour     // since it was resolved
	contactAge     = 7 * 24 * time.Hour // since the first resolution
	targetGrace    = 10 * time.Minute   // since a target was due
)

// score measures all KPIs on some conversations.
func (h *History) score(of []*conversation, minSamples int64) []Value {
	measured := map[string]measurement{}
	for name, m := range map[string]func([]*conversation) measurement{
		string(kpi.FirstResponseTime):      firstResponse,
		string(kpi.AverageResponseTime):    response,
		string(kpi.AverageHandleTime):      handle,
		string(kpi.ResolutionTime):         resolution,
		string(kpi.DeflectionRate):         h.deflection,
		string(kpi.ContainmentRate):        h.containment,
		string(kpi.EscalationRate):         h.escalation,
		string(kpi.SLAHitRate):             h.sla,
		string(kpi.FirstContactResolution): h.firstContact,
		string(kpi.CSAT):                   h.csat,
		string(kpi.NPS):                    promoters,
		string(kpi.ResponseQuality):        quality,
		string(kpi.ChatVolume):             h.chats,
	} {
		measured[name] = m(of)
	}
	var out []Value
	for _, d := range kpi.Catalogue() {
		m := measured[string(d.KPI)]
		v := Value{
			KPI: d.KPI, Stat: m.headline, Unit: d.Unit.Name(), State: Measured,
			Series: m.series, Counterparts: d.CounterpartKPIs,
		}
		if v.Samples == 0 || v.Samples < minSamples && d.Interval != "" {
			v.State = NoData
		}
		out = append(out, v)
	}
	return out
}

// measurement is a KPI with its series.
type measurement struct {
	headline Stat
	series   map[string]Stat
}

func statOf(e kpi.Estimate, some bool) Stat {
	if !some {
		nan := Number(math.NaN())
		return Stat{Value: nan, Low: nan, High: nan}
	}
	return Stat{Value: Number(e.Value), Low: Number(e.Low), High: Number(e.High), Samples: e.Samples}
}

// share is a ratio among the series of a KPI that is none.
func share(hits, n int64) Stat {
	s := statOf(kpi.OfRatio(hits, n))
	s.Unit = kpi.Ratio.Name()
	return s
}

// medianOf is a median with its p90 and the share of values that are missing.
func medianOf(values []float64, missing int) Stat {
	kpi.Sorted(values)
	s := statOf(kpi.OfQuantile(values, 0.5))
	if len(values) > 0 {
		s.P90 = new(statOf(kpi.OfQuantile(values, 0.9)))
	}
	return s.censored(missing, len(values)+missing)
}

// censored notes which share of n is missing.
func (s Stat) censored(missing, n int) Stat {
	if n > 0 {
		s.Censored = new(Number(float64(missing) / float64(n)))
	}
	return s
}

// old reports whether a time is at least that long ago at the last event.
func (h *History) old(at int64, age time.Duration) bool { return h.last-at >= int64(age) }

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
