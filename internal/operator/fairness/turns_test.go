// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package fairness

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
)

var limits = Limits{AtATime: 4, PerNamespace: 2, Waiting: 500}

// TestTurnsGoRoundTheNamespaces: whoever asks first does not get everything, and nobody more than
// half of the turns.
func TestTurnsGoRoundTheNamespaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := New(limits)
		type given struct {
			namespace string
			done      func()
		}
		granted := make(chan given, 100)
		ask := func(namespace string, n int) {
			for range n {
				go func() {
					done, err := turns.Take(t.Context(), namespace)
					if err != nil {
						t.Error(err)
					}
					granted <- given{namespace, done}
				}()
			}
			synctest.Wait()
		}
		var under []given
		var order []string
		collect := func() {
			synctest.Wait()
			for len(granted) > 0 {
				g := <-granted
				under, order = append(under, g), append(order, g.namespace)
			}
		}
		ask("a", 6)
		collect()
		ask("b", 3)
		collect()
		ask("c", 1)
		collect()
		if want := []string{"a", "a", "b", "b"}; !slices.Equal(order, want) {
			t.Fatalf("turns at the beginning: %q, want %q", order, want)
		}
		for len(under) > 0 {
			under[0].done()
			under = under[1:]
			collect()
		}
		if want := []string{"a", "a", "b", "b", "a", "c", "b", "a", "a", "a"}; !slices.Equal(order, want) {
			t.Errorf("turns %q, want %q", order, want)
		}
		if len(turns.tenants) != 0 || len(turns.order) != 0 || turns.taken != 0 {
			t.Errorf("left behind: %v, %v, %d", turns.tenants, turns.order, turns.taken)
		}
	})
}

func TestWhoeverLeavesTheQueueLeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := New(limits)
		var dones []func()
		for range limits.PerNamespace {
			done, err := turns.Take(t.Context(), "a")
			if err != nil {
				t.Fatal(err)
			}
			dones = append(dones, done)
		}
		ctx, cancel := context.WithCancel(t.Context())
		for range limits.Waiting {
			go func() {
				if _, err := turns.Take(ctx, "a"); !errors.Is(err, context.Canceled) {
					t.Errorf("who waits: %v", err)
				}
			}()
		}
		synctest.Wait()
		if _, err := turns.Take(t.Context(), "a"); !errors.Is(err, ErrTooManyWait) {
			t.Errorf("one more than the queue holds: %v", err)
		}
		other, err := turns.Take(t.Context(), "b")
		if err != nil {
			t.Fatalf("another namespace: %v", err)
		}
		cancel()
		synctest.Wait()
		for _, done := range append(dones, other) {
			done()
		}
		if len(turns.tenants) != 0 || len(turns.order) != 0 || turns.taken != 0 {
			t.Errorf("left behind: %v, %v, %d", turns.tenants, turns.order, turns.taken)
		}
	})
}

func TestATurnIsTakenAtOnceOnlyWhereNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := New(Limits{AtATime: 1, PerNamespace: 1, Waiting: 1})
		done, ok := turns.Try("a")
		if !ok {
			t.Fatal("the first turn is not given")
		}
		if _, ok := turns.Try("b"); ok {
			t.Error("a turn that is taken is given to another")
		}
		granted := make(chan func(), 1)
		go func() {
			theirs, err := turns.Take(t.Context(), "b")
			if err != nil {
				t.Error(err)
			}
			granted <- theirs
		}()
		synctest.Wait()
		if turns.Waiting("a") != 0 || turns.Waiting("b") != 1 {
			t.Errorf("%d and %d wait", turns.Waiting("a"), turns.Waiting("b"))
		}
		done()
		if _, ok := turns.Try("a"); ok {
			t.Error("a turn is given past who waits")
		}
		(<-granted)()
		done, ok = turns.Try("a")
		if !ok {
			t.Fatal("a turn that is free is not given")
		}
		done()
		if len(turns.tenants) != 0 || len(turns.order) != 0 || turns.taken != 0 {
			t.Errorf("left behind: %v, %v, %d", turns.tenants, turns.order, turns.taken)
		}
	})
}
