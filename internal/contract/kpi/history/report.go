// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// Number is a number that JSON may lack: infinite ends of intervals are null.
type Number float64

// MarshalJSON writes null for what is not a finite number, and else twelve digits: sums depend
// on their order beyond.
func (n Number) MarshalJSON() ([]byte, error) {
	if f := float64(n); math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte("null"), nil
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(float64(n), 'g', 12, 64), 64)
	if err != nil {
		return nil, err
	}
	return json.Marshal(rounded)
}

// Stat is a value with its 95 % interval: seconds, ratios 0..1, scores or points.
type Stat struct {
	Value   Number `json:"value"`
	Low     Number `json:"low"`
	High    Number `json:"high"`
	Samples int64  `json:"samples"`
	// Unit is that of a series, where it is not its KPI's.
	Unit string `json:"unit,omitempty"`
	// P90 is beside a median.
	P90 *Stat `json:"p90,omitempty"`
	// Censored is the share of conversations that are not in the value since they are open,
	// unanswered or too young.
	Censored *Number `json:"censored,omitempty"`
}

// Estimate is the stat without what is beside it.
func (s *Stat) Estimate() kpi.Estimate {
	return kpi.Estimate{Value: float64(s.Value), Low: float64(s.Low), High: float64(s.High), Samples: s.Samples}
}

// State of a KPI without an objective.
type State string

// The states.
const (
	// Measured means that there are enough samples.
	Measured State = "Measured"
	// NoData means that there are too few.
	NoData State = "NoData"
	// GuardrailBreached means credibly better than the baseline, while a counterpart is credibly worse.
	GuardrailBreached State = "GuardrailBreached"
)

// Value is one KPI.
type Value struct {
	KPI v1alpha1.KPI `json:"kpi"`
	Stat
	Unit   string          `json:"unit"`
	State  State           `json:"state"`
	Series map[string]Stat `json:"series"`
	// Counterparts are what to look at beside it.
	Counterparts []v1alpha1.KPI `json:"counterparts,omitempty"`
	Baseline     *Stat          `json:"baseline,omitempty"`
	Change       *Change        `json:"change,omitempty"`
}

// Change is a KPI's difference from its baseline.
type Change struct {
	Value Number         `json:"value"`
	Low   Number         `json:"low"`
	High  Number         `json:"high"`
	Trend v1alpha1.Trend `json:"trend"`
	// BreachedGuardrails are the counterparts that became worse while the KPI became better.
	BreachedGuardrails []v1alpha1.KPI `json:"breachedGuardrails,omitempty"`
}

