// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

var monday = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func decision(d v1alpha1.BatchDecision, reason string, minute int) v1alpha1.DecisionRecord {
	return v1alpha1.DecisionRecord{
		At: metav1.NewTime(monday.Add(time.Duration(minute) * time.Minute)), Decision: d, Rollout: "week-3-9f1c2a7b", Step: "half",
		Percent: new(int32(50)), Reason: reason, Message: "because",
	}
}

func batch(ready metav1.Condition, history ...v1alpha1.DecisionRecord) *v1alpha1.IntentBatch {
	b := &v1alpha1.IntentBatch{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "week-3", UID: "u-1", Generation: 4}}
	b.Spec.BotRef.Name = "support"
	b.Status = v1alpha1.IntentBatchStatus{History: history, Revision: "9f1c2a7b", Rollout: "week-3-9f1c2a7b", Step: "half", Percent: new(int32(50))}
	ready.Type, ready.LastTransitionTime = v1alpha1.ConditionReady, metav1.NewTime(monday)
	b.Status.Conditions = []metav1.Condition{ready}
	return b
}

func rolling(reason string) metav1.Condition {
	return metav1.Condition{Status: "False", Reason: reason, Message: "step all needs an approval", ObservedGeneration: 4}
}

func TestWhatIsToldOfABatch(t *testing.T) {
	for name, tc := range map[string]struct {
		batch *v1alpha1.IntentBatch
		want  []Type
	}{
		"one that nobody has looked at": {batch(metav1.Condition{Status: "Unknown"}), nil},
		"one that rolls":                {batch(rolling("CollectingEvidence"), decision("Started", "StepStarted", 1), decision("Advanced", "StepStarted", 2)), []Type{Started}},
		"one that was rolled back":      {batch(rolling("RolledBack"), decision("Started", "StepStarted", 1), decision("RolledBack", "RolledBack", 2)), []Type{Started, RolledBack}},
		"one that timed out":            {batch(rolling("RolledBack"), decision("RolledBack", "HeldOnTimeout", 2)), []Type{RolledBack}},
		"one that is tried again":       {batch(rolling("StepStarted"), decision("Retried", "Retried", 3)), []Type{Started}},
		"counts that were lost":         {batch(rolling("StepStarted"), decision("Retried", "EvidenceLost", 3)), nil},
		"one that goes on":              {batch(rolling("StepStarted"), decision("Resumed", "Resumed", 3)), []Type{Started}},
		"one that is promoted":          {batch(metav1.Condition{Status: "True", Reason: "Promoted", ObservedGeneration: 4}, decision("Promoted", "Promoted", 9)), []Type{Promoted}},
		"what was live before":          {batch(metav1.Condition{Status: "True", Reason: "Promoted", ObservedGeneration: 4}, decision("Reverted", "Reverted", 9)), []Type{Promoted}},
		"one that a gate holds":         {batch(rolling("HeldOnFailure"), decision("Held", "HeldOnFailure", 5)), []Type{Held}},
		"one that a freeze holds":       {batch(rolling("Frozen"), decision("Held", "Frozen", 5), decision("Released", "Released", 6)), nil},
		"one that needs an approval":    {batch(rolling("ApprovalRequired"), decision("Held", "ApprovalRequired", 5)), []Type{ApprovalNeeded}},
		"one that was just approved":    {batch(metav1.Condition{Status: "False", Reason: "ApprovalRequired", ObservedGeneration: 3}), nil},
		"one that an edit replaced":     {batch(rolling("StepStarted"), decision("Superseded", "Superseded", 5)), nil},
	} {
		t.Run(name, func(t *testing.T) {
			facts, again := OfBatch(tc.batch), OfBatch(tc.batch.DeepCopy())
			var got []Type
			for i, f := range facts {
				got = append(got, f.Type)
				if f.Data.Bot != "support" || f.Data.Namespace != "shop" || f.Data.Name != "week-3" || f.Data.Message == "" || f.At.IsZero() {
					t.Errorf("incomplete: %+v", f)
				}
				if f.ID != again[i].ID || len(f.ID) != 32 {
					t.Errorf("the id of the same fact is %s and %s", f.ID, again[i].ID)
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("told %v, want %v", got, tc.want)
			}
		})
	}
}

func TestFactsThatDifferHaveDifferentIDs(t *testing.T) {
	seen := map[string]string{}
	add := func(what string, facts []Fact) {
		t.Helper()
		if len(facts) != 1 {
			t.Fatalf("%s: %d facts", what, len(facts))
		}
		if other := seen[facts[0].ID]; other != "" {
			t.Errorf("%s has the id of %s", what, other)
		}
		seen[facts[0].ID] = what
	}
	add("a start", OfBatch(batch(rolling(""), decision("Started", "StepStarted", 1))))
	add("a later start", OfBatch(batch(rolling(""), decision("Started", "StepStarted", 2))))
	add("a rollback", OfBatch(batch(rolling(""), decision("RolledBack", "RolledBack", 1))))
	made := batch(rolling(""), decision("Started", "StepStarted", 1))
	made.UID = "u-2"
	add("a batch of the same name, made later", OfBatch(made))
	waits := batch(rolling("ApprovalRequired"))
	add("an approval", OfBatch(waits))
	waits.Status.Step = "all"
	add("an approval of the next step", OfBatch(waits))
	waits.Status.Revision = "5d0e4b1a"
	add("an approval of another content", OfBatch(waits))
	add("a breach", OfKPITarget(breached("csat"), monday))
	add("a breach of another guardrail", OfKPITarget(breached("repeat-contact"), monday))
	add("a breach in the next week", OfKPITarget(breached("csat"), monday.AddDate(0, 0, 7)))
}

func breached(guardrail string) *v1alpha1.KPITarget {
	k := &v1alpha1.KPITarget{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "deflection", UID: "u-3", Generation: 1}}
	k.Spec.BotRef.Name, k.Spec.KPI = "support", "DeflectionRate"
	k.Status = v1alpha1.KPITargetStatus{
		ObservedGeneration: 1, State: v1alpha1.KPIGuardrailBreached, Target: ">= 40%", Current: &v1alpha1.KPIMeasurement{Value: "52%", Samples: new(int64(900))},
		Guardrails: []v1alpha1.GuardrailStatus{
			{Name: "steady", State: v1alpha1.GuardrailSteady, Message: "as before"},
			{Name: guardrail, State: v1alpha1.GuardrailWorse, Message: "CSAT is 3.4 (3.2 to 3.6), baseline 4.1"},
		},
	}
	return k
}

