// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

var _ prometheus.Collector = (*Aggregator)(nil)

// descriptions of what an Aggregator exports, made once.
type descriptions struct {
	fingerprint string
	families    map[string]*prometheus.Desc
	rejected    *prometheus.Desc
	records     *prometheus.Desc
}

func describe(namespace, bot string) descriptions {
	fixed := prometheus.Labels{"namespace": namespace, "bot": bot}
	d := descriptions{
		fingerprint: fingerprint(Families),
		families:    make(map[string]*prometheus.Desc, len(Families)),
		rejected: prometheus.NewDesc("intentops_ledger_rejected_total",
			"Ledger entries that are not counted, because the contract does not know them or is full.", []string{"reason"}, fixed),
		records: prometheus.NewDesc("intentops_ledger_records_total",
			"Commits of the ledger that the totals hold.", nil, fixed),
	}
	for _, f := range Families {
		names := make([]string, len(f.Labels))
		for i, l := range f.Labels {
			names[i] = l.Name
		}
		d.families[f.Name] = prometheus.NewDesc(f.Name, f.Help, names, fixed)
	}
	return d
}

// Describe implements prometheus.Collector.
func (a *Aggregator) Describe(ch chan<- *prometheus.Desc) {
	for _, f := range Families {
		ch <- a.descs.families[f.Name]
	}
	ch <- a.descs.rejected
	ch <- a.descs.records
}

// maxBehind is how long a scrape waits for what was committed before it.
const maxBehind = time.Second

// Collect implements prometheus.Collector. What was committed before is counted, where the log answers
// in time.
func (a *Aggregator) Collect(ch chan<- prometheus.Metric) {
	if a.canCatchUp() {
		a.catchUp()
	}
	for _, m := range a.metrics() {
		ch <- m
	}
}

// catchUp waits until the totals are those of the log's end.
func (a *Aggregator) catchUp() {
	ctx, cancel := context.WithTimeout(context.Background(), maxBehind)
	defer cancel()
	end, err := a.opts.Log.End(ctx)
	if err != nil {
		return // the totals are those of a moment ago
	}
	for a.position() < end && ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-time.After(time.Millisecond):
		}
	}
}

// metrics copies the totals, so that a slow scrape does not hold up the ledger.
func (a *Aggregator) metrics() []prometheus.Metric {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.ready {
		return nil
	}
	var out []prometheus.Metric
	for _, reason := range rejections {
		out = append(out, prometheus.MustNewConstMetric(a.descs.rejected, prometheus.CounterValue, float64(a.totals.rejected[reason]), reason))
	}
	out = append(out, prometheus.MustNewConstMetric(a.descs.records, prometheus.CounterValue, float64(a.totals.records)))
	exported := a.exported()
	for name, f := range a.totals.families {
		for group, all := range f.groups {
			if f.isRollout() && !exported(group) {
				continue
			}
			for _, s := range all {
				out = append(out, s.metric(f.Family, a.descs.families[name]))
			}
		}
	}
	return out
}

// exported says which rollouts are shown.
func (a *Aggregator) exported() func(rollout string) bool {
	if a.keep == nil {
		return func(string) bool { return true }
	}
	recent := a.totals.byAge()
	recent = recent[max(0, len(recent)-recentRollouts):]
	return func(rollout string) bool {
		return slices.Contains(a.keep, rollout) || slices.Contains(recent, rollout)
	}
}

func (s *series) metric(f Family, desc *prometheus.Desc) prometheus.Metric {
	if f.Kind == Counter {
		return prometheus.MustNewConstMetric(desc, prometheus.CounterValue, float64(s.count), s.values...)
	}
	buckets := make(map[float64]uint64, len(f.Buckets))
	sum := uint64(0)
	for i, bound := range f.Buckets {
		sum += s.buckets[i]
		buckets[bound] = sum
	}
	return newDualHistogram(prometheus.MustNewConstHistogram(desc, s.count, s.sum, buckets, s.values...), s)
}
