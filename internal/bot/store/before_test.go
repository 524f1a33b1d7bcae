// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

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

// earlier opens a store as versions of the bot without a journal do.
func earlier(t *testing.T, dir string) (*Store, error) {
	t.Helper()
	opts, err := Options{Namespace: "shop", Bot: "support", Dir: dir, Timeout: 20 * time.Second}.complete()
	if err != nil {
		t.Fatal(err)
	}
	s := &Store{opts: opts, names: newNames(opts.Namespace, opts.Bot)}
	s.link.up()
	s.work, s.stop = context.WithCancel(t.Context())
	t.Cleanup(s.Close)
	if err := s.startEmbedded(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s.js, err = jetstream.New(s.nc); err != nil {
		t.Fatal(err)
	}
	if s.stream, err = s.js.Stream(t.Context(), s.names.stream); err != nil {
		t.Fatal(err)
	}
	cfg := s.stream.CachedInfo().Config
	if slices.Equal(cfg.Subjects, []string{s.names.all()}) {
		t.Error("the stream is one with which an earlier version is content, so it does not change it")
	}
	cfg.Subjects = []string{s.names.all()}
	_, err = s.js.UpdateStream(t.Context(), cfg)
	return s, err
}

// TestAnEarlierVersionAfterAKill: it would not see what waits in the journal, so it does not start.
// Once this version has moved that, and stopped, the earlier one goes on, and this one after it.
func TestAnEarlierVersionAfterAKill(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	v := mustCommit(t, s, "a", 0, turn("a", 1))
	moveJournal(t, s)
	holdJournal(s)
	mustCommit(t, s, "a", v, turn("a", 2))
	mustCommit(t, s, "b", 0, fullTurn("b", 1))
	kill(s)

	s, err := earlier(t, dir)
	if err == nil || !strings.Contains(err.Error(), "subjects overlap with an existing stream") {
		t.Fatalf("an earlier version opens a store with a journal: %v", err)
	}
	s.Close()

	s = embedded(t, dir)
	for id, want := range map[string]int{"a": 2, "b": 1} {
		if state, _, err := s.Load(t.Context(), id); err != nil || state.Messages != want {
			t.Errorf("%s: %d (%v), want %d", id, state.Messages, err, want)
		}
	}
	s.Close()

	if s, err = earlier(t, dir); err != nil {
		t.Fatalf("an earlier version after this one was stopped: %v", err)
	}
	state, v, err := s.Load(t.Context(), "a")
	if err != nil || state.Messages != 2 {
		t.Fatalf("the earlier version reads %d (%v), want 2", state.Messages, err)
	}
	v = before(t, s, "a", v, turn("a", 3))
	before(t, s, "a", v, turn("a", 4))
	before(t, s, "c", 0, fullTurn("c", 1))
	if n, err := s.OutboxPending(t.Context()); err != nil || n != 2 {
		t.Errorf("%d outbox messages (%v), want 2", n, err)
	}
	s.Close()

	s = embedded(t, dir)
	if state, v, err = s.Load(t.Context(), "a"); err != nil || state.Messages != 4 {
		t.Fatalf("a: %d (%v), want what the earlier version wrote", state.Messages, err)
	}
	mustCommit(t, s, "a", v, turn("a", 5))
	if n := count(t, s, s.names.ledger()); n != 7 {
		t.Errorf("%d ledger records, want 7", n)
	}
	if n, err := s.OutboxPending(t.Context()); err != nil || n != 2 {
		t.Errorf("%d outbox messages (%v), want 2", n, err)
	}
}

// TestAnEarlierVersionWithoutTheJournal goes on without what waited in it, as docs/store.md says.
func TestAnEarlierVersionWithoutTheJournal(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	v := mustCommit(t, s, "a", 0, turn("a", 1))
	moveJournal(t, s)
	holdJournal(s)
	mustCommit(t, s, "a", v, turn("a", 2))
	kill(s)
	if err := os.RemoveAll(filepath.Join(dir, "jetstream", "$G", "streams", "intentops_shop_support_journal")); err != nil {
		t.Fatal(err)
	}
	s, err := earlier(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	if state, _, err := s.Load(t.Context(), "a"); err != nil || state.Messages != 1 {
		t.Errorf("a: %d (%v), want what was moved", state.Messages, err)
	}
	s.Close()
	s = embedded(t, dir)
	_, v, err = s.Load(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	mustCommit(t, s, "a", v, turn("a", 2))
}

// TestTheJournalGoesOnWhereItWas: versions never come again, whatever became of the journal's stream.
func TestTheJournalGoesOnWhereItWas(t *testing.T) {
	dir := t.TempDir()
	var last conversation.Version
	for n := 1; n <= 3; n++ {
		s := embedded(t, dir)
		v := last
		v = mustCommit(t, s, "a", v, turn("a", n))
		if v <= last {
			t.Errorf("version %d after %d", v, last)
		}
		last = v
		s.Close()
	}
}
