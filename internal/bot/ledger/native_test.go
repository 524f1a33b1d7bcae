// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"google.golang.org/protobuf/testing/protocmp"
	"pgregory.net/rapid"
)

// TestNativeBucketsAreThoseOfTheClientLibrary compares with a histogram of the library that
// observes the same.
func TestNativeBucketsAreThoseOfTheClientLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.OneOf(
			rapid.Float64Range(0, 1e-2), rapid.Float64Range(0, 100), rapid.Float64Range(0, 1<<30),
			rapid.SampledFrom([]float64{0, nativeZero, 0.5, 1, 2, 4096, 1 << 30}),
		), 1, 60).Draw(t, "values")
		tot := newTotals(Families)
		theirs := prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: Response, NativeHistogramBucketFactor: 1.1, NativeHistogramZeroThreshold: nativeZero, Buckets: seconds,
		})
		for _, v := range values {
			if reason := tot.add(Entry{Metric: Response, Labels: labels("channel", "web", "responder", "bot"), Value: v}); reason != "" {
				t.Fatal(reason)
			}
			theirs.Observe(v)
		}
		var want, got dto.Metric
		if err := theirs.Write(&want); err != nil {
			t.Fatal(err)
		}
		if err := exportOne(t, tot, Response).Write(&got); err != nil {
			t.Fatal(err)
		}
		want.Histogram.CreatedTimestamp = nil
		if diff := cmp.Diff(want.Histogram, got.Histogram, protocmp.Transform(), cmpopts.EquateApprox(1e-9, 0)); diff != "" {
			t.Fatalf("histogram of %v (-library +ours):\n%s", values, diff)
		}
	})
}

// exportOne returns the only series of a family, as it is exported.
func exportOne(t interface{ Fatalf(string, ...any) }, tot *totals, name string) prometheus.Metric {
	f := tot.families[name]
	for _, s := range f.groups[""] {
		return s.metric(f.Family, describe("shop", "support").families[name])
	}
	t.Fatalf("%s has no series", name)
	return nil
}

func TestNativeBucketsAreBounded(t *testing.T) {
	n := native{}
	for v := 1e-12; v < 1e300; v *= 1.05 {
		n[nativeKey(v)]++
	}
	n[nativeKey(0)]++
	n[nativeKey(math.MaxFloat64)]++
	if len(n) > 321 || n[nativeMost] == 0 || n[nativeNone] == 0 {
		t.Errorf("%d buckets", len(n))
	}
}

// TestTheTextIsThatOfTheClassicHistogram: who does not take native buckets sees none.
func TestTheTextIsThatOfTheClassicHistogram(t *testing.T) {
	tot := newTotals(Families)
	for _, v := range []float64{0, 0.2, 38, 700000} {
		tot.add(Entry{Metric: Response, Labels: labels("channel", "web", "responder", "bot"), Value: v})
	}
	m := exportOne(t, tot, Response).(dualHistogram)
	write := func(m prometheus.Metric, format expfmt.Format) string {
		registry := prometheus.NewRegistry()
		registry.MustRegister(one{m})
		families, err := registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		encoder := expfmt.NewEncoder(&out, format)
		for _, f := range families {
			if err := encoder.Encode(f); err != nil {
				t.Fatal(err)
			}
		}
		return out.String()
	}
	for _, format := range []expfmt.FormatType{expfmt.TypeTextPlain, expfmt.TypeOpenMetrics} {
		with, without := write(m, expfmt.NewFormat(format)), write(m.Metric, expfmt.NewFormat(format))
		if diff := cmp.Diff(without, with); diff != "" || with == "" {
			t.Errorf("text (-classic +both):\n%s", diff)
		}
	}
	binary := expfmt.NewFormat(expfmt.TypeProtoDelim)
	var got dto.MetricFamily
	if err := expfmt.NewDecoder(bytes.NewReader([]byte(write(m, binary))), binary).Decode(&got); err != nil {
		t.Fatal(err)
	}
	h := got.GetMetric()[0].GetHistogram()
	if len(h.GetBucket()) != len(seconds) || len(h.GetPositiveSpan()) == 0 || h.GetZeroCount() != 1 || h.GetSampleCount() != 4 {
		t.Errorf("%d classic buckets, %d native spans, %d zeros of %d", len(h.GetBucket()), len(h.GetPositiveSpan()), h.GetZeroCount(), h.GetSampleCount())
	}
}

// one collects a single metric.
type one struct{ prometheus.Metric }

func (o one) Describe(ch chan<- *prometheus.Desc) { ch <- o.Desc() }
func (o one) Collect(ch chan<- prometheus.Metric) { ch <- o.Metric }

func TestASnapshotKeepsNativeBuckets(t *testing.T) {
	tot := newTotals(Families)
	for _, v := range []float64{0, 0.2, 38, 700000} {
		tot.add(Entry{Metric: Response, Labels: labels("channel", "web", "responder", "bot"), Value: v})
	}
	data, err := tot.snapshot(fingerprint(Families)).pack()
	if err != nil {
		t.Fatal(err)
	}
	back, err := restore(data, Families)
	if err != nil {
		t.Fatal(err)
	}
	back.add(Entry{Metric: Response, Labels: labels("channel", "web", "responder", "bot"), Value: 38})
	tot.add(Entry{Metric: Response, Labels: labels("channel", "web", "responder", "bot"), Value: 38})
	var want, got dto.Metric
	if err := exportOne(t, tot, Response).Write(&want); err != nil {
		t.Fatal(err)
	}
	if err := exportOne(t, back, Response).Write(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&want, &got, protocmp.Transform()); diff != "" {
		t.Errorf("(-counted +restored):\n%s", diff)
	}
	snap := tot.snapshot(fingerprint(Families))
	for i := range snap.Families[Response] {
		snap.Families[Response][i].Native = nil
	}
	if data, err = snap.pack(); err != nil {
		t.Fatal(err)
	}
	if _, err := restore(data, Families); err == nil {
		t.Error("a snapshot that lacks observations is taken")
	}
}
