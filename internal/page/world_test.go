// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic/fake"

	"github.com/intentops/intentops/api/v1alpha1"
)

// noon is the time in the world.
var noon = time.Date(2026, 11, 9, 12, 0, 0, 0, time.UTC)

func hoursAgo(n int) metav1.Time { return metav1.NewTime(noon.Add(-time.Duration(n) * time.Hour)) }

// theKey signs in.
const theKey = "a-key-of-this-test"

// world is a page in front of a cluster that stands still.
type world struct {
	t      testing.TB
	client *fake.FakeDynamicClient
	page   http.Handler
}

func newWorld(t testing.TB, objects ...runtime.Object) *world {
	t.Helper()
	lists, resources := map[schema.GroupVersionResource]string{}, map[string]schema.GroupVersionResource{}
	for _, k := range []kind{botKind, batchKind, releaseKind, intentKind, kpiKind} {
		resource := v1alpha1.GroupVersion.WithResource(k.resource)
		lists[resource], resources[k.name] = k.name+"List", resource
	}
	w := &world{t: t, client: fake.NewSimpleDynamicClientWithCustomListKinds(runtime.NewScheme(), lists)}
	for _, object := range objects {
		raw, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
		if err != nil {
			t.Fatal(err)
		}
		u := &unstructured.Unstructured{Object: raw}
		if err := w.client.Tracker().Create(resources[u.GetKind()], u, u.GetNamespace()); err != nil {
			t.Fatal(err)
		}
	}
	w.page = Handler(Options{Access: byKey(theKey, w.client), Version: "test", Now: func() time.Time { return noon }})
	return w
}

// ask asks the page, signed in.
func (w *world) ask(path string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, path, http.NoBody)
	r.Header.Set("Authorization", "Bearer "+theKey)
	answer := httptest.NewRecorder()
	w.page.ServeHTTP(answer, r)
	return answer
}

func metaOf(kind, name string) (metav1.TypeMeta, metav1.ObjectMeta) {
	return metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion.String(), Kind: kind},
		metav1.ObjectMeta{Name: name, Namespace: "shop", Generation: 3, CreationTimestamp: hoursAgo(900)}
}

func ready(status metav1.ConditionStatus, stalled bool, reason, message string) []metav1.Condition {
	out := []metav1.Condition{{Type: v1alpha1.ConditionReady, Status: status, Reason: reason, Message: message, LastTransitionTime: hoursAgo(5)}}
	if stalled {
		out = append(out, metav1.Condition{Type: v1alpha1.ConditionStalled, Status: metav1.ConditionTrue, Reason: reason, Message: message, LastTransitionTime: hoursAgo(5)})
	}
	return out
}

// shop is a Bot in the middle of a rollout: one batch rolls, one waits for an approval, one was
// rolled back and one is live.
func shop() []runtime.Object {
	objects := []runtime.Object{shopBot(), rolling(), waiting(), failed(), promoted("week-1")}
	for i, name := range []string{"opening-hours", "order-status", "refund", "invoice", "returns", "cancel-order"} {
		objects = append(objects, intent(name, i))
	}
	for i := range 4 {
		objects = append(objects, release(int64(i+1)))
	}
	return append(objects,
		target("escalation", v1alpha1.KPIEscalationRate, v1alpha1.Objective{AtMost: "35%"}, v1alpha1.KPIMissed, "<= 35%", "62%", "42%", "39.1%", "44.8%"),
		target("csat", v1alpha1.KPICSAT, v1alpha1.Objective{AtLeast: "4.0"}, v1alpha1.KPIMet, ">= 4.0", "3.8", "4.21", "4.1", "4.31"),
		target("first-response", v1alpha1.KPIFirstResponseTime, v1alpha1.Objective{AtMost: "60s"}, v1alpha1.KPIMet, "<= 60s", "12m", "48s", "41s", "55s"),
		target("deflection", v1alpha1.KPIDeflectionRate, v1alpha1.Objective{AtLeast: "40%"}, v1alpha1.KPIGuardrailBreached, ">= 40%", "", "44%", "41%", "47%"))
}

