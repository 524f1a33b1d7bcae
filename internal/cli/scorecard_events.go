// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"
	"unicode"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
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

// writeKPITargets writes a KPITarget for each KPI that the past gives a baseline for: the
// conversations before the bot, or all of them where its start was not told.
func writeKPITargets(w io.Writer, bot, from string, r *history.Report) error {
	var out strings.Builder
	until := "all conversations"
	if r.SplitAt != nil {
		until = "conversations that started before " + r.SplitAt.Format("2006-01-02 15:04 MST")
	}
	fmt.Fprintf(&out, "# Baselines of %s from %q.\n", until, from)
	out.WriteString("# Objectives are to be no worse than before: set what you want to reach.\n")
	var few []string
	written := 0
	for i := range r.KPIs {
		v := &r.KPIs[i]
		d, _ := kpi.Lookup(v.KPI)
		before := &v.Stat
		if r.SplitAt != nil {
			before = v.Baseline
		}
		value := v1alpha1.Value("")
		if before != nil && before.Samples >= r.MinSamples {
			value = d.Unit.Print(float64(before.Value))
		}
		if value == "" || d.Better == kpi.Neither { // a count has no objective without a window
			if d.Better != kpi.Neither {
				few = append(few, string(v.KPI))
			}
			continue
		}
		bound := "atMost"
		if d.Better == kpi.HigherIsBetter {
			bound = "atLeast"
		}
		if written > 0 {
			out.WriteString("---\n")
		}
		fmt.Fprintf(&out, "apiVersion: %s\nkind: KPITarget\nmetadata:\n  name: %s\nspec:\n  botRef: {name: %s}\n  kpi: %s\n",
			v1alpha1.GroupVersion, targetName(bot, v.KPI), bot, v.KPI)
		if series := d.Judged(""); series != "" {
			fmt.Fprintf(&out, "  series: %s\n", series)
		}
		fmt.Fprintf(&out, "  objective: {%s: %q}\n  baseline: {value: %q%s, samples: %d} # %s\n",
			bound, value, value, ends(d.Unit, before), before.Samples, plural.Noun(before.Samples, d.Sample))
		written++
	}
	if len(few) > 0 {
		fmt.Fprintf(&out, "# Without a baseline, since there were fewer than %s: %s.\n", plural.Of(r.MinSamples, "sample"), strings.Join(few, ", "))
	}
	if written == 0 {
		return fmt.Errorf("-o kpitargets: no KPI has %s before; --min-samples sets how many are enough", plural.Of(r.MinSamples, "sample"))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// ends are the members low and high of a baseline; empty: its interval has no end.
func ends(u kpi.Unit, s *history.Stat) string {
	low, high := u.Print(float64(s.Low)), u.Print(float64(s.High))
	if low == "" || high == "" {
		return ""
	}
	return fmt.Sprintf(", low: %q, high: %q", low, high)
}

// maxName is the longest name of a KPITarget.
const maxName = 63

// targetName is the Bot and the KPI as a name: support-first-response-time.
func targetName(bot string, name v1alpha1.KPI) string {
	var out strings.Builder
	letters := []rune(name)
	for i, r := range letters {
		// A word begins with a capital that is not part of an abbreviation, as CSAT is one.
		follows := i > 0 && unicode.IsUpper(r)
		if follows && (unicode.IsLower(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1])) {
			out.WriteByte('-')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return strings.TrimRight(bot[:min(len(bot), maxName-1-out.Len())], "-") + "-" + out.String()
}
