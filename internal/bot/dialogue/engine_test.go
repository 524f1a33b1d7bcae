// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/intentops/intentops/internal/bot/conversation"
)

// TestAFailedEngineCountsForNoTrack says lines to a bot whose engine is up for those
// that begin with "+" and down for those that begin with "-".
func TestAFailedEngineCountsForNoTrack(t *testing.T) {
	tests := map[string]struct {
		say        []string
		wantReason string // of the outcome
		// wantRollout is the outcome for the rollout; empty: it was not assigned.
		wantRollout string
	}{
		"a healthy conversation":                     {say: []string{"+when are you open", "+blue", "+red"}, wantReason: "low_confidence", wantRollout: "escalated"},
		"down until a person takes over":             {say: []string{"+when are you open", "-when are you open", "-and on Sunday"}, wantReason: "engine_failed", wantRollout: "engine_failed"},
		"down for the first of two that are unclear": {say: []string{"+when are you open", "-on Sunday", "+blue"}, wantReason: "engine_failed", wantRollout: "engine_failed"},
		"down for one message, then answered":        {say: []string{"+when are you open", "-on Sunday", "+when are you open"}, wantReason: "none", wantRollout: "engine_failed"},
		"a customer who gives up meanwhile":          {say: []string{"+when are you open", "-on Sunday"}, wantReason: "none", wantRollout: "engine_failed"},
		"a customer who asks for a person meanwhile": {say: []string{"+when are you open", "-on Sunday", "-a human please"}, wantReason: "user_requested", wantRollout: "engine_failed"},
		"not understood long after":                  {say: []string{"+when are you open", "-on Sunday", "+when are you open", "+blue", "+red"}, wantReason: "low_confidence", wantRollout: "engine_failed"},
		"down before the releases differ":            {say: []string{"-hello", "+when are you open"}, wantReason: "none", wantRollout: "engine_failed"},
		"down all the time":                          {say: []string{"-when are you open", "-when are you open"}, wantReason: "engine_failed"},
		"a field's value needs no engine":            {say: []string{"+send it back", "-the blue shoes"}, wantReason: "none", wantRollout: "contained"},
		"a field that is not given while it is down": {say: []string{"+when are you open", "+my parcel", "-what", "-what", "-what"}, wantReason: "engine_failed", wantRollout: "engine_failed"},
		"handed over before it went down":            {say: []string{"+when are you open", "+blue", "+red", "-hello"}, wantReason: "low_confidence", wantRollout: "escalated"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).rolling(50).customerOn(conversation.TrackCandidate)
			for _, line := range tc.say {
				w.down = line[0] == '-'
				w.say(line[1:])
			}
			w.take(Due(w.state, conversation.DueOutcome, w.now, w.inForce()))
			w.take(Due(w.state, conversation.DueRolloutOutcome, w.now, w.inForce()))
			out, err := Rate(w.state, 1, w.now, w.pointer.Measurement.RatingWithin())
			if err != nil {
				t.Fatal(err)
			}
			w.take(out)
			if got := conversationOutcome(&w.state).Labels["reason"]; got != tc.wantReason {
				t.Errorf("reason %s, want %s", got, tc.wantReason)
			}
			var want []string
			if tc.wantRollout != "" {
				want = []string{"rollout_outcomes_total{evidence=unlimited,kind=" + w.state.Assignment.Kind + ",outcome=" + tc.wantRollout + ",rollout=wave-1,step=five,track=candidate}"}
			}
			if diff := cmp.Diff(want, w.counted("rollout_outcomes")); diff != "" {
				t.Errorf("outcomes for the rollout (-want +got):\n%s", diff)
			}
			spoiled := tc.wantRollout == "" || tc.wantRollout == conversation.OutcomeEngineFailed
			if got := len(w.counted("rollout_ratings")) == 0; got != spoiled {
				t.Errorf("ratings for the rollout: %v", w.counted("rollout_ratings"))
			}
			if missed := w.counted("missed"); spoiled && len(missed) > 0 {
				t.Errorf("missed escalations: %v", missed)
			}
			if got := w.counted("conversation_outcomes"); len(got) != 1 {
				t.Errorf("outcomes for the KPIs: %v, want the conversation there like any other", got)
			}
			checkContract(t, w.ledger)
		})
	}
}

func TestTheShadowIsSilentWhileTheEngineFails(t *testing.T) {
	w := newWorld(t).rolling(0)
	w.down = true
	w.say("when are you open")
	w.take(Due(w.state, conversation.DueOutcome, w.now, w.inForce()))
	if got := w.counted("shadow"); len(got) != 0 {
		t.Errorf("counted %v of a conversation that neither release has read", got)
	}
}

func TestAFailedEngineMissesNoEscalation(t *testing.T) {
	for _, down := range []bool{false, true} {
		w := newWorld(t).rolling(50).customerOn(conversation.TrackCandidate)
		w.state.Tier = ""
		w.say("when are you open")
		w.down = down
		w.say("this is terrible, horrible, useless, I hate it")
		w.take(Due(w.state, conversation.DueRolloutOutcome, w.now, w.inForce()))
		if got := len(w.counted("missed")) > 0; got == down {
			t.Errorf("engine down: %v; missed escalations %v, sentiment %v", down, w.counted("missed"), w.state.Sentiment)
		}
	}
}
