// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// botKilled kills one of two bot pods under load. What customers sent is not lost, and not
// counted twice: counted compares it at the end.
func (s *suite) botKilled(t *testing.T) {
	before := s.batch(t, "week-1", "to be in a step with customers", stepTimeout, func(b *v1alpha1.IntentBatch) bool {
		return rolling(b) && percent(b) > 0 && percent(b) < 100
	})
	pods := slices.Sorted(maps.Keys(s.pods(t, harness.Namespace, "intentops-bot")))
	victim := pods[s.random.IntN(len(pods))]
	report, err := s.customers.Report(s.ctx)
	must(t, err)
	must(t, s.Kill(s.ctx, harness.Namespace, victim))
	killed := time.Now()
	must(t, harness.WaitFor(s.ctx, "another bot pod", podTimeout, func(context.Context) (bool, string) {
		now := s.pods(t, harness.Namespace, "intentops-bot")
		_, there := now[victim]
		return !there && len(now) == len(pods), fmt.Sprintf("the pods are %v", now)
	}))
	must(t, s.WaitDeployment(s.ctx, harness.Namespace, harness.BotName, podTimeout))
	must(t, s.WaitBot(s.ctx, podTimeout))
	t.Logf("killed in step %s at %d%%; two pods serve the release again after %.1f seconds",
		before.Status.Step, percent(before), time.Since(killed).Seconds())

	// Everybody who was there when the pod died has got an answer, from the other pod.
	enough := report.Conversations + report.Running + 5*customersPerSecond
	must(t, harness.WaitFor(s.ctx, "customers who came after the kill", soon, func(ctx context.Context) (bool, string) {
		report, err = s.customers.Report(ctx)
		return err == nil && report.Conversations >= enough, fmt.Sprintf("%d of %d", report.Conversations, enough)
	}))
	if report.Failed != 0 || report.Uncertain != 0 {
		t.Errorf("%d customers failed, %d do not know whether their message arrived; want none", report.Failed, report.Uncertain)
	}
	t.Logf("requests by how they ended, tried again until answered: %v", report.Requests)
	if after, err := s.Batch(s.ctx, "week-1"); err != nil || after.Status.Rollout != before.Status.Rollout {
		t.Errorf("rollout %s became %s, error %v", before.Status.Rollout, after.Status.Rollout, err)
	}
}
