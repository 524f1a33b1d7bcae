// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/fake"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
)

// noon is the time in the world.
var noon = time.Date(2026, 11, 9, 12, 0, 0, 0, time.UTC)

func hoursAgo(n int) metav1.Time { return metav1.NewTime(noon.Add(-time.Duration(n) * time.Hour)) }

// world is a plugin in front of a cluster that stands still.
type world struct {
	*plugin
	client   *fake.FakeDynamicClient
	out, err *bytes.Buffer
}

// shopScreen is that of a usual terminal.
var shopScreen = screen.Screen{Width: screen.Usual}

func newWorld(t *testing.T, sc screen.Screen, objects ...runtime.Object) *world {
	t.Helper()
	lists, resources := map[schema.GroupVersionResource]string{}, map[string]schema.GroupVersionResource{}
	for _, k := range []kind{botKind, batchKind, releaseKind, intentKind, kpiKind} {
		resource := v1alpha1.GroupVersion.WithResource(k.resource)
		lists[resource], resources[k.name] = k.name+"List", resource
	}
	if len(objects) == 0 {
		objects = shop()
	}
	w := &world{out: &bytes.Buffer{}, err: &bytes.Buffer{}, client: fake.NewSimpleDynamicClientWithCustomListKinds(runtime.NewScheme(), lists)}
	for _, object := range objects {
		// The client would guess plurals, and some of them wrongly.
		raw, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
		if err != nil {
			t.Fatal(err)
		}
		u := &unstructured.Unstructured{Object: raw}
		if err := w.client.Tracker().Create(resources[u.GetKind()], u, u.GetNamespace()); err != nil {
			t.Fatal(err)
		}
	}
	w.plugin = &plugin{
		IOStreams: genericiooptions.IOStreams{In: strings.NewReader(""), Out: w.out, ErrOut: w.err},
		cluster:   func() (dynamic.Interface, string, error) { return w.client, "shop", nil },
		now:       func() time.Time { return noon },
		screen:    func() screen.Screen { return sc },
	}
	return w
}

// run runs a verb as from a shell, with its exit code.
func (w *world) run(args ...string) int {
	root := rootOf("test", w.IOStreams, w.plugin)
	root.SetArgs(args)
	ctx := context.Background()
	return codeOf(ctx, root.ExecuteContext(ctx), w.IOStreams)
}

func metaOf(kind, name string) (metav1.TypeMeta, metav1.ObjectMeta) {
	return metav1.TypeMeta{APIVersion: groupVersion, Kind: kind},
		metav1.ObjectMeta{
			Name: name, Namespace: "shop", Generation: 3, ResourceVersion: "7", UID: "1", CreationTimestamp: hoursAgo(200),
			ManagedFields: []metav1.ManagedFieldsEntry{
				{Manager: "intentops", Subresource: "status", Operation: metav1.ManagedFieldsOperationUpdate, Time: new(metav1.NewTime(noon.Add(-40 * time.Second)))},
				{Manager: "kubectl", Operation: metav1.ManagedFieldsOperationApply, Time: new(hoursAgo(0))},
			},
		}
}

func ready(status metav1.ConditionStatus, stalled bool, reason, message string) []metav1.Condition {
	out := []metav1.Condition{{Type: v1alpha1.ConditionReady, Status: status, Reason: reason, Message: message, LastTransitionTime: hoursAgo(5)}}
	if stalled {
		out = append(out, metav1.Condition{Type: v1alpha1.ConditionStalled, Status: metav1.ConditionTrue, Reason: reason, Message: message, LastTransitionTime: hoursAgo(5)})
	}
	return out
}

const (
	revisionOfWeek2 = "9f1c2a7b3d4e5f60718293a4b5c6d7e8"
	revisionOfWeek3 = "5d0e4b1aa2b3c4d5e6f708192a3b4c5d"
)

