// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// holdJournal ends the mover: what is committed stays in the journal until the test moves it.
func holdJournal(s *Store) *journal {
	j := s.journal
	close(j.stop)
	<-j.ended
	j.stop = make(chan struct{})
	return j
}

// kill ends a store as if its process was killed: nothing is moved any more.
func kill(s *Store) {
	s.nc.Close()
	s.Close()
}

// whole is a commit with everything that one may have.
func whole(id string, n int) conversation.Commit {
	c := fullTurn(id, n)
	c.Claims = []conversation.Claim{{Key: fmt.Sprint("event/", id, n), TTL: time.Hour, Value: []byte("v")}}
	c.Records = []conversation.Record{{Key: "customer/" + id, Value: []byte("note"), TTL: time.Hour}}
	return c
}

func lastOf(t *testing.T, stream jetstream.Stream) uint64 {
	t.Helper()
	info, err := stream.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return info.State.LastSeq
}

// TestATurnIsOneWrite: the commit is a message of the journal and nothing else, and everything that
// it holds can be read at once.
func TestATurnIsOneWrite(t *testing.T) {
	s := embedded(t, t.TempDir())
	j := holdJournal(s)
	journal, stream := lastOf(t, j.stream), lastOf(t, s.stream)
	v := mustCommit(t, s, "a", 0, whole("a", 1))
	if n := lastOf(t, j.stream) - journal; n != 1 {
		t.Errorf("%d messages in the journal, want 1", n)
	}
	if n := lastOf(t, s.stream) - stream; n != 0 {
		t.Errorf("%d messages in the stream, want none yet", n)
	}
	if state, got, err := s.Load(t.Context(), "a"); err != nil || state.Messages != 1 || got != v {
		t.Errorf("conversation %d at %d (%v), want 1 at %d", state.Messages, got, err, v)
	}
	if value, _, err := s.Record(t.Context(), "customer/a"); err != nil || string(value) != "note" {
		t.Errorf("record %q (%v)", value, err)
	}
	if value, made, err := s.Claimed(t.Context(), "event/a1"); err != nil || !made || string(value) != "v" {
		t.Errorf("claim %v with %q (%v)", made, value, err)
	}
	if n, err := s.OutboxPending(t.Context()); err != nil || n != 1 {
		t.Errorf("%d outbox messages (%v), want 1", n, err)
	}
}

// TestTurnsOfManyConversationsAreOneWrite: commits that come while one is being written are written
// together.
func TestTurnsOfManyConversationsAreOneWrite(t *testing.T) {
	s := embedded(t, t.TempDir())
	j := holdJournal(s)
	var group []*pending
	for i := range 16 {
		id := fmt.Sprint("c", i)
		msgs, err := s.messages(id, 0, whole(id, 1), id)
		if err != nil {
			t.Fatal(err)
		}
		group = append(group, &pending{msgs: msgs, state: msgs[len(msgs)-1].Subject, done: make(chan outcome, 1)})
	}
	before := lastOf(t, j.stream)
	j.store(t.Context(), group)
	for i, p := range group {
		if o := <-p.done; o.err != nil || o.position != (before+1)|journaled {
			t.Errorf("commit %d: position %d (%v), want the group's", i, o.position, o.err)
		}
	}
	if n := lastOf(t, j.stream) - before; n != 1 {
		t.Errorf("%d writes, want 1", n)
	}
}

// TestWhatWasNotMovedIsMovedAtTheNextStart, once, and versions stay what they were.
func TestWhatWasNotMovedIsMovedAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	holdJournal(s)
	v := mustCommit(t, s, "a", 0, whole("a", 1))
	b := mustCommit(t, s, "b", 0, fullTurn("b", 1))
	kill(s)
	for round := range 2 {
		s = embedded(t, dir)
		for subject, want := range map[string]int{s.names.ledger(): 2, s.names.outboxAll(): 2, s.names.prefix + ".due.at.>": 2, s.names.claim("event/a1"): 1, s.names.record("customer/a"): 1} {
			if got := count(t, s, subject); got != want {
				t.Errorf("round %d: %d messages on %s, want %d", round, got, subject, want)
			}
		}
		if _, got, err := s.Load(t.Context(), "b"); err != nil || got != b {
			t.Errorf("round %d: b at %d (%v), want %d", round, got, err, b)
		}
		kill(s)
	}
	s = embedded(t, dir)
	c := whole("a", 2)
	_, c.Records[0].Version, _ = s.Record(t.Context(), "customer/a")
	if _, err := s.Commit(t.Context(), "a", v+1, c); !isConflict(err) {
		t.Errorf("another version: %v, want ErrConflict", err)
	}
	mustCommit(t, s, "a", v, c)
}

