// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notification

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/intentops/intentops/internal/operator/notify"
)

// What becomes of a fact.
const (
	delivered = "delivered"
	// refused means that the sink will never take it.
	refused = "refused"
	// dropped means that it became old before the sink took it.
	dropped = "dropped"
)

// counts are what Prometheus is told of notifications.
type counts struct {
	facts    *prometheus.CounterVec
	failures *prometheus.CounterVec
	pending  prometheus.GaugeFunc

	mu      sync.Mutex
	waiting map[string]int
}

func newCounts() *counts {
	c := &counts{waiting: map[string]int{}}
	c.facts = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "intentops_notifications_total",
		Help: "Notifications by type and what became of them: delivered, refused by the sink, or dropped after a day.",
	}, []string{"type", "result"})
	c.failures = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "intentops_notification_failures_total",
		Help: "Attempts to notify that failed, by reason: configuration, unreachable, status, redirect or record.",
	}, []string{"reason"})
	c.pending = prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "intentops_notifications_pending",
		Help: "Notifications that the sink has not taken yet.",
	}, c.sum)
	for _, kind := range notify.Types() {
		for _, result := range []string{delivered, refused, dropped} {
			c.facts.WithLabelValues(string(kind), result)
		}
	}
	return c
}

func (c *counts) sum() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	total := 0
	for _, n := range c.waiting {
		total += n
	}
	return float64(total)
}

// wait says how many facts of an object wait.
func (c *counts) wait(object string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n == 0 {
		delete(c.waiting, object)
		return
	}
	c.waiting[object] = n
}

func (c *counts) register(r prometheus.Registerer) error {
	for _, collector := range []prometheus.Collector{c.facts, c.failures, c.pending} {
		if err := r.Register(collector); err != nil {
			return err
		}
	}
	return nil
}
