// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// deflected is a bot that hands over less and less, and ratings with it.
func deflected(ratings [5]int64) metricsource.BotKPIs {
	return metricsource.BotKPIs{Current: kpi.Counts{Outcomes: kpi.Outcomes{Contained: 80, Escalated: 20}, Ratings: ratings}}
}

func TestANumberThatIsMetAtAPrice(t *testing.T) {
	target := testenv.MakeKPITarget("deflection").AtLeast(v1alpha1.KPIDeflectionRate, "40%").Obj()
	target.Spec.Owners.Execution = "bots"
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target,
		testenv.MakeKPITarget("csat").AtLeast(v1alpha1.KPICSAT, "4").Baseline(v1alpha1.Baseline{Value: "3.8"}).Obj(),
		testenv.MakeKPITarget("volume").AtLeast(v1alpha1.KPIChatVolume, "10").Obj(),
		testenv.MakeKPITarget("elsewhere").Bot("another").AtLeast(v1alpha1.KPICSAT, "4").Baseline(v1alpha1.Baseline{Value: "5"}).Obj())
	round := func(ratings [5]int64) *v1alpha1.KPITarget {
		f.measured(deflected(ratings))
		_, _, err := f.reconcile("csat")
		f.Expect(err).NotTo(HaveOccurred())
		f.events()
		got, _, err := f.reconcile("deflection")
		f.Expect(err).NotTo(HaveOccurred())
		return got
	}
	got := round([5]int64{0, 0, 20, 60, 20})
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
	want := []v1alpha1.GuardrailStatus{{
		Name: "csat", KPI: v1alpha1.KPICSAT, State: v1alpha1.GuardrailSteady,
		Message: "CSAT is 4 (95% interval 3.82 to 4.11), baseline 3.8",
	}}
	if diff := cmp.Diff(want, got.Status.Guardrails); diff != "" {
		t.Errorf("counterparts by default (-want +got):\n%s", diff)
	}

	got = round([5]int64{40, 20, 20, 10, 10})
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIGuardrailBreached))
	f.Expect(got.Status.Guardrails[0].State).To(Equal(v1alpha1.GuardrailWorse))
	const price = "csat is worse than before: CSAT is 2.3 (95% interval 2.06 to 2.59), baseline 3.8"
	f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal("DeflectionRate is 80% (95% interval 71.1% to 86.7%), objective >= 40%: Met, but " + price))
	wantEvents := []string{"Warning GuardrailBreached Objective >= 40% of Bot support is met at a price: DeflectionRate is 80% with 100 samples; " + price + " (owner: bots)"}
	if diff := cmp.Diff(wantEvents, f.events()); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}

	got = round([5]int64{0, 0, 20, 60, 20})
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
	f.Expect(f.events()).To(Equal([]string{"Normal Met Objective >= 40% of Bot support is met again: DeflectionRate is 80% with 100 samples (owner: bots)"}))
}

func TestCounterpartsByName(t *testing.T) {
	target := testenv.MakeKPITarget("t").AtLeast(v1alpha1.KPIDeflectionRate, "40%").Obj()
	target.Spec.Guardrails = []v1alpha1.Guardrail{{Name: "gone"}, {Name: "t"}, {Name: "elsewhere"}, {Name: "csat"}}
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target,
		testenv.MakeKPITarget("csat").AtLeast(v1alpha1.KPICSAT, "4").Obj(),
		testenv.MakeKPITarget("elsewhere").Bot("another").AtLeast(v1alpha1.KPICSAT, "4").Obj())
	f.measured(deflected([5]int64{}))
	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	want := []v1alpha1.GuardrailStatus{
		{Name: "gone", State: v1alpha1.GuardrailUnknown, Message: "there is no such KPITarget in the namespace"},
		{Name: "t", State: v1alpha1.GuardrailUnknown, Message: "a KPITarget cannot be its own counterpart"},
		{Name: "elsewhere", State: v1alpha1.GuardrailUnknown, Message: "it measures Bot another and not support"},
		{Name: "csat", KPI: v1alpha1.KPICSAT, State: v1alpha1.GuardrailUnknown, Message: "it is not measured at present"},
	}
	if diff := cmp.Diff(want, got.Status.Guardrails); diff != "" {
		t.Errorf("counterparts (-want +got):\n%s", diff)
	}
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
	f.Expect(conditions(got)).To(Equal([]string{"Ready=True Measured", "Reconciling=True ReferenceNotFound", "DataAvailable=True MetricsAvailable"}))
	f.pass(status.Deadline)
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(conditions(got)).To(Equal([]string{"Ready=False ReferenceNotFound", "Stalled=True ReferenceNotFound", "DataAvailable=True MetricsAvailable"}))
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet), "what is measured does not depend on it")
	f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal("spec.guardrails[gone]: there is no such KPITarget in the namespace; " +
		"spec.guardrails[t]: a KPITarget cannot be its own counterpart; spec.guardrails[elsewhere]: it measures Bot another and not support: " +
		"create it, or name another KPITarget of the same Bot"))
}

