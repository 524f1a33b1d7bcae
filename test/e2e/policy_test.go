// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

const (
	policy = "standard"
	// lenient is the batch that brings the edit of the policy.
	lenient = "lenient"
	// unclear is what no intent is about.
	unclear = "I need a recipe for lentil soup"
)

// addedRules is how many rules are added, one after the other.
const addedRules = 5

// policyTightened edits the policy so that it only hands over more: that is in force within a
// second, whoever includes the policy.
func (s *suite) policyTightened(t *testing.T) {
	s.noteTracks(t)
	must(t, s.Create(s.ctx, &v1alpha1.IntentBatch{
		ObjectMeta: metav1.ObjectMeta{Name: lenient, Namespace: harness.Namespace},
		Spec: v1alpha1.IntentBatchSpec{
			BotRef: v1alpha1.LocalReference{Name: harness.BotName}, Include: []v1alpha1.Included{v1alpha1.IncludedEscalationPolicy},
		},
	}))
	s.batch(t, lenient, "to be promoted: nothing differs yet", soon, promoted)
	before := &v1alpha1.EscalationPolicy{}
	must(t, s.Get(s.ctx, client.ObjectKey{Namespace: harness.Namespace, Name: policy}, before))

	var took []time.Duration
	rules := slices.Clone(before.Spec.Rules)
	for i := range addedRules {
		// Longer than what customers write, and each rule takes shorter messages than the one
		// before.
		length, name := 400-20*i, fmt.Sprintf("long-%d", i)
		rules = append(rules, v1alpha1.EscalationRule{Name: name, When: fmt.Sprintf("message.length >= %d", length)})
		text := strings.Repeat(question+" ", 1+length/len(question))[:length-1] + "?"
		s.answer(t, edited, text)
		raw, err := json.Marshal(map[string]any{"spec": map[string]any{"rules": rules}})
		must(t, err)
		began := time.Now()
		s.change(t, &v1alpha1.EscalationPolicy{}, policy, string(raw))
		inForce := s.untilAll(t, "rule "+name, text, func(r harness.Reply) bool { return r.Handoff != nil && r.Handoff.Rule == name })
		took = append(took, inForce.Sub(began))
	}
	s.within(t, "an added rule to every pod", took)

	// Nearly every conversation goes to a person then, at the first message.
	s.change(t, &v1alpha1.EscalationPolicy{}, policy, `{"spec":{"confidencePercent":99,"unresolvedTurns":1}}`)
	s.policyServed(t, func(r v1alpha1.BotReleaseSpec) bool { return r.Cause.Type == v1alpha1.CausePolicy })
	if reply := s.ask(t, unclear); reply.Handoff == nil {
		t.Errorf("asked %q, the bot does not hand over: %+v", unclear, reply)
	}
}

// policyRolledBack lets the bot answer what it handed over. A batch brings that by steps,
// customers are worse off, and the gates roll it back.
func (s *suite) policyRolledBack(t *testing.T) {
	s.settled(t)
	was := s.newest(t)
	must(t, s.customers.Harm(s.ctx, harm(1)))
	began := time.Now()
	s.change(t, &v1alpha1.EscalationPolicy{}, policy, `{"spec":{"confidencePercent":40}}`)
	s.batch(t, lenient, "to roll by steps", stepTimeout, func(b *v1alpha1.IntentBatch) bool { return rolling(b) && percent(b) == 0 })
	s.batch(t, lenient, "to reach a quarter of the customers", stepTimeout, func(b *v1alpha1.IntentBatch) bool { return percent(b) == 25 })
	batch := s.batch(t, lenient, "to be rolled back", rolloutTimeout, func(b *v1alpha1.IntentBatch) bool {
		return b.Status.Result == v1alpha1.ResultRolledBack
	})
	record := batch.Status.History[len(batch.Status.History)-1]
	t.Logf("%s after %.0f seconds: %s", record.Decision, time.Since(began).Seconds(), record.Message)
	if !rolledBackByGate(record) {
		t.Errorf("the last decision is %s with %q; want RolledBack by a gate", record.Decision, record.Message)
	}
	for _, m := range s.seen.of(lenient, began) {
		if m.result == v1alpha1.ResultPromoted && m.rollout == batch.Status.Rollout {
			t.Errorf("promoted on the way: %s", m)
		}
	}
	s.settled(t)
	if now := s.newest(t); now.Name != was.Name || now.Spec.Digest != was.Spec.Digest {
		t.Errorf("release %s (%s) is live, want %s (%s)", now.Name, now.Spec.Digest, was.Name, was.Spec.Digest)
	}

	// The policy goes back to what it was at first, without a batch that holds it.
	must(t, s.customers.Harm(s.ctx, harm(0)))
	must(t, s.Delete(s.ctx, batch))
	must(t, s.Apply(s.ctx, shorter, "hack/demo/bot.yaml"))
	s.policyServed(t, func(r v1alpha1.BotReleaseSpec) bool {
		return r.Cause.Type == v1alpha1.CausePolicy && r.Digest != was.Spec.Digest
	})
	s.warned(t, v1alpha1.ReasonUnguardedChange)
}

// harm is by every live intent.
func harm(share float64) map[string]float64 {
	out := map[string]float64{}
	for _, intent := range []string{
		"order-status", "opening-hours", "shipping-cost", "payment-methods",
		"password-reset", "change-address", "invoice-copy", "refund-status",
	} {
		out[intent] = share
	}
	return out
}

// policyServed waits until the newest release is as wanted, and every pod serves it.
func (s *suite) policyServed(t *testing.T, wanted func(v1alpha1.BotReleaseSpec) bool) {
	t.Helper()
	must(t, harness.WaitFor(s.ctx, "a release with the policy", soon, func(context.Context) (bool, string) {
		newest := s.newest(t)
		observed := &v1alpha1.EscalationPolicy{}
		if err := s.Get(s.ctx, client.ObjectKey{Namespace: harness.Namespace, Name: policy}, observed); err != nil {
			return false, err.Error()
		}
		ok := observed.Status.ObservedGeneration == observed.Generation && newest.Spec.EscalationPolicy.Revision == observed.Status.AcceptedRevision
		return ok && wanted(newest.Spec), fmt.Sprintf("the newest is %s by %s with %+v", newest.Name, newest.Spec.Cause.Type, newest.Spec.EscalationPolicy)
	}))
	s.settled(t)
}

// warned waits for a Warning event of the Bot.
func (s *suite) warned(t *testing.T, reason string) {
	t.Helper()
	s.event(t, "Bot", harness.BotName, reason, func(e eventsv1.Event) bool { return e.Type == corev1.EventTypeWarning })
}
