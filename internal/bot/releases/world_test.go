// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/contract/release"
)

// bundle packs a release whose one intent is answered with text.
func bundle(t *testing.T, text string) release.Bundle {
	t.Helper()
	b, err := release.Pack(sample(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sample(text string) release.Release {
	return release.Release{
		Version: release.FormatVersion,
		Intents: []release.Intent{{
			Name: "hours", Revision: "hours-1", Risk: "Low",
			Utterances: []string{"when are you open", "opening hours", "what time do you close"},
			Reply:      release.Reply{Text: text},
		}},
		Policy: release.Policy{
			Name: "standard", Revision: "standard-1", ConfidencePercent: 50, UnresolvedTurns: 2,
			Rules:   []release.Rule{{Name: "risky", When: "intent.risk == 'High'", Priority: "High"}},
			Handoff: release.Handoff{Require: []string{}, URL: "https://helpdesk.example", AcceptWithinSeconds: 60},
		},
	}
}

func pointer(sequence int64, stable release.Bundle) release.Pointer {
	return release.Pointer{
		Version: release.FormatVersion, Sequence: sequence, Automation: "Enabled", Stable: stable.Ref("shop"),
		Measurement: release.Measurement{OutcomeAfterSeconds: 60, RatingWithinSeconds: 60},
	}
}

func rolling(p release.Pointer, candidate release.Bundle, percent int32) release.Pointer {
	ref := candidate.Ref("shop")
	p.Candidate = &ref
	p.Rollout = &release.Rollout{ID: "wave-1", Batch: "wave", Step: "five", Percent: percent, Salt: "pepper"}
	return p
}

var errAway = errors.New("the API server is away")

// shelf is a Fetcher that counts what is fetched, and can be made to fail or to wait.
type shelf struct {
	mu      sync.Mutex
	bundles map[string][][]byte
	fetched map[string]int
	away    bool
	hold    chan struct{} // not nil: fetches wait until it is closed
}

func newShelf(bundles ...release.Bundle) *shelf {
	s := &shelf{bundles: map[string][][]byte{}, fetched: map[string]int{}}
	for _, b := range bundles {
		s.bundles[b.Release] = b.Parts
	}
	return s
}

func (s *shelf) Fetch(ctx context.Context, ref release.BundleRef) ([][]byte, error) {
	s.mu.Lock()
	hold := s.hold
	s.fetched[ref.Release]++
	s.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return nil, errAway
	}
	parts, ok := s.bundles[ref.Release]
	if !ok {
		return nil, fmt.Errorf("no bundle %.8s", ref.Release)
	}
	return parts, nil
}

func (s *shelf) count(hash string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fetched[hash]
}

func (s *shelf) change(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// follow runs a follower until the test ends.
func follow(t *testing.T, fetcher Fetcher, disk *Disk) (*Follower, *prometheus.Registry) {
	t.Helper()
	registry := prometheus.NewRegistry()
	f := NewFollower(Options{
		Fetcher: fetcher, Builder: compiler(), Disk: disk, Clock: clock.RealClock{}, Log: logr.Discard(),
		Metrics: NewMetrics(registry, "shop-ns", "shop", "shop-0"),
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("follower: %v", err)
		}
	})
	return f, registry
}

func compiler() Compiler { return Compiler{Engine: Train, Rules: CELRules(logr.Discard())} }

// eventually waits for real work in another goroutine.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("it never came to this: %s", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// serves tells whether the view in force has these releases and this share.
func serves(f *Follower, stable, candidate string, percent int32) func() bool {
	return func() bool {
		v := f.View()
		if v == nil || v.Stable.Hash != stable || (v.Candidate == nil) != (candidate == "") {
			return false
		}
		return v.Candidate == nil || (v.Candidate.Hash == candidate && v.Pointer.Rollout.Percent == percent)
	}
}
