// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/metrics"
)

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
