// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// aTurn is as large as a real one: some kilobytes of state and three ledger entries.
func aTurn(id string, n int) conversation.Commit {
	c := turn(id, n)
	for i := range 10 {
		c.State.Turns = append(c.State.Turns, conversation.Turn{Seq: int64(i), Role: conversation.RoleCustomer, At: time.Now(), Text: strings.Repeat("where is it ", 10)})
	}
	c.Ledger = []ledger.Entry{
		{Metric: ledger.Response, Labels: map[string]string{"channel": "web", "responder": "bot"}, Value: 0.7},
		{Metric: ledger.TurnConfidence, Labels: map[string]string{"intent": "track-order", "outcome": "reply"}, Value: 0.83},
		{Metric: ledger.RolloutAssigned, Labels: map[string]string{"rollout": "orders-3f2a", "step": "10", "track": "stable"}},
	}
	return c
}

// BenchmarkCommit is one turn of one conversation after another, each synced to disk.
func BenchmarkCommit(b *testing.B) {
	for name, tc := range map[string]struct {
		change   func(*conversation.Commit)
		parallel int
	}{
		"state only":                     {change: func(c *conversation.Commit) { c.Ledger = nil }},
		"state and ledger":               {change: func(*conversation.Commit) {}},
		"state, ledger, outbox and due":  {change: everything},
		"state and ledger, 16 at a time": {change: func(*conversation.Commit) {}, parallel: 16},
	} {
		b.Run(name, func(b *testing.B) {
			s := embedded(b, b.TempDir())
			var next atomic.Int64
			one := func() {
				id := "c" + strconv.FormatInt(next.Add(1), 10)
				c := aTurn(id, 1)
				tc.change(&c)
				if _, err := s.Commit(context.Background(), id, 0, c); err != nil {
					b.Error(err)
				}
			}
			if tc.parallel == 0 {
				for b.Loop() {
					one()
				}
				return
			}
			b.SetParallelism(tc.parallel / runtime.GOMAXPROCS(0))
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					one()
				}
			})
		})
	}
}

func everything(c *conversation.Commit) {
	c.Outbox = []conversation.OutboxMessage{{ID: c.State.ID + "-h1", Body: []byte("{}")}}
	c.Due = []conversation.DueMessage{{Kind: "outcome", At: time.Now().Add(time.Hour)}}
}

func BenchmarkLoad(b *testing.B) {
	s := embedded(b, b.TempDir())
	mustCommit(b, s, "a", 0, aTurn("a", 1))
	for b.Loop() {
		if _, _, err := s.Load(context.Background(), "a"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLedgerReplay is a start without a snapshot; one operation is one commit of three
// entries, read from disk and added up.
func BenchmarkLedgerReplay(b *testing.B) {
	s := embedded(b, b.TempDir())
	record, err := ledger.Encode(aTurn("a", 1).Ledger)
	if err != nil {
		b.Fatal(err)
	}
	fill(b, s, record, b.N)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	a, err := ledger.New(ledger.Options{Log: s.Ledger(), Namespace: "shop", Bot: "support", SnapshotEvery: 1 << 40})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	b.ResetTimer()
	go func() { done <- a.Run(ctx) }()
	for !a.Ready() {
		time.Sleep(time.Millisecond)
	}
	b.StopTimer()
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
	b.ReportMetric(float64(after.HeapAlloc)/(1<<20), "heap-MiB")
	cancel()
	if err := <-done; err != nil {
		b.Error(err)
	}
}

// fill writes ledger records, many at a time.
func fill(b *testing.B, s *Store, record []byte, n int) {
	b.Helper()
	for n > 0 {
		msgs := make([]*nats.Msg, min(n, maxBatch))
		for i := range msgs {
			msgs[i] = message(s.names.ledger(), record)
		}
		if _, err := s.publish(context.Background(), msgs); err != nil {
			b.Fatal(err)
		}
		n -= len(msgs)
	}
}
