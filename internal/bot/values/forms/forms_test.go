// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

func TestADayHasTheNameOfItsMonth(t *testing.T) {
	for locale, want := range map[string]string{
		"en": "5 March 2027", "en-GB": "5 March 2027", "en-US": "March 5, 2027", "en-CA": "March 5, 2027", "EN-us": "March 5, 2027", "en-IN": "5 March 2027",
		"de": "5. März 2027", "de-CH": "5. März 2027", "es": "5 de marzo de 2027", "fr": "5 mars 2027", "it": "5 marzo 2027", "pt-BR": "5 de março de 2027",
		"tr": "5 Mart 2027", "ar": "5 مارس 2027", "zh-Hant-TW": "2027年3月5日", "ja": "2027年3月5日",
		"nl": "2027-03-05", "": "2027-03-05", "no locale": "2027-03-05",
	} {
		if got := Of(release.FieldDate, "2027-03-05", locale); got != want {
			t.Errorf("%q: %q, want %q", locale, got, want)
		}
	}
}

func TestANumberHasTheDecimalSeparatorOfItsLanguageAndNoGroups(t *testing.T) {
	for locale, want := range map[string]string{
		"en": "-12345.60", "de": "-12345,60", "de-CH": "-12345.60", "es": "-12345,60", "es-MX": "-12345.60", "fr": "-12345,60", "it": "-12345,60", "pt": "-12345,60",
		"tr": "-12345,60", "ar": "-12345.60", "zh": "-12345.60", "ja": "-12345.60", "nl": "-12345,60", "": "-12345.60", "no locale": "-12345.60",
	} {
		if got := Of(release.FieldNumber, "-12345.60", locale); got != want {
			t.Errorf("%q: %q, want %q", locale, got, want)
		}
		if got := Of(release.FieldNumber, "2027", locale); got != "2027" {
			t.Errorf("%q: the year is %q", locale, got)
		}
	}
}

func TestATelephoneNumberHasSpaces(t *testing.T) {
	for locale, want := range map[string]string{"en": "+44 20 7946 0456", "de": "+44 20 7946 0456", "nl": "+44 20 7946 0456", "": "+44 20 7946 0456", "ar-EG": "\u200e+44 20 7946 0456"} {
		if got := Of(release.FieldPhone, "+442079460456", locale); got != want {
			t.Errorf("%q: %q, want %q", locale, got, want)
		}
	}
}

// TestWhatIsReadAsItIsStoredStays, and so does what is no value of its type.
func TestWhatIsReadAsItIsStoredStays(t *testing.T) {
	for _, of := range [][2]string{
		{"", "2027-03-05"}, {release.FieldText, "1.5"}, {release.FieldChoice, "2027-03-05"}, {release.FieldEmail, "a.b@example.com"}, {release.FieldCardLastFour, "0042"},
		{release.FieldDate, ""}, {release.FieldDate, "tomorrow"}, {release.FieldNumber, ""}, {release.FieldPhone, ""}, {release.FieldPhone, "unknown"},
	} {
		if got := Of(of[0], of[1], "de"); got != of[1] {
			t.Errorf("%s %q is %q", of[0], of[1], got)
		}
	}
}
