// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/intentops/intentops/internal/contract/release"
)

// today is a Wednesday.
var today = time.Date(2025, 3, 12, 15, 0, 0, 0, time.UTC)

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
		"in Japanese, without spaces":          {"[A-Z]{2}[0-9]{6}", "注文AB123456をキャンセルしてください", "AB123456"},
		"in Chinese, in small letters":         {"[A-Z]{2}[0-9]{6}", "请取消订单ab123456谢谢", "AB123456"},
		"in Chinese, of another length":        {"[A-Z]{2}[0-9]{6}", "请取消订单AB1234567", ""},
		"a word of Chinese characters":         {"[0-9]号", "在5号", "5号"},
		"in letters of full width":             {"[A-Z]{2}[0-9]{6}", "ＡＢ１２３４５６", "AB123456"},
		"with a hyphen that does not break":    {"[A-Z]+-[0-9]+", "RMA‑77", "RMA-77"},
		"with the apostrophe of a telephone":   {"O'[A-Z][a-z]+", "my name is O’Brien", "O'Brien"},
		"with the apostrophe of the pattern":   {"O’[A-Z][a-z]+", "my name is O’Brien", "O’Brien"},
		"no pattern keeps what was written":    {"", "O’Brien 👍🏽", "O’Brien 👍🏽"},
		"no pattern takes nothing unseen":      {"", "\u200f\u3164", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f, err := Compile(release.Field{Name: "x", Pattern: tc.pattern}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := f.Read(tc.text, today, "en").Value; got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

func TestAPatternThatMatchesOrdinaryWordsIsNotExtracted(t *testing.T) {
	utterances := []string{"Where is my parcel?", "track AB123456"}
	for pattern, want := range map[string]bool{
		"[A-Z]{2}[0-9]{6}": true, "[0-9]+": true, "[A-Za-z ]+": false, ".+": false, "parcel|letter": false, "": false,
	} {
		f, err := Compile(release.Field{Name: "x", Pattern: pattern}, utterances)
		if err != nil {
			t.Fatal(err)
		}
		if f.Distinct != want {
			t.Errorf("pattern %q is picked up in passing: %t, want %t", pattern, f.Distinct, want)
		}
	}
}

func TestAnyTextCanBeSearchedForAValue(t *testing.T) {
	f, err := Compile(release.Field{Name: "x", Pattern: `\d{3,}`}, nil)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("a1 2.3\t\nö#🙂"))).Draw(t, "text")
		if value := f.Read(text, today, "").Value; !utf8.ValidString(value) || value != "" && !f.pattern.MatchString(value) {
			t.Fatalf("%q found in %q", value, text)
		}
	})
}

