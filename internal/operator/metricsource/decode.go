// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"strings"
	"unsafe"

	jsoniter "github.com/json-iterator/go"
	"github.com/prometheus/common/model"
)

// Prometheus' client reads answers with jsoniter, and has it told how the samples of a range look.
// Those of an instant it has decoded by reflection, each by itself, which was a fifth of what a
// look at many batches took; this is the same for them.
func init() { jsoniter.RegisterTypeDecoderFunc("model.Sample", decodeSample) }

// usualLabels is how many labels most series have.
const usualLabels = 12

func decodeSample(ptr unsafe.Pointer, iter *jsoniter.Iterator) {
	s := (*model.Sample)(ptr)
	var value model.SamplePair
	var histogram model.SampleHistogramPair
	iter.ReadMapCB(func(iter *jsoniter.Iterator, member string) bool {
		switch member {
		case "metric":
			s.Metric = make(model.Metric, usualLabels)
			iter.ReadMapCB(func(iter *jsoniter.Iterator, label string) bool {
				s.Metric[model.LabelName(label)] = model.LabelValue(strings.ToValidUTF8(iter.ReadString(), "\uFFFD"))
				return iter.Error == nil
			})
		case "value":
			iter.ReadVal(&value)
		case "histogram":
			iter.ReadVal(&histogram)
		default:
			iter.Skip()
		}
		return iter.Error == nil
	})
	if s.Histogram = histogram.Histogram; s.Histogram != nil {
		s.Timestamp = histogram.Timestamp
		return
	}
	s.Timestamp, s.Value = value.Timestamp, value.Value
}
