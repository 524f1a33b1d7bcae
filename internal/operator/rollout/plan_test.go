// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/intentops/intentops/api/v1alpha1"
)

// TestRevisionsAreStable fails when an upgrade of the operator would roll every batch and
// void every approval.
func TestRevisionsAreStable(t *testing.T) {
	intents := content{names: []string{"opening-hours", "order-status"}, revisions: map[string]string{
		"opening-hours": "opening-hours-5d9f0c12aa", "order-status": "order-status-77aa00b1c2",
	}}
	policy := intents
	policy.policy = &v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-f5e5dc4b46"}
	engine := policy
	engine.understanding = &v1alpha1.Understanding{Rasa: &v1alpha1.RasaUnderstanding{URL: "http://rasa:5005"}}
	texts := engine
	texts.texts = new("e29cf9139f")
	for want, c := range map[string]content{"98bd3c96": intents, "e0e603de": policy, "5bdd3f2b": engine, "21bfa2fc": texts} {
		if got := hashContent(&c); !strings.HasPrefix(got, want) || len(got) != 32 {
			t.Errorf("revision %s, want one that begins with %s: the encoding has changed", got, want)
		}
	}
}

// TestAnotherTableIsAnotherContent: word vectors decide answers, so they roll by steps.
func TestAnotherTableIsAnotherContent(t *testing.T) {
	of := func(vectors *v1alpha1.WordVectors) string {
		return hashContent(&content{understanding: &v1alpha1.Understanding{BuiltIn: &v1alpha1.BuiltInUnderstanding{Vectors: vectors}}})
	}
	seen := map[string]bool{of(nil): true}
	for _, kind := range []v1alpha1.VolumeKind{v1alpha1.VolumeClaim, v1alpha1.VolumeImage} {
		for _, name := range []string{"a", "b"} {
			for _, path := range []string{"x", "y"} {
				seen[of(&v1alpha1.WordVectors{Source: v1alpha1.VolumeReference{Kind: kind, Name: name}, Path: path})] = true
			}
		}
	}
	if len(seen) != 9 {
		t.Errorf("%d contents, want 9", len(seen))
	}
	if before := hashContent(&content{understanding: &v1alpha1.Understanding{}}); before != of(nil) {
		t.Errorf("without a table the content is %s, and was %s", of(nil), before)
	}
}

func TestRolloutIDsAreLabelsAndDiffer(t *testing.T) {
	long := strings.Repeat("very-long-name-", 20)
	seen := map[string]string{}
	for _, batch := range []string{"week-1", "week-1-aaaaaaaa", long, long + "x", strings.Repeat("a", 53) + "-b"} {
		for _, revision := range []string{"5d9f0c12aabbccdd", "77aa00b1c2d3e4f5"} {
			for _, attempt := range []int32{1, 2, 2147483647} {
				id := RolloutID(batch, revision, attempt)
				if problems := validation.IsValidLabelValue(id); len(problems) > 0 {
					t.Errorf("%q is not a label: %v", id, problems)
				}
				of := fmt.Sprint(batch, revision, attempt)
				if other, used := seen[id]; used {
					t.Errorf("%q names both %s and %s", id, of, other)
				}
				seen[id] = of
			}
		}
	}
	if got := RolloutID("week-1", "5d9f0c12aabbccdd", 1); got != "week-1-5d9f0c12" {
		t.Errorf("the first attempt is named %q, want week-1-5d9f0c12", got)
	}
	if got := RolloutID("week-1", "5d9f0c12aabbccdd", 3); got != "week-1-5d9f0c12-3" {
		t.Errorf("the third attempt is named %q, want week-1-5d9f0c12-3", got)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	w := newWorld(t)
	w.batch("week-1", "order-status")
	w.orderly()
	for i := range 60 {
		w.metricsDown = i%2 == 0
		w.now = w.now.Add(10 * time.Minute)
		w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
			s.State = v1alpha1.BatchActive
			if i%5 == 0 {
				s.State = v1alpha1.BatchHeld
			}
		})
		w.orderly()
		w.converse(10 * time.Minute)
	}
	if n := len(w.batches["week-1"].Status.History); n > maxHistory {
		t.Errorf("%d records, want at most %d", n, maxHistory)
	}
}

