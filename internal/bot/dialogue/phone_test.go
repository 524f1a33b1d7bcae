// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// callBack asks for a telephone number, and confirms it.
func callBack(t *testing.T, locale, region string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "hours", Revision: "hours-1", Risk: "High", Utterances: []string{"when are you open"},
		Fields: []release.Field{{Name: "phone", Prompt: "Phone?", Type: release.FieldPhone, Region: region, Required: true}},
		Reply:  release.Reply{Text: "Called {phone}."}, Confirmation: "Call {phone}?",
	})
	w.stable.Rules, w.state.Locale = nil, locale
	return w
}

func TestAPhoneNumberOfNoCountryIsAskedForWithItsCode(t *testing.T) {
	for locale, text := range map[string]string{
		"en": "it's 07700 900123", "de": "meine Nummer ist 0151 23456789", "es": "mi número es 612 34 56 78", "fr": "c'est le 06 12 34 56 78", "it": "il numero è 347 1234567",
		"pt": "o número é 912 345 678", "tr": "numaram 0532 123 45 67", "ar": "رقمي 0501234567", "zh": "我的电话是13812345678", "ja": "番号は090-1234-5678です",
	} {
		texts := release.TextsFor(nil, locale)
		w := callBack(t, locale, "")
		if got, want := w.say("open"), "field: Phone?"; got != want {
			t.Fatalf("%s: asked %q", locale, got)
		}
		if got, want := w.say(text), "field: "+texts.NoCountryCode+" Phone?"; got != want {
			t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
		}
	}
}

func TestACountryCodeIsMissedOnlyWhereItHelps(t *testing.T) {
	refused := release.TextsFor(nil, "en")
	for name, tc := range map[string]struct{ region, text, want string }{
		"with its code":              {"", "+44 7700 900123", "confirm: Call +44 7700 900123?"},
		"with the code behind zeros": {"", "0044 7700 900123", "confirm: Call +44 7700 900123?"},
		"of the field's region":      {"GB", "07700 900123", "confirm: Call +44 7700 900123?"},
		"too short there":            {"GB", "07700", "field: " + refused.ValueNotAccepted + " Phone?"},
		"too short with its code":    {"", "+44 77", "field: " + refused.ValueNotAccepted + " Phone?"},
		"in words":                   {"", "zero seven seven double zero, nine hundred, one two three", "field: " + refused.NoCountryCode + " Phone?"},
	} {
		t.Run(name, func(t *testing.T) {
			plays(t, callBack(t, "en", tc.region), []string{"open", tc.text}, []string{"field: Phone?", tc.want})
		})
	}
	w := callBack(t, "en", "")
	plays(t, w, []string{"open", "+44 7700 900123", "no, it's 07700 900456", "+44 7700 900456", "yes"}, []string{
		"field: Phone?", "confirm: Call +44 7700 900123?", "field: " + refused.NoCountryCode + " Phone?", "confirm: Call +44 7700 900456?", "answer: Called +44 7700 900456.",
	})
}
