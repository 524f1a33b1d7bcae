// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"maps"
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/metrics"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// segmentShare is the part of minSamples that a segment needs to be compared: fewer would
// make the smallest one the worst or the best by chance.
const segmentShare = 10

// segments names the extremes of each breakdown that was asked for and has data.
func segments(by []v1alpha1.Segment, w wanted, counts metricsource.BotKPIs) []v1alpha1.SegmentStatus {
	var out []v1alpha1.SegmentStatus
	for _, segment := range by {
		parts := counts.Channels
		if segment == v1alpha1.SegmentIntent {
			parts = counts.Intents
		}
		if s := extremes(w, parts); s.Worst != nil {
			s.By = segment
			out = append(out, s)
		}
	}
	return out
}

func extremes(w wanted, parts map[string]kpi.Counts) (s v1alpha1.SegmentStatus) {
	d := w.definition
	higherIsBetter := d.Better == kpi.HigherIsBetter || d.Better == kpi.Neither && w.objective.AtLeast
	var least, most float64
	var low, high *v1alpha1.SegmentMeasurement
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		e, counted := w.measure(parts[name])
		if !counted || d.Interval != "" && e.Samples*segmentShare < w.minSamples {
			continue
		}
		m := &v1alpha1.SegmentMeasurement{Name: name, Value: d.Unit.Print(e.Value), Samples: new(e.Samples)}
		if low == nil || e.Value < least {
			least, low = e.Value, m
		}
		if high == nil || e.Value > most {
			most, high = e.Value, m
		}
	}
	s.Worst, s.Best = high, low
	if higherIsBetter {
		s.Worst, s.Best = low, high
	}
	if s.Best == s.Worst { // there is only one, or all are alike
		s.Best = nil
	}
	return s
}

// parts measures every segment of each breakdown that was asked for, for metrics; none while
// there is nothing to measure. The few samples of a small one are shown beside its value.
func (o *observation) parts(by []v1alpha1.Segment) []metrics.Segment {
	if o.invalid != nil || o.botMissing || o.problem != "" || !o.counts.known {
		return nil
	}
	var out []metrics.Segment
	for _, segment := range by {
		parts := o.counts.Channels
		if segment == v1alpha1.SegmentIntent {
			parts = o.counts.Intents
		}
		for name, counts := range parts {
			if e, counted := o.measure(counts); counted {
				out = append(out, metrics.Segment{By: segment, Name: name, Value: e.Value, Samples: e.Samples})
			}
		}
	}
	return out
}
