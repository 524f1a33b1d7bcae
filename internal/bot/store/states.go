// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"sync"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

const (
	// maxStates bounds the bytes, as they are stored, of each of the two generations of states.
	maxStates = 2 << 20
	// keepState is how long a state is kept at most, and half of its time to live.
	keepState = 10 * time.Minute
)

// committed is a conversation as a commit leaves it.
type committed struct {
	state   conversation.State
	version uint64
	bytes   int
	until   time.Time
}

// states are conversations as this process committed them last, so that the next message needs
// neither the stream nor a decoder. Only the process that is the only writer can have them. They are
// put in the order of the commits, and by these only: what is read takes time to arrive.
type states struct {
	mu                sync.Mutex
	current, previous map[string]*committed
	bytes             int // of current
}

// put replaces the state of a subject.
func (s *states) put(subject string, version uint64, after committed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	after.version = version
	if s.current == nil || s.bytes+after.bytes > maxStates {
		s.previous, s.current, s.bytes = s.current, map[string]*committed{}, 0
	}
	if old := s.current[subject]; old != nil {
		s.bytes -= old.bytes
	}
	s.current[subject] = &after
	s.bytes += after.bytes
	delete(s.previous, subject)
}

// get returns a state that the caller may change.
func (s *states) get(subject string) (conversation.State, conversation.Version, bool) {
	if s == nil {
		return conversation.State{}, 0, false
	}
	s.mu.Lock()
	found := s.current[subject]
	if found == nil {
		found = s.previous[subject]
	}
	s.mu.Unlock()
	if found == nil || time.Now().After(found.until) {
		return conversation.State{}, 0, false
	}
	return found.state.Clone(), conversation.Version(found.version), true
}

// forget makes the next get find nothing.
func (s *states) forget(subject string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.current[subject]; old != nil {
		s.bytes -= old.bytes
		delete(s.current, subject)
	}
	delete(s.previous, subject)
}
