// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
	"github.com/intentops/intentops/internal/operator/metricsource/prometheustest"
)

// TestOwnQueriesByARealPrometheus goes from the API server to a Prometheus and back.
func TestOwnQueriesByARealPrometheus(t *testing.T) {
	target := custom(func(k *v1alpha1.KPITarget) {
		k.Spec.Window = "1m"
		k.Spec.Source.Prometheus = &v1alpha1.PrometheusQueries{Numerator: "sum(", Denominator: "sum(helpdesk_sla_total) or vector(0)"}
		k.Spec.DefinitionLock = "30d"
	})
	f := newFixture(t, testenv.MakeBot(testenv.DefaultBot).Obj(), target)
	// Another namespace has the same metric; each target has its namespace from its labels.
	exporter := func(namespace string, met, breached int) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, "helpdesk_sla_total{result=\"met\"} %d\nhelpdesk_sla_total{result=\"breached\"} %d\n", met, breached)
		}))
		t.Cleanup(server.Close)
		return fmt.Sprintf("{targets: [%q], labels: {namespace: %q}}", server.Listener.Addr(), namespace)
	}
	url := prometheustest.Start(t, fmt.Sprintf("scrape_configs:\n- job_name: helpdesk\n  scrape_interval: 500ms\n  scrape_timeout: 500ms\n"+
		"  fallback_scrape_protocol: PrometheusText0.0.4\n  static_configs: [%s, %s]\n", exporter(f.namespace, 930, 70), exporter("bank", 1, 5000)))
	source, err := metricsource.New(url, metricsource.WithKPITick(50*time.Millisecond))
	f.Expect(err).NotTo(HaveOccurred())
	f.reconciler.Source, f.reconciler.Clock = source, nil

	state := func(g Gomega) *v1alpha1.KPITarget {
		_, err := f.reconciler.Reconcile(t.Context(), f.request("t"))
		g.Expect(err).NotTo(HaveOccurred())
		return f.get("t")
	}
	f.Eventually(func(g Gomega) {
		got := state(g)
		g.Expect(accepted(got)).To(Equal("False InvalidQuery"))
		g.Expect(testenv.Message(got, v1alpha1.ConditionAccepted)).To(Equal("spec.source.prometheus.numerator: 1:5: parse error: unclosed left parenthesis"))
		g.Expect(lockOf(got)).To(Equal("none"))
	}).WithTimeout(time.Minute).WithPolling(50 * time.Millisecond).Should(Succeed())

	testenv.Change(t, env, f.get("t"), func(k *v1alpha1.KPITarget) {
		k.Spec.Source.Prometheus.Numerator = `sum(helpdesk_sla_total{result="met"}) or vector(0)`
	})
	f.Eventually(func(g Gomega) {
		got := state(g)
		g.Expect(conditions(got)).To(Equal([]string{"Ready=True Measured", "DataAvailable=True MetricsAvailable"}))
		g.Expect(got.Status.Current).To(Equal(&v1alpha1.KPIMeasurement{Value: "93%", Low: "91.2%", High: "94.4%", Samples: new(int64(1000))}))
		g.Expect(got.Status.State).To(Equal(v1alpha1.KPIMet))
		g.Expect(lockOf(got)).To(Equal("True Locked"))
	}).WithTimeout(time.Minute).WithPolling(50 * time.Millisecond).Should(Succeed())

	// A metric that is younger than the window: what it counted before is not known.
	young := custom(func(k *v1alpha1.KPITarget) {
		k.Name = "young"
		k.Spec.Window = "1h"
		k.Spec.Source.Prometheus = &v1alpha1.PrometheusQueries{
			Numerator: `sum(helpdesk_sla_total{result="met"}) or vector(0)`, Denominator: "sum(helpdesk_sla_total)",
		}
	})
	env.Create(t, f.namespace, young)
	f.Eventually(func(g Gomega) {
		_, err := f.reconciler.Reconcile(t.Context(), f.request("young"))
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(testenv.Message(f.get("young"), v1alpha1.ConditionReady)).To(HavePrefix("spec.source.prometheus.denominator: no sample at the beginning of the window"))
	}).WithTimeout(time.Minute).WithPolling(50 * time.Millisecond).Should(Succeed())
}
