// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package agents

import (
	"slices"
	"time"
)

// Observed is what a conversation was like, by the definitions of docs/events.md. Times are
// in seconds.
type Observed struct {
	// FirstResponse is from the handoff to a person's first reply. Responses are waits that
	// a person ended. Handle is agents' work. Resolution is from the customer's first
	// message to the first resolution.
	FirstResponse []float64 `json:"firstResponse"`
	Responses     []float64 `json:"responses"`
	Handle        []float64 `json:"handle"`
	Resolution    []float64 `json:"resolution"`
	// Reopened is how many conversations were.
	Reopened int64 `json:"reopened"`
	// SLA counts targets by name and result, such as "resolution hit".
	SLA map[string]int64 `json:"sla"`
	// CSAT, NPS and Quality count answers 1 to 5, 0 to 10, and 1 to 5.
	CSAT    [5]int64  `json:"csat"`
	NPS     [11]int64 `json:"nps"`
	Quality [5]int64  `json:"quality"`
}

// observe adds a conversation that is over.
func (o *Observed) observe(h Handoff, all []occurrence) {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b occurrence) int { return a.at.Compare(b.at) })
	var firstReply, firstResolved, waits, workFrom, workTo time.Time
	missed := map[any]bool{}
	for _, e := range all {
		switch e.kind {
		case "message.received":
			if waits.IsZero() {
				waits = e.at
			}
		case "message.sent":
			if e.data["actor"] != "human" || e.data["private"] == true {
				continue
			}
			if firstReply.IsZero() {
				firstReply = e.at
			}
			if !waits.IsZero() {
				o.Responses = append(o.Responses, e.at.Sub(waits).Seconds())
				waits = time.Time{}
			}
		case "conversation.resolved":
			if firstResolved.IsZero() {
				firstResolved = e.at
			}
		case "conversation.reopened":
			o.Reopened++
		case "agent.work":
			// An agent works without a break: the first start and the last end are enough.
			start, end := e.data["start"].(time.Time), e.data["end"].(time.Time)
			if workFrom.IsZero() || start.Before(workFrom) {
				workFrom = start
			}
			if end.After(workTo) {
				workTo = end
			}
		case "sla.breached":
			missed[e.data["target"]] = true
		}
		o.answer(e)
	}
	o.FirstResponse = append(o.FirstResponse, firstReply.Sub(h.At).Seconds())
	o.Resolution = append(o.Resolution, firstResolved.Sub(h.Began).Seconds())
	o.Handle = append(o.Handle, workTo.Sub(workFrom).Seconds())
	for _, name := range []string{"first_response", "resolution"} {
		result := " hit"
		if missed[name] {
			result = " missed"
		}
		if o.SLA == nil {
			o.SLA = map[string]int64{}
		}
		o.SLA[name+result]++
	}
}

func (o *Observed) answer(e occurrence) {
	switch score, _ := e.data["score"].(int); {
	case e.kind == "survey.responded" && e.data["survey"] == "csat":
		o.CSAT[score-1]++
	case e.kind == "survey.responded":
		o.NPS[score]++
	case e.kind == "review.labelled":
		o.Quality[e.data["quality"].(int)-1]++
	}
}

func (o *Observed) clone() Observed {
	c := *o
	c.FirstResponse, c.Responses = slices.Clone(o.FirstResponse), slices.Clone(o.Responses)
	c.Handle, c.Resolution = slices.Clone(o.Handle), slices.Clone(o.Resolution)
	c.SLA = map[string]int64{}
	for k, n := range o.SLA {
		c.SLA[k] = n
	}
	return c
}
