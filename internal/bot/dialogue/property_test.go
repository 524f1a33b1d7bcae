// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/contract/release"
	"pgregory.net/rapid"
)

// TestTheCandidatesShareIsThePercentage looks at many customers: the share is within five
// standard deviations, for any salt and any percentage.
func TestTheCandidatesShareIsThePercentage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percent := rapid.Int32Range(0, 100).Draw(t, "percent")
		prefix := rapid.StringMatching(`[a-z]{0,5}`).Draw(t, "prefix")
		rollout := release.Rollout{ID: "r", Salt: rapid.StringN(1, 20, 40).Draw(t, "salt"), Percent: percent}
		const n = 4000
		candidates := 0
		for i := range n {
			if Track(rollout, fmt.Sprintf("%s%d", prefix, i)) == conversation.TrackCandidate {
				candidates++
			}
		}
		p := float64(percent) / 100
		if off, bound := math.Abs(float64(candidates)-n*p), 5*math.Sqrt(n*p*(1-p)); off > bound {
			t.Fatalf("%d of %d customers at %d %%", candidates, n, percent)
		}
	})
}

func TestRaisingThePercentageOnlyAddsCustomers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		customer := rapid.String().Draw(t, "customer")
		rollout := release.Rollout{Salt: rapid.String().Draw(t, "salt")}
		before := conversation.TrackStable
		for rollout.Percent = 0; rollout.Percent <= 100; rollout.Percent++ {
			track := Track(rollout, customer)
			if again := Track(rollout, customer); again != track {
				t.Fatalf("customer %q is on %s and %s", customer, track, again)
			}
			if before == conversation.TrackCandidate && track == conversation.TrackStable {
				t.Fatalf("customer %q lost the candidate at %d %%", customer, rollout.Percent)
			}
			before = track
		}
		if before != conversation.TrackCandidate {
			t.Fatalf("customer %q does not have the candidate at 100 %%", customer)
		}
	})
}

// TestEachFactIsCountedOnce runs a conversation with everything that can happen to it in any
// order and as often as it likes, under a rollout that moves at random.
func TestEachFactIsCountedOnce(t *testing.T) {
	says := []string{
		"when are you open", "parcel AB123456", "my parcel", "send it back", "shoes", "blue", "thanks",
		"I want a human", "close my account", "useless idiots, terrible",
	}
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t).rolling(rapid.SampledFrom([]int32{0, 5, 50, 100}).Draw(rt, "percent"))
		w.state.Customer = rapid.StringMatching(`[a-z]{1,6}`).Draw(rt, "customer")
		sent, passedOn := map[string]string{}, 0
		for step := range rapid.IntRange(1, 40).Draw(rt, "steps") {
			switch action := rapid.IntRange(0, 11).Draw(rt, "action"); action {
			case 0, 1, 2, 3, 4:
				id := fmt.Sprint("m", step)
				if action == 4 && len(sent) > 0 {
					id = rapid.SampledFrom(keys(sent)).Draw(rt, "repeated")
				}
				text, repeated := sent[id]
				if !repeated {
					text = rapid.SampledFrom(says).Draw(rt, "text")
				}
				out, err := Turn(w.state, Message{ID: id, Text: text, ReceivedAt: w.now}, w.inputs(text))
				if err != nil {
					if !w.state.EndedAt.IsZero() && !repeated {
						continue
					}
					rt.Fatalf("message %q: %v", text, err)
				}
				if repeated && out.Changed {
					rt.Fatalf("message %s was answered twice", id)
				}
				sent[id] = text
				if w.state.Handoff != nil && out.Changed {
					passedOn++
				}
				w.take(out)
			case 5:
				w.take(Due(w.state, conversation.DueOutcome, w.now, w.inForce()))
			case 6:
				w.take(Due(w.state, conversation.DueRolloutOutcome, w.now, w.inForce()))
			case 7:
				w.take(Due(w.state, conversation.DueAccept, w.now.Add(time.Hour), w.inForce()))
			case 8:
				if out, err := Rate(w.state, rapid.IntRange(1, 5).Draw(rt, "score"), w.now, 24*time.Hour); err == nil {
					w.take(out)
				}
			case 9:
				w.take(Accepted(w.state, "c1-h1", w.now, w.inForce()))
			case 10:
				if rapid.Bool().Draw(rt, "ended") && step > 10 {
					w.take(End(w.state, w.now))
				}
			case 11:
				if w.pointer.Rollout != nil {
					w.pointer.Rollout.Percent = rapid.SampledFrom([]int32{0, 5, 50, 100}).Draw(rt, "percent")
				}
			}
			w.now = w.now.Add(time.Second)
		}
		w.take(Due(w.state, conversation.DueOutcome, w.now, w.inForce()))
		w.take(Due(w.state, conversation.DueRolloutOutcome, w.now, w.inForce()))
		checkCounts(rt, w, passedOn)
	})
}

