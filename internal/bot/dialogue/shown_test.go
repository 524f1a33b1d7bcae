// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// plots are how a garden plot is rented in a language, and how its values are read.
type plot struct {
	rent, sunny, shady           string
	day, size, phone, only, less string
}

var plots = map[string]plot{
	"en": {"rent a plot", "Sunny", "Shady", "5 May 2026", "2.5", "+44 7700 900123", "the shady one please", "not sunny"},
	"de": {"eine Parzelle mieten", "Sonnig", "Schattig", "5. Mai 2026", "2,5", "+44 7700 900123", "schattig bitte", "nicht die sonnige"},
	"es": {"alquilar una parcela", "Soleada", "Umbría", "5 de mayo de 2026", "2,5", "+44 7700 900123", "la umbría por favor", "no la soleada"},
	"fr": {"louer une parcelle", "Ensoleillée", "Ombragée", "5 mai 2026", "2,5", "+44 7700 900123", "ombragée s'il vous plaît", "pas ensoleillée"},
	"it": {"affittare un orto", "Soleggiato", "Ombroso", "5 maggio 2026", "2,5", "+44 7700 900123", "ombroso per favore", "non soleggiato"},
	"pt": {"alugar um canteiro", "Ensolarado", "Sombreado", "5 de maio de 2026", "2,5", "+44 7700 900123", "o sombreado por favor", "não o ensolarado"},
	"tr": {"parsel kirala", "Güneşli", "Gölgeli", "5 Mayıs 2026", "2,5", "+44 7700 900123", "gölgeli lütfen", "güneşli değil"},
	"ar": {"استئجار قطعة", "مشمسة", "ظليلة", "5 مايو 2026", "2.5", "\u200e+44 7700 900123", "ظليلة من فضلك", "ليس مشمسة"},
	"zh": {"租一块地", "向阳", "背阴", "2026年5月5日", "2.5", "+44 7700 900123", "背阴的", "不要向阳的"},
	"ja": {"区画を借りたい", "日なた", "日かげ", "2026年5月5日", "2.5", "+44 7700 900123", "日かげでお願いします", "日なたではなく"},
}

// renting is a bot that rents plots in ten languages and has its choices in English.
func renting(t *testing.T, locale string) *world {
	t.Helper()
	w := newWorld(t)
	rent := release.Intent{
		Name: "rent", Revision: "rent-1", Risk: "High", Locale: "en", Title: "Plot", Utterances: []string{plots["en"].rent},
		Fields: []release.Field{
			{Name: "kind", Type: release.FieldChoice, Choices: []string{"Sunny", "Shady"}, Prompt: "Kind?", Required: true},
			{Name: "day", Type: release.FieldDate, Prompt: "Which day?", Minimum: release.Today, Required: true},
			{Name: "size", Type: release.FieldNumber, Prompt: "Size?", Required: true},
			{Name: "phone", Type: release.FieldPhone, Prompt: "Phone?", Region: "GB", Required: true},
		},
		Reply: release.Reply{Text: "{kind}, {day}: https://plots.example/{kind}?on={day}"},
	}
	for other, p := range plots {
		if other == "en" {
			continue
		}
		rent.Locales = append(rent.Locales, release.IntentLocale{
			Locale: other, Title: other, Utterances: []string{p.rent}, Reply: rent.Reply,
			Prompts: []release.Prompt{
				{Field: "kind", Prompt: other + " kind?", Choices: []string{p.sunny, p.shady}}, {Field: "day", Prompt: other + " day?"},
				{Field: "size", Prompt: other + " size?"}, {Field: "phone", Prompt: other + " phone?"},
			},
		})
	}
	w.stable = compiled(t, "stable", rent, hours("1"))
	w.stable.Rules = nil
	w.state.Locale = locale
	w.predictions = func(text string) []understanding.Prediction {
		for _, p := range plots {
			if strings.HasPrefix(text, p.rent) {
				return []understanding.Prediction{{Intent: "rent", Confidence: 0.95}}
			}
		}
		return nil
	}
	return w
}

// read is what the customer reads last, as it is.
func (w *world) read() string { return w.state.Turns[len(w.state.Turns)-1].Text }

