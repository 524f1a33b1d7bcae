// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	clocktesting "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/controllers/metrics"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

func TestMeasures(t *testing.T) {
	tests := map[string]struct {
		target         *testenv.KPITargetBuilder
		counts         metricsource.BotKPIs
		want           v1alpha1.KPITargetStatus // without conditions
		wantConditions []string
		wantMessage    string
	}{
		"a rate that is met": {
			target: testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Baseline(v1alpha1.Baseline{Value: "46%"}),
			counts: escalations(150, 50),
			want: v1alpha1.KPITargetStatus{
				Target:   "<= 30%",
				Current:  &v1alpha1.KPIMeasurement{Value: "25%", Low: "19.5%", High: "31.4%", Samples: new(int64(200))},
				Baseline: &v1alpha1.KPIMeasurement{Value: "46%"},
				Trend:    v1alpha1.TrendUnknown,
				State:    v1alpha1.KPIMet,
			},
			wantConditions: []string{"Ready=True Measured", "DataAvailable=True MetricsAvailable"},
			wantMessage:    "EscalationRate is 25% (95% interval 19.5% to 31.4%), objective <= 30%: Met",
		},
		"a score that is missed and falling": {
			target: testenv.MakeKPITarget("t").AtLeast(v1alpha1.KPICSAT, "4.3"),
			counts: metricsource.BotKPIs{
				Current:     kpi.Counts{Ratings: [5]int64{40, 20, 20, 60, 60}},
				Previous:    kpi.Counts{Ratings: [5]int64{5, 5, 10, 60, 120}},
				HasPrevious: true,
			},
			want: v1alpha1.KPITargetStatus{
				Target:  ">= 4.3",
				Current: &v1alpha1.KPIMeasurement{Value: "3.4", Low: "3.19", High: "3.6", Samples: new(int64(200))},
				Trend:   v1alpha1.TrendWorsening,
				State:   v1alpha1.KPIMissed,
			},
			wantConditions: []string{"Ready=True Measured", "DataAvailable=True MetricsAvailable"},
			wantMessage:    "CSAT is 3.4 (95% interval 3.19 to 3.6), objective >= 4.3: Missed",
		},
		"too few samples": {
			target: testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").MinSamples(500),
			counts: escalations(3, 1),
			want: v1alpha1.KPITargetStatus{
				Target:  "<= 30%",
				Current: &v1alpha1.KPIMeasurement{Value: "25%", Low: "4.6%", High: "69.9%", Samples: new(int64(4))},
				Trend:   v1alpha1.TrendUnknown,
				State:   v1alpha1.KPINoData,
			},
			wantConditions: []string{"Ready=True TooFewSamples", "DataAvailable=True MetricsAvailable"},
			wantMessage:    "4 of at least 500 conversations in the window",
		},
		"a bot that nobody talked to": {
			target:         testenv.MakeKPITarget("t").AtLeast(v1alpha1.KPICSAT, "4.3"),
			want:           v1alpha1.KPITargetStatus{Target: ">= 4.3", Trend: v1alpha1.TrendUnknown, State: v1alpha1.KPINoData},
			wantConditions: []string{"Ready=True TooFewSamples", "DataAvailable=True MetricsAvailable"},
			wantMessage:    "0 of at least 100 ratings in the window",
		},
		"a time beyond what is measured": {
			target: testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIFirstResponseTime, "60s").Series(v1alpha1.SeriesBot).MinSamples(1),
			counts: metricsource.BotKPIs{Current: kpi.Counts{FirstResponse: map[string]kpi.Histogram{"bot": {1: 1, 2: 3}}}},
			want: v1alpha1.KPITargetStatus{
				Target:  "<= 60s",
				Current: &v1alpha1.KPIMeasurement{Value: "1.25s", Low: "0s", Samples: new(int64(3))},
				Trend:   v1alpha1.TrendUnknown,
				State:   v1alpha1.KPIMet,
			},
			wantConditions: []string{"Ready=True Measured", "DataAvailable=True MetricsAvailable"},
			wantMessage:    "FirstResponseTime (Bot) is 1.25s, objective <= 60s: Met",
		},
		"a bot without people, whose replies nobody asked for": {
			target: testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIFirstResponseTime, "60s"),
			counts: metricsource.BotKPIs{Current: kpi.Counts{FirstResponse: map[string]kpi.Histogram{"bot": {1: 150, 2: 200, math.Inf(1): 200}}}},
			want: v1alpha1.KPITargetStatus{
				Target: "<= 60s",
				Trend:  v1alpha1.TrendUnknown,
				State:  v1alpha1.KPINoData,
			},
			wantConditions: []string{"Ready=True TooFewSamples", "DataAvailable=True MetricsAvailable"},
			wantMessage:    "0 of at least 100 replies in the window by series Human; Bot has 200: spec.series chooses which is judged",
		},
		"the first of two resolutions": {
			target: testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIResolutionTime, "1h").Series(v1alpha1.SeriesFirst),
			counts: metricsource.BotKPIs{Current: kpi.Counts{Resolution: map[string]kpi.Histogram{
				"first": {60: 100, 120: 200, math.Inf(1): 200},
				"full":  {60: 0, 7200: 200, math.Inf(1): 200},
			}}},
			want: v1alpha1.KPITargetStatus{
				Target:  "<= 1h",
				Current: &v1alpha1.KPIMeasurement{Value: "60s", Low: "0s", High: "2m", Samples: new(int64(200))},
				Trend:   v1alpha1.TrendUnknown,
				State:   v1alpha1.KPIMet,
			},
			wantConditions: []string{"Ready=True Measured", "DataAvailable=True MetricsAvailable"},
			wantMessage:    "ResolutionTime (First) is 60s (95% interval 0s to 2m), objective <= 1h: Met",
		},
		"a volume that the window has not seen all of": {
			target: testenv.MakeKPITarget("t").AtLeast(v1alpha1.KPIChatVolume, "1000"),
			counts: metricsource.BotKPIs{Current: kpi.Counts{Conversations: 700}},
			want: v1alpha1.KPITargetStatus{
				Target:  ">= 1000",
				Current: &v1alpha1.KPIMeasurement{Value: "700", Samples: new(int64(700))},
				Trend:   v1alpha1.TrendUnknown,
				State:   v1alpha1.KPINoData,
			},
			wantConditions: []string{"Ready=True TooFewSamples", "DataAvailable=True MetricsAvailable"},
			wantMessage:    "The Bot has not been measured for all of spec.window yet; 700 conversations so far",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), tc.target.Obj())
			f.measured(tc.counts)
			got, result, err := f.reconcile("t")
			f.Expect(err).NotTo(HaveOccurred())
			f.Expect(result.RequeueAfter).To(And(BeNumerically(">", 0), BeNumerically("<=", DefaultTick)))
			if diff := cmp.Diff(tc.wantConditions, conditions(got)); diff != "" {
				t.Errorf("conditions (-want +got):\n%s", diff)
			}
			f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal(tc.wantMessage))
			status := got.Status
			status.Conditions, status.ObservedGeneration = nil, 0
			status.LastMeasured = nil // last_test.go
			if diff := cmp.Diff(tc.want, status); diff != "" {
				t.Errorf("status (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWritesOnlyWhatAReaderWouldSee(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj())
	f.measured(escalations(7500, 2500))
	for range 10 {
		_, _, err := f.reconcile("t")
		f.Expect(err).NotTo(HaveOccurred())
		f.clock.SetTime(f.clock.Now().Add(DefaultTick))
	}
	f.Expect(f.writes).To(Equal(1), "the same counts for ten ticks")

	f.measured(escalations(7499, 2501)) // the rate differs by less than a tenth of a per cent
	_, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(f.writes).To(Equal(1))

	f.measured(escalations(7400, 2600))
	_, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(f.writes).To(Equal(2))
}

func TestTellsOfChanges(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj())
	for _, step := range []struct {
		counts metricsource.BotKPIs
		want   []string
	}{
		{escalations(90, 10), nil},
		{escalations(50, 50), []string{"Warning Missed Objective <= 30% of Bot support is missed: EscalationRate is 50% with 100 samples"}},
		{escalations(40, 60), nil},
		{escalations(80, 20), []string{"Normal Met Objective <= 30% of Bot support is met again: EscalationRate is 20% with 100 samples"}},
		{escalations(2, 20), nil},
	} {
		f.measured(step.counts)
		_, _, err := f.reconcile("t")
		f.Expect(err).NotTo(HaveOccurred())
		if diff := cmp.Diff(step.want, f.events()); diff != "" {
			t.Errorf("events after %+v (-want +got):\n%s", step.counts.Current.Outcomes, diff)
		}
	}
}

