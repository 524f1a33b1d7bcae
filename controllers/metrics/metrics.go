// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package metrics is what the operator reports to Prometheus of the objects that it looks
// after, for alerts and dashboards: how each Bot, KPITarget and IntentBatch stands.
// docs/metrics.md describes the series.
package metrics

import (
	"slices"
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
	kpiState                     *prometheus.Desc
	batchWaiting, batchAccepted  *prometheus.Desc
	kpiValue, kpiLow, kpiHigh    *prometheus.Desc
	kpiObjective, kpiSamples     *prometheus.Desc
	segmentValue, segmentSamples *prometheus.Desc
	bots                         bots

	mu       sync.Mutex
	targets  map[types.NamespacedName][]series
	segments map[types.NamespacedName][]series
	batches  map[types.NamespacedName][]series
	ofBots   map[types.NamespacedName][]series
	live     map[types.NamespacedName][]series
}

// series is one of an object. Each object has a bounded number of them.
type series struct {
	desc   *prometheus.Desc
	labels []string
	value  float64
}

var _ prometheus.Collector = (*Objects)(nil)

// New returns an Objects that knows of nothing yet.
func New() *Objects {
	ofTarget := []string{"namespace", "kpitarget", "bot", "kpi"}
	number := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc(name, help+
			" Seconds, ratios 0 to 1, scores, points or counts, by the unit of the KPI.", ofTarget, nil)
	}
	ofSegment := append(slices.Clone(ofTarget), "by", "segment")
	return &Objects{
		kpiState: prometheus.NewDesc("intentops_kpi_state",
			"1 for each KPITarget, with its state: Met, Missed, GuardrailBreached, NoData or Baselining.",
			append(slices.Clone(ofTarget), "state", "definition_owner", "execution_owner"), nil),
		kpiValue:     number("intentops_kpi_value", "What a KPITarget measures over its window."),
		kpiLow:       number("intentops_kpi_low", "Lower end of the 95 % interval of a KPITarget's value."),
		kpiHigh:      number("intentops_kpi_high", "Upper end of the 95 % interval of a KPITarget's value."),
		kpiObjective: number("intentops_kpi_objective", "The value that a KPITarget is to reach."),
		kpiSamples: prometheus.NewDesc("intentops_kpi_samples",
			"Conversations, ratings or replies behind a KPITarget's value.", ofTarget, nil),
		segmentValue: prometheus.NewDesc("intentops_kpi_segment_value",
			"A KPITarget's value in one channel or intent, for KPITargets with segments.", ofSegment, nil),
		segmentSamples: prometheus.NewDesc("intentops_kpi_segment_samples",
			"Conversations, ratings or replies behind the value in one channel or intent.", ofSegment, nil),
		batchWaiting: prometheus.NewDesc("intentops_batch_waiting",
			"Whether an IntentBatch waits (1) or not (0), with the reason of its condition Ready.",
			[]string{"namespace", "batch", "bot", "reason"}, nil),
		batchAccepted: prometheus.NewDesc("intentops_batch_accepted",
			"Whether the spec of an IntentBatch can be followed (1) or not (0).",
			[]string{"namespace", "batch", "bot"}, nil),
		bots:     newBots(),
		targets:  map[types.NamespacedName][]series{},
		segments: map[types.NamespacedName][]series{},
		batches:  map[types.NamespacedName][]series{},
		ofBots:   map[types.NamespacedName][]series{},
		live:     map[types.NamespacedName][]series{},
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
	labels := []string{b.Namespace, b.Name, b.Spec.BotRef.Name}
	all := []series{{o.batchWaiting, append(labels[:3:3], ready.Reason), truth(ready.Status != metav1.ConditionTrue)}}
	if accepted := meta.FindStatusCondition(b.Status.Conditions, v1alpha1.ConditionAccepted); accepted != nil {
		all = append(all, series{o.batchAccepted, labels, truth(accepted.Status == metav1.ConditionTrue)})
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.batches[types.NamespacedName{Namespace: b.Namespace, Name: b.Name}] = all
}

// ForgetKPITarget removes a KPITarget that is gone.
func (o *Objects) ForgetKPITarget(name types.NamespacedName) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.targets, name)
	delete(o.segments, name)
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
	for _, desc := range append(o.bots.all(),
		o.kpiState, o.kpiValue, o.kpiLow, o.kpiHigh, o.kpiObjective, o.kpiSamples,
		o.segmentValue, o.segmentSamples, o.batchWaiting, o.batchAccepted,
	) {
		ch <- desc
	}
}

// Collect implements prometheus.Collector.
func (o *Objects) Collect(ch chan<- prometheus.Metric) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, objects := range []map[types.NamespacedName][]series{o.targets, o.segments, o.batches, o.ofBots, o.live} {
		for _, of := range objects {
			for _, s := range of {
				ch <- prometheus.MustNewConstMetric(s.desc, prometheus.GaugeValue, s.value, s.labels...)
			}
		}
	}
}
