// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package history computes all KPIs of the catalogue from events of the past: CloudEvents
// of the types dev.intentops.*, in any order. docs/kpis.md defines each value.
//
// The package is pure: events come in as values, and a history is judged as of its last
// event. Conversations count by the time at which they started.
package history

import (
	"errors"
	"hash/maphash"
	"iter"
	"slices"
	"time"
)

// clockSkew is how far clocks may disagree: an event that much before the start of its
// conversation happened at the start.
const clockSkew = 5 * time.Second

// History collects events. The zero value is not ready: use New.
type History struct {
	now   time.Time
	seed  maphash.Seed
	seen  map[uint64]uint64
	facts []fact
	last  int64

	conversations, customers, names names

	counted Events
	judged  []conversation
}

// Events says what became of the events.
type Events struct {
	Read       int64 `json:"read"`
	Duplicates int64 `json:"duplicates"`
	// Unknown counts events by a type that is not known. They are kept out of all KPIs.
	Unknown map[string]int64 `json:"unknown"`
	// Refused counts events that are wrong, by reason.
	Refused map[Reason]int64 `json:"refused"`
	// FirstRefused is the line of the first event refused for a reason; 0: not in a file.
	FirstRefused map[Reason]int64 `json:"firstRefused"`
}

// maxUnknown is how many unknown types are told apart.
const maxUnknown = 100

// New returns an empty history. Events more than 5 minutes after now are refused, since the
// last event is the time as of which all are judged; zero now: none is.
func New(now time.Time) *History {
	return &History{
		now:  now,
		seed: maphash.MakeSeed(),
		seen: map[uint64]uint64{},
		counted: Events{
			Unknown: map[string]int64{}, Refused: map[Reason]int64{}, FirstRefused: map[Reason]int64{},
		},
		conversations: newNames(), customers: newNames(), names: newNames(),
	}
}

// Collect adds all events. It returns the first error that is no *Refusal; refusals are
// counted.
func (h *History) Collect(events iter.Seq2[Event, error]) error {
	for event, err := range events {
		var refusal *Refusal
		switch {
		case err == nil:
			h.Add(event)
		case errors.As(err, &refusal):
			h.counted.Read++
			h.refused(refusal.Reason, refusal.Line)
		default:
			return err
		}
	}
	return nil
}

// Add adds one event. What cannot be right is counted and has no other effect.
func (h *History) Add(e Event) {
	h.counted.Read++
	k := kindOf(e.Type)
	if k != unknown {
		var refusal *Refusal
		if errors.As(e.check(), &refusal) {
			h.refused(refusal.Reason, e.Line)
			return
		}
	}
	if !h.now.IsZero() && e.Time.After(h.now.Add(5*time.Minute)) {
		h.refused(InFuture, e.Line)
		return
	}
	if again, same := h.repeated(&e); again {
		if same {
			h.counted.Duplicates++
		} else {
			h.refused(DifferentContent, e.Line)
		}
		return
	}
	if k == unknown {
		name := e.Type
		if _, known := h.counted.Unknown[name]; !known && len(h.counted.Unknown) >= maxUnknown {
			name = "other"
		}
		h.counted.Unknown[name]++
		return
	}
	h.judged = nil
	f := h.fact(k, &e)
	h.facts = append(h.facts, f)
	h.last = max(h.last, f.at)
}

// repeated reports whether an event with this source and id was there before, and whether
// it was the same. It keeps hashes only: with a secret seed and a million events, two that
// differ are taken for one with a probability of 3 in 100 million.
func (h *History) repeated(e *Event) (again, same bool) {
	identity := maphash.Comparable(h.seed, [2]string{e.Source, e.ID})
	content := maphash.Comparable(h.seed, struct {
		eventType, subject string
		at                 int64
		data               Data
	}{e.Type, e.Subject, e.Time.UnixNano(), e.Data})
	before, again := h.seen[identity]
	if !again {
		h.seen[identity] = content
	}
	return again, before == content
}

func (h *History) refused(reason Reason, line int64) {
	if first, seen := h.counted.FirstRefused[reason]; !seen || line < first {
		h.counted.FirstRefused[reason] = line
	}
	h.counted.Refused[reason]++
}

// AsOf is the time of the last event.
func (h *History) AsOf() time.Time { return time.Unix(0, h.last).UTC() }

// Events says what became of the events. It is complete once the history was judged.
func (h *History) Events() Events {
	h.judge()
	return h.counted
}

// judge turns facts into conversations, once.
func (h *History) judge() {
	if h.judged != nil {
		return
	}
	slices.SortStableFunc(h.facts, func(a, b fact) int {
		if a.conversation != b.conversation {
			return int(a.conversation) - int(b.conversation)
		}
		return compare(a.at, b.at)
	})
	for reason := range h.counted.Refused {
		if reason == UnknownConversation || reason == BeforeStart || reason == StartedTwice {
			delete(h.counted.Refused, reason)
			delete(h.counted.FirstRefused, reason)
		}
	}
	h.judged = make([]conversation, 0, len(h.conversations.texts))
	for begin := 0; begin < len(h.facts); {
		end := begin
		for end < len(h.facts) && h.facts[end].conversation == h.facts[begin].conversation {
			end++
		}
		if c, known := h.follow(h.facts[begin:end]); known {
			h.judged = append(h.judged, c)
		}
		begin = end
	}
	h.shareWork()
	h.findReturns()
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}
