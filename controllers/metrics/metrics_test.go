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

func TestNobodyHasToShowMetrics(*testing.T) {
	var o *Objects
	o.KPITarget(kpiTarget(v1alpha1.KPIMet))
	o.IntentBatch(batch(metav1.ConditionFalse, v1alpha1.ReasonHeld))
	o.ForgetKPITarget(types.NamespacedName{})
	o.ForgetIntentBatch(types.NamespacedName{})
}