func TestAnOutageKeepsWhatWasMeasured(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj())
	f.measured(escalations(80, 20))
	before, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())

	f.source.err = &metricsource.UnavailableError{Family: "kpi", Reason: "the connection is refused", Err: errors.New("dial tcp 10.0.0.7:9090: port 51234")}
	during, result, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(result.RequeueAfter).To(BeNumerically(">", 0))
	f.Expect(during.Status.Current).To(Equal(before.Status.Current))
	f.Expect(during.Status.State).To(Equal(v1alpha1.KPIMet))
	f.Expect(conditions(during)).To(Equal([]string{"Ready=False MetricsError", "Reconciling=True MetricsError", "DataAvailable=False MetricsError"}))
	f.Expect(testenv.Message(during, v1alpha1.ConditionReady)).To(Equal("Values are as last measured: reading kpi metrics from Prometheus: the connection is refused"))
	writes := f.writes
	_, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(f.writes).To(Equal(writes), "the outage goes on")

	// What was measured does not answer a question that was changed meanwhile.
	testenv.Change(t, env, during, func(k *v1alpha1.KPITarget) { k.Spec.Window = "1h" })
	changed, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(changed.Status.Current).To(BeNil())
	f.Expect(changed.Status.State).To(Equal(v1alpha1.KPINoData))

	f.source.err = nil
	after, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(conditions(after)).To(Equal([]string{"Ready=True Measured", "DataAvailable=True MetricsAvailable"}))
	f.Expect(f.events()).To(BeEmpty())
}

