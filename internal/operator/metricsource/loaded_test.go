// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	clocktesting "k8s.io/utils/clock/testing"
)

func TestLoaded(t *testing.T) {
	scraped := func(pod, rest, _ string) string {
		return "part=scraped,namespace=shop,bot=support,pod=" + pod + "," + rest
	}
	sequence := func(pod, rest string) string {
		return "part=sequence,namespace=shop,bot=support,pod=" + pod + "," + rest
	}
	at := func(seconds int64) string { return number(int(start.Unix() - seconds)) }
	f := newFakePrometheus(t)
	f.set("intentops_release_loaded", series{
		sequence("b", "track=stable,release=r1"):       "12",
		scraped("b", "track=stable,release=r1", ""):    at(9),
		sequence("a", "track=stable,release=r1"):       "12",
		scraped("a", "track=stable,release=r1", ""):    at(4),
		sequence("a", "track=candidate,release=r2"):    "12",
		scraped("a", "track=candidate,release=r2", ""): at(4),
		// The pod's release changed within Prometheus' look-back.
		sequence("a", "track=candidate,release=r0"):                "11",
		scraped("a", "track=candidate,release=r0", ""):             at(20),
		"part=sequence,namespace=bank,bot=help,pod=x,track=stable": "-3",
	})
	s, _, _ := newTestSource(t, f)

	got, err := s.Loaded(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	support := BotKey{Namespace: "shop", Bot: "support"}
	want := map[BotKey]BotLoaded{support: {
		LastScrape: start.Add(-4 * time.Second),
		Pods: []LoadedRelease{
			{Pod: "a", Track: "candidate", Release: "r2", Sequence: 12, Scraped: start.Add(-4 * time.Second)},
			{Pod: "a", Track: "stable", Release: "r1", Sequence: 12, Scraped: start.Add(-4 * time.Second)},
			{Pod: "b", Track: "stable", Release: "r1", Sequence: 12, Scraped: start.Add(-9 * time.Second)},
		},
	}}
	if diff := cmp.Diff(want, got.Bots, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("bots (-want +got):\n%s", diff)
	}
	if age, known := got.Age(support); age != 4*time.Second || !known {
		t.Errorf("Age = %v, %v; want 4s", age, known)
	}
	if _, known := got.Age(BotKey{Namespace: "shop", Bot: "other"}); known {
		t.Error("a bot that nobody scraped has an age")
	}
	if got.Bad[BotKey{Namespace: "bank", Bot: "help"}] == nil {
		t.Error("a negative sequence was accepted")
	}
}

// TestWhoCannotWaitGetsTheAnswerOfBefore while Prometheus takes its time, as long as that says
// something.
func TestWhoCannotWaitGetsTheAnswerOfBefore(t *testing.T) {
	clock := clocktesting.NewFakePassiveClock(start)
	c := &cell[int]{clock: clock, slot: 10 * time.Second, tick: 10 * time.Second, timeout: time.Minute}
	answers := make(chan int)
	fetch := func(ctx context.Context) (int, error) {
		select {
		case n := <-answers:
			return n, nil
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	if n, err := c.soon(t.Context(), time.Millisecond, fetch); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("before there is an answer: %d, %v", n, err)
	}
	answers <- 1
	if n, err := c.get(t.Context(), fetch); n != 1 || err != nil {
		t.Fatalf("the answer: %d, %v", n, err)
	}
	clock.SetTime(start.Add(time.Minute))
	if n, err := c.soon(t.Context(), time.Millisecond, fetch); n != 1 || err != nil {
		t.Errorf("while the next is awaited: %d, %v; want the one of before", n, err)
	}
	clock.SetTime(start.Add(2 * time.Minute))
	if n, err := c.soon(t.Context(), time.Millisecond, fetch); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("after a time in which a query would have failed: %d, %v", n, err)
	}
	answers <- 2
	if n, err := c.get(t.Context(), func(context.Context) (int, error) { return 3, nil }); err != nil || n != 2 && n != 3 {
		t.Errorf("the answer that came late: %d, %v", n, err)
	}
}
