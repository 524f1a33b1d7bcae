// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"cmp"
	"slices"

	"github.com/intentops/intentops/internal/contract/kpi"
)

// PriorityChange is how many service levels went from one priority to another before they
// were decided.
type PriorityChange struct {
	Target string `json:"target"`
	From   string `json:"from"`
	To     string `json:"to"`
	Count  int64  `json:"count"`
}

// keptAt notes when a target was kept after all.
func (t *target) keptAt(at int64) {
	if t.late == none && t.due != 0 && at > t.due {
		t.late = at - t.due
	}
}

// keptAfterAll finds when a missed target was kept where no event says so: with the first
// reply by a person, or with the last resolution.
func (p *path) keptAfterAll(t *target, name string) {
	switch {
	case name == "first_response" && p.humanAt != none:
		t.keptAt(p.humanAt)
	case name == "resolution" && !p.open && p.resolutions > 0:
		t.keptAt(p.lastResolved)
	}
}

// lateness has the 95th percentile of how late missed targets were kept, by target. Those
// that were not kept, or came without a time when they are due, are censored.
func (h *History) lateness(of []*conversation) map[string]Stat {
	late, unknown := map[string][]float64{}, map[string]int{}
	for _, c := range of {
		for _, t := range c.targets {
			name := h.names.texts[t.name]
			switch {
			case t.state != missed:
			case t.late == none:
				unknown[name]++
			default:
				late[name] = append(late[name], seconds(t.late))
			}
		}
	}
	series := map[string]Stat{}
	for name, values := range late {
		s := statOf(kpi.OfQuantile(kpi.Sorted(values), 0.95)).censored(unknown[name], unknown[name]+len(values))
		s.Unit = kpi.Seconds.Name()
		series["lateP95:"+name] = s
	}
	return series
}

// priorityChanges are the most frequent ones first.
func (h *History) priorityChanges(of []*conversation) []PriorityChange {
	counts := map[PriorityChange]int64{}
	for _, c := range of {
		for _, t := range c.targets {
			if t.was != 0 && t.was != t.priority {
				counts[PriorityChange{Target: h.names.texts[t.name], From: h.names.texts[t.was], To: h.names.texts[t.priority]}]++
			}
		}
	}
	out := []PriorityChange{}
	for change, n := range counts {
		change.Count = n
		out = append(out, change)
	}
	slices.SortFunc(out, func(a, b PriorityChange) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Target, b.Target), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return out[:min(len(out), maxChanges)]
}

// maxChanges bounds the list: priorities are words from files.
const maxChanges = 50
