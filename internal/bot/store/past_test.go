// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// counted are the channels in the ledger's records, as who reads all of it counts them.
func counted(t *testing.T, s *Store) []string {
	t.Helper()
	end, err := s.Ledger().End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), waitLimit)
	defer stop()
	found := []string{}
	err = s.Ledger().Follow(ctx, 0, func(position uint64, record []byte) {
		if record != nil {
			found = append(found, string(record[len(`[{"m":"intentops_conversations_total","l":{"channel":"`):len(record)-len(`"}}]`)]))
		}
		if position >= end {
			stop()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		t.Fatalf("the end of the ledger, %d, was not reached", end)
	}
	return found
}

// countOf commits a record of a channel.
func countOf(t *testing.T, s *Store, channel string) {
	t.Helper()
	mustCommit(t, s, channel, 0, conversation.Commit{
		State:  conversation.State{ID: channel},
		Ledger: []ledger.Entry{{Metric: ledger.Conversations, Labels: map[string]string{"channel": channel}}},
	})
}

// record is a record of the ledger as who has no key writes it.
func record(s *Store, channel string) *nats.Msg {
	return message(s.names.ledger(), fmt.Appendf(nil, `[{"m":"intentops_conversations_total","l":{"channel":"%s"}}]`, channel))
}

// ledgerOfBefore is a ledger with two records from before the bot had its key, and one with its seal;
// it gives the bot as it is some time after that.
func ledgerOfBefore(t *testing.T) (at func(after time.Duration, keys ...string) *Store) {
	t.Helper()
	srv := startServer(t)
	plain := open(t, func(o *Options) { o.URL = srv.url() })
	countOf(t, plain, "a")
	countOf(t, plain, "b")
	plain.Close()
	ring := &keyring{}
	ring.set(oldKey)
	first := open(t, func(o *Options) { o.URL, o.Keys = srv.url(), ring.read })
	countOf(t, first, "c")
	first.Close()
	since := time.Now().Add(time.Hour)
	return func(after time.Duration, keys ...string) *Store {
		ring := &keyring{}
		ring.set(keys...)
		return open(t, func(o *Options) {
			o.URL, o.Keys, o.SealedSince, o.Clock = srv.url(), ring.read, since, testclock.NewFakeClock(since.Add(after))
		})
	}
}

// TestTheLedgerOfBeforeIsCountedForever: it never expires, so it is sealed as a whole, with each key
// that the bot gets; nothing can be put into it then, however old it is said to be.
func TestTheLedgerOfBeforeIsCountedForever(t *testing.T) {
	at := ledgerOfBefore(t)
	check := func(what string, s *Store, want ...string) {
		t.Helper()
		if got := counted(t, s); !slices.Equal(got, want) {
			t.Errorf("%s: counted %q, want %q", what, got, want)
		}
	}
	s := at(0, oldKey)
	if err := s.sealPast(t.Context()); err != nil || s.hasPast.Load() {
		t.Fatalf("it is sealed while pods without the key may be left: %v", err)
	}
	check("at first", s, "a", "b", "c")
	s = at(time.Hour, oldKey)
	background(t, s.KeepKeys)
	clock, ok := s.opts.Clock.(*testclock.FakeClock)
	if !ok {
		t.Fatal("the clock is not the test's")
	}
	eventually(t, "the ledger to be sealed", func() bool { clock.Step(keepKeysEvery); return s.hasPast.Load() })
	forge(t, s, nil, record(s, "forged"))
	check("once it is sealed, a forged record", s, "a", "b", "c")
	countOf(t, s, "d")

	const year = 365 * 24 * time.Hour
	s = at(year, oldKey)
	check("a year later", s, "a", "b", "c", "d")
	s = at(year, newKey, oldKey)
	if err := s.sealPast(t.Context()); err != nil {
		t.Fatal(err)
	}
	countOf(t, s, "e")
	s = at(year, newKey)
	check("without the old key", s, "a", "b", "c", "d", "e")
	forge(t, s, nil, record(s, "forged too"))
	check("another forged record", s, "a", "b", "c", "d", "e")
}

// TestALedgerThatWasChangedIsNotTheOneThatWasSealed: of another one only records with a seal count.
func TestALedgerThatWasChangedIsNotTheOneThatWasSealed(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(t *testing.T, s *Store)
		want   []string
	}{
		"nothing":              {func(*testing.T, *Store) {}, []string{"a", "b", "c"}},
		"a record was removed": {func(t *testing.T, s *Store) { remove(t, s, 1) }, []string{"c"}},
		"all were removed": {func(t *testing.T, s *Store) {
			if err := s.stream.Purge(t.Context(), jetstream.WithPurgeSubject(s.names.ledger())); err != nil {
				t.Fatal(err)
			}
			forge(t, s, nil, record(s, "forged"))
		}, []string{}},
		"what sealed it was removed": {func(t *testing.T, s *Store) {
			if err := s.stream.Purge(t.Context(), jetstream.WithPurgeSubject(s.names.past(s.sealer.ids()[0]))); err != nil {
				t.Fatal(err)
			}
		}, []string{"c"}},
		"what sealed it is another's": {func(t *testing.T, s *Store) {
			forge(t, s, nil, message(s.names.past(s.sealer.ids()[0]), []byte(`{"last":3,"sum":""}`)))
		}, []string{"c"}},
	} {
		t.Run(name, func(t *testing.T) {
			at := ledgerOfBefore(t)
			s := at(time.Hour, oldKey)
			if err := s.sealPast(t.Context()); err != nil {
				t.Fatal(err)
			}
			tc.change(t, s)
			if got := counted(t, at(365*24*time.Hour, oldKey)); !slices.Equal(got, tc.want) {
				t.Errorf("counted %q, want %q", got, tc.want)
			}
		})
	}
}

// TestALedgerThatChangesWhileItIsReadEndsTheBot: what was counted until then is not exported.
func TestALedgerThatChangesWhileItIsReadEndsTheBot(t *testing.T) {
	at := ledgerOfBefore(t)
	s := at(time.Hour, oldKey)
	if err := s.sealPast(t.Context()); err != nil {
		t.Fatal(err)
	}
	var read []uint64
	r := &reading{l: ledgerLog{s}, apply: func(position uint64, _ []byte) { read = append(read, position) }}
	if err := r.begin(t.Context()); err != nil || len(r.pasts) != 1 {
		t.Fatalf("%+v, %v", r.pasts, err)
	}
	r.begun = true
	remove(t, s, 1)
	if err := r.upTo(t.Context(), 0); !errors.Is(err, errChanged) {
		t.Errorf("error %v, want %v", err, errChanged)
	}
	if end, err := s.Ledger().End(t.Context()); err != nil || len(read) == 0 || slices.Contains(read, end) {
		t.Errorf("read %v of a ledger that ends at %d (%v): the bot would be ready", read, end, err)
	}
}

// remove deletes the ledger's n-th record.
func remove(t *testing.T, s *Store, n int) {
	t.Helper()
	var positions []uint64
	r := &reading{l: ledgerLog{s}, apply: func(position uint64, _ []byte) { positions = append(positions, position) }}
	end, err := s.Ledger().End(t.Context())
	if err == nil {
		err = r.upTo(t.Context(), end)
	}
	if err == nil {
		err = s.stream.DeleteMsg(t.Context(), positions[n-1])
	}
	if err != nil {
		t.Fatal(err)
	}
}