// shop is a Bot in the middle of its second week: one batch is promoted, one rolls, one waits for
// an approval and one was rolled back.
func shop() []runtime.Object {
	return []runtime.Object{shopBot(), promotedBatch(), rollingBatch(), waitingBatch(), failedBatch(),
		shopRelease(1, v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst, Message: "the Bot's first release"}),
		shopRelease(2, v1alpha1.ReleaseCause{Type: v1alpha1.CausePromoted, Batch: "week-1", Rollout: "week-1-5d0e4b1a", Message: "promoted: Intents opening-hours, order-status"}, "opening-hours-1", "order-status-1"),
		shopRelease(3, v1alpha1.ReleaseCause{Type: v1alpha1.CauseDeleted, Message: "Intent opening-hours was deleted"}, "order-status-2"),
		shopIntent("order-status", "week-1", v1alpha1.IntentLive), shopIntent("refund", "week-2", v1alpha1.IntentRolling), shopIntent("lost-parcel", "", v1alpha1.IntentDraft),
		shopKPI("escalation", v1alpha1.KPIEscalationRate, v1alpha1.KPIMissed, "<= 35%", "42%"), shopKPI("csat", v1alpha1.KPICSAT, v1alpha1.KPIMet, ">= 4.0", "4.21"),
	}
}

func shopBot() *v1alpha1.Bot {
	b := &v1alpha1.Bot{Spec: v1alpha1.BotSpec{Replicas: new(int32(2)), Rollout: &v1alpha1.BotRollout{Steps: shopSteps()}}}
	b.TypeMeta, b.ObjectMeta = metaOf("Bot", "support")
	b.Status = v1alpha1.BotStatus{
		ObservedGeneration: 3, Conditions: ready("True", false, v1alpha1.ReasonReady, "serves release support-000003"), ReadyReplicas: new(int32(2)), LiveIntents: new(int32(1)),
		Release: &v1alpha1.ServedRelease{Name: "support-000003", Sequence: 3, Batch: "week-2", Step: "quarter", Percent: new(int32(25))},
	}
	return b
}

func shopSteps() []v1alpha1.RolloutStep {
	return []v1alpha1.RolloutStep{
		{Name: "shadow", Percent: new(int32(0)), MinDuration: "1h"},
		{Name: "quarter", Percent: new(int32(25)), MinDuration: "24h"},
		{Name: "half", Percent: new(int32(50)), MinDuration: "24h", Approval: v1alpha1.ApprovalManual},
		{Name: "all", Percent: new(int32(100)), Approval: v1alpha1.ApprovalManual, Require: v1alpha1.GateEvidence},
	}
}

func shopBatch(name string, intents ...string) *v1alpha1.IntentBatch {
	b := &v1alpha1.IntentBatch{Spec: v1alpha1.IntentBatchSpec{BotRef: v1alpha1.LocalReference{Name: "support"}, Intents: intents}}
	b.TypeMeta, b.ObjectMeta = metaOf("IntentBatch", name)
	b.Status.ObservedGeneration = 3
	return b
}

func promotedBatch() *v1alpha1.IntentBatch {
	b := shopBatch("week-1", "order-status")
	b.Status.Conditions = ready("True", false, v1alpha1.ReasonPromoted, "every conversation gets revision 5d0e4b1a")
	b.Status.Result, b.Status.Percent, b.Status.Step, b.Status.Rollout = v1alpha1.ResultPromoted, new(int32(100)), "all", "week-1-5d0e4b1a"
	b.Status.Revision = revisionOfWeek3
	b.Status.Escalation, b.Status.CSAT, b.Status.Verdict = "23%", "4.25", v1alpha1.VerdictPass
	b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "order-status", Stable: "order-status-2"}}
	return b
}

