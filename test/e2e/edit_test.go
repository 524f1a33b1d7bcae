// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// The intent that is edited, what its customers say, and its new answer.
const (
	edited   = "opening-hours"
	question = "what are your opening hours"
	newText  = "From today on we are open every day from 8 to 22 o'clock."
)

// edited changes the answer of a live intent. Customers keep the old one, but for those on
// the candidate track.
func (s *suite) edited(t *testing.T) {
	_, oldText := s.answer(t, edited, question)
	before := s.batch(t, "week-1", "to be promoted", soon, promoted)
	s.change(t, &v1alpha1.Intent{}, edited, fmt.Sprintf(`{"spec":{"reply":{"text":%q}}}`, newText))
	batch := s.batch(t, "week-1", "to begin again", soon, func(b *v1alpha1.IntentBatch) bool {
		return rolling(b) && b.Status.Rollout != before.Status.Rollout
	})
	if len(batch.Status.Steps) != 1 || batch.Status.Step != "shadow" || percent(batch) != 0 || batch.Status.Attempt != 2 {
		t.Errorf("attempt %d began in step %s at %d%%, want attempt 2 in step shadow", batch.Status.Attempt, batch.Status.Step, percent(batch))
	}
	intent := &v1alpha1.Intent{}
	must(t, s.Get(s.ctx, client.ObjectKey{Namespace: harness.Namespace, Name: edited}, intent))
	for _, entry := range batch.Status.Intents {
		switch {
		case entry.Stable == "":
			t.Errorf("%s is no longer served", entry.Name)
		case entry.Name == edited && (entry.Candidate == "" || entry.Candidate == entry.Stable || entry.Candidate != intent.Status.Revision):
			t.Errorf("candidate of %s is %q, stable %q, want the Intent's revision %q as the candidate only",
				edited, entry.Candidate, entry.Stable, intent.Status.Revision)
		case entry.Name != edited && entry.Candidate != entry.Stable:
			t.Errorf("%s was not edited; its candidate is %q, stable %q", entry.Name, entry.Candidate, entry.Stable)
		}
	}

	for range 5 {
		if track, text := s.answer(t, edited, question); track != "candidate" && text != oldText {
			t.Errorf("a customer outside the candidate track got %q", text)
		}
	}
	s.batch(t, "week-1", "to reach customers", stepTimeout, func(b *v1alpha1.IntentBatch) bool { return percent(b) == 25 })
	texts := map[string]string{"stable": oldText, "candidate": newText}
	seen := map[string]int{}
	for n := 0; n < 100 && (seen["stable"] < 5 || seen["candidate"] < 1); n++ {
		track, text := s.answer(t, edited, question)
		seen[track]++
		if want := texts[track]; want != "" && text != want {
			t.Errorf("a customer on track %s got %q, want %q", track, text, want)
		}
	}
	// What was not edited is answered on both tracks.
	for range 12 {
		s.answer(t, "shipping-cost", "how much is shipping")
	}
	if seen["stable"] == 0 || seen["candidate"] == 0 {
		t.Errorf("customers by track: %v, want some on each", seen)
	}
}

// answer asks something that the bot knows.
func (s *suite) answer(t *testing.T, intent, text string) (track, answer string) {
	t.Helper()
	reply := s.ask(t, text)
	got, answer := reply.Answer()
	if got != intent {
		t.Errorf("asked %q, the bot answered for intent %q: %+v", text, got, reply)
	}
	return reply.Track, answer
}

func (s *suite) editPromoted(t *testing.T) {
	batch := s.batch(t, "week-1", "to be promoted again", rolloutTimeout, promoted)
	s.checkDecisions(t, batch, v1alpha1.DecisionStarted, v1alpha1.DecisionAdvanced, v1alpha1.DecisionAdvanced,
		v1alpha1.DecisionAdvanced, v1alpha1.DecisionPromoted)
	s.settled(t)
	for range 5 {
		if _, text := s.answer(t, edited, question); text != newText {
			t.Errorf("after the promotion a customer got %q", text)
		}
	}
}
