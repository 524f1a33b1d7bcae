// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/intentops/intentops/internal/bot/conversation"
)

func TestRolloutOutcome(t *testing.T) {
	tests := map[string]struct {
		say        []string
		want       string
		wantMissed bool
	}{
		"answered":                                {say: []string{"when are you open"}, want: conversation.OutcomeContained},
		"left while a value was asked for":        {say: []string{"send it back"}, want: conversation.OutcomeAbandoned},
		"an answer before the assignment is none": {say: []string{"parcel AB123456", "send it back"}, want: conversation.OutcomeAbandoned},
		"the value given":                         {say: []string{"send it back", "shoes"}, want: conversation.OutcomeContained},
		"a person asked for":                      {say: []string{"send it back", "I want a human"}, want: conversation.OutcomeEscalated},
		"not understood after all":                {say: []string{"when are you open", "blue", "green"}, want: conversation.OutcomeEscalated},
		"a rule of the policy":                    {say: []string{"when are you open", "close my account"}, want: conversation.OutcomePolicyEscalated},
		"left angry":                              {say: []string{"when are you open", "this is a terrible disgusting scam, my parcel AB123456"}, want: conversation.OutcomeContained, wantMissed: true},
		"angry at first, and then content":        {say: []string{"you are useless idiots when are you open", "parcel AB123456"}, want: conversation.OutcomeContained},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).rolling(50).customerOn("candidate")
			w.state.Tier = "" // no rule about moods
			for _, text := range tc.say {
				w.say(text)
			}
			w.take(Due(w.state, conversation.DueRolloutOutcome, w.now, w.inForce()))
			want := []string{"rollout_outcomes_total{evidence=unlimited,kind=" + w.state.Assignment.Kind + ",outcome=" + tc.want + ",rollout=wave-1,step=five,track=candidate}"}
			if diff := cmp.Diff(want, w.counted("rollout_outcomes")); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if got := len(w.counted("missed")) == 1; got != tc.wantMissed {
				t.Errorf("missed escalation %t, want %t (sentiment %f)", got, tc.wantMissed, w.state.Sentiment)
			}
			checkContract(t, w.ledger)
		})
	}
}

func TestNothingIsCountedForAChatThatNobodyWroteIn(t *testing.T) {
	w := newWorld(t)
	if out := Due(w.state, conversation.DueOutcome, w.now, w.inForce()); out.Changed {
		t.Errorf("outcome %+v", out)
	}
	if out := Due(w.state, "of another version", w.now, w.inForce()); out.Changed {
		t.Errorf("outcome %+v", out)
	}
	w.take(End(w.state, w.now))
	if len(w.ledger) != 0 {
		t.Errorf("counted %v", w.counted(""))
	}
	if _, err := Rate(w.state, 5, w.now, time.Hour); !errors.Is(err, ErrNoMessages) {
		t.Errorf("rating: %v, want ErrNoMessages", err)
	}
}

