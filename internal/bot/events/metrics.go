// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import "github.com/prometheus/client_golang/prometheus"

// Metrics of what one pod was sent. What is counted about conversations is in the ledger.
type Metrics struct {
	events   *prometheus.CounterVec
	requests *prometheus.CounterVec
}

// NewMetrics registers the metrics.
func NewMetrics(registry prometheus.Registerer) *Metrics {
	m := &Metrics{
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "intentops_events_total",
			Help: "Events about conversations that this pod was sent, by type and what became of them.",
		}, []string{"type", "result"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "intentops_event_requests_total",
			Help: "Requests with events, by interface and answer: ok, signature, timestamp, size, malformed, not_configured, misconfigured, unavailable, internal.",
		}, []string{"interface", "result"}),
	}
	registry.MustRegister(m.events, m.requests)
	return m
}

// event counts one. A type that is not known counts as other: labels must be bounded.
func (m *Metrics) event(eventType string, result Result) {
	name, _ := known(eventType)
	m.events.WithLabelValues(name, string(result)).Inc()
}
