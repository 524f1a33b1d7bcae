// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// operatorKilled kills the operator at any moment of a rollout: the next one goes on where
// it was.
func (s *suite) operatorKilled(t *testing.T) {
	s.applyBatch(t, "week-2")
	s.batch(t, "week-2", "to begin", soon, rolling)
	bots := s.pods(t, harness.Namespace, "intentops-bot")
	operator := one(s.pods(t, harness.SystemNamespace, "intentops-manager"))

	// The moment is random on purpose: any of a rollout's states may be the one that does
	// not survive. A rollout takes about a minute.
	wait := time.Duration(s.random.Int64N(int64(45 * time.Second)))
	select {
	case <-time.After(wait):
	case <-s.ctx.Done():
		t.Fatal(s.ctx.Err())
	}
	before, err := s.Batch(s.ctx, "week-2")
	must(t, err)
	killed := time.Now()
	t.Logf("killed %.1f seconds after the start, in step %s at %d%%, result %q",
		wait.Seconds(), before.Status.Step, percent(before), before.Status.Result)
	s.kill(t, harness.SystemNamespace, "intentops-manager", operator)
	after := s.batch(t, "week-2", "to be promoted", rolloutTimeout, promoted)
	for _, m := range s.seen.of("week-2", killed) {
		t.Logf("the next operator went on %.1f seconds after the kill", m.at.Sub(killed).Seconds())
		break
	}

	if after.Status.Rollout != before.Status.Rollout || after.Status.Attempt != 1 {
		t.Errorf("rollout %s, attempt %d; want %s to go on", after.Status.Rollout, after.Status.Attempt, before.Status.Rollout)
	}
	for i, step := range before.Status.Steps {
		// The last step's clock may have begun after the look.
		if !step.StartedAt.IsZero() && !step.StartedAt.Equal(&after.Status.Steps[i].StartedAt) {
			t.Errorf("step %s began at %s, and again at %s", step.Name, step.StartedAt, after.Status.Steps[i].StartedAt)
		}
	}
	s.checkDecisions(t, after, v1alpha1.DecisionStarted, v1alpha1.DecisionAdvanced, v1alpha1.DecisionAdvanced,
		v1alpha1.DecisionAdvanced, v1alpha1.DecisionPromoted)
	if diff := cmp.Diff(bots, s.pods(t, harness.Namespace, "intentops-bot")); diff != "" {
		t.Errorf("bot pods (-before the kill +after):\n%s", diff)
	}
}

// checkDecisions compares what was decided in the batch's last rollout. Holds that came and
// went are left out.
func (s *suite) checkDecisions(t *testing.T, batch *v1alpha1.IntentBatch, want ...v1alpha1.BatchDecision) {
	t.Helper()
	var got []v1alpha1.BatchDecision
	for _, record := range batch.Status.History {
		t.Logf("%s %s %s: %s", record.At.Format(time.TimeOnly), batch.Name, record.Decision, record.Message)
		passing := record.Decision == v1alpha1.DecisionHeld || record.Decision == v1alpha1.DecisionReleased
		if record.Rollout == batch.Status.Rollout && !passing {
			got = append(got, record.Decision)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("decisions of rollout %s (-want +got):\n%s", batch.Status.Rollout, diff)
	}
}
