// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// Metrics of the releases of one pod.
type Metrics struct {
	loaded *prometheus.GaugeVec
	errors prometheus.Counter
}

// NewMetrics registers the metrics. The labels are those of the pod.
func NewMetrics(registry prometheus.Registerer, namespace, bot, pod string) *Metrics {
	labels := prometheus.Labels{"namespace": namespace, "bot": bot, "pod": pod}
	m := &Metrics{
		loaded: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name:        "intentops_release_loaded",
			Help:        "Sequence of the newest pointer whose releases this pod has loaded, for each release that it serves.",
			ConstLabels: labels,
		}, []string{"track", "release"}),
		errors: prometheus.NewCounter(prometheus.CounterOpts{
			Name:        "intentops_release_load_errors_total",
			Help:        "Releases that this pod could not load, counted for each attempt.",
			ConstLabels: labels,
		}),
	}
	registry.MustRegister(m.loaded, m.errors)
	return m
}

func (m *Metrics) published(v *View) {
	if !v.Complete {
		return
	}
	m.loaded.Reset()
	sequence := float64(v.Pointer.Sequence)
	m.loaded.WithLabelValues(conversation.TrackStable, v.Stable.Hash).Set(sequence)
	if v.Candidate != nil {
		m.loaded.WithLabelValues(conversation.TrackCandidate, v.Candidate.Hash).Set(sequence)
	}
}

func (m *Metrics) failed() { m.errors.Inc() }
