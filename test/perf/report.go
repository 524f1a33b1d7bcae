// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

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

// row is one figure. Without a bound it is shown for comparison only.
type row struct {
	What  string   `json:"what"`
	Value float64  `json:"value"`
	Unit  string   `json:"unit"`
	Bound *float64 `json:"bound,omitempty"`
	OK    bool     `json:"ok"`
}

type report []row

// info adds a figure that nothing is promised of.
func (r *report) info(what string, value float64, unit string) {
	*r = append(*r, row{What: what, Value: rounded(value), Unit: unit, OK: true})
}

// atMost adds a figure that must not be above the bound; NaN is.
func (r *report) atMost(what string, value float64, unit string, bound float64) {
	*r = append(*r, row{What: what, Value: rounded(value), Unit: unit, Bound: &bound, OK: value <= bound})
}

// times adds the median and the 99th percentile of some durations. The bound is on the
// latter; 0: none.
func (r *report) times(what string, took []time.Duration, bound time.Duration) {
	r.info(what+", p50", percentile(took, 50), "ms")
	if bound == 0 {
		r.info(what+", p99", percentile(took, 99), "ms")
		return
	}
	r.atMost(what+", p99", percentile(took, 99), "ms", milliseconds(bound))
}

// percentile returns in milliseconds the smallest duration that p percent do not exceed;
// NaN when there is none.
func percentile(took []time.Duration, p int) float64 {
	if len(took) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(took))
	return milliseconds(sorted[max(0, (len(sorted)*p+99)/100-1)])
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

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

func (r report) missed() int {
	n := 0
	for _, row := range r {
		if !row.OK {
			n++
		}
	}
	return n
}

func (r report) print(w io.Writer) {
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

func (r report) write(path string) error {
	raw, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, append(raw, '\n'), 0o644)
}
