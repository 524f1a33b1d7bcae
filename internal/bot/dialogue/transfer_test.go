// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// transfers is a bot that moves money between accounts, in one language.
func transfers(t *testing.T, locale string, prompts [3]string, utterances ...string) *world {
	t.Helper()
	w := newWorld(t)
	accounts := []string{"Giro", "Cash", "Holiday fund"}
	w.stable = compiled(t, "stable", release.Intent{
		Name: "transfer", Revision: "transfer-1", Risk: "High", Locale: locale, Utterances: utterances, Confirmation: "{amount} {source} {target}?",
		Fields: []release.Field{
			{Name: "amount", Prompt: prompts[0], Type: release.FieldNumber, Minimum: "1", Maximum: "5000", Required: true},
			{Name: "source", Prompt: prompts[1], Type: release.FieldChoice, Choices: accounts, Required: true},
			{Name: "target", Prompt: prompts[2], Type: release.FieldChoice, Choices: accounts, Required: true},
		},
		Reply: release.Reply{Text: "done"},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "transfer", Confidence: 0.95}}
	}
	return w
}

// TestAChoiceOfTwoFieldsBelongsToTheOneThatItsWordAsksFor with the amount, and nothing is guessed where no word tells.
func TestAChoiceOfTwoFieldsBelongsToTheOneThatItsWordAsksFor(t *testing.T) {
	english := [3]string{"How much?", "From which account?", "To which account?"}
	german := [3]string{"Welchen Betrag?", "Von welchem Konto?", "Auf welches Konto?"}
	italian := [3]string{"Quale importo?", "Da quale conto?", "Su quale conto?"}
	for name, tc := range map[string]struct {
		locale    string
		prompts   [3]string
		utterance string
		say, want string
	}{
		"both, in order":              {"en", english, "move money", "move 200 euros from giro to cash", "confirm: 200 Giro Cash?"},
		"both, the other way round":   {"en", english, "move money", "move 200 euros into cash from my giro account", "confirm: 200 Giro Cash?"},
		"a choice of two words":       {"en", english, "move money", "move 50 pounds from the holiday fund to giro", "confirm: 50 Holiday fund Giro?"},
		"only where it goes":          {"en", english, "move money", "move 50 pounds to cash", "field: From which account?"},
		"no word tells":               {"en", english, "move money", "move 50 pounds, giro, cash", "field: From which account?"},
		"German":                      {"de", german, "Geld umbuchen", "200 Euro von Giro auf Cash umbuchen", "confirm: 200 Giro Cash?"},
		"French":                      {"fr", [3]string{"Quel montant ?", "De quel compte ?", "Vers quel compte ?"}, "virer de l'argent", "virer 200 euros de Giro vers Cash", "confirm: 200 Giro Cash?"},
		"Spanish":                     {"es", [3]string{"¿Qué importe?", "¿Desde qué cuenta?", "¿A qué cuenta?"}, "mover dinero", "mover 200 euros de Giro a Cash", "confirm: 200 Giro Cash?"},
		"Portuguese":                  {"pt", [3]string{"Que valor?", "De que conta?", "Para que conta?"}, "transferir dinheiro", "transferir 200 euros de Giro para Cash", "confirm: 200 Giro Cash?"},
		"a question without its word": {"it", italian, "spostare soldi", "spostare 200 euro da Giro a Cash", "confirm: 200 Giro Cash?"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := transfers(t, tc.locale, tc.prompts, tc.utterance).say(tc.say); got != tc.want {
				t.Errorf("%q: got %q, want %q", tc.say, got, tc.want)
			}
		})
	}
}

// TestTheAnswerToOneQuestionIsNotThatToAnother which has the same choices.
func TestTheAnswerToOneQuestionIsNotThatToAnother(t *testing.T) {
	w := transfers(t, "en", [3]string{"How much?", "From which account?", "To which account?"}, "move money")
	for _, turn := range [][2]string{
		{"move money please", "field: How much?"}, {"50", "field: From which account?"}, {"giro", "field: To which account?"}, {"cash", "confirm: 50 Giro Cash?"},
	} {
		if got := w.say(turn[0]); got != turn[1] {
			t.Fatalf("%q: got %q, want %q", turn[0], got, turn[1])
		}
	}
}

// TestACardIsNamedInTheFirstMessage and asked for where what stands there is none.
func TestACardIsNamedInTheFirstMessage(t *testing.T) {
	for locale, says := range map[string][2]string{
		"en": {"please block my card ending in 4821", "please block my card, it was stolen in 2019"},
		"de": {"Bitte die Karte mit der Endnummer 4821 sperren", "Bitte die Karte sperren, es fehlen 4000 €"},
		"fr": {"bloquez ma carte se terminant par 4821", "bloquez ma carte, on m'a pris 4.821 euros"},
		"zh": {"请冻结尾号4821的卡", "请冻结我的卡"},
	} {
		for i, want := range []string{"confirm: Block 4821?", "field: Which card?"} {
			w := newWorld(t)
			w.stable = compiled(t, "stable", release.Intent{
				Name: "block", Revision: "block-1", Risk: "High", Locale: locale, Utterances: []string{"block my card"}, Confirmation: "Block {card}?",
				Fields: []release.Field{{Name: "card", Prompt: "Which card?", Type: release.FieldCardLastFour, Required: true}},
				Reply:  release.Reply{Text: "done"},
			})
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "block", Confidence: 0.95}}
			}
			if got := w.say(says[i]); got != want {
				t.Errorf("%s: %q: got %q, want %q", locale, says[i], got, want)
			}
		}
	}
}

// TestAnAppointmentWithSomebodyIsNoWishForAPerson where an intent arranges it; who asks for one besides gets one.
func TestAnAppointmentWithSomebodyIsNoWishForAPerson(t *testing.T) {
	for text, want := range map[string]string{
		"I'd like an appointment with an adviser, can I talk to someone on Friday": "answer: done",
		"can I talk to a human": "handoff: ",
	} {
		w := newWorld(t)
		w.stable = compiled(t, "stable", release.Intent{
			Name: "meet", Revision: "meet-1", Risk: "Medium", Utterances: []string{"book an appointment", "I want to talk to an adviser", "appointment please"},
			Fields: []release.Field{{Name: "day", Prompt: "On which day?", Type: release.FieldDate, Required: true}},
			Reply:  release.Reply{Text: "done"},
		}, hours("1"))
		w.stable.Rules = nil
		w.predictions = func(string) []understanding.Prediction {
			return []understanding.Prediction{{Intent: "meet", Confidence: 0.95}}
		}
		if got := w.say(text); !strings.HasPrefix(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
