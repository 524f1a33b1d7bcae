// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"io"
	"strings"

	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/plural"
)

// WriteText writes a report for people.
func (r *Report) WriteText(out io.Writer, sc screen.Screen) {
	for i := range r.Findings {
		r.writeFinding(out, sc, &r.Findings[i])
	}
	if r.More > 0 {
		fmt.Fprintf(out, "and %s more\n", plural.Of(r.More, "finding"))
	}
	if r.options.Diff && r.Since != "" {
		r.writeChanges(out, sc)
	}
	if len(r.Findings) > 0 || len(r.Changes) > 0 {
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out, r.summary(sc))
}

func (r *Report) writeFinding(out io.Writer, sc screen.Screen, f *Finding) {
	where := f.File
	if f.Line > 0 {
		where = fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	tone := screen.Odd
	if f.Severity == Error {
		tone = screen.Bad
	}
	head := sc.Paint(tone, string(f.Severity)) + " " + sc.Paint(screen.Faint, "["+string(f.Rule)+"]")
	if where != "" {
		head = where + ": " + head
	}
	if f.Object != "" {
		head += " " + screen.Clean(f.Object)
	}
	fmt.Fprintln(out, head)
	text := f.Message
	if f.Field != "" {
		text = f.Field + ": " + text
	}
	for _, line := range screen.Wrap(screen.Clean(text), sc.Width-4) {
		fmt.Fprintln(out, "    "+line)
	}
}

func (r *Report) writeChanges(out io.Writer, sc screen.Screen) {
	sc.Heading(out, "CHANGES SINCE "+screen.Clean(r.Since))
	if r.Parted != "" {
		fmt.Fprintf(out, "Compared with commit %s, where this branch left it.\n", r.Parted[:min(len(r.Parted), 12)])
	}
	if len(r.Changes) == 0 {
		fmt.Fprintln(out, "None of the objects here differs.")
		return
	}
	var rows [][]screen.Cell
	for _, c := range r.Changes {
		row := screen.Cells(c.Object, c.Action, string(c.Reaches), c.Effect)
		if c.Reaches == ReachAtOnce {
			row[2].Tone = screen.Odd
		}
		rows = append(rows, row)
		if len(c.Steps) > 0 {
			text := "steps: " + strings.Join(c.Steps, ", ")
			if c.AtLeast != "" {
				text += "; " + c.AtLeast + " at least"
			}
			rows = append(rows, screen.Cells("", "", "", text))
		}
		if len(c.Gates) > 0 {
			rows = append(rows, screen.Cells("", "", "", "gates: "+strings.Join(c.Gates, "; ")))
		}
	}
	sc.Table(out, []screen.Column{{Name: "WHAT"}, {Name: "CHANGE"}, {Name: "CUSTOMERS"}, {Name: "HOW", Text: true}}, rows)
}

func (r *Report) summary(sc screen.Screen) string {
	parts := []string{plural.Of(r.Objects, "object")}
	errors := r.Count(Error)
	tone := screen.Good
	if errors > 0 {
		tone = screen.Bad
	}
	parts = append(parts, sc.Paint(tone, plural.Of(errors, "error")), plural.Of(r.Count(Warning), "warning"))
	if r.options.Test {
		passed, failed, skipped := r.tally()
		text := fmt.Sprintf("%s passed", plural.Of(passed, "test"))
		if failed > 0 {
			text += fmt.Sprintf(", %d failed", failed)
		}
		if skipped > 0 {
			text += fmt.Sprintf(", %d not run: %s", skipped, r.whySkipped())
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

func (r *Report) tally() (passed, failed, skipped int) {
	for i := range r.Tests {
		switch t := &r.Tests[i]; {
		case t.Skipped != "":
			skipped++
		case t.Passed:
			passed++
		default:
			failed++
		}
	}
	return passed, failed, skipped
}

func (r *Report) whySkipped() string {
	for i := range r.Tests {
		if r.Tests[i].Skipped != "" {
			return r.Tests[i].Skipped
		}
	}
	return ""
}
