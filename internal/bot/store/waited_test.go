// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// TestAHandoffThatWaitedInTheJournal is as old as its commit, however long no pod ran.
func TestAHandoffThatWaitedInTheJournal(t *testing.T) {
	const waited = 2 * time.Hour
	s := embedded(t, t.TempDir())
	j := holdJournal(s)
	mustCommit(t, s, "a", 0, fullTurn("a", 1))
	j.groups[0].at = time.Now().Add(-waited)
	if err := j.moveFacts(t.Context()); err != nil {
		t.Fatal(err)
	}
	m, err := s.stream.GetLastMsgForSubject(t.Context(), s.names.outbox("a-h1"))
	if err != nil {
		t.Fatal(err)
	}
	if left, err := time.ParseDuration(m.Header.Get(jetstream.MsgTTLHeader)); err != nil || left > DefaultOutboxTTL-waited {
		t.Errorf("it is kept for %s more (%v), want what is left of %s", left, err, DefaultOutboxTTL)
	}
	age := make(chan time.Duration, 1)
	background(t, func(ctx context.Context) error {
		return s.RunOutbox(ctx, func(_ context.Context, m conversation.OutboxMessage, _ int) time.Duration {
			age <- time.Since(m.CommittedAt)
			return 0
		})
	})
	if got := <-age; got < waited || got > waited+time.Hour {
		t.Errorf("the handoff is said to be %s old, want %s", got, waited)
	}
}

// TestWhatHasExpiredIsNotMoved, and what is moved again has no more time for that.
func TestWhatHasExpiredIsNotMoved(t *testing.T) {
	now := time.Now()
	with := func(subject string, ttl time.Duration) *nats.Msg {
		m := message(subject, nil)
		m.Header.Set(jetstream.MsgTTLHeader, wholeSeconds(ttl))
		return m
	}
	groups := []group{{at: now.Add(-time.Minute), msgs: []*nats.Msg{with("short", time.Minute), with("long", time.Hour), message("fact", nil)}}}
	for range 2 {
		msgs := merged(groups, now)
		if len(msgs) != 2 || msgs[0].Subject != "long" || msgs[1].Subject != "fact" {
			t.Fatalf("%d messages are moved, want the one that lasts and the fact", len(msgs))
		}
		if ttl := msgs[0].Header.Get(jetstream.MsgTTLHeader); ttl != (59 * time.Minute).String() {
			t.Errorf("it is kept for %s, want 59 minutes", ttl)
		}
	}
}

// TestAMarkThatIsReadAgain does not go back behind groups that had no facts: their conversations are
// moved like all others.
func TestAMarkThatIsReadAgain(t *testing.T) {
	s := embedded(t, t.TempDir())
	j := holdJournal(s)
	mustCommit(t, s, "a", 0, conversation.Commit{State: conversation.State{ID: "a", Messages: 1}})
	if err := j.moveFacts(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := j.readMark(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := j.moveKept(t.Context()); err != nil || len(j.newest) != 0 {
		t.Errorf("%d entries stay in the journal (%v)", len(j.newest), err)
	}
}

// TestClosingUnderLoad: what was acknowledged is there, and nothing is left in the journal.
func TestClosingUnderLoad(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	var acked [8]int
	var all sync.WaitGroup
	begun := make(chan struct{}, 1)
	for i := range acked {
		all.Go(func() {
			id := strconv.Itoa(i)
			var v conversation.Version
			for n := 1; ; n++ {
				var err error
				if v, err = s.Commit(t.Context(), id, v, turn(id, n)); err != nil {
					return
				}
				acked[i] = n
				select {
				case begun <- struct{}{}:
				default:
				}
			}
		})
	}
	for range 20 {
		<-begun
	}
	s.Close()
	all.Wait()
	s, err := earlier(t, dir)
	if err != nil {
		t.Fatalf("the journal was not removed: %v", err)
	}
	for i, n := range acked {
		if n == 0 {
			continue
		}
		if state, _, err := s.Load(t.Context(), strconv.Itoa(i)); err != nil || state.Messages < n || state.Messages > n+1 {
			t.Errorf("%d is at %d (%v), acknowledged was %d", i, state.Messages, err, n)
		}
	}
}

// TestAJournalThatCannotBeWritten makes the pod not ready, since moving goes on. It is ready again when
// writing works, and what tried that is no commit that stays.
func TestAJournalThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	v := mustCommit(t, s, "a", 0, turn("a", 1))
	s.journal.setRefused(context.DeadlineExceeded)
	for range 2 {
		if err := s.Ping(t.Context()); err != nil {
			t.Errorf("not ready although it can be written: %v", err)
		}
	}
	mustCommit(t, s, "a", v, turn("a", 2))
	s.journal.setRefused(context.DeadlineExceeded)
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	s.Close()
	s, err := earlier(t, dir)
	if err != nil {
		t.Fatalf("the journal was not removed: %v", err)
	}
	s.Close()

	s = embedded(t, dir)
	moveJournal(t, s)
	if err := s.js.DeleteStream(t.Context(), s.names.journalStream()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), "b", 0, turn("b", 1)); !errors.Is(err, conversation.ErrUnavailable) {
		t.Errorf("error %v, want that the store is unavailable", err)
	}
	if err := s.Ping(t.Context()); !errors.Is(err, conversation.ErrUnavailable) || !strings.Contains(err.Error(), "writing commits to the journal") {
		t.Errorf("Ping: %v, want that nothing can be written", err)
	}
}

