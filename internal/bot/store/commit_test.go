// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

func isNotFound(err error) bool { return errors.Is(err, conversation.ErrNotFound) }
func isConflict(err error) bool { return errors.Is(err, conversation.ErrConflict) }

// moveJournal waits until what was committed is in the stream.
func moveJournal(t testing.TB, s *Store) {
	t.Helper()
	if s.journal == nil {
		return
	}
	s.journal.mu.Lock()
	s.journal.hurry = true
	s.journal.mu.Unlock()
	select {
	case s.journal.wake <- struct{}{}:
	default:
	}
	eventually(t, "the journal to be moved", func() bool {
		s.journal.mu.Lock()
		defer s.journal.mu.Unlock()
		return len(s.journal.groups) == 0 && len(s.journal.newest) == 0 && !s.journal.hurry
	})
}

// count is the number of messages on a subject, once the journal was moved, without its mark. Of the
// ledger it is the number of commits.
func count(t testing.TB, s *Store, subject string) int {
	t.Helper()
	moveJournal(t, s)
	info, err := s.stream.Info(t.Context(), jetstream.WithSubjectFilter(subject))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for subject, c := range info.State.Subjects {
		switch subject {
		case s.names.mark():
		case s.names.ledger():
			n += countCommits(t, s)
		default:
			n += int(c)
		}
	}
	return n
}

// countCommits is the number of commits in the ledger: a record may hold several, a line for each.
func countCommits(t testing.TB, s *Store) (n int) {
	t.Helper()
	end, err := ledgerLog{s}.End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if end == 0 {
		return 0
	}
	after := uint64(0)
	err = ledgerLog{s}.scan(t.Context(), &after, end, func(m jetstream.Msg, _ *jetstream.MsgMetadata) error {
		n += 1 + bytes.Count(m.Data(), []byte{'\n'})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCommitThenLoad(t *testing.T) {
	s := embedded(t, t.TempDir())
	if _, _, err := s.Load(t.Context(), "c1"); !isNotFound(err) {
		t.Fatalf("Load of nothing: %v, want ErrNotFound", err)
	}
	want := conversation.State{ID: "c1", Customer: "ann", Channel: "web", StartedAt: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Messages: 3}
	v := mustCommit(t, s, "c1", 0, conversation.Commit{State: want})
	got, gotV, err := s.Load(t.Context(), "c1")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	if gotV != v {
		t.Errorf("version %d, want %d as committed", gotV, v)
	}
}

func TestCommitChecksItsInput(t *testing.T) {
	s := embedded(t, t.TempDir())
	at := time.Now().Add(time.Hour)
	cases := map[string]struct {
		id     string
		commit conversation.Commit
		want   string
	}{
		"no id":                {commit: turn("", 1), want: "conversation id is empty"},
		"another state's id":   {id: "a", commit: turn("b", 1), want: "State.ID"},
		"outbox without key":   {id: "a", commit: conversation.Commit{State: conversation.State{ID: "a"}, Outbox: []conversation.OutboxMessage{{}}}, want: "Outbox[0].ID"},
		"due without a time":   {id: "a", commit: conversation.Commit{State: conversation.State{ID: "a"}, Due: []conversation.DueMessage{{Kind: "outcome"}}}, want: "Due[0]"},
		"due without a kind":   {id: "a", commit: conversation.Commit{State: conversation.State{ID: "a"}, Due: []conversation.DueMessage{{At: at}}}, want: "Due[0]"},
		"too many messages":    {id: "a", commit: conversation.Commit{State: conversation.State{ID: "a"}, Due: manyDue(maxBatch, at)}, want: "the limit is 1000"},
		"a state of megabytes": {id: "a", commit: conversation.Commit{State: conversation.State{ID: "a", Locale: strings.Repeat("x", 2<<20)}}, want: "the server's limit"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := s.Commit(t.Context(), tc.id, 0, tc.commit)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want one with %q", err, tc.want)
			}
			if n := count(t, s, s.names.all()); n != 0 {
				t.Errorf("%d messages stored, want none", n)
			}
		})
	}
}

func manyDue(n int, at time.Time) []conversation.DueMessage {
	due := make([]conversation.DueMessage, n)
	for i := range due {
		due[i] = conversation.DueMessage{Kind: "outcome", At: at.Add(time.Duration(i) * time.Second)}
	}
	return due
}

func TestCommitOfTheLargestBatch(t *testing.T) {
	s := embedded(t, t.TempDir())
	mustCommit(t, s, "a", 0, conversation.Commit{State: conversation.State{ID: "a"}, Due: manyDue(maxBatch-1, time.Now().Add(time.Hour))})
	if n := count(t, s, s.names.all()); n != maxBatch {
		t.Errorf("%d messages stored, want %d", n, maxBatch)
	}
}

func TestConflictLeavesNothingBehind(t *testing.T) {
	s := embedded(t, t.TempDir())
	v := mustCommit(t, s, "a", 0, turn("a", 1))
	late := turn("a", 99)
	late.Outbox = []conversation.OutboxMessage{{ID: "h1", Body: []byte("{}")}}
	late.Due = manyDue(2, time.Now().Add(time.Hour))
	for name, version := range map[string]conversation.Version{"a new conversation": 0, "made up": v + 7} {
		if _, err := s.Commit(t.Context(), "a", version, late); !isConflict(err) {
			t.Errorf("commit of a version that is %s: %v, want ErrConflict", name, err)
		}
	}
	state, got, err := s.Load(t.Context(), "a")
	if err != nil || state.Messages != 1 || got != v {
		t.Errorf("state %d at %d (%v), want 1 at %d", state.Messages, got, err, v)
	}
	if n := count(t, s, s.names.all()); n != 2 {
		t.Errorf("%d messages stored, want the first commit's two", n)
	}
}

func TestOfTwoWritersExactlyOneWins(t *testing.T) {
	s := embedded(t, t.TempDir())
	var v conversation.Version
	for round := 1; round <= 20; round++ {
		var wins, conflicts atomic.Int32
		var next atomic.Uint64
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				got, err := s.Commit(t.Context(), "a", v, turn("a", round))
				switch {
				case err == nil:
					wins.Add(1)
					next.Store(uint64(got))
				case isConflict(err):
					conflicts.Add(1)
				default:
					t.Errorf("commit: %v", err)
				}
			})
		}
		wg.Wait()
		if wins.Load() != 1 || conflicts.Load() != 1 {
			t.Fatalf("round %d: %d won and %d conflicted, want one each", round, wins.Load(), conflicts.Load())
		}
		v = conversation.Version(next.Load())
	}
	if n := count(t, s, s.names.ledger()); n != 20 {
		t.Errorf("%d ledger records, want 20", n)
	}
}

