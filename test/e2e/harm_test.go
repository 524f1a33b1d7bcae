// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// rolledBack watches the harmful batch come to its end.
func (s *suite) rolledBack(t *testing.T) {
	batch := s.batch(t, "week-3", "to be rolled back", rolloutTimeout, func(b *v1alpha1.IntentBatch) bool { return b.Status.Result != "" })
	if batch.Status.Result != v1alpha1.ResultRolledBack || percent(batch) != 0 {
		t.Fatalf("result %s at %d%%, want RolledBack at 0%%: %s", batch.Status.Result, percent(batch), ready(batch))
	}
	condition := meta.FindStatusCondition(batch.Status.Conditions, v1alpha1.ConditionReady)
	if condition == nil || condition.Status != metav1.ConditionFalse || condition.Reason != v1alpha1.ReasonRolledBack {
		t.Errorf("Ready is %v, want False: what the spec asks for is not live", condition)
	}
	record := batch.Status.History[len(batch.Status.History)-1]
	t.Logf("%s: %s", record.Decision, record.Message)
	if !rolledBackByGate(record) {
		t.Errorf("the last decision is %s with %q; want RolledBack with the message of a gate that failed: %+v", record.Decision, record.Message, record.Gates)
	}
	for _, entry := range batch.Status.Intents {
		if entry.Candidate != "" || entry.Stable != "" {
			t.Errorf("%s is still served: candidate %q, stable %q", entry.Name, entry.Candidate, entry.Stable)
		}
	}

	s.checkEvent(t, record.Message)
	described, err := s.Kubectl(s.ctx, "describe", "intentbatch", "week-3", "-n", harness.Namespace)
	must(t, err)
	for _, want := range []string{"Result:  RolledBack", "RolledBack", record.Message} {
		if !strings.Contains(squeezed(described), squeezed(want)) {
			t.Errorf("kubectl describe does not say %q:\n%s", want, described)
		}
	}
	printed, err := s.Kubectl(s.ctx, "get", "intents,intentbatches,bots", "-n", harness.Namespace)
	must(t, err)
	t.Logf("$ kubectl get intents,intentbatches,bots\n%s", printed)

	// Stable goes on as before, and knows nothing of what was rolled back.
	s.settled(t)
	for text, intent := range map[string]string{
		question: edited, "how much is shipping": "shipping-cost", "when do I get my money back": "refund-status",
		"how long is the warranty": "",
	} {
		reply := s.ask(t, text)
		if got, _ := reply.Answer(); got != intent {
			t.Errorf("asked %q, the bot answered for intent %q, want %q", text, got, intent)
		}
	}
	s.checkStatuses(t)
}

// rolledBackByGate says whether a decision was made by a gate that failed, and says what the
// gate says. Several may have failed.
func rolledBackByGate(record v1alpha1.DecisionRecord) bool {
	return record.Decision == v1alpha1.DecisionRolledBack && slices.ContainsFunc(record.Gates, func(g v1alpha1.GateStatus) bool {
		return g.Verdict == v1alpha1.VerdictFail && strings.Contains(record.Message, g.Message)
	})
}

func (s *suite) checkEvent(t *testing.T, message string) {
	t.Helper()
	s.event(t, "IntentBatch", "week-3", v1alpha1.ReasonRolledBack, func(e eventsv1.Event) bool {
		return e.Type == corev1.EventTypeWarning && e.Note == message
	})
}

// event waits for an event of an object, as wanted: events are written a moment after what they
// tell of.
func (s *suite) event(t *testing.T, kind, name, reason string, wanted func(eventsv1.Event) bool) {
	t.Helper()
	must(t, harness.WaitFor(s.ctx, "event "+reason+" of "+kind+" "+name, soon, func(ctx context.Context) (bool, string) {
		events := &eventsv1.EventList{}
		if err := s.List(ctx, events, client.InNamespace(harness.Namespace)); err != nil {
			return false, err.Error()
		}
		var other []string
		for _, e := range events.Items {
			if e.Regarding.Kind != kind || e.Regarding.Name != name || e.Reason != reason {
				continue
			}
			if wanted(e) {
				return true, ""
			}
			other = append(other, e.Type+" "+e.Note)
		}
		return false, fmt.Sprintf("among %d events are only %q", len(events.Items), other)
	}))
}

// squeezed makes one blank of many.
func squeezed(text string) string { return strings.Join(strings.Fields(text), " ") }