func TestRepeatedHoldsLeaveRoomForTheRest(t *testing.T) {
	w := newWorld(t)
	w.batch("week-1", "order-status")
	for range 100 {
		w.metricsDown = !w.metricsDown
		w.now = w.now.Add(time.Second)
		w.orderly()
	}
	h := w.batches["week-1"].Status.History
	if len(h) > 4 || h[0].Decision != v1alpha1.DecisionStarted {
		t.Errorf("an outage that comes and goes fills the history: %d records, the first %s", len(h), h[0].Decision)
	}
}

func TestDeletedAndCreatedAgainGetsAnotherRollout(t *testing.T) {
	w := newWorld(t)
	w.batch("week-1", "order-status")
	w.orderly()
	first := w.batches["week-1"].Status.Rollout
	w.converse(time.Hour)
	delete(w.batches, "week-1")
	w.batch("week-1", "order-status")
	w.orderly()
	if again := w.batches["week-1"].Status.Rollout; again == first || again == "" {
		t.Errorf("rollout %q takes over the counts of the deleted batch's %q", again, first)
	}
}

func TestApprovalOfTheFirstStepDoesNotBlockOthers(t *testing.T) {
	w := newWorld(t)
	w.batch("week-1", "order-status").Spec.Steps[0].Approval = v1alpha1.ApprovalManual
	w.batch("week-2", "warranty")
	w.orderly()
	if got := w.batches["week-2"].Status.Rollout; got == "" {
		t.Errorf("week-2 waits for the approval of week-1: %s", w.lastSaid["week-2"])
	}
}

func TestStepsEditedUnderWay(t *testing.T) {
	w := newWorld(t)
	w.batch("week-1", "order-status")
	w.orderly()
	w.now = w.now.Add(time.Hour)
	w.orderly()
	if got := w.batches["week-1"].Status.Step; got != "ten" {
		t.Fatalf("step %s, want ten", got)
	}
	w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
		s.Steps = []v1alpha1.RolloutStep{
			{Name: "twenty", Percent: new(int32(20)), MinConversations: new(int64(20))},
			{Name: "ten", Percent: new(int32(60)), MinConversations: new(int64(20))},
			{Name: "all", Percent: new(int32(100))},
		}
	})
	for range 8 {
		w.now = w.now.Add(time.Hour)
		w.converse(time.Hour)
		w.orderly()
	}
	b := w.batches["week-1"]
	plan := Plan(w.snapshot("week-1"))
	// "ten" is now at 60 %, so the running step of that name keeps its 10 % and goes on to
	// twenty; after that its name is taken.
	if b.Status.Step != "twenty" || plan.State != Stalled || plan.Reason != v1alpha1.ReasonInvalidSpec {
		t.Errorf("step %s, %s %s: %s", b.Status.Step, plan.State, plan.Reason, plan.Message)
	}
	want := "step twenty, 20% of conversations: spec.steps[ten]: this rollout had a step of that name with 10% already: give it another name"
	if plan.Message != want {
		t.Errorf("message %q, want %q", plan.Message, want)
	}
}