func rollingBatch() *v1alpha1.IntentBatch {
	b := shopBatch("week-2", "refund", "order-status")
	message := "step quarter, 25% of conversations: CSAT 4.05 of 22 ratings, stable 4.16 of 71, at most 0.2 worse: no sign of harm; about 18 more ratings needed, about 9 h at the present rate"
	b.Status = v1alpha1.IntentBatchStatus{
		ObservedGeneration: 3, Conditions: ready("False", false, v1alpha1.ReasonCollectingEvidence, message),
		Revision: revisionOfWeek2, Rollout: "week-2-9f1c2a7b", Step: "quarter", Percent: new(int32(25)), Verdict: v1alpha1.VerdictInconclusive,
		Escalation: "27.4%", CSAT: "4.05", NextEvaluation: metav1.NewTime(noon.Add(9 * time.Hour)),
		Intents: []v1alpha1.BatchIntentStatus{{Name: "refund", Candidate: "refund-7c1d0e"}, {Name: "order-status", Stable: "order-status-2", Candidate: "order-status-3"}},
		Steps: []v1alpha1.StepRecord{
			{Name: "shadow", Percent: new(int32(0)), StartedAt: hoursAgo(30)},
			{Name: "quarter", Percent: new(int32(25)), StartedAt: hoursAgo(15), Candidate: v1alpha1.TrackCounts{Conversations: 113}, Stable: v1alpha1.TrackCounts{Conversations: 342}},
		},
		Gates: []v1alpha1.GateStatus{
			{Name: "escalation", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareStable, Bound: "5%", Verdict: v1alpha1.VerdictPass, Message: "escalation 27.4% of 113 conversations, stable 29.8% of 342, at most 5% more: kept",
				Candidate: "27.4%", CandidateSamples: 113, Stable: "29.8%", StableSamples: 342, Low: "-11.9%", High: "4.2%", Needed: 100},
			{Name: "csat", Metric: v1alpha1.MetricCSAT, Compare: v1alpha1.CompareStable, Bound: "0.2", Verdict: v1alpha1.VerdictInconclusive, Message: "CSAT 4.05 of 22 ratings, stable 4.16 of 71, at most 0.2 worse: no sign of harm; about 18 more ratings needed",
				Candidate: "4.05", CandidateSamples: 22, Stable: "4.16", StableSamples: 71, Low: "-0.61", High: "0.4", Needed: 40},
			{Name: "missed", Metric: v1alpha1.MetricMissedEscalation, Compare: v1alpha1.CompareTarget, Bound: "3%", Verdict: v1alpha1.VerdictNoData, Message: "missed escalations at most 3%: no candidate conversations counted yet"},
		},
		History: []v1alpha1.DecisionRecord{
			{At: hoursAgo(30), Decision: v1alpha1.DecisionStarted, Step: "shadow", Message: "began with revision 9f1c2a7b"},
			{At: hoursAgo(15), Decision: v1alpha1.DecisionAdvanced, Step: "quarter", Message: "step quarter begins: step shadow lasted 15 h and every gate is kept"},
		},
	}
	return b
}

func waitingBatch() *v1alpha1.IntentBatch {
	b := shopBatch("week-3", "invoice")
	b.Status.Conditions = ready("False", false, v1alpha1.ReasonApprovalRequired, `step half, 50% of conversations: step all needs an approval: add {step: all, revision: "5d0e4b1a"} to spec.approvals`)
	b.Spec.Approvals = []v1alpha1.StepApproval{{Step: "half", Revision: "5d0e4b1a"}}
	b.Status.Revision, b.Status.Rollout, b.Status.Step, b.Status.Percent = revisionOfWeek3, "week-3-5d0e4b1a", "half", new(int32(50))
	b.Status.Steps = []v1alpha1.StepRecord{{Name: "half", Percent: new(int32(50)), StartedAt: hoursAgo(26), PassedAt: hoursAgo(2)}}
	return b
}

