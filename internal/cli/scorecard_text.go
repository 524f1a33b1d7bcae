// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"
)

// style writes headings, tables and notes.
type style struct {
	escape  func(text string) string
	heading func(w io.Writer, level int, text string)
	table   func(w io.Writer, s section)
	code    func(w io.Writer, text string)
}

var plainText = style{
	escape: func(text string) string { return text },
	heading: func(w io.Writer, level int, text string) {
		if level > 1 {
			text = "\n" + text
		}
		fmt.Fprintln(w, text)
	},
	table: func(w io.Writer, s section) {
		// Trailing blanks of the last column are of no use to anybody.
		var out bytes.Buffer
		t := tabwriter.NewWriter(&out, 0, 0, 3, ' ', 0)
		for _, row := range append([][]string{s.columns}, s.rows...) {
			fmt.Fprintln(t, strings.Join(clean(row), "\t"))
		}
		_ = t.Flush() // to memory
		for line := range strings.Lines(out.String()) {
			fmt.Fprintln(w, strings.TrimRight(line, " \n"))
		}
	},
	code: func(w io.Writer, text string) { fmt.Fprint(w, text) },
}

var markdownEscapes = strings.NewReplacer("|", `\|`, "<", "&lt;", "&", "&amp;", "\\", `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`)

var markdown = style{
	escape: markdownEscapes.Replace,
	heading: func(w io.Writer, level int, text string) {
		if level > 1 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s %s\n\n", strings.Repeat("#", level), text)
	},
	table: func(w io.Writer, s section) {
		line := func(cells []string) {
			fmt.Fprintln(w, "| "+strings.Join(cells, " | ")+" |")
		}
		escaped := func(row []string) []string {
			cells := clean(row)
			for i := range cells {
				cells[i] = markdownEscapes.Replace(cells[i])
			}
			return cells
		}
		line(escaped(s.columns))
		line(strings.Split(strings.Repeat("---,", len(s.columns)-1)+"---", ","))
		for _, row := range s.rows {
			line(escaped(row))
		}
	},
	code: func(w io.Writer, text string) { fmt.Fprintf(w, "```yaml\n%s```\n", text) },
}

// clean replaces characters that could move a terminal's cursor: names come from files.
func clean(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = strings.Map(func(r rune) rune {
			if !unicode.IsPrint(r) {
				return '?'
			}
			return r
		}, cell)
		if out[i] == "" {
			out[i] = dash
		}
	}
	return out
}

func writeTables(w io.Writer, card *scorecard, s style) error {
	var out bytes.Buffer
	s.heading(&out, 1, s.escape(clean([]string{card.title})[0]))
	fmt.Fprintln(&out, card.subtitle)
	for i, table := range card.sections {
		if i > 0 {
			s.heading(&out, 2, table.title)
		} else {
			fmt.Fprintln(&out)
		}
		if table.code != "" {
			s.code(&out, table.code)
			continue
		}
		s.table(&out, table)
	}
	if len(card.notes) > 0 {
		fmt.Fprintln(&out)
		for _, note := range card.notes {
			fmt.Fprintf(&out, "- %s\n", s.escape(clean([]string{note})[0]))
		}
	}
	_, err := out.WriteTo(w)
	return err
}
