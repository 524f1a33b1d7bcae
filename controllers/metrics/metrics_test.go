// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metrics

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/intentops/intentops/api/v1alpha1"
)

// shown returns each series as `name label=value,... number`, without empty labels.
func shown(t *testing.T, o *Objects) []string {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(o)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, family := range families {
		for _, m := range family.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				if l.GetValue() != "" {
					labels = append(labels, l.GetName()+"="+l.GetValue())
				}
			}
			out = append(out, family.GetName()+" "+strings.Join(labels, ",")+" "+strconv.FormatFloat(m.GetGauge().GetValue(), 'f', -1, 64))
		}
	}
	slices.Sort(out)
	return out
}

func kpiTarget(state v1alpha1.KPIState) *v1alpha1.KPITarget {
	return &v1alpha1.KPITarget{
		ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "csat"},
		Spec: v1alpha1.KPITargetSpec{
			BotRef: v1alpha1.LocalReference{Name: "support"}, KPI: v1alpha1.KPICSAT,
			Owners: v1alpha1.Owners{Execution: "team-lead-emea"},
		},
		Status: v1alpha1.KPITargetStatus{State: state},
	}
}

func batch(status metav1.ConditionStatus, reason string) *v1alpha1.IntentBatch {
	b := &v1alpha1.IntentBatch{
		ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "week-1"},
		Spec:       v1alpha1.IntentBatchSpec{BotRef: v1alpha1.LocalReference{Name: "support"}},
	}
	if reason != "" {
		b.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionReady, Status: status, Reason: reason}}
	}
	return b
}

func TestOneSeriesForEachObject(t *testing.T) {
	o := New()
	o.IntentBatch(batch("", ""))
	if got := shown(t, o); got != nil {
		t.Errorf("a batch without conditions: %v", got)
	}
	o.KPITarget(kpiTarget(v1alpha1.KPIMet))
	o.KPITarget(kpiTarget(v1alpha1.KPIMissed))
	o.IntentBatch(batch(metav1.ConditionTrue, v1alpha1.ReasonPromoted))
	o.IntentBatch(batch(metav1.ConditionFalse, v1alpha1.ReasonHeld))
	want := []string{
		"intentops_batch_waiting batch=week-1,bot=support,namespace=shop,reason=Held 1",
		"intentops_kpi_state bot=support,execution_owner=team-lead-emea,kpi=CSAT,kpitarget=csat,namespace=shop,state=Missed 1",
	}
	if diff := cmp.Diff(want, shown(t, o)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	o.IntentBatch(batch(metav1.ConditionTrue, v1alpha1.ReasonPromoted))
	o.ForgetKPITarget(types.NamespacedName{Namespace: "shop", Name: "csat"})
	want = []string{"intentops_batch_waiting batch=week-1,bot=support,namespace=shop,reason=Promoted 0"}
	if diff := cmp.Diff(want, shown(t, o)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	o.ForgetIntentBatch(types.NamespacedName{Namespace: "shop", Name: "week-1"})
	if got := shown(t, o); got != nil {
		t.Errorf("nothing is left, and yet %v", got)
	}
}

func TestAKPITargetShowsItsValuesWhileTheyAreMeasured(t *testing.T) {
	target := kpiTarget(v1alpha1.KPIMissed)
	target.Spec.KPI = v1alpha1.KPIEscalationRate
	target.Spec.Owners = v1alpha1.Owners{}
	target.Spec.Objective = v1alpha1.Objective{AtMost: "20%"}
	target.Status.LockedDefinition = &v1alpha1.KPIDefinition{Objective: v1alpha1.Objective{AtMost: "30%"}}
	target.Status.Current = &v1alpha1.KPIMeasurement{Value: "31.2%", Low: "30.2%", High: "32.2%", Samples: new(int64(8114))}
	target.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionDataAvailable, Status: metav1.ConditionTrue}}
	o := New()
	o.KPITarget(target)
	labels := " bot=support,kpi=EscalationRate,kpitarget=csat,namespace=shop "
	want := []string{
		"intentops_kpi_high" + labels + "0.322",
		"intentops_kpi_low" + labels + "0.302",
		"intentops_kpi_objective" + labels + "0.3",
		"intentops_kpi_samples" + labels + "8114",
		"intentops_kpi_state bot=support,kpi=EscalationRate,kpitarget=csat,namespace=shop,state=Missed 1",
		"intentops_kpi_value" + labels + "0.312",
	}
	if diff := cmp.Diff(want, shown(t, o)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	target.Status.Conditions[0].Status = metav1.ConditionFalse
	o.KPITarget(target)
	if diff := cmp.Diff([]string{want[2], want[4]}, shown(t, o)); diff != "" {
		t.Errorf("series while metrics are away (-want +got):\n%s", diff)
	}
}

func TestAllSegmentsOfAKPITarget(t *testing.T) {
	target := kpiTarget(v1alpha1.KPIMet)
	o := New()
	o.Segments(target, []Segment{
		{By: v1alpha1.SegmentChannel, Name: "web", Value: 4.2, Samples: 40},
		{By: v1alpha1.SegmentIntent, Name: "refund", Value: 3.5, Samples: 7},
		{By: v1alpha1.SegmentIntent, Name: "not \xff a label", Value: 1, Samples: 7},
	})
	labels := "bot=support,by=Channel,kpi=CSAT,kpitarget=csat,namespace=shop,segment=web "
	refund := "bot=support,by=Intent,kpi=CSAT,kpitarget=csat,namespace=shop,segment=refund "
	want := []string{
		"intentops_kpi_segment_samples " + labels + "40",
		"intentops_kpi_segment_samples " + refund + "7",
		"intentops_kpi_segment_value " + labels + "4.2",
		"intentops_kpi_segment_value " + refund + "3.5",
	}
	if diff := cmp.Diff(want, shown(t, o)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}

	var many []Segment
	for i := range 3 * maxSegments {
		many = append(many, Segment{By: v1alpha1.SegmentIntent, Name: strconv.Itoa(i), Samples: int64(i)})
	}
	o.Segments(target, many)
	got := shown(t, o)
	if len(got) != 2*maxSegments || !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "segment=299 ") }) {
		t.Errorf("%d series, want %d: of the intents with the most samples", len(got), 2*maxSegments)
	}

	o.Segments(target, nil)
	if got := shown(t, o); got != nil {
		t.Errorf("without segments %v", got)
	}
	o.Segments(target, many)
	o.ForgetKPITarget(types.NamespacedName{Namespace: "shop", Name: "csat"})
	if got := shown(t, o); got != nil {
		t.Errorf("it is gone, and yet %v", got)
	}
}

func TestNobodyHasToShowMetrics(*testing.T) {
	var o *Objects
	o.KPITarget(kpiTarget(v1alpha1.KPIMet))
	o.Segments(kpiTarget(v1alpha1.KPIMet), []Segment{{Name: "web"}})
	o.IntentBatch(batch(metav1.ConditionFalse, v1alpha1.ReasonHeld))
	o.ForgetKPITarget(types.NamespacedName{})
	o.ForgetIntentBatch(types.NamespacedName{})
}
