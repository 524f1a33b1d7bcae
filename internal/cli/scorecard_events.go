// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"github.com/intentops/intentops/internal/contract/kpi/history"
	"github.com/intentops/intentops/internal/plural"
)

// memoryLimit is about what a million events take, in bytes.
const memoryLimit = 420 << 20

// fromEvents computes the scorecard from a file.
func (o *scorecardOptions) fromEvents(split time.Time) (*scorecard, error) {
	p := &fileProgress{in: o.In, to: o.ErrOut, name: "the standard input", now: o.now, last: o.now()}
	if o.from != "-" {
		f, err := os.Open(o.from)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }() // it was read only
		p.in, p.name = f, o.from
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			p.size = info.Size()
		}
	}
	// Long files leave much garbage: beyond this, collecting it comes before speed.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(memoryLimit))
	h := history.New(o.now())
	if err := h.Collect(history.Read(p)); err != nil {
		return nil, fmt.Errorf("reading %s: %w", p.name, err)
	}
	report := h.Report(history.Options{SplitAt: split, MilestoneDays: o.milestones, MinSamples: o.minSamples})
	if report.Volume.Total == 0 && value(report.KPIs, "ChatVolume") == 0 && noBaseline(report) {
		return nil, fmt.Errorf("%s: no conversation among %s%s", p.name, plural.Of(report.Events.Read, "event"), mostRefused(report.Events))
	}
	return cardOfReport(o.bot, report), nil
}

func value(of []history.Value, name string) float64 {
	for _, v := range of {
		if string(v.KPI) == name {
			return float64(v.Value)
		}
	}
	return 0
}

func noBaseline(r *history.Report) bool {
	for _, v := range r.KPIs {
		if v.Baseline != nil {
			return false
		}
	}
	return true
}

// mostRefused says why most events were refused; empty: none was.
func mostRefused(e history.Events) string {
	reason, most := history.Reason(""), int64(0)
	for r, n := range e.Refused {
		if n > most || n == most && r < reason {
			reason, most = r, n
		}
	}
	if most == 0 {
		return ""
	}
	return fmt.Sprintf("; %d refused as %s, the first on line %d", most, reason, e.FirstRefused[reason])
}

// fileProgress passes a file on, and says every two seconds how far it is.
type fileProgress struct {
	in   io.Reader
	to   io.Writer
	name string
	size int64 // 0: unknown
	read int64
	last time.Time
	now  func() time.Time
}

const progressEvery = 2 * time.Second

// Read implements io.Reader.
func (p *fileProgress) Read(buffer []byte) (int, error) {
	n, err := p.in.Read(buffer)
	p.read += int64(n)
	if now := p.now(); now.Sub(p.last) >= progressEvery {
		p.last = now
		of := ""
		if p.size > 0 {
			of = fmt.Sprintf(" of %d MB (%d%%)", p.size/1e6, min(100, 100*p.read/p.size))
		}
		fmt.Fprintf(p.to, "reading %s: %d MB%s\n", p.name, p.read/1e6, of)
	}
	return n, err
}
