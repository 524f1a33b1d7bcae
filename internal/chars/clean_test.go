// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package chars

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

var cleaned = map[string]struct{ text, want string }{
	"plain text":                {"where’s my parcel? 👍🏽 ＡＢ", "where’s my parcel? 👍🏽 ＡＢ"},
	"lines and tabs":            {"a\nb\tc", "a\nb\tc"},
	"line ends of all kinds":    {"a\r\nb\rc\u0085d\ve\ff", "a\nb\nc\nd\ne\nf"},
	"nothing, escape, bell":     {"a\u0000b\u001b[31mc\u0007", "ab[31mc"},
	"delete and C1":             {"a\u007fb\u009bc", "abc"},
	"text turned around":        {"\u202egpj.exe\u202c \u2067x\u2069", "gpj.exe x"},
	"marks of direction stay":   {"AB\u200e \u200f", "AB\u200e \u200f"},
	"joints stay":               {"می\u200cخواهم 👩\u200d💻", "می\u200cخواهم 👩\u200d💻"},
	"what could not be decoded": {"a\ufffdb", "ab"},
	"noncharacters":             {"a\ufffeb\uffffc\ufdd0d\U0010ffff", "abcd"},
}

func TestCleanDropsWhatBreaksOthers(t *testing.T) {
	for name, tc := range cleaned {
		t.Run(name, func(t *testing.T) {
			if got := Clean(tc.text); got != tc.want {
				t.Errorf("got %+q, want %+q", got, tc.want)
			}
		})
	}
	if got := Clean("a\xff\xc0\xa0b"); got != "ab" {
		t.Errorf("invalid bytes: got %+q", got)
	}
}

func TestCleanJSONCleansStringsAndNothingElse(t *testing.T) {
	for name, tc := range cleaned {
		doc, err := json.Marshal(map[string]any{"k": []any{tc.text, map[string]any{tc.text: 1.0}}})
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(map[string]any{"k": []any{tc.want, map[string]any{tc.want: 1.0}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := CleanJSON(doc); string(got) != string(want) {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	for doc, want := range map[string]string{
		`{ "n" : 12345678901234567890.10, "s":"\u0000\"\\" }`: `{ "n" : 12345678901234567890.10, "s":"\"\\" }`,
		`["\ud83d","\ud83d\ude00","\ud800x"]`:                 `["","\ud83d\ude00","x"]`,
		"[\"a\xffb\"]":                                        `["ab"]`,
		`{"s":"\u0000`:                                        `{"s":"\u0000`,
		`"\u202e`:                                             `"\u202e`,
		``:                                                    ``,
	} {
		if got := CleanJSON([]byte(doc)); string(got) != want {
			t.Errorf("%s: got %s, want %s", doc, got, want)
		}
	}
}

func TestPrintableAndBlank(t *testing.T) {
	for text, want := range map[string]bool{"ann 4711": true, "": true, "a\u0000": false, "a\u200b": false, "a\ufffd": false, "a\xff": false, "a\n": false} {
		if got := Printable(text); got != want {
			t.Errorf("Printable(%+q) is %v", text, got)
		}
	}
	for text, want := range map[string]bool{"": true, "\t": true, "\u200b\u200f": true, "\u3164": true, "\u2800": true, "?": false, "\u200bx": false} {
		if got := Blank(text); got != want {
			t.Errorf("Blank(%+q) is %v", text, got)
		}
	}
}

func FuzzCleanJSON(f *testing.F) {
	f.Add([]byte(`{"a":"\u0000\ud800","b":[1,"\\"]}`))
	f.Add([]byte("\"\xff\\"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		got := CleanJSON(doc)
		if json.Valid(doc) != json.Valid(got) {
			t.Fatalf("%q became %q", doc, got)
		}
		if s := ""; json.Unmarshal(got, &s) == nil && (!isClean(s) || !utf8.ValidString(s)) {
			t.Fatalf("%q became %q", doc, got)
		}
	})
}
