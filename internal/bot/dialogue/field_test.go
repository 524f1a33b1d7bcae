// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/intentops/intentops/internal/contract/release"
)

func TestFieldValues(t *testing.T) {
	tests := map[string]struct {
		pattern string
		text    string
		want    string // empty: none found
	}{
		"alone":                                {"[A-Z]{2}[0-9]{6}", "AB123456", "AB123456"},
		"with spaces around":                   {"[A-Z]{2}[0-9]{6}", "  AB123456\n", "AB123456"},
		"in a sentence":                        {"[A-Z]{2}[0-9]{6}", "It is AB123456, I think.", "AB123456"},
		"in brackets":                          {"[0-9]{4}", "my card (1234)!", "1234"},
		"of several words":                     {"[0-9]{4} [0-9]{4}", "number 1234 5678 please", "1234 5678"},
		"anchored like in a whole value":       {"^[0-9]+$", "order 77 please", "77"},
		"part of a longer word is not a value": {"[0-9]{4}", "order 123456", ""},
		"no pattern takes all of it":           {"", " the blue shoes ", "the blue shoes"},
		"no pattern takes nothing of nothing":  {"", "  ", ""},
		"punctuation may belong to the value":  {"#[0-9]+", "it is #42.", "#42"},
		"alternatives are a whole":             {"red|green", "the reddish one", ""},
		"copied with a mark of direction":      {"[A-Z]{2}[0-9]{6}", "AB123456\u200e", "AB123456"},
		"with invisible characters, in a text": {"[A-Z]{2}[0-9]{6}", "it is \u2066AB\u200b12\u00ad3456\u2069, thanks", "AB123456"},
		"in letters of full width":             {"[A-Z]{2}[0-9]{6}", "ＡＢ１２３４５６", "AB123456"},
		"with a hyphen that does not break":    {"[A-Z]+-[0-9]+", "RMA‑77", "RMA-77"},
		"with the apostrophe of a telephone":   {"O'[A-Z][a-z]+", "my name is O’Brien", "O'Brien"},
		"with the apostrophe of the pattern":   {"O’[A-Z][a-z]+", "my name is O’Brien", "O’Brien"},
		"no pattern keeps what was written":    {"", "O’Brien 👍🏽", "O’Brien 👍🏽"},
		"no pattern takes nothing unseen":      {"", "\u200f\u3164", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f, err := compileField(release.Field{Name: "x", Pattern: tc.pattern}, nil)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := f.answer(tc.text)
			if got != tc.want || ok != (tc.want != "") {
				t.Errorf("%q, %t; want %q", got, ok, tc.want)
			}
		})
	}
}

func TestAPatternThatMatchesOrdinaryWordsIsNotExtracted(t *testing.T) {
	utterances := []string{"Where is my parcel?", "track AB123456"}
	for pattern, want := range map[string]bool{
		"[A-Z]{2}[0-9]{6}": true, "[0-9]+": true, "[A-Za-z ]+": false, ".+": false, "parcel|letter": false, "": false,
	} {
		f, err := compileField(release.Field{Name: "x", Pattern: pattern}, utterances)
		if err != nil {
			t.Fatal(err)
		}
		if f.extractable != want {
			t.Errorf("pattern %q is picked up in passing: %t, want %t", pattern, f.extractable, want)
		}
	}
}

func TestAPatternThatIsNotRE2IsRefused(t *testing.T) {
	in := orderStatus()
	in.Fields[0].Pattern = "(?=x)"
	_, err := Compile("h", release.Release{Intents: []release.Intent{in}}, nil)
	if err == nil || !strings.Contains(err.Error(), `intent "order-status": field "orderId": pattern`) {
		t.Errorf("error %v, want it to name intent and field", err)
	}
	if _, err := Compile("h", release.Release{Intents: []release.Intent{hours("1"), hours("2")}}, nil); err == nil {
		t.Error("an intent that is listed twice was taken")
	}
}

func TestAnyTextCanBeSearchedForAValue(t *testing.T) {
	f, err := compileField(release.Field{Name: "x", Pattern: `\d{3,}`}, nil)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("a1 2.3\t\nö#🙂"))).Draw(t, "text")
		value, ok := f.answer(text)
		if ok != (value != "") || !utf8.ValidString(value) || !strings.Contains(strings.Join(strings.Fields(text), " "), value) {
			t.Fatalf("%q found in %q: %t", value, text, ok)
		}
	})
}

func TestCustomersCannotReferToFields(t *testing.T) {
	w := newWorld(t)
	w.candidate, w.pointer.Candidate, w.pointer.Rollout = nil, nil, nil
	w.stable = compiled(t, "stable", returns())
	w.say("send it back")
	if got, want := w.say("{what} {other}"), "answer: Send the {what} {other} back within 30 days."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
