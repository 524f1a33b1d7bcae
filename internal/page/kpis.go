// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"
	"time"
	"unicode"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/view"
)

// kpiPart is a KPI as it is drawn.
type kpiPart struct {
	view.KPI
	Title string `json:"title"`
	// Says is the state in words.
	Says    string `json:"says"`
	Meaning string `json:"meaning,omitempty"`
	// Sample is what Samples counts, named for many.
	Sample string `json:"sample,omitempty"`
	// Unit of all numbers: ratio, score, seconds, count or points.
	Unit       string          `json:"unit"`
	Low        v1alpha1.Value  `json:"low,omitempty"`
	High       v1alpha1.Value  `json:"high,omitempty"`
	Baseline   v1alpha1.Value  `json:"baseline,omitempty"`
	Objective  *float64        `json:"objective,omitempty"`
	AtLeast    bool            `json:"atLeast,omitempty"`
	Milestones []milestonePart `json:"milestones,omitempty"`
	Guardrails []guardrailPart `json:"guardrails,omitempty"`
	// Points are what was measured, oldest first: the baseline, what milestones were judged by,
	// and the value now.
	Points []kpiPoint `json:"points,omitempty"`
	// Message says why there is no figure, or what the figure costs.
	Message string `json:"message,omitempty"`
}

type milestonePart struct {
	Day    int32                   `json:"day"`
	Target string                  `json:"target"`
	State  v1alpha1.MilestoneState `json:"state"`
	Due    *time.Time              `json:"due,omitempty"`
	// Bound is the number in Target.
	Bound *float64 `json:"bound,omitempty"`
}

type guardrailPart struct {
	Name    string                  `json:"name"`
	State   v1alpha1.GuardrailState `json:"state"`
	Message string                  `json:"message,omitempty"`
}

// kpiPoint has no ends where the interval is open or not known.
type kpiPoint struct {
	At    time.Time      `json:"at"`
	Value float64        `json:"value"`
	Low   *float64       `json:"low,omitempty"`
	High  *float64       `json:"high,omitempty"`
	Text  v1alpha1.Value `json:"text"`
	What  string         `json:"what"`
}

var stateWords = map[v1alpha1.KPIState]string{
	v1alpha1.KPIMet:               "Met",
	v1alpha1.KPIMissed:            "Missed",
	v1alpha1.KPIGuardrailBreached: "Met at a cost",
	v1alpha1.KPINoData:            "Not enough data",
	v1alpha1.KPIBaselining:        "Measuring the baseline",
}

func kpiPartOf(t *v1alpha1.KPITarget, now time.Time) kpiPart {
	d, known := kpi.Lookup(t.Spec.KPI)
	s := &t.Status
	k := kpiPart{KPI: view.KPIOf(t), Title: titleOf(t.Spec.KPI), Says: stateWords[s.State]}
	if s.State != v1alpha1.KPIMet && s.State != v1alpha1.KPIMissed {
		k.Message = view.StandingOf(s.Conditions, t.Generation, s.ObservedGeneration).Message
	}
	if k.Says == "" {
		k.Says = stateWords[v1alpha1.KPINoData]
	}
	if series := d.Judged(view.DefinitionOf(t).Series); series != "" {
		k.Title += " (" + strings.ToLower(string(series)) + ")"
	}
	if !known {
		return k
	}
	k.Unit, k.Sample, k.Meaning = d.Unit.Name(), d.Sample, d.Meaning
	if o, err := d.ParseObjective(view.DefinitionOf(t).Objective); err == nil {
		k.Objective, k.AtLeast = &o.Bound, o.AtLeast
	}
	add := func(at time.Time, m *v1alpha1.KPIMeasurement, what string) {
		if m == nil {
			return
		}
		if value := parsed(d.Unit, m.Value); value != nil {
			k.Points = append(k.Points, kpiPoint{at, *value, parsed(d.Unit, m.Low), parsed(d.Unit, m.High), m.Value, what})
		}
	}
	if b := s.Baseline; b != nil {
		k.Baseline = b.Value
		at := b.At.Time
		if b.At.IsZero() {
			at = t.CreationTimestamp.Time
		}
		add(at, b, "before")
	}
	for i := range s.Milestones {
		m := &s.Milestones[i]
		part := milestonePart{Day: m.Day, Target: m.Target, State: m.State}
		if !m.Due.IsZero() {
			part.Due = &m.Due.Time
		}
		if _, bound, ok := strings.Cut(m.Target, " "); ok {
			part.Bound = parsed(d.Unit, v1alpha1.Value(bound))
		}
		k.Milestones = append(k.Milestones, part)
		if part.Due != nil {
			add(m.Due.Time, m.Measured, "milestone")
		}
	}
	for _, g := range s.Guardrails {
		k.Guardrails = append(k.Guardrails, guardrailPart{g.Name, g.State, g.Message})
	}
	if c := s.Current; c != nil {
		k.Low, k.High = c.Low, c.High
		add(now, c, "now")
	}
	return k
}

// parsed is nil for what is no number, such as the open end of an interval.
func parsed(u kpi.Unit, v v1alpha1.Value) *float64 {
	number, err := u.Parse(v)
	if err != nil {
		return nil
	}
	return &number
}

// titleOf writes a KPI as words: "Escalation rate" for EscalationRate. Abbreviations stay.
func titleOf(k v1alpha1.KPI) string {
	var b strings.Builder
	runes := []rune(string(k))
	for i, r := range runes {
		follows := i > 0 && unicode.IsUpper(r) && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if follows {
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}