// TestATornWrite: of what a lost node wrote last, a commit is there whole or not at all.
func TestATornWrite(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	holdJournal(s)
	v := mustCommit(t, s, "a", 0, fullTurn("a", 1))
	mustCommit(t, s, "a", v, fullTurn("a", 2))
	kill(s)
	blocks, err := filepath.Glob(filepath.Join(s.journalDir(), "msgs", "*.blk"))
	if err != nil || len(blocks) == 0 {
		t.Fatalf("the journal has no files (%v)", err)
	}
	block := slices.Max(blocks)
	info, err := os.Stat(block)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(block, info.Size()-10); err != nil {
		t.Fatal(err)
	}

	s = embedded(t, dir)
	state, v, err := s.Load(t.Context(), "a")
	if err != nil || state.Messages != 1 {
		t.Fatalf("a: %d (%v), want the commit before the torn one", state.Messages, err)
	}
	for _, subject := range []string{s.names.ledger(), s.names.outboxAll()} {
		if n := count(t, s, subject); n != 1 {
			t.Errorf("%d messages on %s, want 1", n, subject)
		}
	}
	mustCommit(t, s, "a", v, fullTurn("a", 2))
}

// TestTheLargestCommitWaits: it cannot be compressed, and yet it is read from the journal at the next
// start and moved.
func TestTheLargestCommitWaits(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	holdJournal(s)
	c := turn("a", 1)
	random := rand.NewChaCha8([32]byte{1})
	for i := range 5 {
		body := make([]byte, 700<<10)
		_, _ = random.Read(body)
		c.Outbox = append(c.Outbox, conversation.OutboxMessage{ID: strconv.Itoa(i), Body: body})
	}
	mustCommit(t, s, "a", 0, c)
	kill(s)
	s = embedded(t, dir)
	if n := count(t, s, s.names.outboxAll()); n != 5 {
		t.Errorf("%d outbox messages, want 5", n)
	}
}

// TestAKeyThatIsReplacedWhileCommitsWait: they are moved as they were encrypted, and read.
func TestAKeyThatIsReplacedWhileCommitsWait(t *testing.T) {
	dir, ring := t.TempDir(), &keyring{}
	encrypted := func(o *Options) { o.Keys = ring.read }
	ring.set(oldKey)
	s := embedded(t, dir, encrypted)
	holdJournal(s)
	v := mustCommit(t, s, "a", 0, said("a", 1))
	kill(s)
	ring.set(newKey, oldKey)
	s = embedded(t, dir, encrypted)
	if state, got, err := s.Load(t.Context(), "a"); err != nil || got != v || state.Turns[0].Text != words {
		t.Errorf("the conversation at %d: %v, want it at %d", got, err, v)
	}
	if record, _, err := s.Record(t.Context(), "customer/ann"); err != nil || string(record) != words {
		t.Errorf("the record: %v", err)
	}
}