// Milestone is how KPIs stood some days after the bot began.
type Milestone struct {
	Day   int       `json:"day"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	KPIs  []Value   `json:"kpis"`
}

// Segment is one part of the conversations.
type Segment struct {
	Channel string  `json:"channel,omitempty"`
	Intent  string  `json:"intent,omitempty"`
	KPIs    []Value `json:"kpis"`
}

// Report is a scorecard.
type Report struct {
	AsOf time.Time `json:"asOf"`
	// SplitAt divides baseline from current; absent: there is no baseline.
	SplitAt    *time.Time  `json:"splitAt,omitempty"`
	MinSamples int64       `json:"minSamples"`
	KPIs       []Value     `json:"kpis"`
	Milestones []Milestone `json:"milestones,omitempty"`
	Segments   []Segment   `json:"segments"`
	Volume     Volume      `json:"volume"`
	CSAT       []ByIntent  `json:"csatByIntent"`
	// PriorityChanges are those of service levels before they were decided.
	PriorityChanges []PriorityChange `json:"priorityChanges"`
	Handling        Handling         `json:"handling"`
	Events          Events           `json:"events"`
}

// Options say what to report.
type Options struct {
	// SplitAt divides conversations that started before the bot from those after; zero: no
	// baseline.
	SplitAt time.Time
	// MilestoneDays are days after SplitAt to report, where they are over.
	MilestoneDays []int
	// MinSamples are needed for a state other than NoData.
	MinSamples int64
}

// maxSegments is how many intents are reported by themselves, the most frequent first.
const maxSegments = 50

// Report judges the history.
func (h *History) Report(o Options) *Report {
	h.judge()
	r := &Report{AsOf: h.AsOf(), MinSamples: o.MinSamples}
	all := make([]*conversation, 0, len(h.judged))
	for i := range h.judged {
		all = append(all, &h.judged[i])
	}
	current := all
	if o.SplitAt.IsZero() {
		r.KPIs = h.score(all, o.MinSamples)
	} else {
		r.SplitAt = new(o.SplitAt.UTC())
		before := between(all, time.Time{}, o.SplitAt)
		current = between(all, o.SplitAt, time.Time{})
		baseline := h.score(before, o.MinSamples)
		r.KPIs = h.score(current, o.MinSamples)
		compareAll(r.KPIs, baseline, o.MinSamples)
		r.Milestones = h.milestones(all, baseline, o)
	}
	r.Segments = h.segments(current, o.MinSamples)
	r.Volume = h.volume(current)
	r.CSAT = h.csatByIntent(current)
	r.PriorityChanges = h.priorityChanges(current)
	r.Handling = h.handling(current)
	r.Events = h.counted
	return r
}

// milestoneLength is the time before a milestone whose conversations show how it stands.
const milestoneLength = 7 * 24 * time.Hour

func (h *History) milestones(all []*conversation, baseline []Value, o Options) []Milestone {
	var out []Milestone
	for _, day := range o.MilestoneDays {
		until := o.SplitAt.AddDate(0, 0, day)
		if until.After(h.AsOf()) {
			continue
		}
		m := Milestone{Day: day, From: until.Add(-milestoneLength).UTC(), Until: until.UTC()}
		m.KPIs = h.score(between(all, m.From, m.Until), o.MinSamples)
		compareAll(m.KPIs, baseline, o.MinSamples)
		out = append(out, m)
	}
	return out
}

// between selects conversations by their start: not before from, and before until.
func between(all []*conversation, from, until time.Time) []*conversation {
	var out []*conversation
	for _, c := range all {
		if (from.IsZero() || c.start >= from.UnixNano()) && (until.IsZero() || c.start < until.UnixNano()) {
			out = append(out, c)
		}
	}
	return out
}

// compareAll sets baseline, change and state of each value.
func compareAll(now, before []Value, minSamples int64) {
	trends := map[v1alpha1.KPI]v1alpha1.Trend{}
	for i := range now {
		v, b := &now[i], &before[i]
		definition, _ := kpi.Lookup(v.KPI)
		if b.Samples == 0 {
			continue
		}
		v.Baseline = new(b.Stat)
		// Two stretches of different length are not comparable volumes.
		if v.Samples == 0 || definition.Interval == "" {
			continue
		}
		d := kpi.Difference(v.Estimate(), b.Estimate())
		v.Change = &Change{
			Value: Number(d.Value), Low: Number(d.Low), High: Number(d.High),
			Trend: definition.TrendOf(d, minSamples),
		}
		trends[v.KPI] = v.Change.Trend
	}
	for i := range now {
		v := &now[i]
		if v.Change == nil || v.Change.Trend != v1alpha1.TrendImproving {
			continue
		}
		for _, other := range v.Counterparts {
			if trends[other] == v1alpha1.TrendWorsening {
				v.Change.BreachedGuardrails = append(v.Change.BreachedGuardrails, other)
				v.State = GuardrailBreached
			}
		}
	}
}

// Verdict is whether a reviewer found that a conversation belonged to a person. The larger
// one stands where reviewers differ: one who saw the need is enough.
type Verdict uint8

const (
	noVerdict Verdict = iota
	unwarranted
	warranted
)

// UnmarshalJSON reads true and false; null is not a verdict.
func (v *Verdict) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	yes, err := strconv.ParseBool(string(text))
	switch {
	case err != nil || len(text) < len("true"): // 1 and T are no JSON booleans
		return errors.New("not true or false")
	case yes:
		*v = warranted
	default:
		*v = unwarranted
	}
	return nil
}
