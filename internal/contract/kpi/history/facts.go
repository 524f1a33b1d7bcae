// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import "strings"

// kind of an event.
type kind uint8

const (
	unknown kind = iota
	started
	received
	sent
	classified
	requested
	moved // handoffs on their way, assignments: activity, and nothing more
	worked
	resolved
	reopened
	abandoned
	offered
	responded
	slaApplied
	slaFulfilled
	slaBreached
	reviewed
)

var kinds = map[string]kind{
	"conversation.started":   started,
	"message.received":       received,
	"message.sent":           sent,
	"turn.classified":        classified,
	"handoff.requested":      requested,
	"handoff.accepted":       moved,
	"handoff.failed":         moved,
	"handoff.completed":      moved,
	"handoff.returned":       moved,
	"conversation.assigned":  moved,
	"agent.work":             worked,
	"conversation.resolved":  resolved,
	"conversation.reopened":  reopened,
	"conversation.abandoned": abandoned,
	"survey.offered":         offered,
	"survey.responded":       responded,
	"sla.applied":            slaApplied,
	"sla.fulfilled":          slaFulfilled,
	"sla.breached":           slaBreached,
	"review.labelled":        reviewed,
}

func kindOf(eventType string) kind {
	short, ours := strings.CutPrefix(eventType, TypePrefix)
	if !ours {
		return unknown
	}
	return kinds[short]
}

// party is who acts, or who handled a conversation.
type party uint8

const (
	nobody party = iota
	bot
	human
	mixed
	automation
)

var parties = map[string]party{"bot": bot, "human": human, "mixed": mixed, "automation": automation, "auto": automation}

// fact is an event in 48 bytes, so that a million of them fit into memory. What the members
// mean depends on the kind. Times are nanoseconds since 1970, names are indices.
type fact struct {
	at, from, to int64
	conversation uint32
	line         uint32
	a, b         uint32
	kind         kind
	party        party
	flag         bool
	score        int8
}

// fact packs an event.
func (h *History) fact(k kind, e *Event) fact {
	d := &e.Data
	f := fact{
		at:           e.Time.UnixNano(),
		conversation: h.conversations.index(e.Subject),
		line:         uint32(e.Line),
		kind:         k,
	}
	switch k {
	case started:
		f.a, f.b = h.names.index(d.Channel), h.customers.index(d.Customer)
	case sent:
		f.party, f.flag = parties[d.Actor], d.Private
		f.score = int8(replyKind(d.Kind))
	case classified:
		f.a = h.names.index(d.Intent)
	case requested:
		f.a, f.b, f.flag = h.names.index(d.Intent), h.names.index(d.Reason), d.PolicyRequired
	case worked:
		f.a, f.from, f.to = h.names.index(d.Agent), d.Start.UnixNano(), d.End.UnixNano()
	case resolved:
		f.party = parties[d.By]
	case offered, responded:
		score, _ := integer(d.Score)
		f.party, f.flag, f.score = parties[d.HandledBy], d.Survey == "nps", int8(score)
	case slaApplied:
		f.a, f.b, f.to = h.names.index(d.Target), h.names.index(d.Priority), d.DueAt.UnixNano()
	case slaFulfilled, slaBreached:
		f.a = h.names.index(d.Target)
	case reviewed:
		quality, _ := integer(d.Quality) // 0: none given
		f.a, f.score = uint32(d.EscalationWarranted), int8(quality)
	default:
	}
	return f
}

// replyKind is 1 for replies that are about the matter.
func replyKind(kind string) int {
	if kind == "answer" || kind == "clarify" {
		return 1
	}
	return 0
}

// names maps names to indices; 0 is the empty name.
type names struct {
	of    map[string]uint32
	texts []string
}

func newNames() names { return names{of: map[string]uint32{"": 0}, texts: []string{""}} }

func (n *names) index(text string) uint32 {
	i, known := n.of[text]
	if !known {
		i = uint32(len(n.texts))
		n.of[text] = i
		n.texts = append(n.texts, text)
	}
	return i
}
