// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// garage moves services, of the risk Medium, and cancels them, of the risk High.
func garage(t *testing.T, locale string) *world {
	t.Helper()
	number := release.Field{Name: "number", Prompt: "Which number?", Pattern: "KX[0-9]{4}", Required: true}
	w := newWorld(t)
	w.state.Locale = locale
	w.stable = compiled(t, "stable",
		release.Intent{
			Name: "shift", Title: "Move", Revision: "shift-1", Risk: "Medium", Utterances: []string{"postpone my service", "reschedule a service"},
			Fields: []release.Field{number, {Name: "day", Type: release.FieldDate, Prompt: "Which day?", Required: true}},
			Reply:  release.Reply{Text: "Moved {number} to {day}."}, Confirmation: "Move {number} to {day}?",
		},
		release.Intent{
			Name: "cancel", Title: "Cancel", Revision: "cancel-1", Risk: "High", Utterances: []string{"cancel my service", "call off the service"},
			Fields: []release.Field{number}, Reply: release.Reply{Text: "Cancelled {number}."}, Confirmation: "Cancel {number}?",
		})
	w.stable.Rules = nil
	w.predictions = func(text string) []understanding.Prediction {
		switch {
		case strings.Contains(text, "cancel"):
			return []understanding.Prediction{{Intent: "cancel", Confidence: 0.9}}
		case strings.Contains(text, "service"):
			return []understanding.Prediction{{Intent: "shift", Confidence: 0.9}}
		}
		return nil
	}
	return w
}

const alsoCode = "offer: You also asked about this: "

// TestEachOfSeveralCodesHasTheDayOfItsOwnClause, and a yes moves one of them.
func TestEachOfSeveralCodesHasTheDayOfItsOwnClause(t *testing.T) {
	plays(t, garage(t, "en"), []string{"reschedule my service KX1111 to 5 May and KX2222 to 6 May", "yes", "yes", "yes"}, []string{
		"confirm: Move KX1111 to 2026-05-05?", "answer: Moved KX1111 to 2026-05-05.\n" + alsoCode + "Move KX2222, 2026-05-06. Shall I go on with it?",
		"confirm: Move KX2222 to 2026-05-06?", "answer: Moved KX2222 to 2026-05-06.",
	})
}

// TestAnotherActOnAnotherCodeIsNotTheFirst: each act is asked about with its own code.
func TestAnotherActOnAnotherCodeIsNotTheFirst(t *testing.T) {
	const cancelFirst, cancelSecond = "confirm: Cancel KX1111?", "confirm: Cancel KX2222?"
	for text, want := range map[string]string{"cancel KX1111 and reschedule KX2222 to 5 May": cancelFirst, "reschedule KX1111 to 5 May and cancel KX2222": "confirm: Move KX1111 to 2026-05-05?"} {
		w := garage(t, "en")
		if got := w.say(text); got != want || len(w.state.Offered.Intents) != 1 || w.state.Offered.Intents[0] == w.state.Intent {
			t.Errorf("%q is answered %q, and later %v", text, got, w.state.Offered)
		}
	}
	plays(t, garage(t, "en"), []string{"reschedule KX1111 to 5 May and cancel KX2222", "yes", "yes"}, []string{
		"confirm: Move KX1111 to 2026-05-05?", "answer: Moved KX1111 to 2026-05-05.\n" + alsoCode + "Cancel KX2222. Shall I go on with it?", cancelSecond,
	})
	for _, text := range []string{"cancel KX1111 and print KX2222", "cancel KX1111 and repair KX2222"} {
		if w := garage(t, "en"); w.say(text) != cancelFirst || w.state.Offered != nil {
			t.Errorf("after %q, later %v", text, w.state.Offered)
		}
	}
	if w := garage(t, "en"); w.say("cancel KX1111 and also KX2222 please") != cancelFirst || w.state.Offered == nil {
		t.Error("the other one is lost")
	}
}

// TestWhatTheCustomerOnlyHasIsNotAskedFor beside another one.
func TestWhatTheCustomerOnlyHasIsNotAskedFor(t *testing.T) {
	for locale, text := range map[string]string{
		"en": "cancel KX1111, I have KX2222 too", "de": "cancel KX1111, ich habe auch KX2222", "es": "cancel KX1111, también tengo KX2222", "fr": "cancel KX1111, j'ai aussi KX2222", "it": "cancel KX1111, ho anche KX2222",
		"pt": "cancel KX1111, também tenho KX2222", "tr": "cancel KX1111, KX2222 de var", "ar": "cancel KX1111، لدي أيضا KX2222", "zh": "cancel KX1111，我也有KX2222", "ja": "cancel KX1111。KX2222もあります",
	} {
		w, want := garage(t, locale), "confirm: Cancel KX1111?"
		if locale == "ja" {
			want = "field: Which number?" // two codes without a space are never told apart
		}
		if got := w.say(text); got != want || w.state.Offered != nil {
			t.Errorf("%s: %q is answered %q, and later %v", locale, text, got, w.state.Offered)
		}
	}
}
