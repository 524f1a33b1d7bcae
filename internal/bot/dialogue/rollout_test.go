// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/intentops/intentops/internal/bot/conversation"
)

func TestAConversationIsAssignedWhenTheReleasesDiffer(t *testing.T) {
	tests := map[string]struct {
		say          string
		track        string
		wantAssigned bool
		wantKind     string
		wantReply    string
	}{
		"same intent, same revision":                {say: "parcel AB123456", track: "candidate", wantReply: "answer: Order AB123456 is on its way. "},
		"same intent, other revision, candidate":    {say: "when are you open", track: "candidate", wantAssigned: true, wantKind: "changed", wantReply: "answer: Nine to five (2)."},
		"same intent, other revision, stable":       {say: "when are you open", track: "stable", wantAssigned: true, wantKind: "changed", wantReply: "answer: Nine to five (1)."},
		"only the candidate understands":            {say: "send it back", track: "candidate", wantAssigned: true, wantKind: "new", wantReply: "field: What do you want to return?"},
		"only the candidate understands, stable":    {say: "send it back", track: "stable", wantAssigned: true, wantKind: "new", wantReply: "clarify: I did not quite understand that. Could you say it in other words?"},
		"neither understands":                       {say: "blue", track: "candidate", wantReply: "clarify: I did not quite understand that. Could you say it in other words?"},
		"both hand over by the same rule":           {say: "close my account", track: "candidate", wantReply: "handoff: A person will take over from here. They get what you told me, so you need not repeat it."},
		"both hand over a customer who asks for it": {say: "I want a human", track: "candidate", wantReply: "handoff: A person will take over from here. They get what you told me, so you need not repeat it."},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).rolling(50).customerOn(tc.track)
			if got := w.say(tc.say); got != tc.wantReply {
				t.Errorf("reply %q, want %q", got, tc.wantReply)
			}
			var want []string
			if tc.wantAssigned {
				want = []string{"rollout_assigned_total{evidence=unlimited,kind=" + tc.wantKind + ",rollout=wave-1,step=five,track=" + tc.track + "}"}
				if w.track != tc.track {
					t.Errorf("track %q, want %q", w.track, tc.track)
				}
			}
			if diff := cmp.Diff(want, w.counted("rollout_")); diff != "" {
				t.Errorf("rollout counts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestACustomerStaysOnTheTrack(t *testing.T) {
	tests := map[string]struct {
		change func(w *world)
		// wantHours is the revision of the hours that the customer is told afterwards.
		wantHours string
		wantTrack string
	}{
		"while the share is the same": {change: func(*world) {}, wantHours: "2", wantTrack: "candidate"},
		"when the share grows":        {change: func(w *world) { w.pointer.Rollout.Percent, w.pointer.Rollout.Step = 100, "all" }, wantHours: "2", wantTrack: "candidate"},
		"when the share shrinks":      {change: func(w *world) { w.pointer.Rollout.Percent = 1 }, wantHours: "2", wantTrack: "candidate"},
		"until the rollout is rolled back": {change: func(w *world) {
			w.pointer.Rollout, w.pointer.Candidate, w.candidate = nil, nil, nil
		}, wantHours: "1"},
		"until it is promoted": {change: func(w *world) {
			w.stable, w.candidate = w.candidate, nil
			w.pointer.Rollout, w.pointer.Candidate = nil, nil
		}, wantHours: "2"},
		"and another rollout does not take it": {change: func(w *world) { w.pointer.Rollout.ID, w.pointer.Rollout.Percent = "wave-2", 100 }, wantHours: "1"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).rolling(50).customerOn("candidate")
			w.say("when are you open")
			tc.change(w)
			if got, want := w.say("when are you open"), "answer: Nine to five ("+tc.wantHours+")."; got != want {
				t.Errorf("reply %q, want %q", got, want)
			}
			if w.track != tc.wantTrack {
				t.Errorf("track %q, want %q", w.track, tc.wantTrack)
			}
			if got := w.counted("assigned"); len(got) != 1 || w.state.Assignment.Step != "five" {
				t.Errorf("assigned %v at step %s, want once at step five", got, w.state.Assignment.Step)
			}
		})
	}
}

func TestAFieldThatTheReleaseNoLongerHas(t *testing.T) {
	w := newWorld(t).rolling(100).customerOn("candidate")
	if got := w.say("send it back"); got != "field: What do you want to return?" {
		t.Fatalf("reply %q", got)
	}
	w.pointer.Rollout, w.pointer.Candidate, w.candidate = nil, nil, nil
	if got, want := w.say("when are you open"), "answer: Nine to five (1)."; got != want {
		t.Errorf("after the rollback: %q, want %q", got, want)
	}
	if w.state.Collecting != nil {
		t.Error("the bot still asks for a value of an intent that it does not have")
	}
}

