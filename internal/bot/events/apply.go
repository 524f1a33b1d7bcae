// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

const (
	// DefaultSettle is how long an event waits for those that happened before it.
	DefaultSettle = 30 * time.Second
	// DefaultWrapUp is how long after a resolution the agents' work is counted, so that
	// wrap-up is in it; workIdle, after the last work of a conversation that is not resolved.
	DefaultWrapUp = 10 * time.Minute
	workIdle      = 24 * time.Hour
	// maxWork is the longest stretch of work that is believed.
	maxWork = 24 * time.Hour
)

// Outcome is what events, or the passing of time, do to a conversation.
type Outcome struct {
	State   conversation.State
	Changed bool
	Ledger  []ledger.Entry
	Due     []conversation.DueMessage
	Claims  []conversation.Claim
	// Worked is new work of agents, which is shared with their other conversations.
	Worked []conversation.HelpdeskWork
}

// Rules for taking events.
type Rules struct {
	// RatingWithin is the age up to which a rating counts for a rollout.
	RatingWithin time.Duration
	// WrapUp is how long after a resolution agents' work is counted.
	WrapUp time.Duration
	// Settle is how long an event waits for those that happened before it.
	Settle time.Duration
}

// Apply takes events of one conversation, in the order of their time. It returns what they do
// and what becomes of each.
func Apply(state conversation.State, events []Event, now time.Time, rules Rules) (Outcome, []Verdict) {
	t := &take{state: state.Clone(), now: now, rules: rules}
	if t.state.Helpdesk == nil {
		t.state.Helpdesk = &conversation.Helpdesk{}
	}
	t.desk = t.state.Helpdesk
	order := make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return events[a].Time.Compare(events[b].Time) })
	verdicts := make([]Verdict, len(events))
	for _, i := range order {
		err := t.event(events[i])
		verdicts[i] = verdict(events[i], err)
		if err == nil && t.changed {
			t.out.Claims = append(t.out.Claims, conversation.Claim{Key: events[i].claim(), TTL: claimFor, Value: events[i].digest()})
			t.out.Changed = true
		}
	}
	if !t.out.Changed {
		return Outcome{State: state}, verdicts
	}
	t.schedule()
	t.out.State = t.state
	return t.out, verdicts
}

// take is the taking of events, while it goes on.
type take struct {
	state conversation.State
	desk  *conversation.Helpdesk
	now   time.Time
	rules Rules
	// marks are those of desk up to upTo, when they settle.
	marks []conversation.HelpdeskMark
	upTo  time.Time
	// changed says whether the last event changed anything, settles whether some event waits
	// to be counted.
	changed, settles bool
	out              Outcome
}

// handlers of the types that are known. Those that are nil tell what the bot knows itself.
var handlers = map[string]func(*take, Event, data) error{
	"conversation.started":   nil,
	"conversation.assigned":  nil,
	"conversation.abandoned": (*take).abandoned,
	"turn.classified":        nil,
	"handoff.requested":      nil,
	"handoff.accepted":       (*take).handoffAccepted,
	"handoff.failed":         (*take).handoffFailed,
	"handoff.completed":      (*take).handoffCompleted,
	"handoff.returned":       (*take).handoffReturned,
	"message.received":       (*take).received,
	"message.sent":           (*take).sent,
	"agent.work":             (*take).work,
	"conversation.resolved":  (*take).resolved,
	"conversation.reopened":  (*take).reopened,
	"survey.offered":         (*take).offered,
	"survey.responded":       (*take).responded,
	"sla.applied":            (*take).slaApplied,
	"sla.fulfilled":          (*take).slaFulfilled,
	"sla.breached":           (*take).slaBreached,
	"review.labelled":        (*take).reviewed,
}

// known gives the type's name in metrics, and whether it is known.
func known(eventType string) (string, bool) {
	name, ours := strings.CutPrefix(eventType, Prefix)
	if _, ok := handlers[name]; ours && ok {
		return name, true
	}
	return "other", false
}

func (t *take) event(e Event) error {
	t.changed = false
	name, ok := known(e.Type)
	if !ok {
		return refuse(UnknownType, "type: is not known; nothing is counted")
	}
	if err := timely(e, t.state.StartedAt, t.now); err != nil {
		return err
	}
	d, err := e.data()
	if err != nil {
		return err
	}
	handle := handlers[name]
	if handle == nil {
		return nil
	}
	return handle(t, e, d)
}