func TestTypedValuesAreReadInOneForm(t *testing.T) {
	fields := map[string]release.Field{
		"order":  {Pattern: "[A-Z]{2}[0-9]{6}"},
		"amount": {Type: release.FieldNumber, Minimum: "5", Maximum: "1000"},
		"ratio":  {Type: release.FieldNumber},
		"visit":  {Type: release.FieldDate, Minimum: "today", Maximum: "2026-03-12"},
		"email":  {Type: release.FieldEmail},
		"phone":  {Type: release.FieldPhone, Region: "GB"},
		"size":   {Type: release.FieldChoice, Choices: []string{"Small", "Medium", "Large"}},
		"card":   {Type: release.FieldCardLastFour},
	}
	for _, tc := range []struct {
		field, text, want string
		refused           Refusal
	}{
		{"order", "ab 123456", "AB123456", ""},
		{"order", "It's ab-12 34 56, thanks", "AB123456", ""},
		{"order", "AB12345", "", Format},
		{"order", "I would have to look that up", "", ""},
		{"amount", "23,40 Euro", "23.4", ""},
		{"amount", "1,000", "1000", ""},
		{"amount", "1.250,50", "", TooLarge},
		{"amount", "1 000,0", "1000", ""},
		{"amount", "1 000eur", "1000", ""},
		{"amount", "1.2.3", "", Format},
		{"ratio", "01,001", "1.0010", ""},
		{"ratio", "1.0010", "1.0010", ""},
		{"ratio", "-0.500", "-0.5", ""},
		{"ratio", "0,125", "0.125", ""},
		{"ratio", "1,250.125", "1250.125", ""},
		{"ratio", "1'250'000", "1250000", ""},
		{"ratio", "12,34,567.5", "1234567.5", ""},
		{"amount", "twenty-three pounds", "23", ""},
		{"amount", "a tenner", "10", ""},
		{"amount", "3", "", TooSmall},
		{"amount", "plenty", "", Format},
		{"visit", "tomorrow", "2025-03-13", ""},
		{"visit", "übermorgen", "2025-03-14", ""},
		{"visit", "next Monday please", "2025-03-17", ""},
		{"visit", "last monday", "", TooSmall},
		{"visit", "the 20th", "2025-03-20", ""},
		{"visit", "31.3.", "2025-03-31", ""},
		{"visit", "el 2 de abril", "2025-04-02", ""},
		{"visit", "in two weeks", "2025-03-26", ""},
		{"visit", "2027-01-01", "", TooLarge},
		{"visit", "3月20日", "2025-03-20", ""},
		{"email", "John.Smith+shop@GMAIL.com", "John.Smith+shop@gmail.com", ""},
		{"email", "write to zoe (at) example (dot) net.", "zoe@example.net", ""},
		{"email", "leo@@example.com", "", Format},
		{"phone", "020 7946 0456", "+442079460456", ""},
		{"phone", "+49 171 3920012", "+491713920012", ""},
		{"phone", "12", "", Format},
		{"size", "the second one", "Medium", ""},
		{"size", "medum", "Medium", ""},
		{"size", "3", "Large", ""},
		{"size", "the last", "Large", ""},
		{"size", "huge", "", NotAChoice},
		{"card", "•••• 1111", "1111", ""},
		{"card", "it ends in 0077", "0077", ""},
		{"card", "12", "", Format},
	} {
		r, err := Compile(fields[tc.field], nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Read(tc.text, today, "en"); got.Value != tc.want || got.Refused != tc.refused {
			t.Errorf("%s %q: %q, refused %q; want %q, %q", tc.field, tc.text, got.Value, got.Refused, tc.want, tc.refused)
		}
	}
}

// FuzzRead reads a value of each type from any text: one that is found is printable, bounded, and
// read again from itself.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "AB123456", "next monday", "12.03.2025", "1.000,50 €", "ann@example.com", "+49 171 3920012", "the second", "４１１１", "\u200f\u3164", "\xff\xfe",
		"31 February", "today or tomorrow", "April the second, two thousand twenty-five", "two, no, three", "A as in Alpha double five", "4 (5 with the baby)", "两三个人", strings.Repeat("no, 5 or ", 60), strings.Repeat("9", 400), strings.Repeat("a b ", 300)} {
		f.Add(text, "en")
	}
	f.Add("12/03/2025", "en-US")
	f.Add("01,001", "en")
	f.Add("-0.500 of 1.0010", "en")
	f.Add("übermorgen", "de")
	var readers []*Reader
	for _, field := range []release.Field{
		{Name: "text"}, {Name: "order", Pattern: "[A-Z]{2}[0-9]{6}"}, {Name: "number", Type: release.FieldNumber}, {Name: "date", Type: release.FieldDate, Minimum: release.Today},
		{Name: "email", Type: release.FieldEmail}, {Name: "phone", Type: release.FieldPhone}, {Name: "card", Type: release.FieldCardLastFour},
		{Name: "choice", Type: release.FieldChoice, Choices: []string{"red", "dark green"}},
	} {
		r, err := Compile(field, []string{"where is my order"})
		if err != nil {
			f.Fatal(err)
		}
		readers = append(readers, r)
	}
	f.Fuzz(func(t *testing.T, text, locale string) {
		for _, r := range readers {
			got := r.Read(text, today, locale)
			if got.Value != "" && got.Refused != "" || utf8.RuneCountInString(got.Value) > maxRunes || utf8.ValidString(text) && !utf8.ValidString(got.Value) {
				t.Errorf("%s: %q gives %+v", r.field.Name, text, got)
			}
			if got.Value == "" || r.AnyText() || r.field.Type == release.FieldPhone {
				continue
			}
			if again := r.Read(got.Value, today, locale); again.Value != got.Value {
				t.Errorf("%s: %q gives %q, and that %q", r.field.Name, text, got.Value, again.Value)
			}
		}
	})
}

