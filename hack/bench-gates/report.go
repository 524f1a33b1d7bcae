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
	"strconv"
	"strings"
	"text/tabwriter"
)

// row is one figure and the goal it has to reach.
type row struct {
	Goal  string  `json:"goal"`
	What  string  `json:"what"`
	Value float64 `json:"value"`
	Bound float64 `json:"bound"`
	OK    bool    `json:"ok"`
	// Others are the same figure for other tools' rules.
	Others others `json:"others,omitempty"`

	sense string
}

// others maps a rule's name to its figure.
type others map[string]float64

type report struct {
	goal string
	rows []row
}

// atMost reports a figure that must not exceed the bound.
func (r *report) atMost(what string, value, bound float64, rest others) {
	r.rows = append(r.rows, row{r.goal, what, rounded(value), bound, value <= bound, rest.rounded(), "<="})
}

// atLeast reports a figure that must reach the bound.
func (r *report) atLeast(what string, value, bound float64, rest others) {
	r.rows = append(r.rows, row{r.goal, what, rounded(value), bound, value >= bound, rest.rounded(), ">="})
}

// rounded keeps four significant digits: more would be noise of the simulation.
// A figure that is not a number (nothing was measured) becomes -1, which no
// JSON reader stumbles over; the comparison that set ok has failed already.
func rounded(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return -1
	}
	out, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64)
	if err != nil {
		return v
	}
	return out
}

func (o others) rounded() others {
	for name, v := range o {
		o[name] = rounded(v)
	}
	return o
}

func (r *report) missed() int {
	n := 0
	for _, row := range r.rows {
		if !row.OK {
			n++
		}
	}
	return n
}

// ruleNames are the columns for the other tools, in this order.
var ruleNames = []string{argoName, flaggerName, zName, pooledName, naiveName}

func (r *report) print(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	defer tw.Flush()
	fmt.Fprintf(tw, "goal\twhat\tmeasured\tgoal\t\t%s\n", strings.Join(ruleNames, "\t"))
	for _, row := range r.rows {
		verdict := "ok"
		if !row.OK {
			verdict = "MISSED"
		}
		fmt.Fprintf(tw, "%s\t%s\t%v\t%s %v\t%s", row.Goal, row.What, row.Value, row.sense, row.Bound, verdict)
		for _, name := range ruleNames {
			cell := ""
			if v, ok := row.Others[name]; ok {
				cell = fmt.Sprint(v)
			}
			fmt.Fprintf(tw, "\t%s", cell)
		}
		fmt.Fprintln(tw)
	}
}

// printMarkdown prints the same table with the other rules in one column.
func (r *report) printMarkdown(w io.Writer) {
	fmt.Fprintln(w, "| goal | what | measured | goal | | other rules, the same figure |\n|---|---|---|---|---|---|")
	for _, row := range r.rows {
		verdict := "ok"
		if !row.OK {
			verdict = "**missed**"
		}
		var rest []string
		for _, name := range ruleNames {
			if v, ok := row.Others[name]; ok {
				rest = append(rest, fmt.Sprintf("%s %v", name, v))
			}
		}
		fmt.Fprintf(w, "| %s | %s | %v | %s %v | %s | %s |\n", row.Goal, row.What, row.Value, row.sense, row.Bound, verdict, strings.Join(rest, ", "))
	}
}

func (r *report) write(path string) error {
	raw, err := json.MarshalIndent(r.rows, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the goals: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("create the folder of the goals: %w", err)
	}
	if err := os.WriteFile(path, append(raw, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the goals: %w", err)
	}
	return nil
}
