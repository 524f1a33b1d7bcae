// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

// waits are how long looks waited in the operator's queue after they were due: the counts of
// a native histogram of controller-runtime, by bucket. An upper bound of a bucket is at most
// a fifth above the lower one.
type waits struct {
	counts map[int]float64
	schema int32
}

const waitsMetric = "workqueue_queue_duration_seconds"

// readWaits asks for the format that native histograms need.
func readWaits(ctx context.Context, url, queue string) (waits, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return waits{}, err
	}
	format := expfmt.NewFormat(expfmt.TypeProtoDelim)
	req.Header.Set("Accept", string(format))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return waits{}, err
	}
	defer resp.Body.Close()
	for decoder := expfmt.NewDecoder(resp.Body, expfmt.ResponseFormat(resp.Header)); ; {
		var family dto.MetricFamily
		switch err := decoder.Decode(&family); {
		case errors.Is(err, io.EOF):
			return waits{}, fmt.Errorf("%s has no %s", url, waitsMetric)
		case err != nil:
			return waits{}, err
		case family.GetName() != waitsMetric:
			continue
		}
		for _, m := range family.GetMetric() {
			if slices.ContainsFunc(m.GetLabel(), func(l *dto.LabelPair) bool { return l.GetName() == "controller" && l.GetValue() == queue }) {
				return decode(m.GetHistogram()), nil
			}
		}
		return waits{}, fmt.Errorf("%s of %s: there is no queue %s", waitsMetric, url, queue)
	}
}

// decode adds up the differences between neighbouring buckets.
func decode(h *dto.Histogram) waits {
	w := waits{counts: map[int]float64{}, schema: h.GetSchema()}
	at, next, count := 0, 0, int64(0)
	for _, span := range h.GetPositiveSpan() {
		at += int(span.GetOffset())
		for range span.GetLength() {
			count += h.GetPositiveDelta()[next]
			w.counts[at] = float64(count)
			at++
			next++
		}
	}
	w.counts[math.MinInt] = float64(h.GetZeroCount())
	return w
}

// since leaves out what was counted before. Where the buckets became wider meanwhile, so do
// those of before.
func (w waits) since(before waits) waits {
	out := waits{counts: map[int]float64{}, schema: w.schema}
	for at, n := range w.counts {
		out.counts[at] += n
	}
	for at, n := range before.counts {
		for s := before.schema; s > w.schema && at != math.MinInt; s-- {
			at = (at + 1) >> 1
		}
		out.counts[at] -= n
	}
	return out
}

// percentile is the upper bound in seconds of what p percent did not exceed.
func (w waits) percentile(p float64) float64 {
	total := 0.0
	var buckets []int
	for at, n := range w.counts {
		total += n
		buckets = append(buckets, at)
	}
	slices.Sort(buckets)
	seen := 0.0
	for _, at := range buckets {
		if seen += w.counts[at]; seen >= total*p/100 && total > 0 {
			if at == math.MinInt {
				return 0
			}
			return math.Pow(2, float64(at)*math.Pow(2, -float64(w.schema)))
		}
	}
	return math.NaN()
}
