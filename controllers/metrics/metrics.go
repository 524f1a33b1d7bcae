// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package metrics is what the operator reports to Prometheus of the objects that it looks
// after, for alerts: one series for each KPITarget and for each IntentBatch. docs/metrics.md
// describes them.
package metrics

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Objects holds how objects stand and shows it as metrics. It is safe for concurrent use,
// and a nil *Objects takes and shows nothing.
type Objects struct {
	kpiState, batchWaiting *prometheus.Desc

	mu      sync.Mutex
	targets map[types.NamespacedName]series
	batches map[types.NamespacedName]series
}

// series is the only one of its object, so that their number is that of the objects.
type series struct {
	labels []string
	value  float64
}

var _ prometheus.Collector = (*Objects)(nil)

// New returns an Objects that knows of nothing yet.
func New() *Objects {
	return &Objects{
		kpiState: prometheus.NewDesc("intentops_kpi_state",
			"1 for each KPITarget, with its state: Met, Missed, Gamed, NoData or Baselining.",
			[]string{"namespace", "kpitarget", "bot", "kpi", "state", "definition_owner", "execution_owner"}, nil),
		batchWaiting: prometheus.NewDesc("intentops_batch_waiting",
			"Whether an IntentBatch waits (1) or not (0), with the reason of its condition Ready.",
			[]string{"namespace", "batch", "bot", "reason"}, nil),
		targets: map[types.NamespacedName]series{},
		batches: map[types.NamespacedName]series{},
	}
}

// KPITarget shows the status of a KPITarget from now on.
func (o *Objects) KPITarget(t *v1alpha1.KPITarget) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.targets[types.NamespacedName{Namespace: t.Namespace, Name: t.Name}] = series{
		labels: []string{
			t.Namespace, t.Name, t.Spec.BotRef.Name, string(t.Spec.KPI), string(t.Status.State),
			t.Spec.Owners.Definition, t.Spec.Owners.Execution,
		},
		value: 1,
	}
}

// IntentBatch shows the status of an IntentBatch from now on.
func (o *Objects) IntentBatch(b *v1alpha1.IntentBatch) {
	if o == nil {
		return
	}
	ready := meta.FindStatusCondition(b.Status.Conditions, v1alpha1.ConditionReady)
	if ready == nil {
		return
	}
	s := series{labels: []string{b.Namespace, b.Name, b.Spec.BotRef.Name, ready.Reason}}
	if ready.Status != metav1.ConditionTrue {
		s.value = 1
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.batches[types.NamespacedName{Namespace: b.Namespace, Name: b.Name}] = s
}

// ForgetKPITarget removes a KPITarget that is gone.
func (o *Objects) ForgetKPITarget(name types.NamespacedName) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.targets, name)
}

// ForgetIntentBatch removes an IntentBatch that is gone.
func (o *Objects) ForgetIntentBatch(name types.NamespacedName) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.batches, name)
}

// Describe implements prometheus.Collector.
func (o *Objects) Describe(ch chan<- *prometheus.Desc) {
	ch <- o.kpiState
	ch <- o.batchWaiting
}

// Collect implements prometheus.Collector.
func (o *Objects) Collect(ch chan<- prometheus.Metric) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range o.targets {
		ch <- prometheus.MustNewConstMetric(o.kpiState, prometheus.GaugeValue, s.value, s.labels...)
	}
	for _, s := range o.batches {
		ch <- prometheus.MustNewConstMetric(o.batchWaiting, prometheus.GaugeValue, s.value, s.labels...)
	}
}
