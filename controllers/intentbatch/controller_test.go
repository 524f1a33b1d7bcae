// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// toHalf brings a new batch to its step half, where customers have it.
func (f *fixture) toHalf(name string) *v1alpha1.IntentBatch {
	f.t.Helper()
	b, _ := f.reconcile(name)
	f.Expect(b.Status.Step).To(Equal("shadow"))
	f.follow()
	f.reconcile(name)
	f.pass(10 * time.Minute)
	b, _ = f.reconcile(name)
	f.Expect(b.Status.Step).To(Equal("half"), testenv.Message(b, v1alpha1.ConditionReady))
	f.follow()
	b, _ = f.reconcile(name)
	return b
}

func TestGoodBatchIsPromoted(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())

	b, result := f.reconcile("week-1")
	f.Expect(b.Status.Rollout).To(HavePrefix("week-1-"))
	f.Expect(b.Status.Intents).To(ConsistOf(v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: "order-status-a"}))
	f.Expect(*b.Status.Percent).To(BeZero())
	f.Expect(b.Status.DefaultGatesReason).To(HavePrefix("The intent is new"))
	f.Expect(conditions(b)).To(Equal([]string{
		"Ready=False StepStarted", "Reconciling=True StepStarted", "Accepted=True Accepted", "GatesPassing=Unknown NoData",
	}))
	f.Expect(result.RequeueAfter).To(And(BeNumerically(">", 0), BeNumerically("<=", DefaultTick)))
	f.Expect(f.events()).To(ConsistOf(HavePrefix("Normal StepStarted rollout week-1-")))

	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Steps[0].StartedAt.IsZero()).To(BeTrue(), "the clock of a step starts when the bot serves it")
	f.Expect(testenv.Message(b, v1alpha1.ConditionReady)).To(Equal("step shadow, 0% of conversations: waits until Bot support serves the step"))
	f.follow()
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Steps[0].StartedAt.Time).To(BeTemporally("==", f.clock.Now()))
	f.Expect(b.Status.NextEvaluation.Time).To(BeTemporally("==", f.clock.Now().Add(10*time.Minute)))

	f.pass(10 * time.Minute)
	b, _ = f.reconcile("week-1")
	f.Expect(*b.Status.Percent).To(BeEquivalentTo(50))
	f.follow()
	f.reconcile("week-1")
	f.events()

	f.pass(30 * time.Minute)
	f.count(b, counts(60, 12, 1, 1, 2, 8, 9), counts(60, 58, 1, 1, 2, 8, 9))
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Escalation).To(BeEquivalentTo("20%"))
	f.Expect(b.Status.CSAT).To(BeEquivalentTo("4.1"))
	f.Expect(testenv.Message(b, v1alpha1.ConditionReady)).To(HavePrefix(
		"step half, 50% of conversations: escalation 20% of 60 conversations, at most 35%: kept so far; " +
			"60 of about 100 conversations, roughly 20 min at the present rate; the step lasts at least until "))
	f.Expect(f.events()).To(BeEmpty())

	f.pass(30 * time.Minute)
	f.count(b, counts(120, 24, 2, 2, 4, 16, 18), counts(120, 116, 2, 2, 4, 16, 18))
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Step).To(Equal("all"))
	f.Expect(b.Status.Verdict).To(Equal(v1alpha1.VerdictPass))
	f.Expect(conditions(b)).To(ContainElement("GatesPassing=True GatesKept"))
	f.follow()
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Result).To(Equal(v1alpha1.ResultPromoted))
	f.Expect(b.Status.Intents).To(ConsistOf(v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: "order-status-a"}))
	f.Expect(conditions(b)).To(ContainElements("Ready=False Promoting", "Reconciling=True Promoting"))
	f.follow()
	b, result = f.reconcile("week-1")
	f.Expect(b.Status.Intents).To(ConsistOf(v1alpha1.BatchIntentStatus{Name: "order-status", Stable: "order-status-a"}))
	f.Expect(conditions(b)).To(Equal([]string{"Ready=True Promoted", "Accepted=True Accepted", "GatesPassing=True GatesKept"}))
	f.Expect(result.RequeueAfter).To(BeZero())
	f.Expect(f.events()).To(ConsistOf(
		HavePrefix("Normal StepStarted step half was earned: escalation 20% of 120 conversations, at most 35%: kept"),
		HavePrefix("Normal Promoted every conversation gets revision "),
	))
}