func shopBot() *v1alpha1.Bot {
	b := &v1alpha1.Bot{Spec: v1alpha1.BotSpec{Replicas: new(int32(2)), Rollout: &v1alpha1.BotRollout{Steps: []v1alpha1.RolloutStep{
		{Name: "shadow", Percent: new(int32(0)), MinDuration: "1h"},
		{Name: "quarter", Percent: new(int32(25)), MinDuration: "24h"},
		{Name: "half", Percent: new(int32(50)), MinDuration: "24h", Approval: v1alpha1.ApprovalManual},
		{Name: "all", Percent: new(int32(100)), Approval: v1alpha1.ApprovalManual, Require: v1alpha1.GateEvidence},
	}}}}
	b.TypeMeta, b.ObjectMeta = metaOf("Bot", "support")
	b.Status = v1alpha1.BotStatus{
		ObservedGeneration: 3, Conditions: ready("True", false, v1alpha1.ReasonReady, "serves release support-000004"), ReadyReplicas: new(int32(2)), LiveIntents: new(int32(8)),
		Release: &v1alpha1.ServedRelease{Name: "support-000004", Sequence: 4, Batch: "week-2", Step: "quarter", Percent: new(int32(25))},
	}
	return b
}

func batchOf(name string, conditions []metav1.Condition, intents ...string) *v1alpha1.IntentBatch {
	b := &v1alpha1.IntentBatch{Spec: v1alpha1.IntentBatchSpec{BotRef: v1alpha1.LocalReference{Name: "support"}, Intents: intents}}
	b.TypeMeta, b.ObjectMeta = metaOf("IntentBatch", name)
	b.Status.ObservedGeneration, b.Status.Conditions = 3, conditions
	b.Status.Revision = "9f1c2a7b3d4e5f60718293a4b5c6d7e8"
	b.Status.Rollout = name + "-9f1c2a7b"
	return b
}

func promoted(name string) *v1alpha1.IntentBatch {
	b := batchOf(name, ready("True", false, v1alpha1.ReasonPromoted, "every conversation gets revision 9f1c2a7b"), "opening-hours")
	b.Status.Result, b.Status.Percent, b.Status.Step = v1alpha1.ResultPromoted, new(int32(100)), "all"
	b.Status.Escalation, b.Status.CSAT = "23%", "4.25"
	b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "opening-hours", Stable: "opening-hours-2"}}
	return b
}

func shopGates(value, low, high v1alpha1.Value, samples int64) []v1alpha1.GateStatus {
	return []v1alpha1.GateStatus{
		{Name: "escalation", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareStable, Bound: "5%", Verdict: v1alpha1.VerdictPass, Message: "escalation 27.4% of 113 conversations, stable 29.8% of 342, at most 5% more: kept",
			Candidate: "27.4%", CandidateSamples: 5 * samples, Stable: "29.8%", StableSamples: 342, Low: "-11.9%", High: "4.2%", Needed: 100},
		{Name: "csat", Metric: v1alpha1.MetricCSAT, Compare: v1alpha1.CompareStable, Bound: "0.2", Verdict: v1alpha1.VerdictInconclusive, Message: "CSAT 4.05 of 22 ratings, stable 4.16 of 71, at most 0.2 worse: no sign of harm; about 18 more ratings needed, about 9 h at the present rate",
			Candidate: value, CandidateSamples: samples, Stable: "4.16", StableSamples: 71, Low: low, High: high, Needed: 40},
		{Name: "missed", Metric: v1alpha1.MetricMissedEscalation, Compare: v1alpha1.CompareTarget, Bound: "3%", Verdict: v1alpha1.VerdictNoData, Message: "missed escalations at most 3%: no candidate conversations counted yet"},
	}
}

