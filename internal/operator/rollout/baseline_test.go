// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// gatedBy adds a KPITarget and a gate of the batch that refers to it.
func (w *world) gatedBy(batch, name string, target v1alpha1.KPITargetSpec) *v1alpha1.KPITarget {
	target.BotRef.Name, target.KPI = "support", v1alpha1.KPIEscalationRate
	t := &v1alpha1.KPITarget{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: target}
	w.targets[name] = t
	w.spec(batch, func(s *v1alpha1.IntentBatchSpec) {
		s.Gates = append(s.Gates, v1alpha1.Gate{Name: name, Compare: v1alpha1.CompareTarget, KPITargetRef: &v1alpha1.LocalReference{Name: name}})
	})
	return t
}

func TestABatchWaitsForTheBaselineOfWhatGatesIt(t *testing.T) {
	w := newWorld(t)
	w.batch("week-1", "order-status")
	w.batch("week-2", "warranty")
	objective := v1alpha1.Objective{AtMost: "35%"}
	escalation := w.gatedBy("week-1", "escalation", v1alpha1.KPITargetSpec{Objective: objective, Baseline: &v1alpha1.Baseline{Window: "7d"}})
	w.gatedBy("week-1", "given", v1alpha1.KPITargetSpec{Objective: objective, Baseline: &v1alpha1.Baseline{Value: "46%"}})

	plan := Plan(w.snapshot("week-1"))
	const want = "waits until the baseline of what gates it is captured, while stable serves alone: KPITarget escalation"
	if plan.Reason != v1alpha1.ReasonBaselinePending || plan.Message != want || plan.State != Reconciling || plan.Status.Rollout != "" {
		t.Errorf("%s %s: %s, rollout %q", plan.State, plan.Reason, plan.Message, plan.Status.Rollout)
	}
	if plan := Plan(w.snapshot("week-2")); !plan.Starts {
		t.Errorf("a younger batch that waits for nothing: %s: %s", plan.Reason, plan.Message)
	}

	escalation.Status.Baseline = &v1alpha1.KPIMeasurement{Value: "46%"}
	if plan := Plan(w.snapshot("week-1")); !plan.Starts {
		t.Errorf("with the baseline: %s: %s", plan.Reason, plan.Message)
	}
}

func TestGatesFollowTheDefinitionInForce(t *testing.T) {
	w := newWorld(t)
	w.batch("week-1", "order-status")
	target := w.gatedBy("week-1", "escalation", v1alpha1.KPITargetSpec{Objective: v1alpha1.Objective{AtMost: "90%"}})
	target.Status.LockedDefinition = &v1alpha1.KPIDefinition{Objective: v1alpha1.Objective{AtMost: "35%"}}
	for until, want := range map[time.Time]float64{w.now.Add(time.Hour): 0.35, w.now: 0.9} {
		target.Status.LockedUntil = metav1.NewTime(until)
		s := w.snapshot("week-1")
		gates, _, bad := s.resolveGates(s.Batch, &content{})
		if len(bad) > 0 || len(gates) != 1 || gates[0].Bound != want {
			t.Errorf("locked until %s at %s: gates %+v, problems %+v; want the bound %v", until, w.now, gates, bad, want)
		}
		if limit, _ := s.defaultLimit(s.Batch); limit != want {
			t.Errorf("locked until %s at %s: the default limit is %v, want %v", until, w.now, limit, want)
		}
	}
	if plan := Plan(w.snapshot("week-1")); strings.Contains(plan.Reason, "Baseline") {
		t.Errorf("no baseline is asked for, and yet %s", plan.Message)
	}
}
