// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// seen counts what handlers got.
type seen struct {
	sync.Mutex
	n map[string]int
}

func (s *seen) add(key string) int {
	s.Lock()
	defer s.Unlock()
	if s.n == nil {
		s.n = map[string]int{}
	}
	s.n[key]++
	return s.n[key]
}

func (s *seen) get(key string) int {
	s.Lock()
	defer s.Unlock()
	return s.n[key]
}

func (s *seen) distinct() int {
	s.Lock()
	defer s.Unlock()
	return len(s.n)
}

// background runs f until the test ends or stop is called.
func background(t testing.TB, f func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := f(ctx); err != nil {
			t.Errorf("run: %v", err)
		}
	}()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

func TestDueComesAtItsTimeAndIsRemoved(t *testing.T) {
	s := embedded(t, t.TempDir())
	at := time.Now().Add(1500 * time.Millisecond)
	c := turn("a", 1)
	c.Due = []conversation.DueMessage{
		{Kind: "outcome", At: at},
		{Kind: "accept", At: at.Add(-time.Hour)},
		{Kind: "outcome", At: at.Add(24 * time.Hour)},
	}
	mustCommit(t, s, "a", 0, c)
	var got seen
	background(t, func(ctx context.Context) error {
		return s.RunDue(ctx, func(_ context.Context, d conversation.DueMessage) error {
			if time.Now().Before(d.At) {
				t.Errorf("%s came %s early", d.Kind, time.Until(d.At))
			}
			got.add(d.Conversation + " " + d.Kind)
			return nil
		})
	})
	eventually(t, "both due messages to be handled and removed", func() bool {
		return got.get("a outcome") == 1 && got.get("a accept") == 1 && count(t, s, s.names.dueNowAll()) == 0
	})
	if n := count(t, s, s.names.prefix+".due.at.>"); n != 1 {
		t.Errorf("%d due messages wait, want the one of tomorrow", n)
	}
}

func TestDueIsTriedAgainUntilItSucceeds(t *testing.T) {
	s := embedded(t, t.TempDir())
	c := turn("a", 1)
	c.Due = []conversation.DueMessage{{Kind: "fails", At: time.Now()}, {Kind: "gone", At: time.Now()}}
	mustCommit(t, s, "a", 0, c)
	var got seen
	background(t, func(ctx context.Context) error {
		return s.RunDue(ctx, func(_ context.Context, d conversation.DueMessage) error {
			n := got.add(d.Kind)
			if d.Kind == "gone" {
				return fmt.Errorf("no such conversation: %w", conversation.ErrNotFound)
			}
			if n < 3 {
				return errors.New("not now")
			}
			return nil
		})
	})
	eventually(t, "the third attempt", func() bool { return got.get("fails") == 3 && count(t, s, s.names.dueNowAll()) == 0 })
	if n := got.get("gone"); n != 1 {
		t.Errorf("an expired conversation was tried %d times, want once", n)
	}
}

func TestDueWaitsForThePodsClock(t *testing.T) {
	now := time.Now()
	clock := testclock.NewFakeClock(now)
	s := embedded(t, t.TempDir(), func(o *Options) { o.Clock = clock })
	c := turn("a", 1)
	// Due by the server's clock, and in an hour by the pod's.
	c.Due = []conversation.DueMessage{{Kind: "outcome", At: now}}
	clock.SetTime(now.Add(-time.Hour))
	mustCommit(t, s, "a", 0, c)
	var got seen
	background(t, func(ctx context.Context) error {
		return s.RunDue(ctx, func(context.Context, conversation.DueMessage) error {
			if clock.Now().Before(now) {
				t.Error("handled before its time")
			}
			got.add("x")
			return nil
		})
	})
	eventually(t, "the message to be put back", func() bool {
		cons, err := s.js.Consumer(t.Context(), s.names.stream, "due")
		return err == nil && cons.CachedInfo().NumAckPending == 1
	})
	clock.SetTime(now.Add(time.Second))
	eventually(t, "the message", func() bool { return got.get("x") == 1 })
}

func TestDueSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	mustCommit(t, s, "a", 0, conversation.Commit{State: conversation.State{ID: "a"},
		Due: []conversation.DueMessage{{Kind: "outcome", At: time.Now().Add(time.Second)}}})
	s.Close()
	s = embedded(t, dir)
	var got seen
	background(t, func(ctx context.Context) error {
		return s.RunDue(ctx, func(_ context.Context, d conversation.DueMessage) error {
			got.add(d.Kind)
			return nil
		})
	})
	eventually(t, "the message", func() bool { return got.get("outcome") == 1 })
}

func TestOutboxIsKeptUntilItIsDelivered(t *testing.T) {
	s := embedded(t, t.TempDir())
	body := []byte(`{"text": "é  <b>", "n": 1.0}`)
	mustCommit(t, s, "a", 0, conversation.Commit{State: conversation.State{ID: "a"}, Outbox: []conversation.OutboxMessage{{ID: "h1", Body: body}}})
	pending := func() int {
		n, err := s.OutboxPending(t.Context())
		if err != nil {
			t.Errorf("OutboxPending: %v", err)
		}
		return n
	}
	if n := pending(); n != 1 {
		t.Errorf("%d pending, want 1", n)
	}
	var got seen
	stop := background(t, func(ctx context.Context) error {
		return s.RunOutbox(ctx, func(_ context.Context, m conversation.OutboxMessage, attempt int) time.Duration {
			if string(m.Body) != string(body) || m.Conversation != "a" || m.ID != "h1" {
				t.Errorf("message %+v is not what was committed", m)
			}
			if n := got.add(m.ID); n != attempt {
				t.Errorf("attempt %d, want %d", attempt, n)
			}
			if attempt < 4 {
				return 10 * time.Millisecond
			}
			return 0
		})
	})
	eventually(t, "the fourth attempt", func() bool { return got.get("h1") == 4 && pending() == 0 })
	stop()
	if n := count(t, s, s.names.outboxAll()); n != 0 {
		t.Errorf("%d messages left", n)
	}
}

