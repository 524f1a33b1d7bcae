// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package turns

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/contract/release"
)

// rolling lets half of the customers have another release.
func (d *fixture) rolling(t *testing.T, salt string) {
	t.Helper()
	view := *d.views.View()
	view.Candidate = loaded(t, "ten to six", &classifier{})
	view.Pointer.Rollout = &release.Rollout{ID: "wave-1", Batch: "wave", Step: "half", Percent: 50, Salt: salt}
	view.Pointer.Candidate = &release.BundleRef{Release: "ten to six"}
	d.views.view.Store(&view)
}

// visit is a whole conversation; it returns what the rollout makes of it.
func (d *fixture) visit(t *testing.T, o Opening) *conversation.Assignment {
	t.Helper()
	o.Channel = "web"
	state, err := d.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	out, err := d.Say(t.Context(), state.ID, dialogue.Message{ID: "m1", Text: "when"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := out.State.Assignment
	want := map[string]string{conversation.TrackStable: "nine to five", conversation.TrackCandidate: "ten to six"}[a.Track]
	if got := out.Replies[0].Text; got != want {
		t.Errorf("%s gets %q, want the %s track's %q", o.Customer, got, a.Track, want)
	}
	if _, err := d.Rate(t.Context(), state.ID, 1, nil); err != nil {
		t.Fatal(err)
	}
	if err := d.RunDue(t.Context(), conversation.DueMessage{Conversation: state.ID, Kind: conversation.DueRolloutOutcome}); err != nil {
		t.Fatal(err)
	}
	return a
}

// counted are how often each family of rollouts was counted.
func (d *fixture) counted() [4]int {
	return [4]int{
		d.entries(ledger.RolloutAssigned), d.entries(ledger.RolloutOutcomes), d.entries(ledger.RolloutRatings), d.entries(ledger.RolloutUncounted),
	}
}

func TestFewAnonymousConversationsOfANetworkCountInADay(t *testing.T) {
	d := newFixture(t, &classifier{})
	d.rolling(t, "pepper")
	for i := range 40 {
		d.visit(t, Opening{Customer: fmt.Sprint("web-", i), Network: "a"})
	}
	if got := d.counted(); got != [4]int{3, 3, 3, 37} {
		t.Fatalf("assigned, outcomes, ratings and uncounted: %v", got)
	}
	for i := range 10 {
		d.visit(t, Opening{Customer: fmt.Sprint("42-", i), Verified: true, Network: "a"})
		d.visit(t, Opening{Customer: fmt.Sprint("web-elsewhere-", i)})
	}
	d.visit(t, Opening{Customer: "web-next-door", Network: "b"})
	if got := d.counted(); got != [4]int{24, 24, 24, 37} {
		t.Errorf("with verified customers, those of unknown networks and one of another network: %v", got)
	}

	d.clock.Step(24 * time.Hour)
	for i := range 40 {
		d.visit(t, Opening{Customer: fmt.Sprint("web-", i), Network: "a"})
	}
	if got := d.counted(); got != [4]int{24, 24, 24, 37} {
		t.Errorf("those who know their tracks from the day before count: %v", got)
	}
	for i := range 40 {
		d.visit(t, Opening{Customer: fmt.Sprint("web-new-", i), Network: "a"})
	}
	if got := d.counted(); got != [4]int{27, 27, 27, 74} {
		t.Errorf("on the next day: %v", got)
	}
	for _, e := range d.store.Ledger() {
		if e.Metric == ledger.RolloutUncounted && e.Labels["track"] != "" {
			t.Errorf("what is not counted tells its track: %v", e.Labels)
		}
	}
}

func TestTheLimitIsThatOfTheBot(t *testing.T) {
	d := newFixture(t, &classifier{})
	d.rolling(t, "pepper")
	view := *d.views.View()
	view.Pointer.Measurement.AnonymousPerNetwork = 7
	d.views.view.Store(&view)
	for i := range 20 {
		d.visit(t, Opening{Customer: fmt.Sprint("web-", i), Network: "a"})
	}
	if got := d.counted(); got != [4]int{7, 7, 7, 13} {
		t.Errorf("assigned, outcomes, ratings and uncounted: %v", got)
	}
}

// TestWhichConversationsCountDoesNotDependOnTracks lets the same customers come in the same order
// while the tracks are drawn in another way each time.
func TestWhichConversationsCountDoesNotDependOnTracks(t *testing.T) {
	var first []bool
	tracks := map[string]bool{}
	for _, salt := range []string{"pepper", "salt", "sugar", "thyme"} {
		d := newFixture(t, &classifier{})
		d.rolling(t, salt)
		var counts []bool
		drawn := ""
		for i := range 60 {
			a := d.visit(t, Opening{Customer: fmt.Sprint("web-", i), Network: fmt.Sprint(i % 7)})
			counts = append(counts, a.Counts())
			drawn += a.Track[:1]
		}
		tracks[drawn] = true
		if first == nil {
			first = counts
		}
		if !slices.Equal(counts, first) {
			t.Errorf("with salt %s these count: %v, and with another: %v", salt, counts, first)
		}
	}
	if len(tracks) != 4 {
		t.Errorf("%d ways to draw tracks, want 4", len(tracks))
	}
}

func TestTheLimitHoldsForConversationsAtTheSameTime(t *testing.T) {
	d := newFixture(t, &classifier{})
	d.rolling(t, "pepper")
	var wg sync.WaitGroup
	for i := range 12 {
		state, err := d.Open(t.Context(), Opening{Customer: fmt.Sprint("web-", i), Network: "a", Channel: "web"})
		if err != nil {
			t.Fatal(err)
		}
		wg.Go(func() {
			if _, err := d.Say(t.Context(), state.ID, dialogue.Message{ID: "m1", Text: "when"}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := d.counted(); got[0] != 3 || got[3] != 9 {
		t.Errorf("assigned and uncounted: %v", got)
	}
}