func TestHarmfulBatchIsRolledBack(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	b := f.toHalf("week-1")
	f.events()
	f.pass(10 * time.Minute)
	f.count(b, counts(60, 48, 9, 4, 2, 1, 1), counts(60, 58, 1, 1, 2, 8, 9))
	b, result := f.reconcile("week-1")
	f.Expect(b.Status.Result).To(Equal(v1alpha1.ResultRolledBack))
	f.Expect(*b.Status.Percent).To(BeZero())
	f.Expect(b.Status.Intents).To(ConsistOf(v1alpha1.BatchIntentStatus{Name: "order-status"}))
	f.Expect(conditions(b)).To(Equal([]string{"Ready=False RolledBack", "Stalled=True RolledBack", "Accepted=True Accepted", "GatesPassing=False GateFailed"}))
	f.Expect(testenv.Message(b, v1alpha1.ConditionReady)).To(Equal(
		"rolled back at step half, 50% of conversations: escalation 80% of 60 conversations, at most 35%: broken (95% interval 60% to 93%)"))
	f.Expect(result.RequeueAfter).To(BeZero())
	f.Expect(f.events()).To(ConsistOf(HavePrefix("Warning RolledBack rolled back at step half")))

	f.pass(time.Hour)
	f.count(b, counts(600, 60), counts(600, 580))
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Result).To(Equal(v1alpha1.ResultRolledBack), "better figures do not undo a rollback")
}

func TestPromotedBatchIsLeftAlone(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	f.makeLive("order-status-a")
	f.reconcile("week-1")
	f.writes = 0
	for range 5 {
		f.pass(time.Hour)
		_, result := f.reconcile("week-1")
		f.Expect(result.RequeueAfter).To(BeZero())
	}
	f.Expect(f.writes).To(BeZero())
	f.Expect(f.events()).To(BeEmpty())
}

func TestOutageOfTheMetricsHolds(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	b := f.toHalf("week-1")
	f.events()
	f.source.err = &metricsource.UnavailableError{Family: "rollout", Reason: "connection refused", Err: errors.New("dial tcp 10.0.0.1:9090")}
	f.pass(2 * time.Hour)
	f.count(b, counts(500, 50, 1, 1, 1, 50, 50), counts(500, 490, 1, 1, 1, 50, 50))
	b, result := f.reconcile("week-1")
	f.Expect(b.Status.Step).To(Equal("half"))
	f.Expect(testenv.Message(b, v1alpha1.ConditionReady)).To(Equal("step half, 50% of conversations: the metrics cannot be read: " +
		"reading rollout metrics from Prometheus: connection refused"))
	f.Expect(result.RequeueAfter).To(BeNumerically(">", 0))
	f.Expect(f.events()).To(ConsistOf(HavePrefix("Warning MetricsError ")))

	f.writes = 0
	f.pass(10 * time.Second)
	f.reconcile("week-1")
	f.Expect(f.writes).To(BeZero(), "an outage that lasts is written once")

	f.source.err = nil
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Step).To(Equal("all"))
}

func TestSilentBotHolds(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	b := f.toHalf("week-1")
	f.pass(time.Hour)
	f.count(b, counts(500, 50, 1, 1, 1, 50, 50), counts(500, 490, 1, 1, 1, 50, 50))
	f.clock.SetTime(f.clock.Now().Add(5 * time.Minute))
	f.source.at = f.clock.Now()
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Step).To(Equal("half"))
	f.Expect(conditions(b)).To(ContainElement("Ready=False StaleData"))
	delete(f.source.heard, f.bot())
	b, _ = f.reconcile("week-1")
	f.Expect(conditions(b)).To(ContainElement("Ready=False NoData"))
}

