// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestAChoiceHasTheNamesOfTheCustomersLanguageAndItsOwn: whichever is said, the value is the field's own.
func TestAChoiceHasTheNamesOfTheCustomersLanguageAndItsOwn(t *testing.T) {
	r, err := Compile(release.Field{Name: "ticket", Type: release.FieldChoice, Choices: []string{"Day ticket", "Week ticket", "Season"}}, nil,
		Translation{Locale: "de", Prompt: "Welche?", Choices: []string{"Tageskarte", "Wochenkarte", "Saison"}},
		Translation{Locale: "de-CH", Prompt: "Welche?", Choices: []string{"Tagesbillett", "Wochenbillett", "Saison"}},
		Translation{Locale: "ja", Prompt: "どれですか？", Choices: []string{"一日券", "週間券", "シーズン券"}},
		Translation{Locale: "fr", Prompt: "Lequel ?"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ locale, text, want string }{
		{"de", "Tageskarte", "Day ticket"}, {"de", "die Wochenkarte bitte", "Week ticket"}, {"de-AT", "eine Wochenkarte", "Week ticket"},
		{"de", "Week ticket", "Week ticket"}, {"de", "day ticket (Tageskarte)", "Day ticket"}, {"de", "Seison", "Season"},
		{"de", "Tageskarte oder Wochenkarte", ""}, {"de", "day ticket oder Wochenkarte", ""}, {"de", "nicht Tageskarte, sondern Wochenkarte", "Week ticket"},
		{"de", "die dritte", "Season"}, {"de", "4", ""},
		{"de-CH", "Wochenbillett", "Week ticket"}, {"de-CH", "season", "Season"},
		{"ja", "週間券でお願いします", "Week ticket"}, {"ja", "一日券と週間券", ""},
		{"fr", "week ticket", "Week ticket"}, {"en", "Wochenkarte", ""}, {"", "season", "Season"},
	} {
		if got := r.Read(tc.text, time.Time{}, tc.locale).Value; got != tc.want {
			t.Errorf("%s: %q is %q, want %q", tc.locale, tc.text, got, tc.want)
		}
	}
	if got := r.InPassing("bitte eine Wochenkarte für morgen", time.Time{}, "de"); got != "Week ticket" {
		t.Errorf("in passing it is %q", got)
	}
	if got := r.InPassing("une Wochenkarte", time.Time{}, "fr"); got != "" {
		t.Errorf("in another language it is %q", got)
	}
}

func TestANameThatTwoLanguagesGiveToTwoChoicesIsThatOfTheCustomers(t *testing.T) {
	r, err := Compile(release.Field{Name: "size", Type: release.FieldChoice, Choices: []string{"Large", "Small"}}, nil,
		Translation{Locale: "de", Choices: []string{"Groß", "Mini"}}, Translation{Locale: "fr", Choices: []string{"Maxi", "Petit"}}, Translation{Locale: "it", Choices: []string{"Mini", "Piccolo"}})
	if err != nil {
		t.Fatal(err)
	}
	for locale, want := range map[string]string{"de-AT": "Small", "it": "Large", "fr": "", "en": ""} {
		if got := r.ChoiceNamed("mini", locale); got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
		}
	}
	if got := r.ChoiceNamed("Petit", "en"); got != "Small" {
		t.Errorf("the French name is %q in English", got)
	}
}
