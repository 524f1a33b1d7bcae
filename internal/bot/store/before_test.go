// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// before commits as versions of the bot without a journal do: a batch in the stream, which checks the
// versions.
func before(t *testing.T, s *Store, id string, v conversation.Version, c conversation.Commit) conversation.Version {
	t.Helper()
	msgs, err := s.messages(id, v, c, "before")
	if err != nil {
		t.Fatal(err)
	}
	position, err := s.publish(t.Context(), msgs)
	if err != nil {
		t.Fatal(err)
	}
	return conversation.Version(position)
}

// TestAStoreFromBeforeTheJournal: everything in it is read and can be changed, and what waits is
// delivered once.
func TestAStoreFromBeforeTheJournal(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	holdJournal(s)
	at := before(t, s, "a", 0, whole("a", 1))
	before(t, s, "b", 0, fullTurn("b", 1))
	if err := s.js.DeleteStream(t.Context(), s.names.journalStream()); err != nil {
		t.Fatal(err)
	}
	kill(s)

	s = embedded(t, dir)
	state, v, err := s.Load(t.Context(), "a")
	if err != nil || v != at || state.Messages != 1 {
		t.Fatalf("%d at %d (%v), want 1 at %d", state.Messages, v, err, at)
	}
	record, recorded, err := s.Record(t.Context(), "customer/a")
	if err != nil || string(record) != "note" {
		t.Fatalf("record %q (%v)", record, err)
	}
	again := whole("c", 1)
	again.Claims[0].Key = "event/a1"
	if _, err := s.Commit(t.Context(), "c", 0, again); err == nil {
		t.Error("a claim that was made before is made again")
	}
	next := whole("a", 2)
	if _, err := s.Commit(t.Context(), "a", v, next); !isConflict(err) {
		t.Errorf("a record that is there: %v, want ErrConflict", err)
	}
	next.Records[0].Version = recorded
	if _, err := s.Commit(t.Context(), "a", v+1, next); !isConflict(err) {
		t.Errorf("another version: %v, want ErrConflict", err)
	}
	mustCommit(t, s, "a", v, next)
	if n := count(t, s, s.names.ledger()); n != 3 {
		t.Errorf("%d ledger records, want 3", n)
	}
	if n := count(t, s, s.names.conversation("a")); n != 1 {
		t.Errorf("%d messages hold the conversation, want the newest", n)
	}
	var got seen
	background(t, func(ctx context.Context) error {
		return s.RunOutbox(ctx, func(_ context.Context, m conversation.OutboxMessage, _ int) time.Duration {
			got.add(m.ID)
			return 0
		})
	})
	eventually(t, "the handoffs of both versions", func() bool {
		return got.get("a-h1") == 1 && got.get("b-h1") == 1 && got.get("a-h2") == 1
	})
}

// TestAnEarlierVersionOnAStoreWithAJournal: a bot that was killed is followed by an earlier version, and
// then by this one. What the earlier one wrote stays, and of the journal what does not contradict it.
func TestAnEarlierVersionOnAStoreWithAJournal(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	v := mustCommit(t, s, "a", 0, turn("a", 1))
	moveJournal(t, s)
	j := holdJournal(s)
	mustCommit(t, s, "a", v, turn("a", 2))
	mustCommit(t, s, "b", 0, turn("b", 1))
	m, err := s.lastInStream(t.Context(), s.names.conversation("a"))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := s.stream.GetLastMsgForSubject(t.Context(), s.names.conversation("a"))
	if err != nil || m.Sequence != uint64(v) {
		t.Fatalf("a is at %d (%v), want %d", m.Sequence, err, v)
	}
	before(t, s, "a", conversation.Version(raw.Sequence), turn("a", 7))
	if _, newest := j.facts(); newest == 0 {
		t.Fatal("nothing waits in the journal")
	}
	kill(s)

	s = embedded(t, dir)
	if state, _, err := s.Load(t.Context(), "a"); err != nil || state.Messages != 7 {
		t.Errorf("a: %d (%v), want what the earlier version wrote", state.Messages, err)
	}
	if state, _, err := s.Load(t.Context(), "b"); err != nil || state.Messages != 1 {
		t.Errorf("b: %d (%v), want what the journal held", state.Messages, err)
	}
	if n := count(t, s, s.names.ledger()); n != 3 {
		t.Errorf("%d ledger records, want 3: the turn that was left out counts nothing", n)
	}
}

// TestAnEarlierVersionReadsWhatThisOneLeft: a bot that stops leaves everything in the stream, in the form
// that it always had.
func TestAnEarlierVersionReadsWhatThisOneLeft(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	mustCommit(t, s, "a", 0, whole("a", 1))
	s.Close()
	s = embedded(t, dir)
	raw, err := s.stream.GetLastMsgForSubject(t.Context(), s.names.conversation("a"))
	if err != nil {
		t.Fatal(err)
	}
	before(t, s, "a", conversation.Version(raw.Sequence), turn("a", 2))
}