func TestSpecsThatCannotBeFollowedSayWhy(t *testing.T) {
	gate := func(change func(*v1alpha1.Gate)) v1alpha1.Gate {
		g := v1alpha1.Gate{Name: "speed", Compare: v1alpha1.CompareTarget, KPITargetRef: &v1alpha1.LocalReference{Name: "speed"}}
		if change != nil {
			change(&g)
		}
		return g
	}
	for name, tc := range map[string]struct {
		batch       *testenv.BatchBuilder
		more        []client.Object
		wantReason  string
		wantMessage string
		wantStalled bool
	}{
		"an unknown Bot": {
			batch:      batch("week-1", "order-status").Bot("nobody"),
			wantReason: v1alpha1.ReasonReferenceNotFound,
			wantMessage: "spec.botRef: there is no Bot nobody in this namespace: create it; " +
				"spec.intents: these belong to another Bot than nobody: order-status (Bot support): remove them here",
			wantStalled: true,
		},
		"an unknown intent": {
			batch:       batch("week-1", "order-status", "nonsense"),
			wantReason:  v1alpha1.ReasonReferenceNotFound,
			wantMessage: "spec.intents: Intent nonsense does not exist in this namespace: create or remove what is missing",
		},
		"an unknown dependency": {
			batch:       batch("week-1", "order-status").DependsOn("week-0"),
			wantReason:  v1alpha1.ReasonReferenceNotFound,
			wantMessage: "spec.dependsOn: Bot support has no IntentBatch week-0: create it or remove the dependency",
		},
		"a batch that waits for itself": {
			batch:       batch("week-1", "order-status").DependsOn("week-1"),
			wantReason:  v1alpha1.ReasonDependencyCycle,
			wantMessage: "spec.dependsOn: week-1 -> week-1 is a cycle, so none of these can begin: remove one of the dependencies",
			wantStalled: true,
		},
		"a gate on a KPITarget that is not there": {
			batch:       batch("week-1", "order-status").Gate(gate(nil)),
			wantReason:  v1alpha1.ReasonReferenceNotFound,
			wantMessage: "spec.gates[speed].kpiTargetRef: there is no KPITarget speed in this namespace: create it or give a metric and a bound here",
		},
		"a gate on a KPI that has no counts by track": {
			batch:       batch("week-1", "order-status").Gate(gate(nil)),
			more:        []client.Object{testenv.MakeKPITarget("speed").AtMost(v1alpha1.KPIFirstResponseTime, "60s").Obj()},
			wantReason:  v1alpha1.ReasonGateInvalid,
			wantMessage: "spec.gates[speed].kpiTargetRef: FirstResponseTime of KPITarget speed cannot gate a rollout: name one of EscalationRate or CSAT",
			wantStalled: true,
		},
		"a gate whose metric is another one than its KPITarget's": {
			batch:       batch("week-1", "order-status").Gate(gate(func(g *v1alpha1.Gate) { g.Metric = v1alpha1.MetricCSAT })),
			more:        []client.Object{testenv.MakeKPITarget("speed").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj()},
			wantReason:  v1alpha1.ReasonGateInvalid,
			wantMessage: "spec.gates[speed].metric: CSAT does not go with EscalationRate of KPITarget speed: remove one of the two",
			wantStalled: true,
		},
		"a limit in the wrong unit": {
			batch: batch("week-1", "order-status").Gate(v1alpha1.Gate{
				Name: "speed", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareTarget, Limit: "4.0"}),
			wantReason:  v1alpha1.ReasonGateInvalid,
			wantMessage: `spec.gates[speed].limit: "4.0" is not a percentage such as "35%"`,
			wantStalled: true,
		},
		"a deadline before the minimum": {
			batch: testenv.MakeBatch("week-1", "order-status").
				Step("five", 5, func(s *v1alpha1.RolloutStep) { s.MinDuration, s.MaxWait = "24h", "12h" }).Step("all", 100),
			wantReason:  v1alpha1.ReasonInvalidSpec,
			wantMessage: "spec.steps[five].maxWait: 12h is shorter than minDuration 24h",
			wantStalled: true,
		},
		"a comparison without a partial step": {
			batch: testenv.MakeBatch("week-1", "order-status").Step("all", 100).
				Gate(v1alpha1.Gate{Name: "speed", Metric: v1alpha1.MetricCSAT, Compare: v1alpha1.CompareStable, Margin: "0.2"}),
			wantReason: v1alpha1.ReasonGateInvalid,
			wantMessage: "spec.gates[speed].compare: Stable needs a step between 1% and 99%, with customers on both tracks: " +
				"add one to spec.steps or use compare: Target",
			wantStalled: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, append([]client.Object{testenv.MakeBot("support").Obj(), intent("order-status"), tc.batch.Obj()}, tc.more...)...)
			b, result, err := f.try("week-1")
			f.Expect(errors.Is(err, reconcile.TerminalError(nil))).To(Equal(tc.wantStalled), "a terminal error goes with Stalled: %v", err)
			state := "Reconciling"
			if tc.wantStalled {
				state = "Stalled"
			}
			f.Expect(conditions(b)).To(ContainElements("Ready=False "+tc.wantReason, state+"=True "+tc.wantReason, "Accepted=False "+tc.wantReason))
			f.Expect(testenv.Message(b, v1alpha1.ConditionAccepted)).To(Equal(tc.wantMessage))
			f.Expect(b.Status.Rollout).To(BeEmpty())
			complaint := "Warning " + tc.wantReason + " " + tc.wantMessage
			if tc.wantStalled {
				f.Expect(f.events()).To(ConsistOf(complaint))
			} else {
				f.Expect(f.events()).To(BeEmpty(), "it may be applied next")
				f.Expect(result.RequeueAfter).To(And(BeNumerically(">", 0), BeNumerically("<=", status.Deadline)))
				f.pass(status.Deadline)
				b, _, err = f.try("week-1")
				f.Expect(err).NotTo(HaveOccurred())
				f.Expect(conditions(b)).To(ContainElements("Ready=False "+tc.wantReason, "Stalled=True "+tc.wantReason))
				f.Expect(f.events()).To(ConsistOf(complaint))
			}
			f.try("week-1")
			f.Expect(f.events()).To(BeEmpty(), "the same complaint is made once")
		})
	}
}

