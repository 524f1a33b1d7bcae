// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"errors"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/controllers/metrics"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

func TestAllSegmentsAreMetrics(t *testing.T) {
	part := func(contained, escalated int64) kpi.Counts {
		return kpi.Counts{Outcomes: kpi.Outcomes{Contained: contained, Escalated: escalated}}
	}
	target := testenv.MakeKPITarget("t").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj()
	target.Spec.Segments = []v1alpha1.Segment{v1alpha1.SegmentIntent}
	plain := testenv.MakeKPITarget("plain").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj()
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target, plain)
	f.reconciler.Objects = metrics.New()
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(f.reconciler.Objects)
	labels := `{bot="` + testenv.DefaultBot + `",by="Intent",kpi="EscalationRate",kpitarget="t",namespace="` + f.namespace + `",segment=`
	expect := func(value string) {
		t.Helper()
		f.Expect(testutil.GatherAndCompare(registry, strings.NewReader(value), "intentops_kpi_segment_value")).To(Succeed())
	}
	const header = "# HELP intentops_kpi_segment_value A KPITarget's value in one channel or intent, for KPITargets with segments.\n# TYPE intentops_kpi_segment_value gauge\n"

	f.measured(metricsource.BotKPIs{
		Current:  part(150, 50),
		Channels: map[string]kpi.Counts{"web": part(150, 50)},
		Intents:  map[string]kpi.Counts{"refund": part(1, 1), "track": part(149, 49), "never": {}},
	})
	for _, name := range []string{"t", "plain"} {
		_, _, err := f.reconcile(name)
		f.Expect(err).NotTo(HaveOccurred())
	}
	expect(header +
		"intentops_kpi_segment_value" + labels + "\"refund\"} 0.5\n" +
		"intentops_kpi_segment_value" + labels + "\"track\"} 0.2474747474747475\n")

	// What cannot be measured is not shown as if it could.
	f.source.err = errors.New("away")
	_, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	expect("")

	f.source.err = nil
	got, _, err := f.reconcile("t")
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(testutil.GatherAndCount(registry, "intentops_kpi_segment_value")).To(Equal(2))
	f.Expect(env.Client.Delete(t.Context(), got)).To(Succeed())
	_, err = f.reconciler.Reconcile(t.Context(), reconcile.Request{NamespacedName: client.ObjectKeyFromObject(got)})
	f.Expect(err).NotTo(HaveOccurred())
	expect("")
}
