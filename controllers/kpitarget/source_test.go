// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	"k8s.io/apimachinery/pkg/api/meta"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

var helpdesk = v1alpha1.PrometheusQueries{
	Numerator:   `sum(helpdesk_sla_total{result="met"})`,
	Denominator: `sum(helpdesk_sla_total)`,
}

// own is a KPITarget with queries of its own.
func custom(change ...func(*v1alpha1.KPITarget)) *v1alpha1.KPITarget {
	target := testenv.MakeKPITarget("t").AtLeast(v1alpha1.KPISLAHitRate, "90%").Obj()
	target.Spec.Source = &v1alpha1.KPISource{Prometheus: &helpdesk}
	for _, c := range change {
		c(target)
	}
	return target
}

func targets(hit, missed int64) metricsource.BotKPIs {
	return metricsource.BotKPIs{Current: kpi.Counts{SLA: kpi.Targets{Hit: hit, Missed: missed}}}
}

var invalidQuery = &metricsource.QueryError{Field: "numerator", Problem: "1:5: parse error: unclosed left parenthesis", Invalid: true}

func accepted(target *v1alpha1.KPITarget) string {
	c := meta.FindStatusCondition(target.Status.Conditions, v1alpha1.ConditionAccepted)
	if c == nil {
		return "none"
	}
	return string(c.Status) + " " + c.Reason
}

func TestOwnQueriesAreMeasuredAsTheBotsMetricsAre(t *testing.T) {
	target := custom(func(k *v1alpha1.KPITarget) {
		k.Spec.Window = "1h"
		k.Spec.Baseline = &v1alpha1.Baseline{Window: "2h"}
		k.Spec.Milestones = []v1alpha1.Milestone{{Day: 1, AtLeast: "92%"}}
	})
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target)
	f.source.custom = targets(80, 20)

	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(f.source.asked).To(BeEmpty(), "the bot's metrics play no part")
	f.Expect(f.source.customAsked).To(Equal([]metricsource.CustomQueries{{Namespace: f.namespace, KPI: v1alpha1.KPISLAHitRate, Queries: helpdesk}}))
	f.Expect(accepted(got)).To(Equal("True Accepted"))
	f.Expect(conditions(got)).To(Equal([]string{"Ready=True Baselining", "DataAvailable=True MetricsAvailable"}))
	f.Expect(got.Status.Current).To(Equal(&v1alpha1.KPIMeasurement{Value: "80%", Low: "71.1%", High: "86.7%", Samples: new(int64(100))}))

	f.clock.SetTime(got.CreationTimestamp.Add(2 * time.Hour))
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.Baseline.Value).To(Equal(v1alpha1.Value("80%")))
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMissed))

	f.source.custom = targets(950, 50)
	f.source.custom.Previous, f.source.custom.HasPrevious = targets(800, 200).Current, true
	f.clock.SetTime(got.CreationTimestamp.Add(26 * time.Hour))
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
	f.Expect(got.Status.Trend).To(Equal(v1alpha1.TrendImproving))
	f.Expect(got.Status.Milestones[0].State).To(Equal(v1alpha1.MilestoneMet))
	writes := f.writes
	for range 5 {
		f.clock.SetTime(f.clock.Now().Add(DefaultTick))
		f.source.custom.Current.SLA.Hit++ // less than what is shown
		_, _, err = f.reconcile("t")
		f.Expect(err).NotTo(HaveOccurred())
		f.source.custom.Current.SLA.Hit--
	}
	f.Expect(f.writes).To(Equal(writes+1), "samples are shown, and changed once")
}

func TestCustomQueriesAreOffUnlessTheOperatorTakesThem(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), custom())
	f.reconciler.CustomQueries = false
	got, _, err := f.reconcile("t")
	f.Expect(err).To(HaveOccurred())
	f.Expect(accepted(got)).To(Equal("False NotAllowed"))
	f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal("spec.source.prometheus: custom queries are off: " +
		"remove spec.source to measure by the bot's metrics, or have the operator started with --custom-queries"))
	f.Expect(f.source.customAsked).To(BeEmpty())

	f.reconciler.CustomQueries = true
	f.source.custom = targets(95, 5)
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
}

