// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"cmp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// target finds or adds a target of the service level.
func (t *applier) target(d data) (*conversation.HelpdeskTarget, error) {
	if d.Target != "first_response" && d.Target != "resolution" {
		return nil, refuse(BadData, "data.target: must be first_response or resolution")
	}
	i := slices.IndexFunc(t.helpdesk.Targets, func(h conversation.HelpdeskTarget) bool { return h.Target == d.Target })
	if i < 0 {
		i = len(t.helpdesk.Targets)
		t.helpdesk.Targets = append(t.helpdesk.Targets, conversation.HelpdeskTarget{Target: d.Target})
	}
	if t.helpdesk.Targets[i].Counted {
		return nil, refuse(Repeated, "this target was counted for this conversation before")
	}
	return &t.helpdesk.Targets[i], nil
}

func (t *applier) slaApplied(_ Event, d data) error {
	if d.DueAt.IsZero() {
		return refuse(BadData, "data.dueAt: is missing")
	}
	if t.state.StartedAt.Sub(d.DueAt) > MaxSkew {
		return refuse(NegativeDuration, "data.dueAt: is before the conversation began")
	}
	h, err := t.target(d)
	if err != nil {
		return err
	}
	h.DueAt, h.Priority = d.DueAt.UTC(), priority(d.Priority)
	t.changed, t.settles = true, true
	return nil
}

// priority is one of a few: labels must be bounded.
func priority(p string) string {
	p = strings.ToLower(p)
	switch p {
	case "":
		return noPriority
	case "low", "normal", "medium", "high", "urgent":
		return p
	}
	return "other"
}

func (t *applier) slaFulfilled(e Event, d data) error { return t.slaResult(e, d, hit) }
func (t *applier) slaBreached(e Event, d data) error  { return t.slaResult(e, d, miss) }

func (t *applier) slaResult(e Event, d data, result string) error {
	h, err := t.target(d)
	if err != nil {
		return err
	}
	// What happened first stands: a target that was breached is not fulfilled later.
	if h.Result == "" || e.Time.Before(h.ResultAt) {
		h.Result, h.ResultAt = result, e.Time.UTC()
	}
	t.changed, t.settles = true, true
	return nil
}

// targets counts service level targets that were met, missed or never resolved.
func (t *applier) targets() {
	for i := range t.helpdesk.Targets {
		h := &t.helpdesk.Targets[i]
		if h.Counted || h.ResultAt.After(t.upTo) {
			continue
		}
		switch {
		case h.DueAt.IsZero():
		case h.Result == "" && !t.now.Before(h.DueAt.Add(arrivalMargin)), h.Result == hit && h.ResultAt.Sub(h.DueAt) > arrivalMargin:
			h.Result = miss
		}
		if h.Result != "" {
			h.Counted = true
			t.count(ledger.SLA, 0, "priority", cmp.Or(h.Priority, noPriority), "target", h.Target, "result", h.Result)
		}
	}
}
