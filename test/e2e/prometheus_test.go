// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

const prometheus = "intentops-prometheus"

// prometheusStopped takes the eyes off a rollout: it stands still, and customers notice
// nothing.
func (s *suite) prometheusStopped(t *testing.T) {
	before := s.batch(t, "week-1", "to be in a step with customers", stepTimeout, func(b *v1alpha1.IntentBatch) bool {
		return rolling(b) && percent(b) > 0 && percent(b) < 100
	})
	s.scale(t, prometheus, 0)
	held := s.batch(t, "week-1", "to hold", stepTimeout, func(b *v1alpha1.IntentBatch) bool {
		return reason(b) == v1alpha1.ReasonMetricsError || reason(b) == v1alpha1.ReasonStaleData
	})
	since := time.Now()
	t.Logf("it holds: %s", ready(held))
	if !strings.Contains(ready(held), "the metrics cannot be read") || !strings.Contains(ready(held), "step "+held.Status.Step) {
		t.Errorf("the message %q does not say in which step it holds and why", ready(held))
	}

	// Long enough for the step to be earned twice, if anybody could see it.
	s.customersCome(t, 25*customersPerSecond)
	s.answer(t, "shipping-cost", "how much is shipping")
	after, err := s.Batch(s.ctx, "week-1")
	must(t, err)
	for _, m := range append(s.seen.of("week-1", since), moment{percent: percent(after), reason: reason(after)}) {
		if m.percent != percent(held) || m.reason != reason(held) {
			t.Errorf("moved while nobody could see: %s", m)
		}
	}
	if after.Status.Rollout != before.Status.Rollout {
		t.Errorf("rollout %s became %s", before.Status.Rollout, after.Status.Rollout)
	}

	s.scale(t, prometheus, 1)
	must(t, s.WaitDeployment(s.ctx, harness.SystemNamespace, prometheus, podTimeout))
	back := time.Now()
	s.batch(t, "week-1", "to go on", stepTimeout, func(b *v1alpha1.IntentBatch) bool {
		return reason(b) != reason(held)
	})
	t.Logf("held for %.0f seconds, went on %.1f seconds after Prometheus was ready", back.Sub(since).Seconds(), time.Since(back).Seconds())
}

func (s *suite) scale(t *testing.T, deployment string, replicas int) {
	t.Helper()
	obj := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Namespace: harness.SystemNamespace, Name: deployment}}
	patch := fmt.Sprintf(`{"spec":{"replicas":%d}}`, replicas)
	must(t, s.Patch(s.ctx, obj, client.RawPatch("application/merge-patch+json", []byte(patch))))
}