func TestAWaitThatIsOverBeginsByItself(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), batch("week-1", "order-status").Obj())
	f.reconcile("week-1")
	f.pass(status.Deadline)
	b, _ := f.reconcile("week-1")
	f.Expect(conditions(b)).To(ContainElement("Stalled=True ReferenceNotFound"))
	env.Create(t, f.namespace, intent("order-status"))
	b, _ = f.reconcile("week-1")
	f.Expect(conditions(b)).To(ContainElements("Reconciling=True StepStarted", "Accepted=True Accepted"))
}

func TestABatchThatNobodyServesIsStalled(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	f.reconcile("week-1")
	b, _ := f.reconcile("week-1")
	f.Expect(conditions(b)).To(ContainElement("Reconciling=True BotNotReady"))
	f.pass(status.Deadline)
	b, result := f.reconcile("week-1")
	f.Expect(conditions(b)).To(ContainElement("Stalled=True BotNotReady"))
	f.Expect(result.RequeueAfter).To(And(BeNumerically(">", 0), BeNumerically("<=", DefaultTick)), "it goes on looking")
	f.follow()
	b, _ = f.reconcile("week-1")
	f.Expect(conditions(b)).To(ContainElement("Reconciling=True CollectingEvidence"))
}

func TestABatchBehindOneThatWasRolledBackIsStalled(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), intent("warranty"),
		batch("week-1", "order-status").Status(v1alpha1.IntentBatchStatus{Result: v1alpha1.ResultRolledBack}).Obj(),
		batch("week-2", "warranty").DependsOn("week-1").Obj())
	const why = "waits until the batches it depends on are promoted: week-1 was rolled back: correct its intents, set its spec.retry, or remove the dependency"
	b, _ := f.reconcile("week-2")
	f.Expect(conditions(b)).To(ContainElement("Reconciling=True DependencyPending"))
	f.pass(status.Deadline)
	b, _ = f.reconcile("week-2")
	f.Expect(conditions(b)).To(ContainElement("Stalled=True DependencyPending"))
	f.Expect(testenv.Message(b, v1alpha1.ConditionReady)).To(Equal(why))
	f.Expect(f.events()).To(ConsistOf("Warning DependencyPending " + why))
}