func TestManyWritersLoseAndDoubleNothing(t *testing.T) {
	s := embedded(t, t.TempDir())
	const writers, each = 16, 12
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				if err := increment(t.Context(), s, "shared"); err != nil {
					t.Errorf("increment: %v", err)
				}
			}
		})
	}
	wg.Wait()
	state, _, err := s.Load(t.Context(), "shared")
	if err != nil || state.Messages != writers*each {
		t.Errorf("count %d (%v), want %d", state.Messages, err, writers*each)
	}
	if n := count(t, s, s.names.ledger()); n != writers*each {
		t.Errorf("%d ledger records, want %d", n, writers*each)
	}
}

func TestMoreCommitsAtOnceThanTheServerHasRoomFor(t *testing.T) {
	srv := startServer(t)
	one := open(t, func(o *Options) { o.URL = srv.url() })
	two := open(t, func(o *Options) { o.URL = srv.url() })
	three := open(t, func(o *Options) { o.URL = srv.url() })
	var wg sync.WaitGroup
	for i := range 300 {
		s := []*Store{one, two, three}[i%3]
		wg.Go(func() {
			id := "c" + strings.Repeat("x", i)
			if _, err := s.Commit(t.Context(), id, 0, turn(id, 1)); err != nil {
				t.Errorf("commit %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if n := count(t, one, one.names.ledger()); n != 300 {
		t.Errorf("%d ledger records, want 300", n)
	}
}

func TestOldVersionsAreDeleted(t *testing.T) {
	s := embedded(t, t.TempDir())
	var v conversation.Version
	for i := range 30 {
		c := turn("a", i)
		c.Ledger = nil
		v = mustCommit(t, s, "a", v, c)
	}
	if n := count(t, s, s.names.all()); n != 1 {
		t.Errorf("%d messages kept for one conversation, want 1", n)
	}
}

func TestExpiredConversationIsNotFoundButItsLedgerIsKept(t *testing.T) {
	s := embedded(t, t.TempDir(), func(o *Options) { o.ConversationTTL = time.Second })
	mustCommit(t, s, "a", 0, turn("a", 1))
	eventually(t, "the conversation to expire", func() bool {
		_, _, err := s.Load(t.Context(), "a")
		return isNotFound(err)
	})
	if n := count(t, s, s.names.ledger()); n != 1 {
		t.Errorf("%d ledger records, want 1", n)
	}
	mustCommit(t, s, "a", 0, turn("a", 1))
}

func TestConversationsMayBeKeptLongerButNotShorter(t *testing.T) {
	s := embedded(t, t.TempDir(), func(o *Options) { o.ConversationTTL = 90 * time.Second })
	for _, tc := range []struct {
		atLeast time.Duration
		want    string
	}{
		{0, "1m30s"}, {time.Minute, "1m30s"}, {72*time.Hour + time.Millisecond, "72h0m1s"}, {time.Minute, "1m30s"},
	} {
		s.KeepConversations(tc.atLeast)
		id := "c" + tc.atLeast.String()
		_, v, err := s.Load(t.Context(), id)
		if err != nil && !isNotFound(err) {
			t.Fatal(err)
		}
		mustCommit(t, s, id, v, turn(id, 1))
		m, err := s.last(t.Context(), s.names.conversation(id))
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Header.Get(jetstream.MsgTTLHeader); got != tc.want {
			t.Errorf("at least %s: lives %s, want %s", tc.atLeast, got, tc.want)
		}
	}
}

func TestHostileIDsCannotLeaveTheirSubject(t *testing.T) {
	s := embedded(t, t.TempDir())
	ids := []string{"a.b", "a b", "*", ">", "conv.>", "\r\nNats-Rollup: all\r\n", "$JS.API", "..", "=", "==", "=3D", "a_b", "ä", "\x00", "\xff", "a\tb",
		strings.Repeat(".", 400), strings.Repeat(".", 401), strings.Repeat("long", 2000)}
	seen := map[string]string{}
	for _, id := range ids {
		subject := s.names.conversation(id)
		if other, ok := seen[subject]; ok {
			t.Errorf("%q and %q share subject %q", id, other, subject)
		}
		seen[subject] = id
		if got := strings.Count(subject, "."); got != 4 {
			t.Errorf("subject of %q has %d dots, want 4: %q", id, got, subject)
		}
		c := turn(id, 1)
		c.Outbox = []conversation.OutboxMessage{{ID: id, Body: []byte("{}")}}
		c.Due = []conversation.DueMessage{{Kind: id, At: time.Now().Add(time.Hour)}}
		mustCommit(t, s, id, 0, c)
	}
	for _, id := range ids {
		// JSON replaces bytes that are not UTF-8; the subject is made of the id itself.
		if _, _, err := s.Load(t.Context(), id); err != nil {
			t.Errorf("Load(%q): %v", id, err)
		}
	}
	if n, want := count(t, s, s.names.all()), 4*len(ids); n != want {
		t.Errorf("%d messages, want %d", n, want)
	}
}

func TestLedgerRecordHoldsTheWholeCommit(t *testing.T) {
	s := embedded(t, t.TempDir())
	c := turn("a", 1)
	c.Ledger = append(c.Ledger, ledger.Entry{Metric: ledger.Response, Labels: map[string]string{"channel": "web", "responder": "bot"}, Value: 1.5})
	mustCommit(t, s, "a", 0, c)
	moveJournal(t, s)
	m, err := s.last(t.Context(), s.names.ledger())
	if err != nil {
		t.Fatal(err)
	}
	want, err := ledger.Encode(c.Ledger)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Data, want) {
		t.Errorf("record %s, want %s", m.Data, want)
	}
}

func TestCancelledCommitSaysSo(t *testing.T) {
	s := embedded(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Commit(ctx, "a", 0, turn("a", 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if n := count(t, s, s.names.all()); n != 0 {
		t.Errorf("%d messages stored, want none", n)
	}
}

// TestCommitsThatShareABatch commits many conversations at once, some of which conflict: each
// gets its own answer, and its version is where its state is.
func TestCommitsThatShareABatch(t *testing.T) {
	s := embedded(t, t.TempDir())
	const n = 150
	previous := map[int]conversation.Version{}
	for i := 0; i < n; i += 10 {
		id := "c" + strconv.Itoa(i)
		previous[i] = mustCommit(t, s, id, 0, turn(id, 7))
	}
	versions := make([]conversation.Version, n)
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			id := "c" + strconv.Itoa(i)
			c := turn(id, 1)
			if i%3 == 0 {
				c.Outbox = []conversation.OutboxMessage{{ID: id, Body: []byte("{}")}}
			}
			if i%4 == 0 {
				c.Ledger = nil
			}
			versions[i], errs[i] = s.Commit(t.Context(), id, 0, c)
		})
	}
	wg.Wait()
	for i := range n {
		state, v, err := s.Load(t.Context(), "c"+strconv.Itoa(i))
		if err != nil {
			t.Fatal(err)
		}
		if was, ok := previous[i]; ok {
			if !isConflict(errs[i]) || v != was || state.Messages != 7 {
				t.Errorf("%d: %v, state %d at %d; want a conflict and 7 at %d", i, errs[i], state.Messages, v, was)
			}
		} else if errs[i] != nil || v != versions[i] || state.Messages != 1 {
			t.Errorf("%d: %v, state %d at %d; want 1 at %d", i, errs[i], state.Messages, v, versions[i])
		}
	}
}

func TestAGroupHasOneCommitOfAConversationAndKeepsTheOrder(t *testing.T) {
	c := &committer{}
	add := func(subject string, messages, size int) *pending {
		p := &pending{subjects: []string{subject}, msgs: make([]*nats.Msg, messages), bytes: size}
		c.waiting = append(c.waiting, p)
		return p
	}
	a1, b1, a2, huge, h2 := add("a", 2, 10), add("b", 1, 10), add("a", 1, 10), add("huge", 2, maxGroupBytes), add("huge", 1, 1)
	many := add("many", maxBatch-3, 10)
	for i, want := range [][]*pending{{a1, b1, many}, {a2}, {huge}, {h2}, nil} {
		got := c.take()
		if len(got) != len(want) {
			t.Fatalf("group %d has %d commits, want %d", i, len(got), len(want))
		}
		for j := range want {
			if got[j] != want[j] {
				t.Errorf("group %d holds another commit at %d", i, j)
			}
		}
	}
}

func TestACommitThatIsNotStoredInTimeIsWithdrawn(t *testing.T) {
	s := embedded(t, t.TempDir())
	s.commits.close()
	stuck := &committer{s: s, wake: make(chan struct{}, 1), ends: make(chan struct{})} // it is not run
	close(stuck.ends)
	s.commits = stuck
	s.opts.Timeout = 50 * time.Millisecond
	if _, err := s.Commit(t.Context(), "a", 0, turn("a", 1)); !errors.Is(err, conversation.ErrUnavailable) {
		t.Errorf("commit that waits too long: %v, want ErrUnavailable", err)
	}
	if len(stuck.waiting) != 0 {
		t.Error("a commit that was given up still waits")
	}
	stuck.waiting = make([]*pending, maxWaiting)
	if _, err := s.Commit(t.Context(), "a", 0, turn("a", 1)); !errors.Is(err, conversation.ErrUnavailable) {
		t.Errorf("one commit too many: %v, want ErrUnavailable", err)
	}
	stuck.waiting = nil
}
