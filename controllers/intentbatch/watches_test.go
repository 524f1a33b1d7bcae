// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/predicates"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

func TestOnlyWhatAPlanReadsWakesBatches(t *testing.T) {
	loaded := func(status metav1.ConditionStatus) []metav1.Condition {
		return []metav1.Condition{{Type: v1alpha1.ConditionReleaseLoaded, Status: status}}
	}
	bot := func(s v1alpha1.BotStatus) client.Object { return testenv.MakeBot("support").Status(s).Obj() }
	sibling := func(s v1alpha1.IntentBatchStatus) client.Object {
		return testenv.MakeBatch("week-1", "a").Status(s).Obj()
	}
	anIntent := func(s v1alpha1.IntentStatus) client.Object { return testenv.MakeIntent("a").Status(s).Obj() }
	target := func(s v1alpha1.KPITargetStatus) client.Object {
		return testenv.MakeKPITarget("csat").Status(s).Obj()
	}
	for name, tc := range map[string]struct {
		before, after client.Object
		want          bool
	}{
		"a sibling that counts": {sibling(v1alpha1.IntentBatchStatus{Rollout: "r"}), sibling(v1alpha1.IntentBatchStatus{Rollout: "r", Escalation: "20%"}), false},
		"a sibling that begins": {sibling(v1alpha1.IntentBatchStatus{}), sibling(v1alpha1.IntentBatchStatus{Rollout: "r"}), true},
		"a sibling that ends":   {sibling(v1alpha1.IntentBatchStatus{Rollout: "r"}), sibling(v1alpha1.IntentBatchStatus{Rollout: "r", Result: "Promoted"}), true},
		"a sibling that lets go of an intent": {
			sibling(v1alpha1.IntentBatchStatus{Intents: []v1alpha1.BatchIntentStatus{{Name: "a", Candidate: "a-1"}}}),
			sibling(v1alpha1.IntentBatchStatus{Intents: []v1alpha1.BatchIntentStatus{{Name: "a", Stable: "a-1"}}}), true,
		},
		"a sibling whose policy is served": {
			sibling(v1alpha1.IntentBatchStatus{Candidate: &v1alpha1.BatchCandidate{}}), sibling(v1alpha1.IntentBatchStatus{}), true,
		},
		"a bot that refuses a batch": {bot(v1alpha1.BotStatus{}), bot(v1alpha1.BotStatus{Refused: []v1alpha1.RefusedCandidate{{Batch: "week-1"}}}), true},
		"a bot that serves another release to everybody": {
			bot(v1alpha1.BotStatus{Release: &v1alpha1.ServedRelease{Name: "support-000001"}}),
			bot(v1alpha1.BotStatus{Release: &v1alpha1.ServedRelease{Name: "support-000002"}}), true,
		},
		"a bot that scales":               {bot(v1alpha1.BotStatus{ReadyReplicas: new(int32(1))}), bot(v1alpha1.BotStatus{ReadyReplicas: new(int32(2))}), false},
		"a bot that has its first pod":    {bot(v1alpha1.BotStatus{}), bot(v1alpha1.BotStatus{ReadyReplicas: new(int32(1))}), true},
		"a bot that has loaded":           {bot(v1alpha1.BotStatus{Conditions: loaded("False")}), bot(v1alpha1.BotStatus{Conditions: loaded("True")}), true},
		"a bot that serves another step":  {bot(v1alpha1.BotStatus{}), bot(v1alpha1.BotStatus{Release: &v1alpha1.ServedRelease{Step: "five"}}), true},
		"an intent with a new revision":   {anIntent(v1alpha1.IntentStatus{Revision: "a-1"}), anIntent(v1alpha1.IntentStatus{Revision: "a-2"}), true},
		"an intent with new measurements": {anIntent(v1alpha1.IntentStatus{}), anIntent(v1alpha1.IntentStatus{Measurements: &v1alpha1.IntentMeasurements{Escalation: "1%"}}), false},
		"a KPI with another value":        {target(v1alpha1.KPITargetStatus{}), target(v1alpha1.KPITargetStatus{Current: &v1alpha1.KPIMeasurement{Value: "4"}}), false},
		"a KPI with a baseline":           {target(v1alpha1.KPITargetStatus{}), target(v1alpha1.KPITargetStatus{Baseline: &v1alpha1.KPIMeasurement{Value: "4"}}), true},
		"a KPI that was locked":           {target(v1alpha1.KPITargetStatus{}), target(v1alpha1.KPITargetStatus{LockedDefinition: &v1alpha1.KPIDefinition{}}), true},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			update := event.UpdateEvent{ObjectOld: tc.before, ObjectNew: tc.after}
			var got bool
			switch tc.before.(type) {
			case *v1alpha1.IntentBatch:
				got = predicates.Changed(batchChanged).Update(update)
			case *v1alpha1.Bot:
				got = predicates.Changed(botChanged).Update(update)
			case *v1alpha1.KPITarget:
				got = predicates.Changed(targetChanged).Update(update)
			default:
				got = predicates.Changed(intentChanged).Update(update)
			}
			g.Expect(got).To(Equal(tc.want))
		})
	}
}

// TestTheManagerPromotesABatch runs the controller as the operator does, on events and
// ticks, with a bot that follows.
func TestTheManagerPromotesABatch(t *testing.T) {
	quick := testenv.MakeBatch("week-1", "order-status").
		Step("shadow", 0).
		Step("half", 50, func(s *v1alpha1.RolloutStep) { s.MinConversations = new(int64(50)) }).
		Step("all", 100).Obj()
	after := batch("week-2", "warranty").DependsOn("week-1").Obj()
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), intent("warranty"), quick, after)
	env.Manager(t, f.namespace, func(mgr ctrl.Manager) error {
		f.reconciler.Client, f.reconciler.Live, f.reconciler.Clock = mgr.GetClient(), mgr.GetAPIReader(), nil
		f.reconciler.Tick = 50 * time.Millisecond
		return f.reconciler.SetupWithManager(mgr)
	})
	get := func(name string) *v1alpha1.IntentBatch {
		b := &v1alpha1.IntentBatch{}
		f.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: f.namespace, Name: name}, b)).To(Succeed())
		return b
	}
	f.Eventually(func(g Gomega) {
		b := get("week-1")
		if b.Status.Rollout != "" {
			f.follow()
			f.count(b, counts(80, 10, 1, 1, 2, 8, 12), counts(80, 78, 1, 1, 2, 8, 12))
		}
		g.Expect(b.Status.Result).To(Equal(v1alpha1.ResultPromoted))
	}).WithTimeout(time.Minute).WithPolling(50 * time.Millisecond).Should(Succeed())
	f.Eventually(func() string { return get("week-2").Status.Rollout }).WithTimeout(time.Minute).
		Should(HavePrefix("week-2-"), "the end of one batch wakes the next")
}