func rolling() *v1alpha1.IntentBatch {
	b := batchOf("week-2", ready("False", false, v1alpha1.ReasonCollectingEvidence, "step quarter, 25% of conversations: CSAT 4.05 of 22 ratings, stable 4.16 of 71, at most 0.2 worse: no sign of harm; about 18 more ratings needed, about 9 h at the present rate"), "refund", "order-status")
	s := &b.Status
	s.Step, s.Percent, s.Verdict, s.Escalation, s.CSAT = "quarter", new(int32(25)), v1alpha1.VerdictInconclusive, "27.4%", "4.05"
	s.NextEvaluation = metav1.NewTime(noon.Add(9 * time.Hour))
	s.Intents = []v1alpha1.BatchIntentStatus{{Name: "refund", Candidate: "refund-1"}, {Name: "order-status", Stable: "order-status-2", Candidate: "order-status-3"}}
	s.Steps = []v1alpha1.StepRecord{
		{Name: "shadow", Percent: new(int32(0)), StartedAt: hoursAgo(30)},
		{Name: "quarter", Percent: new(int32(25)), StartedAt: hoursAgo(15), Candidate: v1alpha1.TrackCounts{Conversations: 113}, Stable: v1alpha1.TrackCounts{Conversations: 342}},
	}
	s.Gates = shopGates("4.05", "-0.61", "0.4", 22)
	s.History = []v1alpha1.DecisionRecord{
		{At: hoursAgo(30), Rollout: s.Rollout, Decision: v1alpha1.DecisionStarted, Step: "shadow", Message: "began with revision 9f1c2a7b"},
		{At: hoursAgo(15), Rollout: s.Rollout, Decision: v1alpha1.DecisionAdvanced, Step: "quarter", Message: "step quarter begins: step shadow lasted 15 h and every gate is kept", Gates: shopGates("4.3", "-1.2", "1.4", 6)},
		{At: hoursAgo(8), Rollout: s.Rollout, Decision: v1alpha1.DecisionHeld, Step: "quarter", Message: "held by spec.state", Gates: shopGates("4.2", "-0.8", "0.8", 14)},
		{At: hoursAgo(7), Rollout: s.Rollout, Decision: v1alpha1.DecisionReleased, Step: "quarter", Message: "goes on", Gates: shopGates("4.1", "-0.7", "0.6", 15)},
	}
	return b
}

func waiting() *v1alpha1.IntentBatch {
	b := batchOf("week-3", ready("False", false, v1alpha1.ReasonApprovalRequired, `step quarter, 25% of conversations: step half needs an approval: add {step: half, revision: "9f1c2a7b"} to spec.approvals`), "invoice")
	b.Status.Step, b.Status.Percent = "quarter", new(int32(25))
	b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "invoice", Candidate: "invoice-1"}}
	b.Status.Steps = []v1alpha1.StepRecord{{Name: "quarter", Percent: new(int32(25)), StartedAt: hoursAgo(26), PassedAt: hoursAgo(2)}}
	return b
}

func failed() *v1alpha1.IntentBatch {
	const message = "rolled back at step quarter, 25% of conversations: CSAT 1.45 of 20 ratings, stable 3.86 of 57, at most 0.2 worse: broken (95% interval of the difference -4.0 to -1.22); most handed over: intent cancel-order with 62% of 40 conversations in the last day"
	b := batchOf("week-4", ready("False", true, v1alpha1.ReasonRolledBack, message), "returns", "cancel-order")
	s := &b.Status
	s.Step, s.Percent, s.Result, s.Escalation, s.CSAT = "quarter", new(int32(0)), v1alpha1.ResultRolledBack, "62%", "1.45"
	s.Intents = []v1alpha1.BatchIntentStatus{{Name: "returns", Candidate: "returns-1"}, {Name: "cancel-order", Candidate: "cancel-order-1"}}
	s.Steps = []v1alpha1.StepRecord{{Name: "shadow", Percent: new(int32(0)), StartedAt: hoursAgo(60)}, {Name: "quarter", Percent: new(int32(25)), StartedAt: hoursAgo(50)}}
	s.Gates = []v1alpha1.GateStatus{{Name: "csat", Metric: v1alpha1.MetricCSAT, Compare: v1alpha1.CompareStable, Bound: "0.2", Verdict: v1alpha1.VerdictFail,
		Candidate: "1.45", CandidateSamples: 20, Stable: "3.86", StableSamples: 57, Low: "-4.0", High: "-1.22", Message: "CSAT 1.45 of 20 ratings, stable 3.86 of 57, at most 0.2 worse: broken"}}
	s.History = []v1alpha1.DecisionRecord{{At: hoursAgo(40), Rollout: s.Rollout, Decision: v1alpha1.DecisionRolledBack, Step: "quarter", Message: message, Gates: s.Gates}}
	return b
}