// TestMovingTwiceCountsOnce: the answer of a batch that was stored is lost, so that it is sent again.
func TestMovingTwiceCountsOnce(t *testing.T) {
	s := embedded(t, t.TempDir())
	j := holdJournal(s)
	mustCommit(t, s, "a", 0, whole("a", 1))
	before, groups := j.mark, slices.Clone(j.groups)
	for range 2 {
		if err := j.moveFacts(t.Context()); err != nil {
			t.Fatal(err)
		}
		j.mark, j.groups = before, slices.Clone(groups)
	}
	if err := j.moveFacts(t.Context()); err != nil || len(j.groups) != 0 {
		t.Errorf("%d groups wait (%v), want none", len(j.groups), err)
	}
	info, err := s.stream.Info(t.Context(), jetstream.WithSubjectFilter(s.names.ledger()))
	if err != nil || info.State.Subjects[s.names.ledger()] != 1 {
		t.Errorf("%d ledger records (%v), want 1", info.State.Subjects[s.names.ledger()], err)
	}
}

// TestACommitThatArrivesLate: its caller was told that the store is unavailable, and yet it is written
// before the next one, which was decided without it.
func TestACommitThatArrivesLate(t *testing.T) {
	s := embedded(t, t.TempDir())
	v := mustCommit(t, s, "a", 0, turn("a", 1))
	msgs, err := s.messages("a", v, turn("a", 2), "late")
	if err != nil {
		t.Fatal(err)
	}
	data, err := encodeGroup(nil, [][]*nats.Msg{msgs})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.publish(t.Context(), []*nats.Msg{message(s.names.journalSubject(), data)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), "a", v, turn("a", 9)); !isConflict(err) {
		t.Errorf("a commit that was decided without it: %v, want ErrConflict", err)
	}
	state, got, err := s.Load(t.Context(), "a")
	if err != nil || state.Messages != 2 {
		t.Fatalf("the conversation is at %d (%v), want 2", state.Messages, err)
	}
	mustCommit(t, s, "a", got, turn("a", 3))
	mustCommit(t, s, "b", 0, turn("b", 1))
	if n := count(t, s, s.names.ledger()); n != 4 {
		t.Errorf("%d ledger records, want 4", n)
	}
}

// TestReadersSeeTheNewestWhileItIsMoved has many conversations go on while the journal is emptied.
func TestReadersSeeTheNewestWhileItIsMoved(t *testing.T) {
	s := embedded(t, t.TempDir(), func(o *Options) { o.emptyEvery = time.Millisecond })
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			id := fmt.Sprint("c", i)
			var v conversation.Version
			for n := 1; n <= 25; n++ {
				var err error
				if v, err = s.Commit(t.Context(), id, v, turn(id, n)); err != nil {
					t.Errorf("%s: commit %d: %v", id, n, err)
					return
				}
				s.states.forget(s.names.conversation(id)) // reads the journal or the stream
				if state, got, err := s.Load(t.Context(), id); err != nil || state.Messages != n || got != v {
					t.Errorf("%s: read %d at %d (%v), want %d at %d", id, state.Messages, got, err, n, v)
				}
			}
		})
	}
	wg.Wait()
	if n := count(t, s, s.names.ledger()); n != 8*25 {
		t.Errorf("%d ledger records, want %d", n, 8*25)
	}
	eventually(t, "the journal to be empty", func() bool {
		info, err := s.journal.stream.Info(t.Context())
		return err == nil && info.State.Msgs == 0
	})
}

func TestAFullJournalRefusesCommits(t *testing.T) {
	s := embedded(t, t.TempDir())
	j := holdJournal(s)
	j.bytes = maxWaitingBytes + 1
	if _, err := s.Commit(t.Context(), "a", 0, turn("a", 1)); err == nil || !strings.Contains(err.Error(), errFull.Error()) {
		t.Errorf("error %v, want that the journal is full", err)
	}
	j.bytes, j.written = 0, maxUnemptied+1
	if _, err := s.Commit(t.Context(), "a", 0, turn("a", 1)); err == nil || !strings.Contains(err.Error(), errFull.Error()) {
		t.Errorf("error %v, want that the journal is full", err)
	}
	j.written = 0
	mustCommit(t, s, "a", 0, turn("a", 1))
	j.trouble = context.DeadlineExceeded
	if err := s.Ping(t.Context()); err == nil || !strings.Contains(err.Error(), "from the journal to the stream") {
		t.Errorf("Ping: %v, want that nothing is moved", err)
	}
}

// TestTheJournalIsEncrypted: what is encrypted in the stream is so in the journal.
func TestTheJournalIsEncrypted(t *testing.T) {
	ring := &keyring{}
	ring.set(newKey)
	s := embedded(t, t.TempDir(), func(o *Options) { o.Keys = ring.read })
	j := holdJournal(s)
	mustCommit(t, s, "a", 0, said("a", 1))
	commits, _, err := j.read(t.Context(), lastOf(t, j.stream))
	if err != nil {
		t.Fatal(err)
	}
	sealed := 0
	for _, m := range commits[0] {
		if strings.Contains(string(m.Data), words) {
			t.Errorf("%s holds what a customer said", m.Subject)
		}
		if strings.HasPrefix(string(m.Data), sealMark) {
			sealed++
		}
	}
	if sealed != 3 {
		t.Errorf("%d entries are encrypted, want the conversation, the handoff and the record", sealed)
	}
}