func TestWorseThanBefore(t *testing.T) {
	m := func(value, low, high v1alpha1.Value) *v1alpha1.KPIMeasurement {
		return &v1alpha1.KPIMeasurement{Value: value, Low: low, High: high, Samples: new(int64(200))}
	}
	available := metav1.Condition{Type: v1alpha1.ConditionDataAvailable, Status: metav1.ConditionTrue, Reason: "MetricsAvailable", LastTransitionTime: metav1.NewTime(time.Unix(0, 0))}
	csat := testenv.MakeKPITarget("c").AtLeast(v1alpha1.KPICSAT, "4")
	wait := testenv.MakeKPITarget("c").AtMost(v1alpha1.KPIFirstResponseTime, "60s")
	tests := map[string]struct {
		target        *testenv.KPITargetBuilder
		now, baseline *v1alpha1.KPIMeasurement
		state         v1alpha1.KPIState
		want          v1alpha1.GuardrailState
	}{
		"all of the interval is worse":               {csat, m("3.4", "3.2", "3.6"), m("3.8", "", ""), v1alpha1.KPIMissed, v1alpha1.GuardrailWorse},
		"the interval reaches the baseline":          {csat, m("3.4", "3.2", "3.8"), m("3.8", "", ""), v1alpha1.KPIMissed, v1alpha1.GuardrailSteady},
		"the intervals overlap":                      {csat, m("3.4", "3.2", "3.6"), m("3.8", "3.5", "4.1"), v1alpha1.KPIMissed, v1alpha1.GuardrailSteady},
		"the intervals are apart":                    {csat, m("3.4", "3.2", "3.6"), m("3.8", "3.61", "4.1"), v1alpha1.KPIMissed, v1alpha1.GuardrailWorse},
		"better than before":                         {csat, m("4.4", "4.2", "4.6"), m("3.8", "3.6", "4"), v1alpha1.KPIMet, v1alpha1.GuardrailSteady},
		"longer than before":                         {wait, m("3m", "2.5m", "4m"), m("60s", "50s", "2m"), v1alpha1.KPIMissed, v1alpha1.GuardrailWorse},
		"longer than what was measured to no end":    {wait, m("3m", "2.5m", "4m"), m("60s", "50s", ""), v1alpha1.KPIMissed, v1alpha1.GuardrailSteady},
		"met, and worse than before all the same":    {wait, m("50s", "45s", "55s"), m("20s", "", ""), v1alpha1.KPIMet, v1alpha1.GuardrailWorse},
		"too few samples":                            {csat, m("1", "1", "2"), m("3.8", "", ""), v1alpha1.KPINoData, v1alpha1.GuardrailUnknown},
		"no baseline":                                {csat, m("1", "1", "2"), nil, v1alpha1.KPIMissed, v1alpha1.GuardrailUnknown},
		"not measured":                               {csat, nil, m("3.8", "", ""), v1alpha1.KPINoData, v1alpha1.GuardrailUnknown},
		"a volume, which chance does not measure by": {testenv.MakeKPITarget("c").AtLeast(v1alpha1.KPIChatVolume, "9"), m("1", "", ""), m("9", "", ""), v1alpha1.KPIMissed, v1alpha1.GuardrailUnknown},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			target := tc.target.Obj()
			target.Status = v1alpha1.KPITargetStatus{Current: tc.now, Baseline: tc.baseline, State: tc.state, Conditions: []metav1.Condition{available}}
			if got := against(target); got.State != tc.want || got.Message == "" {
				t.Errorf("%s: %s, want %s", got.State, got.Message, tc.want)
			}
			target.Status.Conditions = nil
			if got := against(target); got.State != v1alpha1.GuardrailUnknown {
				t.Errorf("%s while it is not measured", got.State)
			}
		})
	}
}