func TestBadDataNamesTheSeries(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), testenv.MakeKPITarget("t").AtLeast(v1alpha1.KPICSAT, "4").Obj())
	f.measured(metricsource.BotKPIs{Bad: &metricsource.BadDataError{Series: `intentops_ratings_total{rating="6"}`, Problem: "label rating must be 1, 2, 3, 4 or 5"}})
	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(conditions(got)).To(Equal([]string{"Ready=False MetricsError", "Reconciling=True MetricsError", "DataAvailable=False MetricsError"}))
	f.Expect(testenv.Message(got, v1alpha1.ConditionDataAvailable)).To(Equal(`series intentops_ratings_total{rating="6"}: label rating must be 1, 2, 3, 4 or 5`))
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPINoData))
}

func TestABotThatIsNotScraped(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj())
	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(conditions(got)).To(Equal([]string{"Ready=False NoData", "Reconciling=True NoData", "DataAvailable=False NoData"}))
	f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal(`Prometheus has no metrics of Bot "support" from the last 5 minutes; check that its pods run and are scraped`))
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPINoData))

	f.measured(escalations(80, 20))
	_, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	delete(f.source.bots, 0)
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.Current.Value).To(Equal(v1alpha1.Value("20%")), "the last value stays to be seen")
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPINoData), "but is not judged")
	f.pass(status.Deadline)
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(conditions(got)).To(Equal([]string{"Ready=False NoData", "Stalled=True NoData", "DataAvailable=False NoData"}))
	f.measured(escalations(80, 20))
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(conditions(got)).To(Equal([]string{"Ready=True Measured", "DataAvailable=True MetricsAvailable"}), "it recovers by itself")
}