// TestNumbersAreWhatTheCustomerMeant: where that is not certain, the bot asks again.
func TestNumbersAreWhatTheCustomerMeant(t *testing.T) {
	r, err := Compile(release.Field{Type: release.FieldNumber}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"two thousand five hundred": "2500", "three hundred thousand": "300000", "one hundred and five": "105", "twenty-three": "23", "twenty one hundred": "2100",
		"quatre-vingts": "80", "quatre-vingt-dix-sept": "97", "soixante-dix-sept": "77", "deux mille cinq cents": "2500", "cinq cents": "500", "mille deux cents": "1200",
		"dos mil quinientos": "2500", "ciento veinte": "120", "zwei tausend": "2000",
		".5": "0.5", "A-5": "5", "no.5": "5", "-5": "-5", "5kg": "5", "50 cent": "50", "١٢٣": "123", "۱۲٫۵": "12.5",
	} {
		if got := r.Read(text, time.Time{}, ""); got.Value != want {
			t.Errorf("%q is read as %+v, want %s", text, got, want)
		}
	}
	for _, text := range []string{
		"3-5", "10-12 days", "1/2", "2 1/2", "10^3", "1e5", "1_000", "2k", "1.5 k", "3 million", "2 thousand", "5 millionen", "minus 5", "minus five",
		"one million", "two and a half", "fifty cent", "five cents", "one two three four", "nineteen ninety nine", "two dozen", "12345678901234567",
	} {
		if got := r.Read(text, time.Time{}, ""); got.Refused != Format {
			t.Errorf("%q is read as %+v, want to be asked again", text, got)
		}
	}
	for _, text := range []string{"put it on my card", "ich bin nicht sicher", "due on Friday", "at once please"} {
		if got := r.Read(text, time.Time{}, "en"); got != (Reading{}) {
			t.Errorf("%q is read as %+v, and is no number", text, got)
		}
	}
	if got := r.Read("on tane lütfen", time.Time{}, "tr-TR"); got.Value != "10" {
		t.Errorf("ten in Turkish is read as %+v", got)
	}
}

// TestADayWithoutAYearIsToComeWhereNoneOfThePastIs: who books in autumn for summer does not say the year.
func TestADayWithoutAYearIsToComeWhereNoneOfThePastIs(t *testing.T) {
	autumn := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	ahead, either := reader(t, release.Field{Type: release.FieldDate, Minimum: release.Today}), reader(t, release.Field{Type: release.FieldDate})
	for text, want := range map[string]string{
		"1 June": "2027-06-01", "July 15th": "2027-07-15", "am 5. Juni": "2027-06-05", "15.9.": "2027-09-15", "9月15日": "2027-09-15", "1 June 2027": "2027-06-01",
		"3 December": "2026-12-03", "30 November": "2026-11-30",
		"28 November": "", "15 September 2026": "", // a mistake rather
	} {
		if got := ahead.Read(text, autumn, "en").Value; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got := ahead.InPassing("book a room on 5 June", autumn, "en"); got != "2027-06-05" {
		t.Errorf("in passing it is %q", got)
	}
	if got := either.Read("15 September", autumn, "en").Value; got != "2026-09-15" {
		t.Errorf("where the past may be meant it is %q", got)
	}
}

func reader(t *testing.T, f release.Field) *Reader {
	t.Helper()
	r, err := Compile(f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestWordsNearTheNameOfADayAreNone in other languages than that of the name.
func TestWordsNearTheNameOfADayAreNone(t *testing.T) {
	r, err := Compile(release.Field{Name: "day", Type: release.FieldDate}, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"très bien": "", "oui mais mon mari hésite": "", "passt so": "", "do it": "",
		"oui mais le 14 décembre": "2026-12-14", "on mon": "2026-12-07", "am so": "2026-12-06",
	} {
		if got := r.Read(text, now, "fr").Value; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
