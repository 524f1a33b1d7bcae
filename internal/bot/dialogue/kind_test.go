// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestTheKindOfTheIntentOnWhichTheReleasesDiffer(t *testing.T) {
	stable := []release.Intent{orderStatus(), hours("1")}
	changed := []release.Intent{orderStatus(), hours("2")}
	fresh := []release.Intent{orderStatus(), hours("1"), returns()}
	mixed := []release.Intent{orderStatus(), hours("2"), returns()}
	for name, tc := range map[string]struct {
		candidate []release.Intent
		// stable and candidate are the intents that the releases understand; empty: none.
		stable, understood string
		want               string
	}{
		"the candidate alone understands, with a new intent":    {mixed, "", "returns", "new"},
		"the candidate takes it for a new intent":               {mixed, "order-status", "returns", "new"},
		"both understand the intent that was changed":           {mixed, "hours", "hours", "changed"},
		"the candidate takes it for one that stable has too":    {mixed, "hours", "order-status", "changed"},
		"the candidate alone understands one that stable has":   {mixed, "", "order-status", "changed"},
		"the candidate no longer understands what stable does":  {mixed, "order-status", "", "changed"},
		"new ones alone, and one that stable understood is not": {fresh, "hours", "", "changed"},
		"neither understands, the batch brings new ones":        {fresh, "", "", "new"},
		"neither understands, the batch brings changed ones":    {changed, "", "", "changed"},
		"neither understands, the batch brings both":            {mixed, "", "", "changed"},
		"neither understands, the releases have the same":       {stable, "", "", "changed"},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := compiled(t, "stable", stable...), compiled(t, "candidate", tc.candidate...)
			got := kindOf(a, b, decide.Decision{Intent: a.Intents[tc.stable]}, decide.Decision{Intent: b.Intents[tc.understood]})
			if got != tc.want {
				t.Errorf("kind %q, want %q", got, tc.want)
			}
		})
	}
}

func TestAnotherPolicyOrEngineIsAChange(t *testing.T) {
	stable, fresh := compiled(t, "stable", orderStatus()), compiled(t, "candidate", orderStatus(), returns())
	for name, change := range map[string]func(*decide.Compiled){
		"policy": func(c *decide.Compiled) { c.Policy.Revision = "standard-2" },
		"engine": func(c *decide.Compiled) {
			c.Engine = &release.Understanding{Engine: release.EngineHTTP, URL: "http://nlu"}
		},
	} {
		candidate := *fresh
		change(&candidate)
		if got := kindOf(stable, &candidate, decide.Decision{}, decide.Decision{}); got != conversation.KindChangedIntent {
			t.Errorf("%s: kind %q, want changed", name, got)
		}
	}
}

func TestTheKindStaysThatOfTheFirstDifference(t *testing.T) {
	for _, track := range []string{"stable", "candidate"} {
		w := newWorld(t).rolling(50).customerOn(track)
		w.say("send it back")
		w.say("when are you open") // which differs by a changed intent
		w.take(Due(w.state, conversation.DueRolloutOutcome, w.now, w.inForce()))
		if got := w.state.Assignment.Kind; got != conversation.KindNewIntent {
			t.Errorf("%s: kind %q, want that of the first difference", track, got)
		}
		want := []string{
			"rollout_assigned_total{evidence=unlimited,kind=new,rollout=wave-1,step=five,track=" + track + "}",
			"rollout_outcomes_total{evidence=unlimited,kind=new,outcome=contained,rollout=wave-1,step=five,track=" + track + "}",
		}
		if diff := cmp.Diff(want, w.counted("rollout_")); diff != "" {
			t.Errorf("rollout counts (-want +got):\n%s", diff)
		}
	}
}

func TestAnAssignmentWithoutAKindIsCountedWithoutOne(t *testing.T) {
	w := newWorld(t).rolling(50).customerOn("candidate")
	w.say("send it back")
	w.ledger, w.state.Assignment.Kind = nil, "" // as an older bot wrote it
	w.take(Due(w.state, conversation.DueRolloutOutcome, w.now, w.inForce()))
	if diff := cmp.Diff([]string{"rollout_outcomes_total{evidence=unlimited,kind=,outcome=abandoned,rollout=wave-1,step=five,track=candidate}"}, w.counted("rollout_")); diff != "" {
		t.Errorf("rollout counts (-want +got):\n%s", diff)
	}
}