func TestBaselineIsCapturedOnce(t *testing.T) {
	const week = 7 * 24 * time.Hour
	target := testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Window("1d").MinSamples(100).Baseline(v1alpha1.Baseline{Window: "7d"})
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target.Obj())
	f.measuredOver(24*time.Hour, escalations(80, 20))
	f.measuredOver(week, escalations(54, 45))

	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIBaselining))
	f.Expect(got.Status.Current.Value).To(Equal(v1alpha1.Value("20%")))
	f.Expect(conditions(got)).To(ContainElement("Ready=True Baselining"))
	f.Expect(f.source.asked).NotTo(ContainElement(week), "the window has not passed yet")

	f.clock.SetTime(got.CreationTimestamp.Add(week))
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIBaselining), "99 samples are too few")
	f.Expect(got.Status.Baseline).To(BeNil())

	f.measuredOver(week, escalations(54, 46))
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
	want := &v1alpha1.KPIMeasurement{Value: "46%", Low: "36.6%", High: "55.7%", Samples: new(int64(100)), At: metav1.NewTime(got.CreationTimestamp.Add(week))}
	if diff := cmp.Diff(want, got.Status.Baseline); diff != "" {
		t.Errorf("baseline (-want +got):\n%s", diff)
	}

	f.measuredOver(week, escalations(1, 999))
	f.clock.SetTime(f.clock.Now().Add(week))
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.Baseline.Value).To(Equal(v1alpha1.Value("46%")), "captured once")

	testenv.Change(t, env, got, func(k *v1alpha1.KPITarget) { k.Spec.Baseline = nil })
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(got.Status.Baseline).To(BeNil())
}

func TestSpecsThatCannotBeMeasured(t *testing.T) {
	tests := map[string]struct {
		target      *testenv.KPITargetBuilder
		wantReason  string
		wantMessage string
	}{
		"a window shorter than a scrape": {
			target:      testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Window("30s"),
			wantReason:  v1alpha1.ReasonWindowTooShort,
			wantMessage: "spec.window: 30s is too short to measure; use 1m or more",
		},
		"a window of a hundred years": {
			target:      testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Window("36500d"),
			wantReason:  v1alpha1.ReasonInvalidSpec,
			wantMessage: "spec.window: 36500d is too long to measure; use 3650d or less",
		},
		"a baseline window of no length": {
			target:      testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Baseline(v1alpha1.Baseline{Window: "0s"}),
			wantReason:  v1alpha1.ReasonWindowTooShort,
			wantMessage: "spec.baseline.window: 0s is too short to measure; use 1m or more",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), tc.target.Obj())
			got, result, err := f.reconcile("t")
			f.Expect(errors.Is(err, reconcile.TerminalError(nil))).To(BeTrue(), "error %v is not terminal", err)
			f.Expect(result.RequeueAfter).To(BeZero())
			f.Expect(conditions(got)).To(Equal([]string{"Ready=False " + tc.wantReason, "Stalled=True " + tc.wantReason, "DataAvailable=Unknown " + tc.wantReason}))
			f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal(tc.wantMessage))
		})
	}
}

// TestUnderstandsWithoutTheSchema covers what the schema refuses at present, should it
// once let it through.
func TestUnderstandsWithoutTheSchema(t *testing.T) {
	for name, tc := range map[string]struct {
		target *testenv.KPITargetBuilder
		want   string
	}{
		"a baseline in another unit": {
			testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Baseline(v1alpha1.Baseline{Value: "4.3"}),
			`spec.baseline.value: "4.3" is not a percentage: write it as in "30%"`,
		},
		"a rate above 100 %": {
			testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "300%"),
			"spec.objective.atMost: no EscalationRate can be 300%",
		},
		"a KPI of the future": {
			testenv.MakeKPITarget("t").AtMost("Mood", "3"),
			"spec.kpi: Mood is not in the catalogue of this version",
		},
		"a window in weeks": {
			testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Window("2w"),
			`spec.window: duration "2w": unknown unit 'w', use d, h, m or s`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			spec := tc.target.Obj().Spec
			_, reason, err := understand(spec.KPI, spec.Definition())
			if err == nil || err.Error() != tc.want || reason != v1alpha1.ReasonInvalidSpec {
				t.Errorf("%s, error %v; want %q", reason, err, tc.want)
			}
		})
	}
}

