// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

// TestOnlyTheirConversationsDecideWhomTheSpecNames has anonymous customers who are harmed, or
// say so, and no verified one.
func TestOnlyTheirConversationsDecideWhomTheSpecNames(t *testing.T) {
	w := newWorld(t)
	b := w.batch("week-1", "order")
	w.rollTo("week-1", "ten")
	counts := w.counts[b.Status.Rollout]
	if counts == nil {
		counts = map[string]Tracks{}
		w.counts[b.Status.Rollout] = counts
	}
	counts["ten"] = Tracks{
		Candidate: v1alpha1.TrackCounts{Assigned: 200, Conversations: 200, Escalated: 180},
		Stable:    v1alpha1.TrackCounts{Assigned: 1800, Conversations: 1800, Escalated: 1760},
	}
	plan := func(asks, counts v1alpha1.Evidence) Result {
		s := w.snapshot("week-1")
		s.Batch.Spec.Evidence, s.Batch.Status.Evidence = asks, counts
		for i := range s.Batch.Status.Steps {
			s.Batch.Status.Steps[i].Candidate, s.Batch.Status.Steps[i].Stable = v1alpha1.TrackCounts{}, v1alpha1.TrackCounts{}
		}
		return Plan(s)
	}
	if all := plan(v1alpha1.EvidenceAll, v1alpha1.EvidenceAll); all.Status.Result != v1alpha1.ResultRolledBack {
		t.Errorf("all customers count, and the result is %q: %s", all.Status.Result, all.Message)
	}
	verified := plan(v1alpha1.EvidenceVerified, v1alpha1.EvidenceVerified)
	if verified.Status.Step != "ten" || verified.Status.Verdict != v1alpha1.VerdictNoData {
		t.Errorf("anonymous customers decided: step %s, verdict %s: %s", verified.Status.Step, verified.Status.Verdict, verified.Message)
	}
	if again := plan(v1alpha1.EvidenceVerified, v1alpha1.EvidenceAll); again.Status.Rollout == b.Status.Rollout ||
		again.Status.Evidence != v1alpha1.EvidenceVerified || !strings.Contains(again.Decisions[0].Message, "spec.evidence was changed, so the evidence starts over") {
		t.Errorf("the evidence goes on in rollout %s: %+v", again.Status.Rollout, again.Decisions)
	}
}

func TestMessagesSayWhatARolloutLeavesOut(t *testing.T) {
	w := newWorld(t)
	b := w.batch("week-1", "order")
	w.bot.Spec.Measurement = &v1alpha1.Measurement{AnonymousPerNetwork: new(int32(5))}
	w.rollTo("week-1", "ten")
	counts := w.counts[b.Status.Rollout]
	if counts == nil {
		counts = map[string]Tracks{}
		w.counts[b.Status.Rollout] = counts
	}
	ten := counts["ten"]
	ten.Uncounted, ten.Unlimited = 297, 12
	counts["ten"] = ten
	for evidence, want := range map[v1alpha1.Evidence]string{
		v1alpha1.EvidenceAll:      "297 anonymous conversations not counted: more than 5 in a day from one client network; 12 anonymous conversations unprotected",
		v1alpha1.EvidenceVerified: "",
	} {
		s := w.snapshot("week-1")
		s.Batch.Spec.Evidence, s.Batch.Status.Evidence = evidence, evidence
		for _, g := range Plan(s).Status.Gates {
			if strings.Contains(g.Message, "anonymous") != (want != "") || !strings.Contains(g.Message, want) {
				t.Errorf("%s: gate %s says %s", evidence, g.Name, g.Message)
			}
		}
	}
}
