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
	// maxWork is the longest interval of work that is believed.
	maxWork = 24 * time.Hour
)

// Values of labels.
const (
	noPriority = "none"
	human      = "human"
	hit        = "hit"
	miss       = "missed"
)

// Outcome is what events, or the passing of time, change in a conversation.
type Outcome struct {
	State   conversation.State
	Changed bool
	Ledger  []ledger.Entry
	Due     []conversation.DueMessage
	Claims  []conversation.Claim
	// Worked is new work of agents, which their records need too.
	Worked []conversation.HelpdeskWork
}

// Rules for applying events.
type Rules struct {
	// RatingWithin is the age up to which a rating counts for a rollout.
	RatingWithin time.Duration
	// WrapUp is how long after a resolution agents' work is counted.
	WrapUp time.Duration
	// Settle is how long an event waits for those that happened before it.
	Settle time.Duration
}

// Apply applies events to one conversation, in the order of their time. It returns what they
// change, and the verdict on each.
func Apply(state conversation.State, events []Event, now time.Time, rules Rules) (Outcome, []Verdict) {
	t := &applier{state: state.Clone(), now: now, rules: rules}
	if t.state.Helpdesk == nil {
		t.state.Helpdesk = &conversation.Helpdesk{}
	}
	t.helpdesk = t.state.Helpdesk
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

// applier applies events to one conversation.
type applier struct {
	state    conversation.State
	helpdesk *conversation.Helpdesk
	now      time.Time
	rules    Rules
	// marks are those of helpdesk up to upTo, when they settle.
	marks []conversation.HelpdeskMark
	upTo  time.Time
	// changed reports whether the last event changed anything, settles whether an event waits to
	// be counted.
	changed, settles bool
	out              Outcome
}

// handlers of the known types. A nil one is for what the bot knows by itself.
var handlers = map[string]func(*applier, Event, data) error{
	"conversation.started":   nil,
	"conversation.assigned":  nil,
	"conversation.abandoned": (*applier).abandoned,
	"turn.classified":        nil,
	"handoff.requested":      nil,
	"handoff.accepted":       (*applier).handoffAccepted,
	"handoff.failed":         (*applier).handoffFailed,
	"handoff.completed":      (*applier).handoffCompleted,
	"handoff.returned":       (*applier).handoffReturned,
	"message.received":       (*applier).received,
	"message.sent":           (*applier).sent,
	"agent.work":             (*applier).work,
	"conversation.resolved":  (*applier).resolved,
	"conversation.reopened":  (*applier).reopened,
	"survey.offered":         (*applier).offered,
	"survey.responded":       (*applier).responded,
	"sla.applied":            (*applier).slaApplied,
	"sla.fulfilled":          (*applier).slaFulfilled,
	"sla.breached":           (*applier).slaBreached,
	"review.labelled":        (*applier).reviewed,
}

// known gives the type's name in metrics, and whether it is known.
func known(eventType string) (string, bool) {
	name, ours := strings.CutPrefix(eventType, Prefix)
	if _, ok := handlers[name]; ours && ok {
		return name, true
	}
	return "other", false
}

func (t *applier) event(e Event) error {
	t.changed = false
	name, ok := known(e.Type)
	if !ok {
		return refuse(UnknownType, "type: is not known; nothing is counted")
	}
	if err := checkTime(e, t.state.StartedAt, t.now); err != nil {
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

func (t *applier) count(metric string, value float64, labels ...string) {
	t.out.Ledger = append(t.out.Ledger, entry(metric, value, labels...))
}

func entry(metric string, value float64, labels ...string) ledger.Entry {
	m := make(map[string]string, len(labels)/2)
	for i := 0; i < len(labels); i += 2 {
		m[labels[i]] = labels[i+1]
	}
	return ledger.Entry{Metric: metric, Labels: m, Value: value}
}

// mark records when something happened, in the order of time.
func (t *applier) mark(at time.Time, kind conversation.MarkKind) error {
	m := conversation.HelpdeskMark{At: at.UTC(), Kind: kind}
	if len(t.helpdesk.Marks) >= conversation.MaxHelpdeskMarks {
		return refuse(Full, "subject: there are too many events for this conversation; "+strconv.Itoa(conversation.MaxHelpdeskMarks)+" messages and changes are counted")
	}
	i, _ := slices.BinarySearchFunc(t.helpdesk.Marks, m, func(a, b conversation.HelpdeskMark) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return -1 // after those of the same time
	})
	t.helpdesk.Marks = slices.Insert(t.helpdesk.Marks, i, m)
	t.changed, t.settles = true, true
	return nil
}

func (t *applier) received(e Event, _ data) error { return t.mark(e.Time, conversation.MarkCustomer) }

func (t *applier) sent(e Event, d data) error {
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

func (t *applier) resolved(e Event, _ data) error {
	if err := t.mark(e.Time, conversation.MarkResolved); err != nil {
		return err
	}
	if len(t.helpdesk.Work) > 0 {
		t.workDue(t.now.Add(t.rules.WrapUp))
	}
	return nil
}

func (t *applier) reopened(e Event, _ data) error  { return t.mark(e.Time, conversation.MarkReopened) }
func (t *applier) abandoned(e Event, _ data) error { return t.mark(e.Time, conversation.MarkAbandoned) }

func (t *applier) handoffAccepted(e Event, d data) error {
	return t.handoff(e, d, conversation.HandoffAccepted)
}

func (t *applier) handoffFailed(e Event, d data) error {
	return t.handoff(e, d, conversation.HandoffFailed)
}

func (t *applier) handoffCompleted(e Event, d data) error {
	return t.handoff(e, d, conversation.HandoffCompleted)
}

func (t *applier) handoffReturned(e Event, d data) error {
	return t.handoff(e, d, conversation.HandoffReturned)
}

// handoff moves the bot's present handoff to a state, forwards only. An event about an earlier
// handoff, or about one that is not the bot's, changes nothing.
func (t *applier) handoff(e Event, d data, to conversation.HandoffState) error {
	h := t.state.Handoff
	if h == nil || d.HandoffID != "" && d.HandoffID != h.ID {
		return nil
	}
	if !follows(h.State, to) {
		return refuse(Repeated, "the handoff reached this state before")
	}
	h.State, t.changed = to, true
	if to == conversation.HandoffAccepted {
		h.AcceptedAt = e.Time.UTC()
	}
	t.count(ledger.Handoffs, 0, "state", string(to))
	return nil
}

func follows(from, to conversation.HandoffState) bool {
	switch to {
	case conversation.HandoffFailed:
		return from == conversation.HandoffRequested || from == conversation.HandoffTimeout
	case conversation.HandoffAccepted:
		return (&conversation.Handoff{State: from}).Waiting()
	case conversation.HandoffCompleted:
		return from != conversation.HandoffCompleted && from != conversation.HandoffReturned
	}
	return from != to
}
