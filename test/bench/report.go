// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"
)

// Row is one figure. Without a bound it is shown for comparison only.
type Row struct {
	What  string   `json:"what"`
	Value float64  `json:"value"`
	Unit  string   `json:"unit"`
	Bound *float64 `json:"bound,omitempty"`
	OK    bool     `json:"ok"`
}

// Report is a list of figures.
type Report []Row

// Info adds a figure that nothing is promised of.
func (r *Report) Info(what string, value float64, unit string) {
	*r = append(*r, Row{What: what, Value: rounded(value), Unit: unit, OK: true})
}

// AtMost adds a figure that must not be above the bound; NaN is.
func (r *Report) AtMost(what string, value float64, unit string, bound float64) {
	*r = append(*r, Row{What: what, Value: rounded(value), Unit: unit, Bound: &bound, OK: value <= bound})
}

// Times adds the median and the 99th percentile of some durations. The bound is on the
// latter; 0: none.
func (r *Report) Times(what string, took []time.Duration, bound time.Duration) {
	r.Info(what+", p50", Percentile(took, 50), "ms")
	if bound == 0 {
		r.Info(what+", p99", Percentile(took, 99), "ms")
		return
	}
	r.AtMost(what+", p99", Percentile(took, 99), "ms", Milliseconds(bound))
}

// Percentile returns in milliseconds the smallest duration that p percent do not exceed;
// NaN when there is none.
func Percentile(took []time.Duration, p int) float64 {
	if len(took) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(took))
	return Milliseconds(sorted[max(0, (len(sorted)*p+99)/100-1)])
}

// Milliseconds of a duration.
func Milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// rounded keeps three digits, and writes what is not a number as -1: JSON has none.
func rounded(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return -1
	}
	if math.Abs(v) >= 1000 {
		return math.Round(v)
	}
	out, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64) // it was formatted here
	return out
}

// Missed is how many figures are out of their bounds.
func (r Report) Missed() int {
	n := 0
	for _, row := range r {
		if !row.OK {
			n++
		}
	}
	return n
}

// Print writes a table.
func (r Report) Print(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "what\tmeasured\tbound\t")
	for _, row := range r {
		bound, verdict := "", ""
		if row.Bound != nil {
			bound, verdict = fmt.Sprintf("<= %g %s", *row.Bound, row.Unit), "ok"
		}
		if !row.OK {
			verdict = "MISSED"
		}
		_, _ = fmt.Fprintf(table, "%s\t%g %s\t%s\t%s\n", row.What, row.Value, row.Unit, bound, verdict)
	}
	_ = table.Flush()
}

// Write writes JSON.
func (r Report) Write(path string) error {
	raw, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, append(raw, '\n'), 0o644)
}