func TestAMessageThatDiffersLaterIsAssignedLater(t *testing.T) {
	w := newWorld(t).rolling(50).customerOn("candidate")
	w.say("parcel AB123456")
	w.now = w.now.Add(10 * time.Minute)
	at := w.now
	w.say("send it back")
	if a := w.state.Assignment; a == nil || !a.At.Equal(at) || !a.OutcomeAt.Equal(at.Add(30*time.Minute)) {
		t.Errorf("assignment %+v, want at the second message, and its outcome half an hour later", a)
	}
	want := []conversation.DueMessage{
		{Conversation: "c1", At: start.Add(30 * time.Minute), Kind: conversation.DueOutcome},
		{Conversation: "c1", At: at.Add(30 * time.Minute), Kind: conversation.DueRolloutOutcome},
	}
	if diff := cmp.Diff(want, w.due); diff != "" {
		t.Errorf("due (-want +got):\n%s", diff)
	}
}

func TestShadow(t *testing.T) {
	tests := map[string]struct {
		say  []string
		want []string
	}{
		"the candidate would have answered": {say: []string{"send it back"}, want: []string{"rollout_shadow_total{rollout=wave-1,would=answer}"}},
		"the same":                          {say: []string{"parcel AB123456", "my parcel"}, want: []string{"rollout_shadow_total{rollout=wave-1,would=same}"}},
		"counted once":                      {say: []string{"send it back", "when are you open", "send it back"}, want: []string{"rollout_shadow_total{rollout=wave-1,would=answer}"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).rolling(0)
			for _, text := range tc.say {
				w.say(text)
			}
			w.take(Due(w.state, conversation.DueOutcome, w.now, w.inForce()))
			if diff := cmp.Diff(tc.want, w.counted("rollout_")); diff != "" {
				t.Errorf("rollout counts (-want +got):\n%s", diff)
			}
		})
	}

	t.Run("a conversation that differed in the shadow is not assigned later", func(t *testing.T) {
		w := newWorld(t).rolling(0)
		w.say("send it back")
		w.pointer.Rollout.Percent = 100
		w.say("when are you open")
		if w.state.Assignment != nil {
			t.Errorf("assignment %+v", w.state.Assignment)
		}
	})
	t.Run("nor is one that was counted as the same", func(t *testing.T) {
		w := newWorld(t).rolling(0)
		w.say("parcel AB123456")
		w.take(Due(w.state, conversation.DueOutcome, w.now, w.inForce()))
		w.say("send it back")
		w.pointer.Rollout.Percent = 100
		w.say("when are you open")
		if diff := cmp.Diff([]string{"rollout_shadow_total{rollout=wave-1,would=same}"}, w.counted("rollout_")); diff != "" {
			t.Errorf("rollout counts (-want +got):\n%s", diff)
		}
	})
	t.Run("one whose outcome was counted before the shadow is in none of its counts", func(t *testing.T) {
		for _, text := range []string{"send it back", "parcel AB123456"} { // one differs, one does not
			w := newWorld(t)
			w.say("parcel AB123456")
			w.take(Due(w.state, conversation.DueOutcome, w.now, w.inForce()))
			w.rolling(0).say(text)
			w.take(Due(w.state, conversation.DueOutcome, w.now, w.inForce()))
			if got := w.counted("shadow"); len(got) != 0 {
				t.Errorf("%q: counted %v; only those that differ would be", text, got)
			}
		}
	})
	t.Run("one that was the same so far is", func(t *testing.T) {
		w := newWorld(t).rolling(0)
		w.say("parcel AB123456")
		w.pointer.Rollout.Percent = 100
		if got, want := w.say("when are you open"), "answer: Nine to five (2)."; got != want {
			t.Errorf("reply %q, want %q", got, want)
		}
		w.take(Due(w.state, conversation.DueOutcome, w.now, w.inForce()))
		if diff := cmp.Diff([]string{"rollout_assigned_total{evidence=unlimited,kind=changed,rollout=wave-1,step=five,track=candidate}"}, w.counted("rollout_")); diff != "" {
			t.Errorf("rollout counts (-want +got):\n%s", diff)
		}
	})
}

func TestShadowOfAnEscalation(t *testing.T) {
	w := newWorld(t).rolling(0)
	// The candidate no longer knows the hours, and takes them for something of high risk.
	risky := hours("2")
	risky.Risk = "High"
	w.candidate = compiled(t, "candidate", orderStatus(), risky)
	w.say("when are you open")
	if diff := cmp.Diff([]string{"rollout_shadow_total{rollout=wave-1,would=escalate}"}, w.counted("shadow")); diff != "" {
		t.Errorf("shadow (-want +got):\n%s", diff)
	}
}

func TestWithoutTheCandidateLoadedStableServes(t *testing.T) {
	w := newWorld(t).rolling(100)
	w.candidate = nil
	if got, want := w.say("when are you open"), "answer: Nine to five (1)."; got != want {
		t.Errorf("reply %q, want %q", got, want)
	}
	if w.state.Assignment != nil {
		t.Error("assigned without a candidate to compare with")
	}
}
