// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package turns

import (
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// Metrics of one pod's turns. They are about the pod's health; what is counted about
// conversations is in the ledger.
type Metrics struct {
	seconds        *prometheus.HistogramVec
	conflicts      prometheus.Counter
	classifyErrors *prometheus.CounterVec
}

// NewMetrics registers the metrics.
func NewMetrics(registry prometheus.Registerer) *Metrics {
	m := &Metrics{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "intentops_bot_turn_seconds",
			Help:    "Time from a message's arrival to its durable reply, by result: new, repeated, refused, unavailable.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"result"}),
		conflicts: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "intentops_bot_conflicts_total",
			Help: "Turns that were decided again because the conversation was changed meanwhile.",
		}),
		classifyErrors: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "intentops_bot_classify_errors_total",
			Help: "Messages that counted as not understood because the engine failed, by reason: timeout, unreachable, status, malformed, confidence, other.",
		}, []string{"reason"}),
	}
	for _, reason := range understanding.Reasons() {
		m.classifyErrors.WithLabelValues(string(reason)) // the first failure must be a rise
	}
	registry.MustRegister(m.seconds, m.conflicts, m.classifyErrors)
	return m
}

func (m *Metrics) turn(took time.Duration, out dialogue.Outcome, err error) {
	result := "new"
	switch {
	case errors.Is(err, conversation.ErrUnavailable):
		result = "unavailable"
	case err != nil:
		result = "refused"
	case !out.Changed:
		result = "repeated"
	}
	m.seconds.WithLabelValues(result).Observe(took.Seconds())
}