// TestCustomersReadValuesInTheirOwnLanguage, and say choices in it; what is stored, and what a link leads to, is the same
// in all of them.
func TestCustomersReadValuesInTheirOwnLanguage(t *testing.T) {
	stored := map[string]string{"kind": "Shady", "day": "2026-05-05", "size": "2.5", "phone": "+447700900123"}
	for locale, p := range plots {
		t.Run(locale, func(t *testing.T) {
			title := locale
			if locale == "en" {
				title = "Plot"
			}
			w := renting(t, locale)
			for _, text := range []string{p.rent, p.only, "2026-05-05", p.size, "07700 900123"} {
				w.say(text)
			}
			if diff := cmp.Diff(stored, w.state.Fields); diff != "" {
				t.Fatalf("values (-want +got):\n%s", diff)
			}
			asked := strings.ReplaceAll(release.TextsFor(nil, locale).ShallI, "{title}", title+" ("+strings.Join([]string{p.shady, p.day, p.size, p.phone}, ", ")+")")
			if got := w.read(); got != asked {
				t.Errorf("it is asked %q, want %q", got, asked)
			}
			w.say(release.TextsFor(nil, locale).Yes)
			if got, want := w.read(), p.shady+", "+p.day+": https://plots.example/Shady?on=2026-05-05"; got != want {
				t.Errorf("it is answered %q, want %q", got, want)
			}
		})
	}
}

// TestAChoiceIsKnownByItsNamesInBothLanguages, and refused by them.
func TestAChoiceIsKnownByItsNamesInBothLanguages(t *testing.T) {
	for locale, p := range plots {
		for text, want := range map[string]string{
			p.sunny: "Sunny", p.shady: "Shady", "Sunny": "Sunny", "shady": "Shady", "2": "Shady", p.shady + " (Shady)": "Shady",
			p.sunny + " / " + p.shady: "", p.less: "",
		} {
			w := renting(t, locale)
			w.say(p.rent)
			w.say(text)
			if got := w.state.Fields["kind"]; got != want {
				t.Errorf("%s: %q is %q, want %q", locale, text, got, want)
			}
		}
		w := renting(t, locale)
		w.say(p.rent + ", " + p.shady)
		if got := w.state.Fields["kind"]; got != "Shady" {
			t.Errorf("%s: %q in the first message is %q", locale, p.shady, got)
		}
	}
}

