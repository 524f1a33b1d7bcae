// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkMillion reads and judges a million events. Bounds: 60 s and 500 MB.
func BenchmarkMillion(b *testing.B) {
	for b.Loop() {
		in, out := io.Pipe()
		events := make(chan int, 1)
		go func() {
			events <- generate(out, 130_000, 1)
			out.Close()
		}()
		var peak atomic.Uint64
		stop := make(chan struct{})
		go func() {
			tick := time.NewTicker(50 * time.Millisecond)
			defer tick.Stop()
			for {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak.Store(max(peak.Load(), m.Sys-m.HeapReleased))
				select {
				case <-stop:
					return
				case <-tick.C:
				}
			}
		}()
		begin := time.Now()
		h := New(time.Time{})
		if err := h.Collect(Read(in)); err != nil {
			b.Fatal(err)
		}
		read := time.Since(begin)
		r := h.Report(Options{SplitAt: day0.AddDate(0, 0, 30), MilestoneDays: []int{30, 60}, MinSamples: 100})
		close(stop)
		if n := <-events; r.Events.Read != int64(n) || len(r.Events.Refused) > 0 {
			b.Fatalf("%+v of %d events", r.Events, n)
		}
		b.ReportMetric(float64(r.Events.Read), "events")
		b.ReportMetric(read.Seconds(), "s/read")
		b.ReportMetric(float64(peak.Load())/1e6, "MB-peak")
	}
}