func TestADefinitionInForceIsNotMeasuredOnceCustomQueriesAreOff(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), custom(func(k *v1alpha1.KPITarget) { k.Spec.DefinitionLock = "30d" }))
	f.source.custom = targets(95, 5)
	_, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	asked := len(f.source.customAsked)
	f.reconciler.CustomQueries = false
	got, _, err := f.reconcile("t")
	f.Expect(err).To(HaveOccurred())
	f.Expect(accepted(got)).To(Equal("False NotAllowed"))
	f.Expect(f.source.customAsked).To(HaveLen(asked))
}

func TestAnInvalidQueryIsRefusedAndNothingIsLost(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), custom())
	f.source.custom = targets(95, 5)
	before, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(before.Status.State).To(Equal(v1alpha1.KPIMet))

	testenv.Change(t, env, before, func(k *v1alpha1.KPITarget) { k.Spec.Source.Prometheus.Numerator = "sum(" })
	f.source.customErr = invalidQuery
	got, result, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(result.RequeueAfter).To(BeNumerically(">", 0), "another Prometheus may read it")
	f.Expect(accepted(got)).To(Equal("False InvalidQuery"))
	f.Expect(conditions(got)).To(Equal([]string{"Ready=False InvalidQuery", "Stalled=True InvalidQuery", "DataAvailable=False InvalidQuery"}))
	f.Expect(testenv.Message(got, v1alpha1.ConditionAccepted)).To(Equal("spec.source.prometheus.numerator: 1:5: parse error: unclosed left parenthesis"))
	f.Expect(got.Status.Current).To(Equal(before.Status.Current))
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPINoData))
	writes := f.writes
	_, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(f.writes).To(Equal(writes))

	// Without queries there is nothing to ask Prometheus.
	testenv.Change(t, env, got, func(k *v1alpha1.KPITarget) { k.Spec.Source = nil })
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(accepted(got)).To(Equal("True Accepted"))
}

func TestTroubleWithOwnQueries(t *testing.T) {
	const missing = "spec.source.prometheus.numerator: no sample at the beginning of the window: wait"
	tests := map[string]struct {
		err            error
		wantAccepted   string
		wantConditions []string
		wantMessage    string
		wantState      v1alpha1.KPIState
	}{
		"an answer of no use": {
			err:            &metricsource.QueryError{Field: "denominator", Problem: "the value is not a number"},
			wantAccepted:   "True Accepted",
			wantConditions: []string{"Ready=False MetricsError", "Reconciling=True MetricsError", "DataAvailable=False MetricsError"},
			wantMessage:    "Values are as last measured: spec.source.prometheus.denominator: the value is not a number",
			wantState:      v1alpha1.KPIMet,
		},
		"no sample": {
			err:            &metricsource.QueryError{Field: "numerator", Problem: "no sample at the beginning of the window: wait", Missing: true},
			wantAccepted:   "True Accepted",
			wantConditions: []string{"Ready=False NoData", "Reconciling=True NoData", "DataAvailable=False NoData"},
			wantMessage:    missing + "; last known 95% of 100 targets at ",
			wantState:      v1alpha1.KPINoData,
		},
		"an outage": {
			err:            &metricsource.UnavailableError{Family: "own", Reason: "no answer in time", Err: context.DeadlineExceeded},
			wantAccepted:   "True Accepted", // as was found out before
			wantConditions: []string{"Ready=False MetricsError", "Reconciling=True MetricsError", "DataAvailable=False MetricsError"},
			wantMessage:    "Values are as last measured: reading own metrics from Prometheus: no answer in time",
			wantState:      v1alpha1.KPIMet,
		},
		"too many of them": {
			err:            metricsource.ErrTooManyQueries,
			wantAccepted:   "True Accepted",
			wantConditions: []string{"Ready=False MetricsError", "Reconciling=True MetricsError", "DataAvailable=False MetricsError"},
			wantMessage:    "Values are as last measured: " + metricsource.ErrTooManyQueries.Error(),
			wantState:      v1alpha1.KPIMet,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), custom())
			f.source.custom = targets(95, 5)
			before, _, err := f.reconcile("t")
			f.Expect(err).NotTo(HaveOccurred())

			f.source.custom, f.source.customErr = metricsource.BotKPIs{}, tc.err
			got, _, err := f.reconcile("t")
			f.Expect(err).NotTo(HaveOccurred())
			f.Expect(accepted(got)).To(Equal(tc.wantAccepted))
			if diff := cmp.Diff(tc.wantConditions, conditions(got)); diff != "" {
				t.Errorf("conditions (-want +got):\n%s", diff)
			}
			f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(HavePrefix(tc.wantMessage))
			f.Expect(got.Status.State).To(Equal(tc.wantState))
			f.Expect(got.Status.Current).To(Equal(before.Status.Current))
		})
	}
}