func TestABotThatIsNotThere(t *testing.T) {
	f := newFixture(t, testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj())
	got, result, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(result.RequeueAfter).To(Equal(status.Deadline))
	f.Expect(conditions(got)).To(Equal([]string{"Ready=False ReferenceNotFound", "Reconciling=True ReferenceNotFound", "DataAvailable=False ReferenceNotFound"}))
	f.pass(status.Deadline)
	got, _, err = f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(conditions(got)).To(Equal([]string{"Ready=False ReferenceNotFound", "Stalled=True ReferenceNotFound", "DataAvailable=False ReferenceNotFound"}))
	f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(HavePrefix(`spec.botRef.name: there is no Bot "support" in namespace "` + f.namespace))
	f.Expect(got.Status.Target).To(Equal("<= 30%"))
}

// TestRunsInAManager proves what the manager does: ticks, the Bot's coming and going, and
// edits.
func TestRunsInAManager(t *testing.T) {
	f := newFixture(t, testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj())
	f.measured(escalations(80, 20))
	key := client.ObjectKey{Namespace: f.namespace, Name: "t"}
	env.Manager(t, f.namespace, func(mgr ctrl.Manager) error {
		r := &Reconciler{Client: mgr.GetClient(), Recorder: mgr.GetEventRecorder("kpitarget"), Source: f.source, Tick: 200 * time.Millisecond}
		return r.SetupWithManager(mgr)
	})
	becomes := func(want string) {
		t.Helper()
		f.Eventually(func(g Gomega) {
			target := &v1alpha1.KPITarget{}
			g.Expect(env.Client.Get(t.Context(), key, target)).To(Succeed())
			value := v1alpha1.Value("-")
			if target.Status.Current != nil {
				value = target.Status.Current.Value
			}
			ready := meta.FindStatusCondition(target.Status.Conditions, v1alpha1.ConditionReady)
			g.Expect(ready).NotTo(BeNil())
			g.Expect(strings.Join([]string{target.Status.Target, string(value), ready.Reason}, " ")).To(Equal(want))
		}).WithTimeout(20 * time.Second).WithPolling(20 * time.Millisecond).Should(Succeed())
	}
	becomes("<= 30% - ReferenceNotFound")
	bot := testenv.MakeBot(testenv.DefaultBot).Obj()
	env.Create(t, f.namespace, bot)
	becomes("<= 30% 20% Measured")

	f.source.mu.Lock()
	f.measured(escalations(60, 40))
	f.source.mu.Unlock()
	becomes("<= 30% 40% Measured")

	testenv.Change(t, env, &v1alpha1.KPITarget{ObjectMeta: metav1.ObjectMeta{Namespace: f.namespace, Name: "t"}},
		func(k *v1alpha1.KPITarget) { k.Spec.Objective.AtMost = "50%" })
	becomes("<= 50% 40% Measured")

	env.Delete(t, bot)
	becomes("<= 50% - ReferenceNotFound")
}

func TestStatesAreMetricsWhileTheTargetIsThere(t *testing.T) {
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj())
	f.reconciler.Objects = metrics.New()
	registry := prometheus.NewRegistry()
	registry.MustRegister(f.reconciler.Objects)
	shown := func() int {
		families, err := registry.Gather()
		f.Expect(err).NotTo(HaveOccurred())
		return len(families)
	}
	f.measured(escalations(80, 20))
	target, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(shown()).To(Equal(6)) // state, objective, value, both ends of its interval, samples

	env.Delete(t, target)
	_, err = f.reconciler.Reconcile(t.Context(), reconcile.Request{NamespacedName: client.ObjectKeyFromObject(target)})
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(shown()).To(Equal(0))
}

func TestTicksAreShared(t *testing.T) {
	g := NewWithT(t)
	clock := clocktesting.NewFakePassiveClock(time.Date(2026, 11, 2, 9, 0, 7, 500, time.UTC))
	r := &Reconciler{Clock: clock, Tick: 30 * time.Second}
	g.Expect(clock.Now().Add(r.untilNextTick())).To(Equal(time.Date(2026, 11, 2, 9, 0, 30, 0, time.UTC)))
	clock.SetTime(time.Date(2026, 11, 2, 9, 0, 30, 0, time.UTC))
	g.Expect(r.untilNextTick()).To(Equal(30 * time.Second))
}