func TestBaselinesComeFromTheStepsBefore(t *testing.T) {
	before := []v1alpha1.StepRecord{
		{Name: "shadow", Stable: v1alpha1.TrackCounts{Conversations: 100, Escalated: 40, MissedEscalations: 3, Ratings: []int64{0, 0, 10, 20, 10}}},
		{Name: "ten", Stable: v1alpha1.TrackCounts{Conversations: 300, Escalated: 80, MissedEscalations: 1, Ratings: []int64{0, 0, 0, 0, 10}}},
	}
	type baselines struct{ Escalation, Missed, CSAT int32 }
	for name, tc := range map[string]struct {
		before        []v1alpha1.StepRecord
		stableAnswers bool
		want          baselines
	}{
		"measured":                    {before, true, baselines{300, 10, 4200}},
		"nothing measured yet":        {nil, true, baselines{300, 20, 4000}},
		"nothing measured, new ones":  {nil, false, baselines{900, 20, 4000}},
		"too little to be a baseline": {[]v1alpha1.StepRecord{{Stable: v1alpha1.TrackCounts{Conversations: 29, Escalated: 29}}}, true, baselines{300, 20, 4000}},
	} {
		t.Run(name, func(t *testing.T) {
			var r v1alpha1.StepRecord
			setBaselines(&r, tc.before, tc.stableAnswers)
			got := baselines{*r.BaselineEscalationMilli, *r.BaselineMissedMilli, *r.BaselineCSATMilli}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("baselines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDefaultGatesTakeTheObjectiveOfTheBotsKPITarget(t *testing.T) {
	w := newWorld(t)
	w.batch("week-1", "order-status")
	target := func(name, bot string, kpi v1alpha1.KPI, o v1alpha1.Objective) {
		w.targets[name] = &v1alpha1.KPITarget{
			ObjectMeta: metav1.ObjectMeta{Name: name},
			Spec:       v1alpha1.KPITargetSpec{BotRef: v1alpha1.LocalReference{Name: bot}, KPI: kpi, Objective: o},
		}
	}
	target("a-other-bot", "sales", v1alpha1.KPIEscalationRate, v1alpha1.Objective{AtMost: "10%"})
	target("b-other-kpi", "support", v1alpha1.KPIDeflectionRate, v1alpha1.Objective{AtLeast: "40%"})
	target("c-other-way", "support", v1alpha1.KPIEscalationRate, v1alpha1.Objective{AtLeast: "5%"})
	target("e-later", "support", v1alpha1.KPIEscalationRate, v1alpha1.Objective{AtMost: "25%"})
	target("d-first", "support", v1alpha1.KPIEscalationRate, v1alpha1.Objective{AtMost: "28%"})
	plan := Plan(w.snapshot("week-1"))
	if got := plan.Status.Gates[0].Rule; got != "escalation at most 28%" {
		t.Errorf("rule %q, want the objective of d-first", got)
	}
	if !strings.Contains(plan.Status.DefaultGatesReason, "28% (the objective of KPITarget d-first)") {
		t.Errorf("because %q", plan.Status.DefaultGatesReason)
	}
}

// TestStepsThatCanOnlyTimeOutAreNoted: what the Bot has not counted yet decides nothing.
func TestStepsThatCanOnlyTimeOutAreNoted(t *testing.T) {
	for name, tc := range map[string]struct {
		steps []v1alpha1.RolloutStep
		want  string
	}{
		"the first step with customers waits too short": {[]v1alpha1.RolloutStep{
			{Name: "shadow", Percent: new(int32(0)), MaxWait: "1m"}, {Name: "ten", Percent: new(int32(10)), MaxWait: "20m"}, {Name: "all", Percent: new(int32(100))},
		}, "the spec is valid; note: spec.steps[ten].maxWait: 20m is over before a conversation is counted, 30 min after its start (spec.measurement.outcomeAfter of the Bot), so the step can only time out: wait longer"},
		"it waits long enough": {[]v1alpha1.RolloutStep{
			{Name: "ten", Percent: new(int32(10)), MaxWait: "31m"}, {Name: "all", Percent: new(int32(100))},
		}, "the spec is valid"},
		"a later step has conversations of the first": {[]v1alpha1.RolloutStep{
			{Name: "ten", Percent: new(int32(10))}, {Name: "half", Percent: new(int32(50)), MaxWait: "20m"}, {Name: "all", Percent: new(int32(100))},
		}, "the spec is valid"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.bot.Spec.Measurement = &v1alpha1.Measurement{OutcomeAfter: "30m"}
			w.batch("week-1", "order-status").Spec.Steps = tc.steps
			if got := Plan(w.snapshot("week-1")).Accepted; got.Status != "True" || got.Message != tc.want {
				t.Errorf("%s: %q, want %q", got.Status, got.Message, tc.want)
			}
		})
	}
}

func TestGatesThatSayLittleAreNoted(t *testing.T) {
	w := newWorld(t)
	b := w.batch("week-1", "order-status")
	b.Spec.Gates = []v1alpha1.Gate{{Name: "calm", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareStable, Margin: "2%"}}
	plan := Plan(w.snapshot("week-1"))
	want := "the spec is valid; note: spec.gates[calm] compares new intents with stable, which hands them to a person, " +
		"so it hardly ever fails: a gate with compare: Target bounds their escalation"
	if plan.Accepted.Status != "True" || plan.Accepted.Message != want {
		t.Errorf("%s: %q, want %q", plan.Accepted.Status, plan.Accepted.Message, want)
	}
}