func checkCounts(t *rapid.T, w *world, passedOn int) {
	n := map[string]int{}
	for _, e := range w.ledger {
		n[e.Metric+e.Labels["responder"]]++
		if track, has := e.Labels["track"]; has && track != w.state.Assignment.Track {
			t.Fatalf("%s is counted for track %s, the conversation is on %s", e.Metric, track, w.state.Assignment.Track)
		}
	}
	want := func(metric string, times bool) {
		if got := n[metric]; got > 1 || (got == 1) != times {
			t.Fatalf("%s is counted %d times, want it counted once: %t", metric, got, times)
		}
	}
	spoke, assigned := !w.state.FirstMessageAt.IsZero(), w.state.Assignment != nil
	want(ledger.Conversations, spoke)
	want(ledger.ConversationOutcomes, spoke)
	want(ledger.RolloutAssigned, assigned)
	want(ledger.RolloutOutcomes, assigned)
	want(ledger.Ratings, w.state.Rating != 0)
	want(ledger.RolloutRatings, assigned && w.state.Assignment.Rated)
	want(ledger.FirstResponse+"bot", w.state.Responded)
	want(ledger.FirstResponse+"any", spoke)
	if n[ledger.RolloutShadow] > 1 || (assigned && n[ledger.RolloutShadow] > 0) {
		t.Fatalf("counted in the shadow %d times, assigned: %t", n[ledger.RolloutShadow], assigned)
	}
	sends := map[string]int{}
	for _, m := range w.outbox {
		sends[m.ID]++
	}
	if len(w.outbox) != w.state.Handoffs+passedOn || len(sends) != len(w.outbox) || w.state.Handoffs > 1 {
		t.Fatalf("sent %v for %d handoffs and %d later messages", sends, w.state.Handoffs, passedOn)
	}
	due := map[string]int{}
	for _, d := range w.due {
		due[d.Kind]++
	}
	if (due[conversation.DueOutcome] == 1) != spoke || (due[conversation.DueRolloutOutcome] == 1) != assigned {
		t.Fatalf("due %v, spoke: %t, assigned: %t", due, spoke, assigned)
	}
	for i, turn := range w.state.Turns {
		if turn.Seq != w.state.LastSeq-int64(len(w.state.Turns)-1-i) {
			t.Fatalf("lines are numbered %v", w.state.Turns)
		}
	}
}

func keys(m map[string]string) []string {
	var all []string
	for i := range 100 {
		if _, ok := m[fmt.Sprint("m", i)]; ok {
			all = append(all, fmt.Sprint("m", i))
		}
	}
	return all
}

// TestConversationsAreTheSameOnBothTracksUntilTheReleasesDiffer plays the same conversation for a customer of each
// track: up to the assignment, state and replies must not depend on the track, or the
// comparison would not be fair.
func TestConversationsAreTheSameOnBothTracksUntilTheReleasesDiffer(t *testing.T) {
	says := []string{"parcel AB123456", "my parcel", "AB123456", "blue", "thanks", "when are you open", "send it back"}
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(rapid.SampledFrom(says), 1, 8).Draw(rt, "texts")
		stable := newWorld(t).rolling(50).customerOn(conversation.TrackStable)
		candidate := newWorld(t).rolling(50).customerOn(conversation.TrackCandidate)
		for i, text := range texts {
			id := fmt.Sprint("m", i)
			a, b := stable.sayAs(id, text), candidate.sayAs(id, text)
			if (stable.state.Assignment == nil) != (candidate.state.Assignment == nil) {
				rt.Fatalf("after %q one track is assigned and the other is not", text)
			}
			if stable.state.Assignment != nil {
				return
			}
			if a != b {
				rt.Fatalf("before the assignment %q is answered %q and %q", text, a, b)
			}
		}
		if got, want := strings.Join(candidate.counted(""), " "), strings.Join(stable.counted(""), " "); got != want {
			rt.Fatalf("counted %s and %s", got, want)
		}
	})
}
