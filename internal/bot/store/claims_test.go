// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

func claiming(id string, keys ...string) conversation.Commit {
	c := conversation.Commit{
		State:  conversation.State{ID: id},
		Ledger: []ledger.Entry{{Metric: ledger.Conversations, Labels: map[string]string{"channel": "web"}}},
	}
	for _, key := range keys {
		c.Claims = append(c.Claims, conversation.Claim{Key: key, TTL: time.Hour})
	}
	return c
}

func claimed(t *testing.T, s *Store, key string) bool {
	t.Helper()
	_, made, err := s.Claimed(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestClaimIsMadeWithItsCommitOrNotAtAll(t *testing.T) {
	s := embedded(t, t.TempDir())
	v := mustCommit(t, s, "a", 0, claiming("a", "event/1", "event/2"))
	if !claimed(t, s, "event/1") || !claimed(t, s, "event/2") || claimed(t, s, "event/3") {
		t.Error("the commit's keys, and no other, must be claimed")
	}
	before := count(t, s, s.names.all())
	if _, err := s.Commit(t.Context(), "a", v, claiming("a", "event/3", "event/2")); !errors.Is(err, conversation.ErrClaimed) {
		t.Errorf("commit with an old and a new claim: %v, want ErrClaimed", err)
	}
	if _, err := s.Commit(t.Context(), "b", 0, claiming("b", "event/1")); !errors.Is(err, conversation.ErrClaimed) {
		t.Errorf("another conversation's commit: %v, want ErrClaimed", err)
	}
	if _, err := s.Commit(t.Context(), "a", v+99, claiming("a", "event/3")); !isConflict(err) {
		t.Errorf("new claim on an old version: %v, want ErrConflict", err)
	}
	if after := count(t, s, s.names.all()); after != before || claimed(t, s, "event/3") {
		t.Errorf("%d messages after refused commits, want %d", after, before)
	}
}

func TestAClaimSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	mustCommit(t, s, "a", 0, claiming("a", "event/1"))
	s.Close()
	s = embedded(t, dir)
	if !claimed(t, s, "event/1") {
		t.Error("the claim is gone after a restart")
	}
}

func TestClaimExpires(t *testing.T) {
	s := embedded(t, t.TempDir())
	c := claiming("a", "event/1")
	c.Claims[0].TTL = time.Second
	v := mustCommit(t, s, "a", 0, c)
	for deadline := time.Now().Add(waitLimit); claimed(t, s, "event/1"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the claim does not expire")
		}
	}
	mustCommit(t, s, "a", v, c)
}

// TestOneOfManyMakesTheClaim lets commits of different conversations meet, in one batch and
// from several pods.
func TestOneOfManyMakesTheClaim(t *testing.T) {
	t.Run("one pod", func(t *testing.T) { rivalsClaim(t, embedded(t, t.TempDir())) })
	t.Run("three pods", func(t *testing.T) {
		url := startServer(t).url()
		pod := func() *Store { return open(t, func(o *Options) { o.URL = url }) }
		rivalsClaim(t, pod(), pod(), pod())
	})
}

func rivalsClaim(t *testing.T, pods ...*Store) {
	t.Helper()
	const rivals, keys = 24, 5
	var wg sync.WaitGroup
	won := make(chan string, rivals*keys)
	for i := range rivals {
		wg.Go(func() {
			for k := range keys {
				key := "event/" + strconv.Itoa(k)
				id := "c" + strconv.Itoa(i) + "-" + strconv.Itoa(k)
				_, err := pods[i%len(pods)].Commit(t.Context(), id, 0, claiming(id, key))
				switch {
				case err == nil:
					won <- key
				case !errors.Is(err, conversation.ErrClaimed):
					t.Errorf("commit %s: %v, want success or ErrClaimed", id, err)
				}
			}
		})
	}
	wg.Wait()
	close(won)
	wins := map[string]int{}
	for key := range won {
		wins[key]++
	}
	for k := range keys {
		if n := wins["event/"+strconv.Itoa(k)]; n != 1 {
			t.Errorf("%d commits made claim %d, want 1", n, k)
		}
	}
	if n := count(t, pods[0], pods[0].names.ledger()); n != keys {
		t.Errorf("%d ledger records, want %d", n, keys)
	}
}

func TestClaimsAreChecked(t *testing.T) {
	s := embedded(t, t.TempDir())
	cases := map[string]struct {
		claims []conversation.Claim
		want   string
	}{
		"no key":      {claims: []conversation.Claim{{TTL: time.Hour}}, want: "Claims[0].Key is empty"},
		"no time":     {claims: []conversation.Claim{{Key: "a", TTL: time.Hour}, {Key: "b"}}, want: "Claims[1].TTL is 0s"},
		"one twice":   {claims: []conversation.Claim{{Key: "a", TTL: time.Hour}, {Key: "a", TTL: time.Minute}}, want: "Claims[1].Key is in the commit already"},
		"a long text": {claims: []conversation.Claim{{Key: strings.Repeat("é", 5000), TTL: time.Hour}}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := s.Commit(t.Context(), "a", 0, conversation.Commit{State: conversation.State{ID: "a"}, Claims: tc.claims})
			if tc.want == "" {
				if err != nil || !claimed(t, s, tc.claims[0].Key) {
					t.Errorf("error %v, want the claim", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want one with %q", err, tc.want)
			}
		})
	}
}
