// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package screen

import (
	"fmt"
	"io"
	"strings"
)

// Column of a table.
type Column struct {
	Name string
	// Wide columns are left out where the table would not fit otherwise, the last one first.
	Wide bool
	// Text is wrapped to what is left of the width.
	Text bool
}

// Cell of a table.
type Cell struct {
	Value string
	Tone  Tone
}

// Cells are values without a tone.
func Cells(values ...string) []Cell {
	cells := make([]Cell, len(values))
	for i, value := range values {
		cells[i].Value = value
	}
	return cells
}

const (
	gap = 2
	// leastText is what a column of text keeps, at least.
	leastText = 24
)

// Table writes rows below their columns.
func (s Screen) Table(out io.Writer, columns []Column, rows [][]Cell) {
	shown := make([]int, 0, len(columns))
	for i := range columns {
		shown = append(shown, i)
	}
	widths := widthsOf(columns, rows)
	for total(shown, widths, columns) > s.Width {
		at := lastWide(shown, columns)
		if at < 0 {
			break
		}
		shown = append(shown[:at], shown[at+1:]...)
	}
	room := s.Width - total(shown, widths, columns)
	for _, i := range shown {
		if columns[i].Text {
			widths[i] = min(widths[i], max(leastText, leastText+room))
		}
	}
	head := make([]Cell, len(columns))
	for i, column := range columns {
		head[i] = Cell{Value: column.Name, Tone: Faint}
	}
	s.row(out, shown, widths, columns, head)
	for _, row := range rows {
		s.row(out, shown, widths, columns, row)
	}
}

func (s Screen) row(out io.Writer, shown, widths []int, columns []Column, row []Cell) {
	lines := 1
	wrapped := make([][]string, len(row))
	for _, i := range shown {
		wrapped[i] = []string{Clean(row[i].Value)}
		if columns[i].Text {
			wrapped[i] = Wrap(Clean(row[i].Value), widths[i])
		}
		lines = max(lines, len(wrapped[i]))
	}
	for n := range lines {
		var line strings.Builder
		padding := 0
		for _, i := range shown {
			value := ""
			if n < len(wrapped[i]) {
				value = wrapped[i][n]
			}
			if value != "" {
				line.WriteString(strings.Repeat(" ", padding))
				line.WriteString(s.Paint(row[i].Tone, value))
				padding = 0
			}
			padding += max(widths[i]-length(value), 0) + gap
		}
		fmt.Fprintln(out, line.String())
	}
}

func widthsOf(columns []Column, rows [][]Cell) []int {
	widths := make([]int, len(columns))
	for i, column := range columns {
		widths[i] = length(column.Name)
		for _, row := range rows {
			widths[i] = max(widths[i], length(Clean(row[i].Value)))
		}
	}
	return widths
}

// total is the width of a table whose texts have the least.
func total(shown, widths []int, columns []Column) int {
	sum := 0
	for _, i := range shown {
		if columns[i].Text {
			sum += min(widths[i], leastText) + gap
			continue
		}
		sum += widths[i] + gap
	}
	return sum - gap
}

func lastWide(shown []int, columns []Column) int {
	for at := len(shown) - 1; at >= 0; at-- {
		if columns[shown[at]].Wide {
			return at
		}
	}
	return -1
}
