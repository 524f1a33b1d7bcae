// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"text/tabwriter"
)

// goal is a bound on a metric, or none.
type goal struct {
	sign  string // "≥", "≤" or ""
	bound float64
}

var none goal

func atLeast(bound float64) goal { return goal{"≥", bound} }
func atMost(bound float64) goal  { return goal{"≤", bound} }

func (g goal) met(value float64) bool {
	switch g.sign {
	case "≥":
		return value >= g.bound
	case "≤":
		return value <= g.bound
	}
	return true
}

func (g goal) String() string {
	if g == none {
		return ""
	}
	return fmt.Sprintf("%s %g", g.sign, g.bound)
}

type result struct {
	Data   string  `json:"data"`
	Metric string  `json:"metric"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit,omitempty"`
	Goal   string  `json:"goal,omitempty"`
	Met    *bool   `json:"met,omitempty"` // left out without a goal

	goal goal
}

// report gathers the results of a run.
type report struct {
	Go      string   `json:"go"`
	System  string   `json:"system"`
	Results []result `json:"results"`
	Skipped []string `json:"skipped,omitempty"`
}

func (r *report) add(data, metric, unit string, value float64, g goal) {
	one := result{Data: data, Metric: metric, Value: value, Unit: unit, Goal: g.String(), goal: g}
	if g != none {
		one.Met = new(g.met(value))
	}
	r.Results = append(r.Results, one)
}

// addMeans adds the mean of each metric of another report.
func (r *report) addMeans(other report) {
	type sum struct {
		first result
		total float64
		count int
	}
	var order []string
	sums := map[string]*sum{}
	for _, one := range other.Results {
		if sums[one.Metric] == nil {
			sums[one.Metric] = &sum{first: one}
			order = append(order, one.Metric)
		}
		sums[one.Metric].total += one.Value
		sums[one.Metric].count++
	}
	for _, metric := range order {
		s := sums[metric]
		r.add(s.first.Data, metric, s.first.Unit, s.total/float64(s.count), s.first.goal)
	}
}

// skipAbsent notes a data set that is not there; other errors it returns.
func (r *report) skipAbsent(data string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		reason := fmt.Sprintf("%s: skipped, %v", data, err)
		r.Skipped = append(r.Skipped, reason)
		return nil
	}
	return err
}

func (r *report) missed() bool {
	for _, one := range r.Results {
		if one.Met != nil && !*one.Met {
			return true
		}
	}
	return false
}

func (r *report) print(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	data := ""
	for _, one := range r.Results {
		if one.Data != data {
			data = one.Data
			_, _ = fmt.Fprintf(table, "%s\t\t\t\n", data)
		}
		verdict := ""
		if one.Met != nil {
			verdict = map[bool]string{true: "met", false: "MISSED"}[*one.Met]
		}
		_, _ = fmt.Fprintf(table, "  %s\t%s %s\t%s\t%s\n", one.Metric, number(one.Value), one.Unit, one.Goal, verdict)
	}
	_ = table.Flush()
	for _, reason := range r.Skipped {
		_, _ = fmt.Fprintln(w, reason)
	}
}

func number(value float64) string {
	if value >= 100 {
		return fmt.Sprintf("%.0f", value)
	}
	return fmt.Sprintf("%.3f", value)
}

func (r *report) write(path string) error {
	r.Go, r.System = runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(content, '\n'), 0o644)
}