func (t *take) count(metric string, value float64, labels ...string) {
	t.out.Ledger = append(t.out.Ledger, entry(metric, value, labels...))
}

func entry(metric string, value float64, labels ...string) ledger.Entry {
	m := make(map[string]string, len(labels)/2)
	for i := 0; i < len(labels); i += 2 {
		m[labels[i]] = labels[i+1]
	}
	return ledger.Entry{Metric: metric, Labels: m, Value: value}
}

// mark keeps when something happened, in the order of time.
func (t *take) mark(at time.Time, kind conversation.MarkKind) error {
	m := conversation.HelpdeskMark{At: at.UTC(), Kind: kind}
	if len(t.desk.Marks) >= conversation.MaxHelpdeskMarks {
		return refuse(Full, "subject: too much was told of this conversation; "+strconv.Itoa(conversation.MaxHelpdeskMarks)+" messages and changes are counted")
	}
	i, _ := slices.BinarySearchFunc(t.desk.Marks, m, func(a, b conversation.HelpdeskMark) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return -1 // behind those of the same time
	})
	t.desk.Marks = slices.Insert(t.desk.Marks, i, m)
	t.changed, t.settles = true, true
	return nil
}

func (t *take) received(e Event, _ data) error { return t.mark(e.Time, conversation.MarkCustomer) }

func (t *take) sent(e Event, d data) error {
	switch {
	case d.Actor != "bot" && d.Actor != "human" && d.Actor != "automation":
		return refuse(BadData, "data.actor: must be bot, human or automation")
	case d.Private, d.Actor == "automation":
		return nil // no reply to the customer
	case d.Actor == "bot":
		return t.mark(e.Time, conversation.MarkBot)
	}
	return t.mark(e.Time, conversation.MarkHuman)
}

func (t *take) resolved(e Event, _ data) error {
	if err := t.mark(e.Time, conversation.MarkResolved); err != nil {
		return err
	}
	if len(t.desk.Work) > 0 {
		t.workDue(t.now.Add(t.rules.WrapUp))
	}
	return nil
}

func (t *take) reopened(e Event, _ data) error  { return t.mark(e.Time, conversation.MarkReopened) }
func (t *take) abandoned(e Event, _ data) error { return t.mark(e.Time, conversation.MarkAbandoned) }

func (t *take) work(_ Event, d data) error {
	switch {
	case d.Agent == "":
		return refuse(BadData, "data.agent: is missing")
	case d.Start.IsZero() || d.End.IsZero():
		return refuse(BadData, "data.start, data.end: both are needed")
	case d.Kind != "active" && d.Kind != "hold" && d.Kind != "wrapup":
		return refuse(BadData, "data.kind: must be active, hold or wrapup")
	case d.End.Before(d.Start):
		return refuse(NegativeDuration, "data.end: is before data.start")
	case d.End.Sub(t.now) > MaxSkew:
		return refuse(Future, "data.end: is more than 5 minutes ahead; set the sender's clock")
	case d.End.Sub(d.Start) > maxWork:
		return refuse(OutOfScale, "data.end: is more than 24 hours after data.start")
	case t.state.StartedAt.Sub(d.Start) > MaxSkew:
		return refuse(NegativeDuration, "data.start: is before the conversation began")
	case len(t.desk.Work) >= conversation.MaxHelpdeskWork:
		return refuse(Full, "subject: too much work on this conversation waits to be counted")
	}
	w := conversation.HelpdeskWork{Agent: digest(d.Agent), Start: d.Start.UTC(), End: d.End.UTC()}
	t.desk.Work = append(t.desk.Work, w)
	t.out.Worked = append(t.out.Worked, w)
	t.changed = true
	if t.isResolved() {
		t.workDue(t.now.Add(t.rules.WrapUp))
	} else {
		t.desk.WorkDueAt = t.now.Add(workIdle)
	}
	return nil
}

// workDue makes the work be counted at a time, if not before.
func (t *take) workDue(at time.Time) {
	if t.desk.WorkDueAt.IsZero() || at.Before(t.desk.WorkDueAt) {
		t.desk.WorkDueAt = at
	}
}

func (t *take) isResolved() bool {
	resolved := false
	for _, m := range t.desk.Marks {
		switch m.Kind {
		case conversation.MarkResolved:
			resolved = true
		case conversation.MarkReopened:
			resolved = false
		}
	}
	return resolved
}
