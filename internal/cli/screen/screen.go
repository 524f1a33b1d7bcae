// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package screen sets text out for a terminal of a given width, with colour or without.
package screen

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// Narrowest and Usual are the least width that is set out for, and that of a terminal that does
// not say.
const (
	Narrowest = 40
	Usual     = 80
	widest    = 200
)

// Screen is where text goes.
type Screen struct {
	// Width in characters.
	Width int
	// Colour is whether text may have one.
	Colour bool
}

// Of is the screen behind a writer: a terminal's, or one of the usual width without colour.
// COLUMNS and NO_COLOR are respected.
func Of(out io.Writer) Screen {
	s := Screen{Width: Usual}
	if wrapped, ok := out.(interface{ Unwrap() io.Writer }); ok {
		out = wrapped.Unwrap()
	}
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		s.Colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			s.Width = width
		}
	}
	if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && columns > 0 {
		s.Width = columns
	}
	s.Width = min(max(s.Width, Narrowest), widest)
	return s
}

// Tone is what a text says beside its words. Nothing is said by colour alone.
type Tone string

// The tones, as codes of ECMA-48.
const (
	Plain  Tone = ""
	Strong Tone = "1"
	Faint  Tone = "2"
	Good   Tone = "32"
	Bad    Tone = "31"
	Odd    Tone = "33"
)

// Paint gives a text a tone.
func (s Screen) Paint(tone Tone, text string) string {
	if !s.Colour || tone == Plain || text == "" {
		return text
	}
	return "\x1b[" + string(tone) + "m" + text + "\x1b[0m"
}

// Heading writes a line that begins a part.
func (s Screen) Heading(out io.Writer, text string) {
	fmt.Fprintf(out, "\n%s\n", s.Paint(Strong, text))
}

// Block writes a text below a label, both indented, wrapped to the width.
func (s Screen) Block(out io.Writer, label string, tone Tone, text string) {
	const indent, labels = 2, 10
	first := fmt.Sprintf("%*s%-*s", indent, "", labels, label)
	for i, line := range Wrap(Clean(text), max(s.Width-indent-labels, 20)) {
		if i > 0 {
			first = strings.Repeat(" ", indent+labels)
		}
		fmt.Fprintln(out, first+s.Paint(tone, line))
	}
}

// Clean drops what could steer a terminal: texts come from objects that others wrote.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return ' '
		case r < ' ', r == 0x7f, r >= 0x80 && r < 0xa0:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// Wrap breaks a text at spaces into lines of at most so many characters; a longer word has a
// line of its own.
func Wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case length(line)+1+length(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

func length(text string) int { return utf8.RuneCountInString(text) }
