// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/bot/store/natstest"
)

// records is how many records the totals hold, as a scrape sees it; -1: they are not exported.
func records(t *testing.T, registry *prometheus.Registry) int {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == "intentops_ledger_records_total" {
			return int(f.GetMetric()[0].GetCounter().GetValue())
		}
	}
	return -1
}

// TestAStreamThatIsMadeAgainIsReadAgain: somebody deletes the stream under a pod, makes it again or
// restores an older one. The pod notices without a restart: what is committed from then on is counted,
// handed over and due, and its own key is the same.
func TestAStreamThatIsMadeAgainIsReadAgain(t *testing.T) {
	for name, tc := range map[string]struct {
		again func(t *testing.T, s *Store, b natstest.Backup)
		// has is how many records the stream has then.
		has int
	}{
		"nobody makes it again": {func(*testing.T, *Store, natstest.Backup) {}, 0},
		"an administrator makes it again, his way": {func(t *testing.T, s *Store, _ natstest.Backup) {
			if _, err := s.js.CreateStream(t.Context(), jetstream.StreamConfig{Name: s.names.stream, Subjects: []string{s.names.all()}}); err != nil {
				t.Fatal(err)
			}
		}, 0},
		"an older one is restored": {func(t *testing.T, s *Store, b natstest.Backup) {
			b.Restore(t, s.nc, s.names.stream)
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			srv := startServer(t)
			s := open(t, func(o *Options) { o.URL, o.lookEvery = srv.url(), time.Hour }) // it looks when it is told to
			key, err := s.Key(t.Context(), "identity", func() []byte { return []byte("the pods' own") })
			if err != nil {
				t.Fatal(err)
			}
			totals, err := ledger.New(ledger.Options{Log: s.Ledger(), Namespace: "shop", Bot: "support", Logger: s.opts.Logger})
			if err != nil {
				t.Fatal(err)
			}
			registry := prometheus.NewRegistry()
			registry.MustRegister(totals)
			mustCommit(t, s, "a", 0, oneOfEach("a"))
			backup := natstest.BackUp(t, s.nc, s.names.stream)
			background(t, totals.Run)
			handed, due := delivered(t, s)
			mustCommit(t, s, "b", 0, oneOfEach("b"))
			v := mustCommit(t, s, "c", 0, oneOfEach("c"))
			eventually(t, "all to be counted and handed over", func() bool {
				return records(t, registry) == 3 && handed.distinct() == 3 && due.distinct() == 3
			})
			if missing := s.look(t.Context(), 0); missing != 0 || records(t, registry) != 3 {
				t.Fatalf("the stream is said to be missing (%d), although nothing has happened", missing)
			}

			natstest.Delete(t, s.nc, s.names.stream)
			tc.again(t, s, backup)
			for missing := s.look(t.Context(), 0); missing > 0; {
				if missing >= missingLooks {
					t.Fatal("it is not made again")
				}
				missing = s.look(t.Context(), missing)
			}
			if _, err := s.Commit(t.Context(), "c", v, turn("c", 2)); !isConflict(err) {
				t.Errorf("a turn on what is gone: %v", err)
			}
			for _, id := range []string{"c", "d"} {
				mustCommit(t, s, id, 0, oneOfEach(id))
			}
			eventually(t, "what is new to be counted and handed over", func() bool {
				return records(t, registry) == tc.has+2 && handed.get("c-h1") >= 2 && handed.get("d-h1") == 1 && due.get("d") == 1
			})
			if stored, err := s.storedKey(t.Context(), "identity"); err != nil || string(stored) != string(key) {
				t.Errorf("a pod that starts now gets the key %q (%v), want %q", stored, err, key)
			}
		})
	}
}

// TestTheStreamIsLookedAtByItself: nobody tells a pod.
func TestTheStreamIsLookedAtByItself(t *testing.T) {
	srv := startServer(t)
	s := open(t, func(o *Options) { o.URL, o.lookEvery = srv.url(), 20*time.Millisecond })
	before := s.life.Load()
	natstest.Delete(t, s.nc, s.names.stream)
	eventually(t, "the stream to be there again", func() bool { return s.life.Load() != before && s.Ping(t.Context()) == nil })
	mustCommit(t, s, "a", 0, turn("a", 1))
}