func TestHandoffStates(t *testing.T) {
	w := newWorld(t)
	w.say("close my account")
	acceptBy := start.Add(2 * time.Minute)
	if diff := cmp.Diff(conversation.DueMessage{Conversation: "c1", At: acceptBy, Kind: conversation.DueAccept}, w.due[1]); diff != "" {
		t.Fatalf("due (-want +got):\n%s", diff)
	}
	if out := Due(w.state, conversation.DueAccept, acceptBy.Add(-time.Second), w.inForce()); out.Changed {
		t.Error("timed out before its time")
	}

	accepted := Accepted(w.state, "c1-h1", start.Add(time.Minute), w.inForce())
	if accepted.State.Handoff.State != conversation.HandoffAccepted || len(accepted.Replies) != 0 {
		t.Errorf("accepted in time: %+v, want no words about it", accepted)
	}
	if out := Due(accepted.State, conversation.DueAccept, acceptBy, w.inForce()); out.Changed {
		t.Error("timed out although it was accepted")
	}
	if out := Accepted(accepted.State, "c1-h1", acceptBy, w.inForce()); out.Changed {
		t.Error("accepted twice")
	}
	if out := Accepted(w.state, "c1-h9", acceptBy, w.inForce()); out.Changed {
		t.Error("another handoff was accepted")
	}

	late := Due(w.state, conversation.DueAccept, acceptBy, w.inForce())
	if late.State.Handoff.State != conversation.HandoffTimeout || len(late.Replies) != 1 || late.Replies[0].Kind != conversation.KindNotice {
		t.Errorf("at the time: %+v, want a timeout and a notice", late)
	}
	if out := Due(late.State, conversation.DueAccept, acceptBy.Add(time.Hour), w.inForce()); out.Changed {
		t.Error("timed out twice")
	}
	after := Accepted(late.State, "c1-h1", acceptBy.Add(time.Hour), w.inForce())
	if after.State.Handoff.State != conversation.HandoffAccepted || len(after.Replies) != 1 {
		t.Errorf("accepted late: %+v, want the customer to be told", after)
	}

	failed := Failed(w.state, "c1-h1", start.Add(time.Minute), w.inForce())
	if failed.State.Handoff.State != conversation.HandoffFailed || len(failed.Replies) != 1 {
		t.Errorf("refused: %+v, want the customer to be told", failed)
	}
	if out := Failed(failed.State, "c1-h1", start.Add(time.Hour), w.inForce()); out.Changed {
		t.Error("refused twice")
	}
	if out := Failed(accepted.State, "c1-h1", start.Add(time.Hour), w.inForce()); out.Changed {
		t.Error("refused after it was accepted")
	}
	if got := Accepted(failed.State, "c1-h1", start.Add(time.Hour), w.inForce()); got.State.Handoff.State != conversation.HandoffAccepted {
		t.Errorf("accepted after a refusal: %+v", got)
	}

	w.take(accepted)
	if got := w.say("hello?"); got != "" {
		t.Errorf("the bot said %q while a person has the conversation", got)
	}
	checkContract(t, append(w.ledger, failed.Ledger...))
}

func TestRatings(t *testing.T) {
	tests := map[string]struct {
		say    []string
		before func(w *world)
		score  int
		want   error
		counts []string
	}{
		"of the bot": {say: []string{"parcel AB123456"}, score: 5,
			counts: []string{"ratings_total{channel=web,handled_by=bot,intent=order-status,rating=5}"}},
		"of a person alone": {say: []string{"close my account"}, score: 1,
			counts: []string{"ratings_total{channel=web,handled_by=human,intent=close-account,rating=1}"}},
		"of both": {say: []string{"parcel AB123456", "close my account"}, score: 3,
			counts: []string{"ratings_total{channel=web,handled_by=mixed,intent=close-account,rating=3}"}},
		"of a conversation in the rollout": {say: []string{"when are you open"}, score: 2, counts: []string{
			"ratings_total{channel=web,handled_by=bot,intent=hours,rating=2}",
			"rollout_ratings_total{evidence=unlimited,kind=changed,rating=2,rollout=wave-1,step=five,track=candidate}"}},
		"after the end": {say: []string{"parcel AB123456"}, score: 4, before: func(w *world) { w.take(End(w.state, w.now)) },
			counts: []string{"ratings_total{channel=web,handled_by=bot,intent=order-status,rating=4}"}},
		"too late": {say: []string{"parcel AB123456"}, score: 4, want: ErrRatingLate,
			before: func(w *world) { w.now = start.Add(24*time.Hour + time.Second) }},
		"at the last moment": {say: []string{"parcel AB123456"}, score: 4, before: func(w *world) { w.now = w.state.FirstMessageAt.Add(24 * time.Hour) },
			counts: []string{"ratings_total{channel=web,handled_by=bot,intent=order-status,rating=4}"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).rolling(50).customerOn("candidate")
			for _, text := range tc.say {
				w.say(text)
			}
			if tc.before != nil {
				tc.before(w)
			}
			out, err := Rate(w.state, tc.score, w.now, w.pointer.Measurement.RatingWithin())
			if !errors.Is(err, tc.want) {
				t.Fatalf("error %v, want %v", err, tc.want)
			}
			if err != nil {
				return
			}
			w.take(out)
			if diff := cmp.Diff(tc.counts, w.counted("ratings_total")); diff != "" {
				t.Errorf("ratings (-want +got):\n%s", diff)
			}
			if _, err := Rate(w.state, 5, w.now, time.Hour*48); !errors.Is(err, ErrRated) {
				t.Errorf("second rating: %v, want ErrRated", err)
			}
			checkContract(t, w.ledger)
		})
	}
}