// TestOutboxMessagesThatNobodyTakesExpire: a queue that is full of what is refused for ever
// would deliver nothing new.
func TestOutboxMessagesThatNobodyTakesExpire(t *testing.T) {
	s := embedded(t, t.TempDir(), func(o *Options) { o.OutboxTTL = 2 * time.Second })
	began := time.Now()
	mustCommit(t, s, "a", 0, conversation.Commit{State: conversation.State{ID: "a"}, Outbox: []conversation.OutboxMessage{{ID: "h1", Body: []byte("{}")}}})
	var got seen
	background(t, func(ctx context.Context) error {
		return s.RunOutbox(ctx, func(_ context.Context, m conversation.OutboxMessage, _ int) time.Duration {
			if age := time.Since(m.CommittedAt); age < -time.Minute || age > time.Since(began)+time.Minute {
				t.Errorf("the message is said to be %s old", age)
			}
			got.add(m.ID)
			return time.Hour
		})
	})
	eventually(t, "the message to expire", func() bool {
		n, err := s.OutboxPending(t.Context())
		return err == nil && n == 0 && count(t, s, s.names.outboxAll()) == 0
	})
	if _, _, err := s.Load(t.Context(), "a"); err != nil {
		t.Errorf("the conversation has expired too: %v", err)
	}
}

func TestFailedPodsMessageGoesToAnother(t *testing.T) {
	srv := startServer(t)
	quick := func(o *Options) { o.URL, o.ackWait = srv.url(), 500*time.Millisecond }
	dead, alive := open(t, quick), open(t, quick)
	mustCommit(t, alive, "a", 0, conversation.Commit{State: conversation.State{ID: "a"}, Outbox: []conversation.OutboxMessage{{ID: "h1", Body: []byte("{}")}}})

	q := queue{s: dead, name: "outbox", subject: dead.names.outboxAll()}
	cons, err := q.consumer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cons.Next(); err != nil {
		t.Fatalf("taking the message: %v", err)
	}
	dead.nc.Close()

	var got seen
	background(t, func(ctx context.Context) error {
		return alive.RunOutbox(ctx, func(_ context.Context, m conversation.OutboxMessage, attempt int) time.Duration {
			if attempt < 2 {
				t.Errorf("attempt %d, want the second", attempt)
			}
			got.add(m.ID)
			return 0
		})
	})
	eventually(t, "the message to be given to the other pod", func() bool { return got.get("h1") == 1 })
}

// TestPodsShareTheWork has two pods on one server: each outbox message is delivered, each
// due message takes effect exactly once in its conversation, whoever handles it.
func TestPodsShareTheWork(t *testing.T) {
	srv := startServer(t)
	pods := []*Store{
		open(t, func(o *Options) { o.URL = srv.url() }),
		open(t, func(o *Options) { o.URL = srv.url() }),
	}
	const conversations = 60
	var delivered, handled seen
	var busy [2]seen
	for i, s := range pods {
		background(t, func(ctx context.Context) error {
			return s.RunOutbox(ctx, func(_ context.Context, m conversation.OutboxMessage, _ int) time.Duration {
				delivered.add(m.ID)
				return 0
			})
		})
		background(t, func(ctx context.Context) error {
			return s.RunDue(ctx, func(ctx context.Context, d conversation.DueMessage) error {
				busy[i].add(d.Conversation)
				handled.add(d.Conversation)
				return markOnce(ctx, s, d.Conversation)
			})
		})
	}
	for i := range conversations {
		id := "c" + strconv.Itoa(i)
		c := turn(id, 0)
		c.Ledger = nil
		c.Outbox = []conversation.OutboxMessage{{ID: id + "-h1", Body: []byte("{}")}}
		c.Due = []conversation.DueMessage{{Kind: "outcome", At: time.Now()}}
		mustCommit(t, pods[i%2], id, 0, c)
	}
	eventually(t, "all work to be done", func() bool {
		return delivered.distinct() == conversations && handled.distinct() == conversations &&
			count(t, pods[0], pods[0].names.outboxAll()) == 0 && count(t, pods[0], pods[0].names.prefix+".due.>") == 0
	})
	for i := range conversations {
		state, _, err := pods[1].Load(t.Context(), "c"+strconv.Itoa(i))
		if err != nil || state.Messages != 1 {
			t.Errorf("conversation %d was marked %d times (%v), want once", i, state.Messages, err)
		}
	}
	if n := count(t, pods[0], pods[0].names.ledger()); n != conversations {
		t.Errorf("%d ledger records, want %d", n, conversations)
	}
	for i := range busy {
		if busy[i].distinct() == 0 {
			t.Errorf("pod %d did nothing", i)
		}
	}
}

// markOnce counts a conversation's outcome, as a dialogue does.
func markOnce(ctx context.Context, s *Store, id string) error {
	for {
		state, v, err := s.Load(ctx, id)
		if err != nil || state.OutcomeCounted {
			return err
		}
		c := turn(id, state.Messages+1)
		c.State.OutcomeCounted = true
		if _, err := s.Commit(ctx, id, v, c); !isConflict(err) {
			return err
		}
	}
}

func TestRunAfterCloseReturns(t *testing.T) {
	s := embedded(t, t.TempDir())
	s.Close()
	if err := s.RunDue(t.Context(), nil); err == nil {
		t.Error("RunDue on a closed store began")
	}
}
