// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package handoff

import (
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
)

// result of one attempt to deliver, the result label of intentops_handoff_attempts_total.
type result string

const (
	// accepted: the helpdesk answered 2xx, and the conversation knows.
	accepted result = "accepted"
	// unrecorded: the helpdesk answered 2xx, but the conversation is not updated yet.
	unrecorded result = "unrecorded"
	// refused: 4xx other than 408 and 429.
	refused result = "refused"
	// redirected: 3xx, which is not followed.
	redirected result = "redirected"
	// failed: 5xx, 408 or 429.
	failed result = "failed"
	// unreachable: no answer for another reason than time.
	unreachable result = "unreachable"
	// timeout: no answer in time.
	timeout result = "timeout"
	// noKey: the signing key is missing; nothing was sent.
	noKey result = "no_key"
	// noTarget: there is no usable URL; nothing was sent.
	noTarget result = "no_target"
)

var results = []result{accepted, unrecorded, refused, redirected, failed, unreachable, timeout, noKey, noTarget}

type metrics struct {
	attempts *prometheus.CounterVec
	givenUp  prometheus.Counter
	pending  prometheus.GaugeFunc
	// outbox is what pending shows; it counts all pods' packets.
	outbox atomic.Int64
}

func newMetrics(namespace, bot string) *metrics {
	fixed := prometheus.Labels{"namespace": namespace, "bot": bot}
	m := &metrics{}
	m.attempts = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name:        "intentops_handoff_attempts_total",
		Help:        "Attempts of this pod to deliver a handoff packet, by result.",
		ConstLabels: fixed,
	}, []string{"result"})
	m.givenUp = prometheus.NewCounter(prometheus.CounterOpts{
		Name:        "intentops_handoffs_given_up_total",
		Help:        "Handoff packets that this pod gave up delivering: the helpdesk never took them.",
		ConstLabels: fixed,
	})
	m.pending = prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name:        "intentops_outbox_pending",
		Help:        "Handoff packets that are not delivered yet, of all pods of the bot.",
		ConstLabels: fixed,
	}, func() float64 { return float64(m.outbox.Load()) })
	for _, r := range results {
		m.attempts.WithLabelValues(string(r))
	}
	return m
}

// Describe implements prometheus.Collector.
func (d *Deliverer) Describe(ch chan<- *prometheus.Desc) {
	d.metrics.attempts.Describe(ch)
	d.metrics.givenUp.Describe(ch)
	d.metrics.pending.Describe(ch)
}

// Collect implements prometheus.Collector.
func (d *Deliverer) Collect(ch chan<- prometheus.Metric) {
	d.metrics.attempts.Collect(ch)
	d.metrics.givenUp.Collect(ch)
	d.metrics.pending.Collect(ch)
}
