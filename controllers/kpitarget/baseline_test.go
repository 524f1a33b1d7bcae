// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

func TestABaselineOfThePast(t *testing.T) {
	until := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	past := v1alpha1.Baseline{Window: "30d", Until: metav1.NewTime(until)}
	target := testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Baseline(past).Obj()
	target.Spec.Milestones = []v1alpha1.Milestone{{Day: 30, AtMost: "40%"}}
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target)
	f.clock.SetTime(until.AddDate(0, 0, 60))
	f.measured(escalations(80, 20))
	f.source.past = escalations(540, 460).Current

	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(f.source.pastAsked).To(Equal([]string{"support 720h0m0s 2026-09-01T00:00:00Z"}))
	want := &v1alpha1.KPIMeasurement{Value: "46%", Low: "42.9%", High: "49.1%", Samples: new(int64(1000)), At: metav1.NewTime(until)}
	if diff := cmp.Diff(want.DeepCopy(), got.Status.Baseline, cmp.Comparer(func(a, b metav1.Time) bool { return a.Equal(&b) })); diff != "" {
		t.Errorf("baseline (-want +got):\n%s", diff)
	}
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
	f.Expect(got.Status.Milestones[0].Due.Time).To(BeTemporally("==", until.AddDate(0, 0, 30)), "days count from the end of the window")

	writes := f.writes
	for range 3 {
		f.clock.SetTime(f.clock.Now().Add(DefaultTick))
		_, _, err = f.reconcile("t")
		f.Expect(err).NotTo(HaveOccurred())
	}
	f.Expect(f.source.pastAsked).To(HaveLen(1), "captured once")
	f.Expect(f.writes).To(Equal(writes))
}

func TestABaselineOfThePastThatCannotBeComputed(t *testing.T) {
	const instead = "; choose another window, or give spec.baseline.value: `kubectl intentops scorecard --from` computes it from events of the past"
	until := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		custom      bool
		at          time.Time
		past        metricsource.BotKPIs
		err         error
		want        v1alpha1.KPIState
		wantMessage string
		wantReason  string
	}{
		"its end is to come": {
			at: until.Add(-time.Minute), want: v1alpha1.KPIBaselining, wantReason: "Ready=True Baselining",
			wantMessage: "The baseline is captured once spec.baseline.until has come",
		},
		"too few samples": {
			at: until.Add(time.Minute), past: escalations(50, 40), want: v1alpha1.KPIBaselining, wantReason: "Ready=True Baselining",
			wantMessage: "The baseline cannot be computed: 90 of at least 100 conversations in the window that ended at 2026-09-01T00:00:00Z" + instead,
		},
		"Prometheus does not reach back so far": {
			at: until.Add(time.Minute), err: &metricsource.HistoryError{Problem: "Prometheus has no counts of Bot support as of 2026-08-25T00:00:00Z or the day before"},
			want: v1alpha1.KPIBaselining, wantReason: "Ready=True Baselining",
			wantMessage: "The baseline cannot be computed: Prometheus has no counts of Bot support as of 2026-08-25T00:00:00Z or the day before" + instead,
		},
		"an own query without a sample": {
			custom: true, at: until.Add(time.Minute), err: &metricsource.QueryError{Field: "numerator", Problem: "no sample as of then", Missing: true},
			want: v1alpha1.KPIBaselining, wantReason: "Ready=True Baselining",
			wantMessage: "The baseline cannot be computed: spec.source.prometheus.numerator: no sample as of then" + instead,
		},
		"an outage": {
			at: until.Add(time.Minute), err: &metricsource.UnavailableError{Family: "kpi", Reason: "no answer in time"},
			want: v1alpha1.KPINoData, wantReason: "Ready=False MetricsError",
			wantMessage: "Values are as last measured: reading kpi metrics from Prometheus: no answer in time",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			target := testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj()
			if tc.custom {
				target = custom()
			}
			target.Spec.Baseline = &v1alpha1.Baseline{Window: "7d", Until: metav1.NewTime(until)}
			f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target)
			f.clock.SetTime(tc.at)
			f.measured(escalations(80, 20))
			f.source.custom = targets(80, 20)
			f.source.past, f.source.pastErr = tc.past.Current, tc.err

			got, _, err := f.reconcile("t")
			f.Expect(err).NotTo(HaveOccurred())
			f.Expect(got.Status.Baseline).To(BeNil())
			f.Expect(got.Status.State).To(Equal(tc.want))
			f.Expect(conditions(got)).To(ContainElement(tc.wantReason))
			f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal(tc.wantMessage))
		})
	}
}

func TestAGivenBaselineBringsItsEvidence(t *testing.T) {
	given := v1alpha1.Baseline{Value: "46%", Low: "44%", High: "48%", Samples: new(int64(2400))}
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Baseline(given).Obj())
	f.measured(escalations(80, 20))
	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.Baseline).To(Equal(&v1alpha1.KPIMeasurement{Value: "46%", Low: "44%", High: "48%", Samples: new(int64(2400))}))

	// A counterpart is worse only beyond that interval.
	for current, want := range map[v1alpha1.Value]v1alpha1.GuardrailState{"47%": v1alpha1.GuardrailSteady, "49%": v1alpha1.GuardrailWorse} {
		got.Status.Current = &v1alpha1.KPIMeasurement{Value: current, Low: current, High: "60%", Samples: new(int64(900))}
		if s := against(got); s.State != want {
			t.Errorf("%s against %s: %s", current, shown(got.Status.Baseline), s.State)
		}
	}
}

func TestGivenBaselinesThatCannotBe(t *testing.T) {
	for wantMessage, b := range map[string]v1alpha1.Baseline{
		"spec.baseline.low: 47% is above the value 46%":                         {Value: "46%", Low: "47%"},
		"spec.baseline.high: 45% is below the value 46%":                        {Value: "46%", High: "45%"},
		`spec.baseline.high: "4.3" is not a percentage: write it as in "30%"`:   {Value: "46%", High: "4.3"},
		`spec.baseline.low: "4.3s" is not a percentage: write it as in "30%"`:   {Value: "46%", Low: "4.3s"},
		"spec.baseline.window: 30s is too short to measure; use 1m or more":     {Window: "30s"},
		"spec.baseline.window: 9999d is too long to measure; use 3650d or less": {Window: "9999d", Until: metav1.Now()},
	} {
		f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Baseline(b).Obj())
		got, _, err := f.reconcile("t")
		f.Expect(errors.Is(err, reconcile.TerminalError(nil))).To(BeTrue())
		f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal(wantMessage))
	}
}