func intent(name string, i int) *v1alpha1.Intent {
	o := &v1alpha1.Intent{Spec: v1alpha1.IntentSpec{BotRef: v1alpha1.LocalReference{Name: "support"}, Utterances: []string{"a secret wording"}, Reply: v1alpha1.IntentReply{Text: "Hello."}}}
	o.TypeMeta, o.ObjectMeta = metaOf("Intent", name)
	o.Status.Measurements = &v1alpha1.IntentMeasurements{Escalation: v1alpha1.Value(fmt.Sprintf("%d%%", 12+10*i)), CSAT: "4.2", Conversations: new(int64(40 + i))}
	return o
}

func release(sequence int64) *v1alpha1.BotRelease {
	name := func(n int64) string { return fmt.Sprintf("support-%06d", n) }
	r := &v1alpha1.BotRelease{Spec: v1alpha1.BotReleaseSpec{
		BotRef: v1alpha1.LocalReference{Name: "support"}, Sequence: sequence, Digest: strings.Repeat("a", 64), Bundle: []string{"support-aaaaaaaaaaaa-0"},
		EscalationPolicy: v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-1"}, Cause: v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst, Message: "the Bot's first release"},
	}}
	if sequence > 1 {
		r.Spec.Parent = name(sequence - 1)
		r.Spec.Cause = v1alpha1.ReleaseCause{Type: v1alpha1.CausePromoted, Batch: fmt.Sprintf("autumn-%d", sequence-1), Message: "promoted"}
	}
	for i := range sequence * 2 {
		r.Spec.Intents = append(r.Spec.Intents, v1alpha1.ReleasedIntent{Name: fmt.Sprintf("topic-%d", i+1), Revision: fmt.Sprintf("topic-%d-%d", i+1, sequence/3)})
	}
	r.TypeMeta, r.ObjectMeta = metaOf("BotRelease", name(sequence))
	r.CreationTimestamp = hoursAgo(int(800 - 180*sequence))
	if sequence == 4 {
		r.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionLive, Status: metav1.ConditionTrue, Reason: v1alpha1.ReasonServed, LastTransitionTime: hoursAgo(80)}}
	}
	return r
}

func target(name string, k v1alpha1.KPI, objective v1alpha1.Objective, state v1alpha1.KPIState, shown string, baseline, value, low, high v1alpha1.Value) *v1alpha1.KPITarget {
	o := &v1alpha1.KPITarget{Spec: v1alpha1.KPITargetSpec{BotRef: v1alpha1.LocalReference{Name: "support"}, KPI: k, Objective: objective}}
	o.TypeMeta, o.ObjectMeta = metaOf("KPITarget", name)
	s := &o.Status
	s.ObservedGeneration, s.State, s.Target, s.Trend = 3, state, shown, v1alpha1.TrendImproving
	s.Conditions = ready("True", false, v1alpha1.ReasonMeasured, "measured")
	s.Current = &v1alpha1.KPIMeasurement{Value: value, Low: low, High: high, Samples: new(int64(722))}
	s.Guardrails = []v1alpha1.GuardrailStatus{{Name: "csat", KPI: v1alpha1.KPICSAT, State: v1alpha1.GuardrailSteady}}
	if state == v1alpha1.KPIGuardrailBreached {
		s.Conditions[0].Message = "44% meets the objective, while KPITarget csat is worse than its baseline"
	}
	if baseline != "" {
		s.Baseline = &v1alpha1.KPIMeasurement{Value: baseline, Samples: new(int64(900)), At: hoursAgo(890)}
		s.Milestones = []v1alpha1.MilestoneStatus{
			{Day: 30, Target: shown, Due: hoursAgo(170), State: v1alpha1.MilestoneMet, Measured: s.Current},
			{Day: 60, Target: shown, Due: hoursAgo(-550), State: v1alpha1.MilestonePending},
		}
	}
	return o
}
