// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package contacts follows customers from conversation to conversation: a customer who comes
// back was not helped. What is known of a customer is a conversation.Record. Deciding is pure;
// Load and Attach read the record.
package contacts

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

const (
	// ReturnWithin is how soon after its end a conversation's customer must come back for it
	// to count as not deflected.
	ReturnWithin = 72 * time.Hour
	// keepFor is how long a customer's conversations are known: longer than any of them is
	// judged by the next.
	keepFor = 8 * 24 * time.Hour
	// maxContacts of a customer are known; the oldest go.
	maxContacts = 24
)

// Reasons for which a conversation that was contained does not count as deflected.
const (
	returned   = "returned"
	abandoned  = "abandoned"
	handedOver = "handed_over"
)

// Contacts are a customer's newest conversations, by the time at which they started.
type Contacts struct {
	List []Contact `json:"list,omitempty"`
}

// Contact is one conversation of a customer. It holds no words.
type Contact struct {
	Conversation string    `json:"id"`
	StartedAt    time.Time `json:"startedAt"`
	// Deflected is true from the outcome on, as long as nothing has undone it. EndedAt,
	// Channel and Intent are known then.
	Deflected bool      `json:"deflected,omitempty"`
	EndedAt   time.Time `json:"endedAt,omitzero"`
	Channel   string    `json:"channel,omitempty"`
	Intent    string    `json:"intent,omitempty"`
}

// Key names the record of a customer.
func Key(customer string) string { return "customer/" + customer }

// Read reads a record; one that is not readable counts as empty.
func Read(value []byte) Contacts {
	var c Contacts
	if json.Unmarshal(value, &c) != nil {
		return Contacts{}
	}
	return c
}

// Record is what a commit writes, over the record that had the version.
func (c Contacts) Record(customer string, version conversation.Version) (conversation.Record, error) {
	value, err := json.Marshal(c)
	return conversation.Record{Key: Key(customer), Value: value, Version: version, TTL: keepFor}, err
}

// Concerns reports whether a change of a conversation concerns what is known of its customer.
func Concerns(before, after conversation.State) bool {
	switch {
	case after.Customer == "" || after.FirstMessageAt.IsZero():
		return false
	case before.FirstMessageAt.IsZero(), !before.OutcomeCounted && after.OutcomeCounted:
		return true
	}
	// After the outcome only conversations that may have been contained are of interest.
	return before.OutcomeCounted && before.Handoff == nil && before.Answered
}

// Follow takes in a change of a conversation, and returns what is to be counted. Counting a
// deflection as undone and recording that are one commit, so each is undone once.
func (c *Contacts) Follow(before, after conversation.State, now time.Time) (entries []ledger.Entry, changed bool) {
	if before.FirstMessageAt.IsZero() {
		entries = c.start(after, now)
		changed = true
	}
	i := slices.IndexFunc(c.List, func(k Contact) bool { return k.Conversation == after.ID })
	switch {
	case !before.OutcomeCounted && after.OutcomeCounted:
		if after.Outcome() != conversation.OutcomeContained {
			return entries, changed
		}
		if i < 0 {
			i = c.add(Contact{Conversation: after.ID, StartedAt: after.FirstMessageAt}, now)
		}
		k := &c.List[i]
		k.Deflected, k.EndedAt, k.Channel, k.Intent = true, after.End(), after.Channel, after.IntentLabel()
		if c.CameBack(k.Conversation, k.EndedAt, ReturnWithin) {
			entries = append(entries, k.undo(returned))
		}
		return entries, true
	case i < 0 || !c.List[i].Deflected || before.FirstMessageAt.IsZero():
		return entries, changed
	}
	k := &c.List[i]
	switch end := after.End(); {
	case after.Handoff != nil:
		return append(entries, k.undo(handedOver)), true
	case after.GaveUp():
		return append(entries, k.undo(abandoned)), true
	case !end.Equal(k.EndedAt):
		k.EndedAt = end
		return entries, true
	}
	return entries, changed
}

// start notes a new conversation, and undoes the deflections that it disproves.
func (c *Contacts) start(s conversation.State, now time.Time) []ledger.Entry {
	var entries []ledger.Entry
	for i := range c.List {
		k := &c.List[i]
		if k.Deflected && within(s.FirstMessageAt, k.EndedAt, ReturnWithin) {
			entries = append(entries, k.undo(returned))
		}
	}
	c.add(Contact{Conversation: s.ID, StartedAt: s.FirstMessageAt}, now)
	return entries
}

// add inserts a conversation by its start, and returns its index.
func (c *Contacts) add(k Contact, now time.Time) int {
	c.List = slices.DeleteFunc(c.List, func(old Contact) bool {
		return now.Sub(old.StartedAt) > keepFor && now.Sub(old.EndedAt) > ReturnWithin
	})
	i, _ := slices.BinarySearchFunc(c.List, k, func(a, b Contact) int { return a.StartedAt.Compare(b.StartedAt) })
	c.List = slices.Insert(c.List, i, k)
	if over := len(c.List) - maxContacts; over > 0 {
		c.List = slices.Delete(c.List, 0, over)
		i = max(0, i-over)
	}
	return i
}

// CameBack reports whether the customer started another conversation within some time.
func (c *Contacts) CameBack(except string, from time.Time, d time.Duration) bool {
	return slices.ContainsFunc(c.List, func(k Contact) bool {
		return k.Conversation != except && within(k.StartedAt, from, d)
	})
}

func within(t, from time.Time, d time.Duration) bool {
	return !t.Before(from) && t.Sub(from) <= d
}

func (k *Contact) undo(reason string) ledger.Entry {
	k.Deflected = false
	return ledger.Entry{Metric: ledger.DeflectionsUndone, Labels: map[string]string{
		"channel": k.Channel, "intent": k.Intent, "reason": reason,
	}}
}

// Reader reads records.
type Reader interface {
	Record(ctx context.Context, key string) (value []byte, v conversation.Version, err error)
}

// Load returns what is known of a customer, and the version of it.
func Load(ctx context.Context, from Reader, customer string) (Contacts, conversation.Version, error) {
	value, version, err := from.Record(ctx, Key(customer))
	return Read(value), version, err
}

// Attach adds to a commit, which changes a conversation from before to its State, what follows
// for the customer's other conversations. The error is that of from.
func Attach(ctx context.Context, from Reader, before conversation.State, c *conversation.Commit, now time.Time) error {
	if !Concerns(before, c.State) {
		return nil
	}
	known, version, err := Load(ctx, from, c.State.Person())
	if err != nil {
		return err
	}
	entries, changed := known.Follow(before, c.State, now)
	if !changed {
		return nil
	}
	record, err := known.Record(c.State.Person(), version)
	if err != nil {
		return err
	}
	c.Ledger = append(c.Ledger, entries...)
	c.Records = append(c.Records, record)
	return nil
}