func failedBatch() *v1alpha1.IntentBatch {
	b := shopBatch("week-4", "returns")
	message := "rolled back at step quarter, 25% of conversations: CSAT 1.45 of 20 ratings, stable 3.86 of 57, at most 0.2 worse: broken (95% interval of the difference -4.0 to -1.22)"
	b.Status.Conditions = ready("False", true, v1alpha1.ReasonRolledBack, message)
	b.Status.Revision, b.Status.Rollout, b.Status.Step, b.Status.Percent, b.Status.Result = "77aa4b1aa2b3c4d5e6f708192a3b4c5d", "week-4-77aa4b1a", "quarter", new(int32(0)), v1alpha1.ResultRolledBack
	b.Status.Escalation, b.Status.CSAT, b.Status.Verdict = "62%", "1.45", v1alpha1.VerdictFail
	b.Status.Steps = []v1alpha1.StepRecord{{Name: "shadow", Percent: new(int32(0)), StartedAt: hoursAgo(60)}, {Name: "quarter", Percent: new(int32(25)), StartedAt: hoursAgo(50)}}
	b.Status.History = []v1alpha1.DecisionRecord{{At: hoursAgo(40), Decision: v1alpha1.DecisionRolledBack, Step: "quarter", Message: message}}
	b.Status.Gates = []v1alpha1.GateStatus{{Name: "csat", Metric: v1alpha1.MetricCSAT, Compare: v1alpha1.CompareStable, Bound: "0.2", Verdict: v1alpha1.VerdictFail,
		Candidate: "1.45", CandidateSamples: 20, Stable: "3.86", StableSamples: 57, Low: "-4.0", High: "-1.22", Message: "CSAT 1.45 of 20 ratings, stable 3.86 of 57, at most 0.2 worse: broken"}}
	return b
}

func shopRelease(sequence int64, cause v1alpha1.ReleaseCause, revisions ...string) *v1alpha1.BotRelease {
	names := map[int64]string{1: "support-000001", 2: "support-000002", 3: "support-000003"}
	r := &v1alpha1.BotRelease{Spec: v1alpha1.BotReleaseSpec{
		BotRef: v1alpha1.LocalReference{Name: "support"}, Sequence: sequence, Parent: names[sequence-1], Digest: strings.Repeat("a", 64), Bundle: []string{"support-aaaaaaaaaaaa-0"},
		EscalationPolicy: v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-1"}, Cause: cause,
	}}
	for _, revision := range revisions {
		r.Spec.Intents = append(r.Spec.Intents, v1alpha1.ReleasedIntent{Name: revision[:strings.LastIndexByte(revision, '-')], Revision: revision})
	}
	r.TypeMeta, r.ObjectMeta = metaOf("BotRelease", names[sequence])
	r.CreationTimestamp = hoursAgo(300 - 90*int(sequence))
	if sequence == 3 {
		r.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionLive, Status: metav1.ConditionTrue, Reason: v1alpha1.ReasonServed, LastTransitionTime: hoursAgo(30)}}
	}
	return r
}

func shopIntent(name, batch string, state v1alpha1.IntentState) *v1alpha1.Intent {
	i := &v1alpha1.Intent{Spec: v1alpha1.IntentSpec{BotRef: v1alpha1.LocalReference{Name: "support"}, Utterances: []string{"hello"}, Reply: v1alpha1.IntentReply{Text: "Hello."}}}
	i.TypeMeta, i.ObjectMeta = metaOf("Intent", name)
	reason := map[v1alpha1.IntentState]string{v1alpha1.IntentLive: v1alpha1.ReasonReady, v1alpha1.IntentRolling: v1alpha1.ReasonProgressing, v1alpha1.IntentDraft: v1alpha1.ReasonDraft}[state]
	i.Status = v1alpha1.IntentStatus{ObservedGeneration: 3, Batch: batch, State: state, Conditions: ready("False", false, reason, "state "+string(state))}
	if state != v1alpha1.IntentDraft {
		i.Status.Measurements = &v1alpha1.IntentMeasurements{Escalation: "23%", CSAT: "4.2", Conversations: new(int64(310))}
	}
	return i
}

func shopKPI(name string, kpi v1alpha1.KPI, state v1alpha1.KPIState, target string, value v1alpha1.Value) *v1alpha1.KPITarget {
	k := &v1alpha1.KPITarget{Spec: v1alpha1.KPITargetSpec{BotRef: v1alpha1.LocalReference{Name: "support"}, KPI: kpi}}
	k.TypeMeta, k.ObjectMeta = metaOf("KPITarget", name)
	k.Status = v1alpha1.KPITargetStatus{ObservedGeneration: 3, Conditions: ready("True", false, v1alpha1.ReasonMeasured, "measured"), State: state, Target: target, Trend: v1alpha1.TrendImproving,
		Current: &v1alpha1.KPIMeasurement{Value: value, Low: value, High: value, Samples: new(int64(722))}}
	return k
}