func TestABreachIsToldOnceAWeek(t *testing.T) {
	first := OfKPITarget(breached("csat"), monday)
	const want = "objective >= 40% is met with 52% at a price; csat is worse than before: CSAT is 3.4 (3.2 to 3.6), baseline 4.1"
	if first[0].Data.Message != want {
		t.Errorf("message %q, want %q", first[0].Data.Message, want)
	}
	if flapping := OfKPITarget(breached("csat"), monday.Add(50*time.Hour)); flapping[0].ID != first[0].ID {
		t.Error("the same breach is told twice in a week")
	}
	met := breached("csat")
	met.Status.State = v1alpha1.KPIMet
	edited := breached("csat")
	edited.Generation = 2
	for name, target := range map[string]*v1alpha1.KPITarget{"one that is met": met, "one that was edited since": edited} {
		if facts := OfKPITarget(target, monday); len(facts) > 0 {
			t.Errorf("%s: %+v", name, facts)
		}
	}
}

func TestScorecardsAreForMondays(t *testing.T) {
	bot := &v1alpha1.Bot{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "support", UID: "u-4"}}
	met := *breached("csat")
	met.Name, met.Status.State = "csat", v1alpha1.KPIMet
	targets := []v1alpha1.KPITarget{*breached("csat"), met}
	ids := map[string]bool{}
	for name, tc := range map[string]struct {
		now, due time.Time
	}{
		"just before":      {monday.Add(-time.Second), monday.AddDate(0, 0, -7)},
		"on time":          {monday, monday},
		"on Sunday":        {monday.AddDate(0, 0, 6), monday},
		"in another place": {monday.In(time.FixedZone("", -11*3600)), monday},
		"a week later":     {monday.AddDate(0, 0, 7), monday.AddDate(0, 0, 7)},
	} {
		facts, next := OfBot(bot, targets, tc.now)
		if len(facts) != 1 || !facts[0].At.Equal(tc.due) || !tc.now.Add(next).Equal(tc.due.AddDate(0, 0, 7)) {
			t.Errorf("%s: %+v, next in %s", name, facts, next)
			continue
		}
		ids[facts[0].ID] = true
		if got := facts[0].Data.KPIs; len(got) != 2 || got[0].Name != "csat" || got[1].Current != "52%" {
			t.Errorf("%s: lines %+v", name, got)
		}
		if !strings.HasSuffix(facts[0].Data.Message, ": 2 KPIs, 1 met, 1 missed or met at a price") {
			t.Errorf("message %q", facts[0].Data.Message)
		}
	}
	if len(ids) != 3 {
		t.Errorf("%d ids for three weeks", len(ids))
	}
	if facts, _ := OfBot(bot, nil, monday); facts != nil {
		t.Error("a Bot without KPIs has a scorecard")
	}
}
