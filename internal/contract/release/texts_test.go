// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/chars"
)

func TestDefaultTextsAreCompleteInTenLanguages(t *testing.T) {
	var locales []string
	for _, texts := range defaultTexts {
		locales = append(locales, texts.Locale)
		for i, text := range texts.all() {
			if chars.Blank(*text) || chars.Clean(*text) != *text || len([]rune(*text)) > 500 {
				t.Errorf("%s: text %d is %q: want one that spec.texts could hold too", texts.Locale, i, *text)
			}
		}
	}
	if want := []string{"ar", "de", "en", "es", "fr", "it", "ja", "pt", "tr", "zh"}; !slices.Equal(locales, want) {
		t.Errorf("languages %v, want %v", locales, want)
	}
	if of := reflect.TypeFor[v1alpha1.BotTexts]().NumField() - 1; len((&Texts{}).all()) != of || len(allOf(v1alpha1.BotTexts{})) != of {
		t.Errorf("spec.texts has %d texts, but not all of them are resolved", of)
	}
}

func TestACustomerGetsTheNearestLanguage(t *testing.T) {
	texts := ResolveTexts([]v1alpha1.BotTexts{
		{Locale: "pt-BR", YouAreWelcome: "Imagina!"},
		{Locale: "pt", HandingOver: "Passo a um colega."},
		{Locale: "nl", NotUnderstood: "Dat begreep ik niet."},
	})
	sorted := slices.IsSortedFunc(texts, func(a, b Texts) int { return strings.Compare(a.Locale, b.Locale) })
	if !sorted || len(texts) != 12 {
		t.Fatalf("%d languages, sorted %t; want 12 that are", len(texts), sorted)
	}
	english, portuguese := nearest(defaultTexts, "en"), nearest(defaultTexts, "pt")
	for locale, want := range map[string][3]string{
		"pt-BR":      {portuguese.NotUnderstood, "Imagina!", "Passo a um colega."},
		"PT-br":      {portuguese.NotUnderstood, "Imagina!", "Passo a um colega."},
		"pt-PT":      {portuguese.NotUnderstood, portuguese.YouAreWelcome, "Passo a um colega."},
		"nl-BE":      {"Dat begreep ik niet.", english.YouAreWelcome, english.HandingOver},
		"zh-Hant-TW": {defaultTexts[9].NotUnderstood, defaultTexts[9].YouAreWelcome, defaultTexts[9].HandingOver},
		"en-GB":      {english.NotUnderstood, english.YouAreWelcome, english.HandingOver},
		"sw":         {english.NotUnderstood, english.YouAreWelcome, english.HandingOver},
		"":           {english.NotUnderstood, english.YouAreWelcome, english.HandingOver},
		"-":          {english.NotUnderstood, english.YouAreWelcome, english.HandingOver},
	} {
		got := TextsFor(texts, locale)
		if said := [3]string{got.NotUnderstood, got.YouAreWelcome, got.HandingOver}; said != want {
			t.Errorf("locale %q: %q, want %q", locale, said, want)
		}
	}
}

func TestWhatAReleaseLacksIsTheDefault(t *testing.T) {
	german := *nearest(defaultTexts, "de")
	if got := TextsFor(nil, "de"); got != german {
		t.Errorf("a release without texts says %+v, want the default", got)
	}
	got := TextsFor([]Texts{{Locale: "de", NotUnderstood: "Bitte?"}}, "de-AT")
	if got.NotUnderstood != "Bitte?" || got.HandingOver != german.HandingOver {
		t.Errorf("a release from before there was a text says %+v, want the default where it says nothing", got)
	}
	if got := TextsFor([]Texts{{Locale: "de"}}, "fr"); got.Locale != "fr" {
		t.Errorf("a release without English gives %s for fr, want fr", got.Locale)
	}
}

func TestOwnTextsAreCleaned(t *testing.T) {
	got := TextsFor(ResolveTexts([]v1alpha1.BotTexts{{Locale: "en", NotUnderstood: "Sorry\u0007?\u202e", YouAreWelcome: "\u200b\u0000 "}}), "en")
	if got.NotUnderstood != "Sorry?" || got.YouAreWelcome != nearest(defaultTexts, "en").YouAreWelcome {
		t.Errorf("got %q and %q", got.NotUnderstood, got.YouAreWelcome)
	}
}

func TestTheRevisionOfTextsIsThatOfTheSpecAlone(t *testing.T) {
	a, b := v1alpha1.BotTexts{Locale: "de", YouAreWelcome: "Bitte."}, v1alpha1.BotTexts{Locale: "fr", YouAreWelcome: "De rien."}
	one := TextsRevision([]v1alpha1.BotTexts{a, b})
	switch {
	case TextsRevision(nil) != "":
		t.Error("no texts have a revision")
	case one != TextsRevision([]v1alpha1.BotTexts{b, a}):
		t.Error("the order counts")
	case one == TextsRevision([]v1alpha1.BotTexts{a}):
		t.Error("another text does not count")
	case one != "e29cf9139f":
		t.Errorf("the revision is %s: another one would be a change of every Bot with texts", one)
	}
}
