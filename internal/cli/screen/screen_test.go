// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package screen

import (
	"bytes"
	"strings"
	"testing"
)

func TestTextIsWrappedBetweenWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		"one two three":          "one two|three",
		"a-very-long-word or so": "a-very-long-word|or so",
		"é é é é é":              "é é é é|é",
	} {
		if got := strings.Join(Wrap(text, 7), "|"); got != want {
			t.Errorf("%q is wrapped to %q, want %q", text, got, want)
		}
	}
}

func TestABarShowsWhereTheBoundIs(t *testing.T) {
	for name, tc := range map[string]struct {
		low, value, high, bound float64
		want                    string
	}{
		"kept":          {1, 2, 3, 5, "..[---o---]........|.."},
		"broken":        {4, 5, 6, 2, "..|.........[----o--]."},
		"undecided":     {-1, 0, 1, 0.5, "..[------o----|------]"},
		"nothing known": {0, 0, 0, 0, ""},
	} {
		got := Bar(tc.low, tc.value, tc.high, tc.bound, 22)
		if strings.Count(got, "|") != strings.Count(tc.want, "|") || len(got) != len(tc.want) ||
			strings.Index(got, "[") > strings.Index(got, "o") || strings.Index(got, "o") > strings.Index(got, "]") {
			t.Errorf("%s: %s, want such as %s", name, got, tc.want)
		}
		if (strings.Index(got, "|") > strings.Index(got, "]")) != (strings.Index(tc.want, "|") > strings.Index(tc.want, "]")) {
			t.Errorf("%s: %s, want such as %s", name, got, tc.want)
		}
	}
}

func TestATableLeavesOutWhatDoesNotFit(t *testing.T) {
	columns := []Column{{Name: "NAME"}, {Name: "SECOND", Wide: true}, {Name: "THIRD", Wide: true}, {Name: "WHY", Text: true}}
	rows := [][]Cell{Cells("a-name", "something", "something else", "a text that is longer than what is left for it")}
	for width, want := range map[int]string{
		120: "NAME    SECOND     THIRD           WHY\na-name  something  something else  a text that is longer than what is left for it\n",
		50:  "NAME    SECOND     WHY\na-name  something  a text that is longer than what\n                   is left for it\n",
		40:  "NAME    WHY\na-name  a text that is longer than what\n        is left for it\n",
	} {
		var b bytes.Buffer
		Screen{Width: width}.Table(&b, columns, rows)
		if b.String() != want {
			t.Errorf("width %d:\n%s\nwant\n%s", width, b.String(), want)
		}
	}
}

func TestAScreenIsThatOfTheTerminal(t *testing.T) {
	for columns, want := range map[string]int{"": Usual, "100": 100, "5": Narrowest, "9999": widest, "wide": Usual} {
		t.Setenv("COLUMNS", columns)
		if s := Of(&bytes.Buffer{}); s.Width != want || s.Colour {
			t.Errorf("COLUMNS=%s: %+v, want %d without colour", columns, s, want)
		}
	}
}

func TestWhatSteersATerminalIsDropped(t *testing.T) {
	if got := Clean("a\x1b[2Jb\tc\nd\u009be\x7f"); got != "a[2Jb c de" {
		t.Errorf("%q", got)
	}
}
