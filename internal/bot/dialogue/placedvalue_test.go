// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// pairs are questions in each language for the first and the last day of a loan, and for where a parcel goes from and to;
// and what says, where the loan is from the third to the ninth of May and the parcel goes from Oslo to Turin, that it
// begins on the fourth, ends on the seventh, goes from Ghent, and goes to Ghent.
var pairs = map[string]struct{ first, last, from, to, fourth, seventh, fromGhent, toGhent string }{
	"en": {"From which day?", "Until which day?", "From which town?", "To which town?", "no, from the 4th", "no, until the 7th", "from Ghent instead", "to Ghent rather"},
	"de": {"Ab welchem Tag?", "Bis zu welchem Tag?", "Von welcher Stadt?", "Nach welcher Stadt?", "nein, ab dem 4.", "nein, bis zum 7.", "lieber ab Ghent", "lieber nach Ghent"},
	"es": {"¿Desde qué día?", "¿Hasta qué día?", "¿De qué ciudad?", "¿A qué ciudad?", "no, desde el 4", "no, hasta el 7", "mejor desde Ghent", "mejor a Ghent"},
	"fr": {"À partir de quel jour ?", "Jusqu'à quel jour ?", "De quelle ville ?", "Vers quelle ville ?", "non, à partir du 4", "non, jusqu'au 7", "plutôt de Ghent", "plutôt vers Ghent"},
	"it": {"Da che giorno?", "Fino a che giorno?", "Da quale città?", "A quale città?", "no, dal 4", "no, fino al 7", "meglio da Ghent", "meglio a Ghent"},
	"pt": {"A partir de que dia?", "Até que dia?", "De que cidade?", "Para que cidade?", "não, a partir do dia 4", "não, até ao dia 7", "melhor de Ghent", "melhor para Ghent"},
	"tr": {"Hangi günden itibaren?", "Hangi güne kadar?", "Hangi şehirden?", "Hangi şehre?", "hayır, 4'ünden itibaren", "hayır, 7'sine kadar", "Ghent'ten olsun", "Ghent'e olsun"},
	"ar": {"من أي يوم؟", "حتى أي يوم؟", "من أي مدينة؟", "إلى أي مدينة؟", "لا، من يوم 4", "لا، حتى يوم 7", "الأفضل من Ghent", "الأفضل إلى Ghent"},
	"zh": {"从哪天开始？", "到哪天为止？", "从哪个城市？", "到哪个城市？", "不，从4号开始", "不，到7号", "从Ghent吧", "到Ghent吧"},
	"ja": {"いつからですか？", "いつまでですか？", "どの町からですか？", "どの町までですか？", "いいえ、4日から", "いいえ、7日まで", "Ghentからにしてください", "Ghentまでにしてください"},
}

// pairing is a bot at the question whether to go ahead with two values of a kind.
func pairing(t *testing.T, locale string, values [2]string, fields ...release.Field) *world {
	t.Helper()
	w := newWorld(t)
	for i := range fields {
		fields[i].Required = true
	}
	w.stable = compiled(t, "stable", release.Intent{
		Name: "order", Revision: "order-1", Risk: "High", Locale: locale, Utterances: []string{"order"}, Fields: fields,
		Confirmation: "{" + fields[0].Name + "} {" + fields[1].Name + "}", Reply: release.Reply{Text: "done"},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if text == "order" {
			return []understanding.Prediction{{Intent: "order", Confidence: 0.95}}
		}
		return nil
	}
	w.say("order")
	w.say(values[0])
	if got, want := w.say(values[1]), "confirm: "+strings.Join(values[:], " "); got != want {
		t.Fatalf("%s: it is asked %q, want %q", locale, got, want)
	}
	return w
}

func loan(t *testing.T, locale string) *world {
	t.Helper()
	p := pairs[locale]
	return pairing(t, locale, [2]string{"2026-05-03", "2026-05-09"}, release.Field{Name: "one", Prompt: p.first, Type: release.FieldDate}, release.Field{Name: "two", Prompt: p.last, Type: release.FieldDate})
}

func parcel(t *testing.T, locale string) *world {
	t.Helper()
	p, towns := pairs[locale], []string{"Oslo", "Turin", "Ghent"}
	return pairing(t, locale, [2]string{"Oslo", "Turin"}, release.Field{Name: "from", Prompt: p.from, Type: release.FieldChoice, Choices: towns}, release.Field{Name: "to", Prompt: p.to, Type: release.FieldChoice, Choices: towns})
}

// TestTheWordBesideAValueSaysWhichOfTwoItChanges at the question whether to go ahead.
func TestTheWordBesideAValueSaysWhichOfTwoItChanges(t *testing.T) {
	for locale, p := range pairs {
		for _, c := range []struct {
			start      func(*testing.T, string) *world
			said, want string
		}{
			{loan, p.fourth, "confirm: 2026-05-04 2026-05-09"}, {loan, p.seventh, "confirm: 2026-05-03 2026-05-07"},
			{parcel, p.fromGhent, "confirm: Ghent Turin"}, {parcel, p.toGhent, "confirm: Oslo Ghent"},
		} {
			if got := c.start(t, locale).say(c.said); got != c.want {
				t.Errorf("%s: %q is answered %q, want %q", locale, c.said, got, c.want)
			}
		}
	}
}

// TestAnAnswerThatRefusesAnotherChoiceCorrectsNothing: "not Turin but Ghent" is where it goes, and not where it is from.
func TestAnAnswerThatRefusesAnotherChoiceCorrectsNothing(t *testing.T) {
	for locale, said := range map[string]string{
		"en": "not Turin but Ghent", "de": "nicht Turin, sondern Ghent", "es": "no Turin sino Ghent", "fr": "pas Turin mais Ghent", "it": "non Turin ma Ghent",
		"pt": "não Turin mas Ghent", "tr": "Turin değil Ghent", "ar": "ليس Turin بل Ghent", "zh": "不是Turin，是Ghent", "ja": "TurinではなくてGhentです",
	} {
		w := parcel(t, locale)
		w.say(release.TextsFor(nil, locale).No)
		w.say("order")
		w.say("Oslo")
		if got := w.say(said); got != "confirm: Oslo Ghent" {
			t.Errorf("%s: %q is answered %q", locale, said, got)
		}
	}
}