// TestChoicesOfAnotherLanguageAreKnownByTheirWholeName alone: in a sentence they may say something else.
func TestChoicesOfAnotherLanguageAreKnownByTheirWholeName(t *testing.T) {
	for text, want := range map[string]string{"Schattig": "Shady", "schattig, please": ""} {
		w := renting(t, "en")
		w.say(plots["en"].rent)
		w.say(text)
		if got := w.state.Fields["kind"]; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestTheRegionOfTheCustomerWritesTheDay where the language of the text is theirs.
func TestTheRegionOfTheCustomerWritesTheDay(t *testing.T) {
	for locale, want := range map[string]string{"en-US": "May 5, 2026", "en-GB": "5 May 2026", "en-AU": "5 May 2026", "de-AT": "5. Mai 2026", "nl": "5 May 2026", "": "5 May 2026"} {
		w := renting(t, locale)
		rent := plots["en"].rent
		if strings.HasPrefix(locale, "de") {
			rent = plots["de"].rent
		}
		for _, text := range []string{rent, "Shady", "2026-05-05", "2", "07700 900123"} {
			w.say(text)
		}
		if got := w.read(); !strings.Contains(got, want) {
			t.Errorf("%s: it is asked %q, want %q", locale, got, want)
		}
	}
}

// TestAChoiceIsCorrectedByItsNameInTheCustomersLanguage at "shall I", where the question says it in that language.
func TestAChoiceIsCorrectedByItsNameInTheCustomersLanguage(t *testing.T) {
	for locale, p := range plots {
		w := renting(t, locale)
		for _, text := range []string{p.rent, p.shady, "2026-05-05", "2", "07700 900123", p.sunny} {
			w.say(text)
		}
		if got := w.read(); !strings.Contains(got, "("+p.sunny+", ") {
			t.Errorf("%s: %q is answered %q", locale, p.sunny, got)
		}
	}
}

// TestWhatWaitsIsOfferedWithItsValuesInTheCustomersLanguage, and taken up by what the button says.
func TestWhatWaitsIsOfferedWithItsValuesInTheCustomersLanguage(t *testing.T) {
	given := map[string]string{"day": "2026-05-05"}
	for locale, p := range plots {
		w := renting(t, locale)
		w.state.Offered = &conversation.Offered{Intents: []string{"rent"}, Text: "2026-05-05", Begun: map[string]map[string]string{"rent": given}, Queued: true}
		title := w.stable.Choices(w.state.Offered, locale)[0]
		if !strings.HasSuffix(title, " "+p.day) {
			t.Errorf("%s: the button says %q", locale, title)
		}
		w.say(title)
		if diff := cmp.Diff(given, w.state.Fields); diff != "" {
			t.Errorf("%s: values (-want +got):\n%s", locale, diff)
		}
	}
}

// TestTheChoicesOfAFieldAreButtons in the customer's language, before what was asked for besides; by number it is any of
// them.
func TestTheChoicesOfAFieldAreButtons(t *testing.T) {
	for locale, p := range plots {
		w := renting(t, locale)
		w.say(p.rent)
		if diff := cmp.Diff([]string{p.sunny, p.shady}, w.suggested()); diff != "" {
			t.Errorf("%s: buttons (-want +got):\n%s", locale, diff)
		}
		if w.say("2"); w.state.Fields["kind"] != "Shady" {
			t.Errorf("%s: the second button gives %v", locale, w.state.Fields)
		}
		if got := w.suggested(); len(got) > 0 {
			t.Errorf("%s: at the question for a day the buttons are %q", locale, got)
		}
	}
	w := renting(t, "en")
	w.say("rent a plot")
	w.state.Offered = &conversation.Offered{Intents: []string{"hours"}, Queued: true}
	if got := w.say("3"); !strings.HasPrefix(got, "answer: Nine to five") {
		t.Errorf("the button behind the two choices is answered %q", got)
	}
}

// TestAButtonOfAFieldIsItsValueAndNothingElse, whatever its text would say elsewhere, and in any of the field's languages.
func TestAButtonOfAFieldIsItsValueAndNothingElse(t *testing.T) {
	choices := []string{"No glaze", "Agent orange", "Room for 4", "Friday evening", "No", "Das Letzte", "I hate it"}
	for at, choice := range choices {
		w := newWorld(t)
		w.stable = compiled(t, "stable", hours("1"), release.Intent{
			Name: "glaze", Revision: "glaze-1", Risk: "Medium", Locale: "en", Title: "Glaze", Utterances: []string{"mix a glaze", "no glaze please"},
			Fields: []release.Field{
				{Name: "colour", Type: release.FieldChoice, Choices: choices, Prompt: "Which?", Required: true},
				{Name: "day", Type: release.FieldDate, Prompt: "Day?", Required: true}, {Name: "pots", Type: release.FieldNumber, Prompt: "How many pots?", Required: true},
			},
			Reply: release.Reply{Text: "Done."},
			Locales: []release.IntentLocale{{
				Locale: "de", Title: "Glasur", Utterances: []string{"Glasur mischen"}, Reply: release.Reply{Text: "Gemischt."},
				Prompts: []release.Prompt{{Field: "colour", Prompt: "Welche?", Choices: []string{"Keine Glasur", "Orange", "Raum für 4", "Freitag abend", "Nein", "Letzte", "Mist"}}, {Field: "day", Prompt: "Tag?"}, {Field: "pots", Prompt: "Wie viele?"}},
			}},
		})
		w.state.Locale = "en"
		w.predictions = func(text string) []understanding.Prediction {
			if text == "mix a glaze" {
				return []understanding.Prediction{{Intent: "glaze", Confidence: 0.95}}
			}
			return nil
		}
		w.say("mix a glaze")
		for _, label := range []string{choice, w.stable.Intents["glaze"].Locales[0].Prompts[0].Choices[at]} {
			other := *w
			if got := other.say(label); got != "field: Day?" || other.state.Fields["colour"] != choice || len(other.state.Fields) != 1 {
				t.Errorf("%q is answered %q with %v", label, got, other.state.Fields)
			}
		}
	}
}

// TestAPlaceAmongChoicesIsNoDay, and a day is no number of things.
func TestAPlaceAmongChoicesIsNoDay(t *testing.T) {
	for locale, says := range map[string][]string{
		"en": {"fire my pots", "Which firing?", "Which day?", "How many shelves?", "the third", "4 June"},
		"de": {"Töpfe brennen", "Welcher Brand?", "Welcher Tag?", "Wie viele Etagen?", "der dritte", "4. Juni"},
		"es": {"cocer mis piezas", "¿Qué cocción?", "¿Qué día?", "¿Cuántos estantes?", "la tercera", "4 de junio"},
		"fr": {"cuire mes pots", "Quelle cuisson ?", "Quel jour ?", "Combien d'étages ?", "la troisième", "4 juin"},
	} {
		w := doing(t, locale, says[0], release.Field{Name: "kind", Type: release.FieldChoice, Choices: []string{"bisque", "glaze", "raku"}, Prompt: says[1]},
			release.Field{Name: "day", Type: release.FieldDate, Prompt: says[2]}, release.Field{Name: "shelves", Type: release.FieldNumber, Prompt: says[3]})
		w.say(says[0])
		if w.say(says[4]); w.state.Fields["kind"] != "raku" || w.state.Fields["day"] != "" {
			t.Errorf("%s: %q gives %v", locale, says[4], w.state.Fields)
		}
		w.say("2026-06-03")
		if w.say(says[5]); w.state.Fields["shelves"] != "" {
			t.Errorf("%s: %q gives %v", locale, says[5], w.state.Fields)
		}
	}
}
