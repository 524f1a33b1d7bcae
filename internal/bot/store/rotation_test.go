// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/ledger"
)

const aYear = 365 * 24 * time.Hour

// wantCounted compares what is counted by who reads the whole ledger.
func wantCounted(t *testing.T, what string, s *Store, want ...string) {
	t.Helper()
	if got := counted(t, s); !slices.Equal(got, want) {
		t.Errorf("%s: counted %q, want %q", what, got, want)
	}
}

// TestARecordWaitsForAKeyThatAnotherPodHasEarlier: pods read a Secret at different moments, and what is
// passed over once is never counted.
func TestARecordWaitsForAKeyThatAnotherPodHasEarlier(t *testing.T) {
	srv, clock := startServer(t), testclock.NewFakeClock(time.Now())
	pod := func(ring *keyring) *Store {
		return open(t, func(o *Options) {
			o.URL, o.Keys, o.SealedSince, o.Clock, o.keyArrives = srv.url(), ring.read, clock.Now().Add(-aYear), clock, time.Hour
		})
	}
	early, late := &keyring{}, &keyring{}
	early.set(oldKey)
	late.set(oldKey)
	a, b := pod(early), pod(late)
	countOf(t, a, "a")
	early.set(newKey, oldKey)
	clock.Step(2 * rereadAfter)
	countOf(t, a, "b")
	end, err := a.Ledger().End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	read := map[uint64]bool{}
	background(t, func(ctx context.Context) error {
		return b.Ledger().Follow(ctx, 0, func(position uint64, record []byte) {
			mu.Lock()
			defer mu.Unlock()
			read[position] = record != nil
		})
	})
	has := func(n int) bool {
		mu.Lock()
		defer mu.Unlock()
		return len(read) == n
	}
	eventually(t, "the first record", func() bool { return has(1) })
	r := &reading{l: ledgerLog{b}, apply: func(uint64, []byte) {}}
	if err := r.upTo(t.Context(), end); !errors.Is(err, errNoKey) {
		t.Errorf("error %v, want %v", err, errNoKey)
	}
	if b.Refused() != 0 {
		t.Errorf("%d entries are said to be somebody else's", b.Refused())
	}
	late.set(newKey, oldKey)
	clock.Step(2 * rereadAfter)
	eventually(t, "both records", func() bool { return has(2) })
	mu.Lock()
	defer mu.Unlock()
	if !read[end] {
		t.Error("the second record is not counted")
	}
}

// TestAnotherSecretForAWhileLosesNoCounts: the bot seals what it knows with each key, and finds what it
// knew once the right Secret is back.
func TestAnotherSecretForAWhileLosesNoCounts(t *testing.T) {
	at := ledgerOfBefore(t)
	seal := func(s *Store) *Store {
		t.Helper()
		if err := s.sealPast(t.Context()); err != nil {
			t.Fatal(err)
		}
		return s
	}
	seal(at(time.Hour, oldKey))
	wrong := seal(at(aYear, newKey))
	countOf(t, wrong, "d")
	wantCounted(t, "with another Secret", wrong, "d")
	wantCounted(t, "with the right one", at(aYear, oldKey), "a", "b", "c")
	wantCounted(t, "with both", seal(at(aYear, newKey, oldKey)), "a", "b", "c", "d")
	wantCounted(t, "once the other has sealed it too", at(aYear, newKey), "a", "b", "c", "d")
}

// TestThePastIsSealedOnceMoreWhenAllPodsHaveTheKey: until then some of them seal with the old one.
func TestThePastIsSealedOnceMoreWhenAllPodsHaveTheKey(t *testing.T) {
	at := ledgerOfBefore(t)
	seal := func(s *Store) {
		t.Helper()
		if err := s.sealPast(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	seal(at(time.Hour, oldKey))
	seal(at(aYear, newKey, oldKey))
	countOf(t, at(aYear, oldKey, newKey), "d")
	seal(at(aYear+time.Minute, newKey, oldKey))
	wantCounted(t, "too early", at(aYear, newKey), "a", "b", "c")
	seal(at(aYear+sealAgainAfter, newKey, oldKey))
	wantCounted(t, "without the old key", at(aYear, newKey), "a", "b", "c", "d")
}

// TestEncryptionThatWasOffForAWhile: what was counted meanwhile is of before the key too.
func TestEncryptionThatWasOffForAWhile(t *testing.T) {
	at := ledgerOfBefore(t)
	before := at(time.Hour, oldKey)
	if err := before.sealPast(t.Context()); err != nil {
		t.Fatal(err)
	}
	off := open(t, func(o *Options) { o.URL = before.opts.URL })
	countOf(t, off, "off")
	since := before.opts.SealedSince.Add(24 * time.Hour)
	again := func(after time.Duration) *Store {
		ring := &keyring{}
		ring.set(oldKey)
		return open(t, func(o *Options) {
			o.URL, o.Keys, o.SealedSince, o.Clock = before.opts.URL, ring.read, since, testclock.NewFakeClock(since.Add(after))
		})
	}
	wantCounted(t, "soon after it is on again", again(time.Hour), "a", "b", "c", "off")
	if err := again(time.Hour).sealPast(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantCounted(t, "a year later", again(aYear), "a", "b", "c", "off")
}

// TestALedgerThatHasLostItsEndBecomesReady: a server that was killed may have the last moments no more.
func TestALedgerThatHasLostItsEndBecomesReady(t *testing.T) {
	s := open(t, func(o *Options) { o.URL = startServer(t).url() })
	countOf(t, s, "a")
	countOf(t, s, "b")
	totals, err := ledger.New(ledger.Options{Log: &lossy{Log: s.Ledger(), lose: func(end uint64) {
		if err := s.stream.DeleteMsg(context.Background(), end); err != nil {
			t.Error(err)
		}
	}}, Namespace: "shop", Bot: "support"})
	if err != nil {
		t.Fatal(err)
	}
	background(t, totals.Run)
	eventually(t, "the totals to be ready", totals.Ready)
}

// lossy loses its newest record just after it was asked where it ends.
type lossy struct {
	ledger.Log
	lose func(end uint64)
	once sync.Once
}

func (l *lossy) End(ctx context.Context) (uint64, error) {
	end, err := l.Log.End(ctx)
	if err == nil {
		l.once.Do(func() { l.lose(end) })
	}
	return end, err
}
