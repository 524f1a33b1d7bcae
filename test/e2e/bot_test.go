// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// botKilled kills both bot pods under load, one after the other. What customers sent is not
// lost, and not counted twice: counted compares it at the end.
func (s *suite) botKilled(t *testing.T) {
	before := s.batch(t, "week-1", "to be in a step with customers", stepTimeout, func(b *v1alpha1.IntentBatch) bool {
		return rolling(b) && percent(b) > 0 && percent(b) < 100
	})
	pods := slices.Sorted(maps.Keys(s.pods(t, harness.Namespace, "intentops-bot")))
	must(t, s.customers.Rate(s.ctx, rushPerSecond))
	for _, i := range s.random.Perm(len(pods)) {
		s.customersCome(t, 2*rushPerSecond)
		killed := time.Now()
		s.kill(t, harness.Namespace, "intentops-bot", pods[i])
		must(t, s.WaitBot(s.ctx, podTimeout))
		t.Logf("two pods serve the release again %.1f seconds after one was killed", time.Since(killed).Seconds())
	}
	// Everybody who was there when a pod died has got an answer, from another one.
	report := s.customersCome(t, 2*rushPerSecond)
	must(t, s.customers.Rate(s.ctx, customersPerSecond))
	if report.Failed != 0 || report.Uncertain != 0 {
		t.Errorf("%d customers failed, %d do not know whether their message arrived; want none", report.Failed, report.Uncertain)
	}
	t.Logf("requests by how they ended, each tried again until answered: %v", report.Requests)
	if after, err := s.Batch(s.ctx, "week-1"); err != nil || after.Status.Rollout != before.Status.Rollout {
		t.Errorf("rollout %s became %s, error %v", before.Status.Rollout, after.Status.Rollout, err)
	}
}