func TestInvalidEditLeavesWhatIsLive(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), intent("warranty"), batch("week-1", "order-status").Obj())
	b := f.toHalf("week-1")
	testenv.Change(t, env, b, func(b *v1alpha1.IntentBatch) {
		b.Spec.Gates = []v1alpha1.Gate{{Name: "csat", Compare: v1alpha1.CompareTarget, KPITargetRef: &v1alpha1.LocalReference{Name: "csat"}}}
	})
	f.pass(2 * time.Hour)
	f.count(b, counts(500, 50, 1, 1, 1, 50, 50), counts(500, 490, 1, 1, 1, 50, 50))
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Step).To(Equal("half"), "nothing advances under a spec that cannot be followed")
	f.Expect(b.Status.Gates).To(HaveLen(3), "the gates fixed at the beginning still watch")
	f.Expect(conditions(b)).To(ContainElements("Ready=False ReferenceNotFound", "Accepted=False ReferenceNotFound"))
	f.count(b, counts(900, 450, 1, 1, 1, 50, 50), counts(900, 890, 1, 1, 1, 50, 50))
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Result).To(Equal(v1alpha1.ResultRolledBack), "and still roll it back")
}

func TestTwoBatchesNeverBeginAtOnce(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), intent("warranty"),
		batch("week-1", "order-status").Obj(), batch("week-2", "warranty").Obj())
	f.reconcile("week-1")

	// The cache still shows week-1 as it was: not begun, and no longer in the way.
	old := interceptor.NewClient(env.Client, interceptor.Funcs{
		List: func(ctx context.Context, c client.WithWatch, list client.ObjectList, opts ...client.ListOption) error {
			err := c.List(ctx, list, opts...)
			if batches, ok := list.(*v1alpha1.IntentBatchList); ok {
				batches.Items = nil
			}
			return err
		},
	})
	f.reconciler.Client = old
	b, _ := f.reconcile("week-2")
	f.Expect(b.Status.Rollout).To(BeEmpty())
	f.Expect(conditions(b)).To(ContainElement("Ready=False AnotherBatchActive"))
}

func TestConflictTellsNobodyAnything(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	f.onWrite = func() {
		f.onWrite = func() {}
		b := testenv.MakeBatch("week-1").Namespace(f.namespace).Obj()
		testenv.Change(t, env, b, func(b *v1alpha1.IntentBatch) { b.Spec.State = v1alpha1.BatchHeld })
	}
	b, result, err := f.try("week-1")
	f.Expect(err).NotTo(HaveOccurred(), "what was decided on is no longer the newest: that is not an error")
	f.Expect(result.RequeueAfter).To(BeNumerically(">", 0))
	f.Expect(b.Status.Rollout).To(BeEmpty())
	f.Expect(f.events()).To(BeEmpty())
	b, _ = f.reconcile("week-1")
	f.Expect(conditions(b)).To(ContainElement("Ready=True Held"))
}

func TestBadSeriesOfTheRolloutHolds(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	b := f.toHalf("week-1")
	key := metricsource.Key{Namespace: f.namespace, Bot: "support", Rollout: b.Status.Rollout}
	f.source.bad = map[metricsource.Key]*metricsource.BadDataError{
		key: {Series: "intentops_rollout_assigned_total{}", Problem: "label track must be stable or candidate"},
	}
	f.pass(2 * time.Hour)
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Step).To(Equal("half"))
	f.Expect(testenv.Message(b, v1alpha1.ConditionReady)).To(ContainSubstring("label track must be stable or candidate"))
}

func TestDeletedBatchIsLeftAlone(t *testing.T) {
	b := batch("week-1", "order-status").Obj()
	b.Finalizers = []string{"example.com/somebody-else"}
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), b)
	env.Delete(t, b)
	got, _ := f.reconcile("week-1")
	f.Expect(got.Status.Rollout).To(BeEmpty())
	f.Expect(f.writes).To(BeZero())
	_, err := f.reconciler.Reconcile(t.Context(), reconcile.Request{NamespacedName: client.ObjectKey{Namespace: f.namespace, Name: "gone"}})
	f.Expect(err).NotTo(HaveOccurred())
}
