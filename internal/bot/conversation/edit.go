// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import (
	"maps"
	"slices"
)

// Clone returns a state that shares nothing with s.
func (s State) Clone() State {
	s.Turns = slices.Clone(s.Turns)
	s.Seen = slices.Clone(s.Seen)
	s.Fields = maps.Clone(s.Fields)
	s.Attempted = slices.Clone(s.Attempted)
	s.Collecting = clone(s.Collecting)
	s.Handoff = clone(s.Handoff)
	s.Assignment = clone(s.Assignment)
	s.Shadow = clone(s.Shadow)
	s.Helpdesk = s.Helpdesk.clone()
	return s
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}

// Append adds a line to the transcript and returns its number.
func (s *State) Append(t Turn) int64 {
	s.LastSeq++
	t.Seq = s.LastSeq
	s.Turns = appendBounded(s.Turns, t, MaxTurns)
	return t.Seq
}

// Remember keeps a message's replies for when it is sent again.
func (s *State) Remember(messageID string, digest uint64, replies []Reply) {
	s.Seen = appendBounded(s.Seen, Seen{MessageID: messageID, Digest: digest, Replies: replies}, MaxSeen)
}

// Attempt keeps one step of the bot's.
func (s *State) Attempt(a Attempt) {
	s.Attempted = appendBounded(s.Attempted, a, MaxAttempted)
}

// appendBounded appends to a list of at most n; the oldest go.
func appendBounded[T any](list []T, item T, n int) []T {
	list = append(list, item)
	if over := len(list) - n; over > 0 {
		list = slices.Delete(list, 0, over)
	}
	return list
}

// After returns the bot's lines after number seq, as replies.
func (s State) After(seq int64) []Reply {
	var replies []Reply
	for _, t := range s.Turns {
		if t.Role == RoleBot && t.Seq > seq {
			replies = append(replies, Reply{Seq: t.Seq, Kind: t.Kind, Text: t.Text, Intent: t.Intent})
		}
	}
	return replies
}