func TestAnswersThatAreLateHoldNobodyUp(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), custom())
	f.source.custom = targets(95, 5)
	before, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())

	f.source.custom, f.source.customErr = metricsource.BotKPIs{}, context.DeadlineExceeded
	got, result, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(result.RequeueAfter).To(Equal(stillAsking))
	f.Expect(got.Status).To(Equal(before.Status), "nothing else is known yet")
}

func TestADefinitionIsLockedOnceItsQueriesCanBeRead(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), custom(func(k *v1alpha1.KPITarget) { k.Spec.DefinitionLock = "1d" }))
	for _, trouble := range []error{
		&metricsource.UnavailableError{Family: "own", Reason: "the connection is refused", Err: errors.New("dial")}, invalidQuery,
	} {
		f.source.customErr = trouble
		got, _, err := f.reconcile("t")
		f.Expect(err).NotTo(HaveOccurred())
		f.Expect(lockOf(got)).To(Equal("none"), "%v", trouble)
	}
	f.source.custom, f.source.customErr = targets(95, 5), nil
	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(lockOf(got)).To(Equal("True Locked"))
	f.Expect(got.Status.LockedDefinition.Source.Prometheus).To(Equal(&helpdesk))

	// Another query waits, and the locked one is asked.
	testenv.Change(t, env, got, func(k *v1alpha1.KPITarget) { k.Spec.Source.Prometheus.Numerator = "sum(all)" })
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(lockOf(got)).To(Equal("True ChangePending"))
	f.Expect(testenv.Message(got, v1alpha1.ConditionDefinitionLocked)).To(HaveSuffix("not spec: source"))
	last := f.source.customAsked[len(f.source.customAsked)-2:]
	f.Expect(last[0].Queries).To(Equal(helpdesk))
	f.Expect(last[1].Queries.Numerator).To(Equal(v1alpha1.Query("sum(all)")), "what waits is checked")
	f.Expect(got.Status.Current.Value).To(Equal(v1alpha1.Value("95%")))

	// One that cannot be read is told of at once, and what was locked is measured on.
	f.source.customErrOf = map[v1alpha1.Query]error{"sum(all": invalidQuery}
	testenv.Change(t, env, got, func(k *v1alpha1.KPITarget) { k.Spec.Source.Prometheus.Numerator = "sum(all" })
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(testenv.Message(got, v1alpha1.ConditionDefinitionLocked)).To(HaveSuffix("not spec: source. What spec says could not be applied then either: " + invalidQuery.Error()))
	f.Expect(accepted(got)).To(Equal("True Accepted"))
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
}

func TestABaselineOfOwnQueriesSaysWhatItLacks(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), custom(func(k *v1alpha1.KPITarget) {
		k.Spec.Baseline = &v1alpha1.Baseline{Window: "30d"}
	}))
	f.source.custom = targets(95, 5)
	target := &v1alpha1.KPITarget{}
	f.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: f.namespace, Name: "t"}, target)).To(Succeed())
	f.clock.SetTime(target.CreationTimestamp.Add(31 * 24 * time.Hour))
	f.source.customErrOver = map[time.Duration]error{
		30 * 24 * time.Hour: &metricsource.QueryError{Field: "numerator", Problem: "the total fell within the window"},
	}
	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIBaselining))
	f.Expect(got.Status.Current.Value).To(Equal(v1alpha1.Value("95%")))
	f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal("The baseline is captured once spec.baseline.window has passed with 100 targets in it; it cannot be yet: spec.source.prometheus.numerator: the total fell within the window"))
}
