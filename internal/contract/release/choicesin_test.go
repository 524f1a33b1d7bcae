// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

// parcel is an intent whose sizes have names in German.
func parcel(fieldType string, named ...string) Intent {
	field := Field{Name: "size", Type: fieldType, Prompt: "Which size?", Required: true}
	if fieldType == FieldChoice {
		field.Choices = []string{"Small", "Large"}
	}
	return Intent{
		Name: "send", Utterances: []string{"send a parcel"}, Fields: []Field{field}, Locale: "en", Reply: Reply{Text: "{size}"},
		Locales: []IntentLocale{{Locale: "de", Reply: Reply{Text: "{size}"}, Prompts: []Prompt{{Field: "size", Prompt: "Wie groß?", Choices: named}}}},
	}
}

func TestChoicesInAnotherLanguageStandForThoseOfTheField(t *testing.T) {
	const at = "spec.locales[0].prompts[0].choices"
	for name, tc := range map[string]struct {
		intent Intent
		want   []string
	}{
		"one for each":          {parcel(FieldChoice, "Klein", "Groß"), nil},
		"none":                  {parcel(FieldChoice), nil},
		"the same word in both": {parcel(FieldChoice, "small", "Groß"), nil},
		"too few":               {parcel(FieldChoice, "Klein"), []string{at + `: has 1 of the 2 choices of the field "size": write one for each, in the same order`}},
		"too many":              {parcel(FieldChoice, "Klein", "Mittel", "Groß"), []string{at + `: has 3 of the 2 choices of the field "size": write one for each, in the same order`}},
		"the same twice":        {parcel(FieldChoice, "Groß", "groß "), []string{at + `[1]: is empty or there already: customers could not tell the choices of the field "size" apart, so give each a name of its own`}},
		"an empty one":          {parcel(FieldChoice, "Klein", " "), []string{at + `[1]: is empty or there already: customers could not tell the choices of the field "size" apart, so give each a name of its own`}},
		"another choice's name": {parcel(FieldChoice, "Large", "Riesig"), []string{at + `[0]: "Large" is also choice 2 of the field "size" itself, so that it would mean two: give it another name, or keep the order of spec.fields`}},
		"a field of no choices": {parcel(FieldText, "Klein", "Groß"), []string{at + `: are for the type Choice, which the field "size" is not: remove them`}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range Check(tc.intent) {
				got = append(got, p.Field+": "+p.Message)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAnIntentWithoutChoicesInOtherLanguagesKeepsItsHash: it is the one of before there were any.
func TestAnIntentWithoutChoicesInOtherLanguagesKeepsItsHash(t *testing.T) {
	spec := v1alpha1.IntentSpec{
		Utterances: []string{"send a parcel"}, Reply: v1alpha1.IntentReply{Text: "{size}"},
		Fields: []v1alpha1.IntentField{{Name: "size", Prompt: "Which size?", Type: v1alpha1.FieldChoice, Choices: []string{"Small", "Large"}}},
		Locales: []v1alpha1.IntentLocale{{
			Locale: "de", Reply: v1alpha1.IntentReply{Text: "{size}"}, Prompts: []v1alpha1.IntentPrompt{{Field: "size", Prompt: "Wie groß?"}},
		}},
	}
	const before = "6ed4713318"
	if got := IntentHash(FromIntent(spec, "send")); got != before {
		t.Errorf("hash is %s, want %s: this change rolls every bot", got, before)
	}
	spec.Locales[0].Prompts[0].Choices = []string{"Klein", "Groß"}
	if got := IntentHash(FromIntent(spec, "send")); got == before {
		t.Error("choices in another language are no part of the hash: they would never reach a bot")
	}
}

// TestCustomersGetTheChoicesOfTheirLanguage, and those of the field where it has none.
func TestCustomersGetTheChoicesOfTheirLanguage(t *testing.T) {
	for locale, want := range map[string][]string{"de": {"Klein", "Groß"}, "de-AT": {"Klein", "Groß"}, "en": {"Small", "Large"}, "fr": {"Small", "Large"}} {
		if diff := cmp.Diff(want, parcel(FieldChoice, "Klein", "Groß").In(locale).Fields[0].Choices); diff != "" {
			t.Errorf("%s (-want +got):\n%s", locale, diff)
		}
	}
	if diff := cmp.Diff([]string{"Small", "Large"}, parcel(FieldChoice).In("de").Fields[0].Choices); diff != "" {
		t.Errorf("none (-want +got):\n%s", diff)
	}
}
