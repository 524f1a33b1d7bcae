// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package conversationtest holds a Store in memory, for tests.
package conversationtest

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// Memory is a conversation.Store that forgets, and that can be made to fail.
type Memory struct {
	mu        sync.Mutex
	states    map[string]entry
	ledger    []ledger.Entry
	outbox    []conversation.OutboxMessage
	due       []conversation.DueMessage
	claims    map[string]conversation.Claim
	records   map[string]record
	conflicts int
	away      bool
}

type entry struct {
	data    []byte
	version conversation.Version
}

type record struct {
	value   []byte
	version conversation.Version
}

var _ conversation.Store = (*Memory)(nil)

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return &Memory{states: map[string]entry{}, claims: map[string]conversation.Claim{}, records: map[string]record{}}
}

// Conflict lets the next n commits to existing conversations fail with ErrConflict.
func (m *Memory) Conflict(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.conflicts = n
}

// Away lets everything fail with ErrUnavailable until it is called with false.
func (m *Memory) Away(away bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.away = away
}

// Ledger returns the entries that were committed.
func (m *Memory) Ledger() []ledger.Entry {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.ledger)
}

// Outbox returns the outbox messages that were committed.
func (m *Memory) Outbox() []conversation.OutboxMessage {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.outbox)
}

// Due returns the due messages that were committed.
func (m *Memory) Due() []conversation.DueMessage {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.due)
}

// Load implements conversation.Store.
func (m *Memory) Load(ctx context.Context, id string) (conversation.State, conversation.Version, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.reachable(ctx); err != nil {
		return conversation.State{}, 0, err
	}
	e, ok := m.states[id]
	if !ok {
		return conversation.State{}, 0, conversation.ErrNotFound
	}
	var state conversation.State
	return state, e.version, json.Unmarshal(e.data, &state)
}

// Commit implements conversation.Store.
func (m *Memory) Commit(ctx context.Context, id string, v conversation.Version, c conversation.Commit) (conversation.Version, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.reachable(ctx); err != nil {
		return 0, err
	}
	if m.states[id].version != v {
		return 0, conversation.ErrConflict
	}
	if v > 0 && m.conflicts > 0 {
		m.conflicts--
		return 0, conversation.ErrConflict
	}
	for _, claim := range c.Claims {
		if _, made := m.claims[claim.Key]; made {
			return 0, conversation.ErrClaimed
		}
	}
	for _, r := range c.Records {
		if m.records[r.Key].version != r.Version {
			return 0, conversation.ErrConflict
		}
	}
	data, err := json.Marshal(c.State)
	if err != nil {
		return 0, err
	}
	for _, claim := range c.Claims {
		m.claims[claim.Key] = claim
	}
	for _, r := range c.Records {
		m.records[r.Key] = record{value: r.Value, version: r.Version + 1}
	}
	m.states[id] = entry{data: data, version: v + 1}
	m.ledger = append(m.ledger, c.Ledger...)
	m.outbox = append(m.outbox, c.Outbox...)
	m.due = append(m.due, c.Due...)
	return v + 1, nil
}

// Claimed implements conversation.Store. Claims in memory do not expire.
func (m *Memory) Claimed(ctx context.Context, key string) (value []byte, claimed bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	claim, made := m.claims[key]
	return claim.Value, made, m.reachable(ctx)
}

// Record implements conversation.Store. Records in memory do not expire.
func (m *Memory) Record(ctx context.Context, key string) (value []byte, v conversation.Version, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.records[key]
	return r.value, r.version, m.reachable(ctx)
}

// Claims returns the claims that were committed, with the time they last.
func (m *Memory) Claims() map[string]time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make(map[string]time.Duration, len(m.claims))
	for key, claim := range m.claims {
		out[key] = claim.TTL
	}
	return out
}

func (m *Memory) reachable(ctx context.Context) error {
	if m.away || ctx.Err() != nil {
		return conversation.ErrUnavailable
	}
	return nil
}
