// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/test/harness"
)

// restarts is how often the operator is restarted before a pin, and pinsEach how many pins
// follow: the first of them finds an operator that has just begun.
const restarts, pinsEach = 3, 4

// pinned goes back to an earlier release and forth again, and says how long pods wait for it:
// first as things are, then while Prometheus hangs, then without it and with an operator that has just begun.
func (s *suite) pinned(t *testing.T) {
	all := s.releases(t)
	live := all[0].Spec.Digest
	earlier := ""
	for i := range all {
		if all[i].Spec.Digest != live {
			earlier = all[i].Spec.Digest
			break
		}
	}
	if earlier == "" {
		t.Fatalf("none of %d releases differs from the live one", len(all))
	}
	next := earlier
	pin := func() time.Duration {
		digest := next
		next = map[string]string{live: earlier, earlier: live}[digest]
		return s.pin(t, digest)
	}

	var took, cold, afterwards []time.Duration
	for range 12 {
		took = append(took, pin())
	}
	hung := s.pinsWhilePrometheusHangs(t, pin)
	s.scale(t, prometheus, 0)
	for range restarts {
		s.restartOperator(t)
		cold = append(cold, pin())
		for range pinsEach - 1 {
			afterwards = append(afterwards, pin())
		}
	}
	s.scale(t, prometheus, 1)
	must(t, s.WaitDeployment(s.ctx, harness.SystemNamespace, prometheus, podTimeout))
	s.change(t, &v1alpha1.Bot{}, harness.BotName, `{"spec":{"releaseRef":null}}`)
	s.settled(t)

	s.within(t, "a pin to the pointer", took)
	s.within(t, "a pin to the pointer while Prometheus hangs", hung)
	s.within(t, "a pin to the pointer without Prometheus, by an operator that has just begun", cold)
	s.within(t, "a pin to the pointer without Prometheus", afterwards)
	s.answer(t, edited, question)
}

// pinsWhilePrometheusHangs pins while Prometheus accepts connections and answers nothing.
func (s *suite) pinsWhilePrometheusHangs(t *testing.T, pin func() time.Duration) (took []time.Duration) {
	t.Helper()
	resume, err := s.Pause(s.ctx, harness.SystemNamespace, one(s.pods(t, harness.SystemNamespace, prometheus)))
	must(t, err)
	// Also when a pin fails: a process that is stopped would not end either.
	defer func() { must(t, resume()) }()
	for range pinsEach {
		took = append(took, pin())
	}
	return took
}

// pin pins the newest release with a digest, and returns how long it takes from the write to
// the pointer.
func (s *suite) pin(t *testing.T, digest string) time.Duration {
	t.Helper()
	name := ""
	for _, r := range s.releases(t) {
		if r.Spec.Digest == digest {
			name = r.Name
			break
		}
	}
	began := time.Now()
	s.change(t, &v1alpha1.Bot{}, harness.BotName, fmt.Sprintf(`{"spec":{"releaseRef":{"name":%q}}}`, name))
	must(t, harness.WaitEvery(s.ctx, measureStep, "the pinned release "+name+" to be in the pointer", soon, func(ctx context.Context) (bool, string) {
		stored := &corev1.ConfigMap{}
		if err := s.Get(ctx, client.ObjectKey{Namespace: harness.Namespace, Name: release.PointerName(harness.BotName)}, stored); err != nil {
			return false, err.Error()
		}
		p, err := release.DecodePointer([]byte(stored.Data[release.PointerKey]))
		return err == nil && p.Stable.Release == digest, fmt.Sprintf("%v %+v", err, p.Stable)
	}))
	return time.Since(began)
}

// restartOperator deletes the operator's pod, and returns in the moment in which the next one
// leads: it knows nothing yet that it has not just read.
func (s *suite) restartOperator(t *testing.T) {
	t.Helper()
	old := one(s.pods(t, harness.SystemNamespace, "intentops-manager"))
	must(t, s.Delete(s.ctx, &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: old, Namespace: harness.SystemNamespace}}))
	must(t, harness.WaitEvery(s.ctx, measureStep, "another operator to lead", podTimeout, func(ctx context.Context) (bool, string) {
		lease := &coordinationv1.Lease{}
		err := s.Get(ctx, client.ObjectKey{Namespace: harness.SystemNamespace, Name: "manager.intentops.dev"}, lease)
		if err != nil || lease.Spec.HolderIdentity == nil {
			return false, fmt.Sprint(err)
		}
		holder := *lease.Spec.HolderIdentity
		return holder != "" && !strings.HasPrefix(holder, old), "the lease is held by " + holder
	}))
}
