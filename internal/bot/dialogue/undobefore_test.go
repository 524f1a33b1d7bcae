// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhatWasDoneIsNotUndoneByGoingOnWithWhatWaits: it is said that the bot cannot, and nothing goes ahead.
func TestWhatWasDoneIsNotUndoneByGoingOnWithWhatWaits(t *testing.T) {
	for locale, says := range map[string][]string{
		"en": {"undo that", "undo", "sorry, wrong button", "that was a mistake", "I want it back", "please revert that", "can you undo it?"},
		"de": {"mach das rückgängig", "bitte rückgängig machen", "falscher Knopf", "das war ein Fehler", "ich will es zurück"},
		"es": {"deshazlo", "perdón, botón equivocado", "fue un error", "lo quiero de vuelta"}, "fr": {"revenez en arrière", "mauvais bouton", "c'était une erreur"},
		"it": {"torna indietro", "tasto sbagliato", "è stato un errore", "lo rivoglio"}, "pt": {"desfaça isso", "botão errado", "foi um engano", "quero isso de volta"},
		"tr": {"geri al", "yanlış tuş", "bu bir hataydı", "geri istiyorum"}, "ar": {"تراجع عن ذلك", "زر خاطئ", "كان هذا خطأ"},
		"zh": {"撤销", "按错了", "我要回来"}, "ja": {"取り消したいです", "押し間違えました", "間違いでした"},
	} {
		texts := release.TextsFor(nil, locale)
		also := "offer: " + strings.ReplaceAll(texts.AlsoAsked, "{title}", "Cancel order AB654321")
		for _, text := range says {
			w := shop(t)
			w.say("cancel AB123456 and AB654321")
			w.say("yes")
			w.state.Locale = locale
			for range 2 {
				if got, want := w.say(text), "notice: "+texts.CannotUndo+"\n"+also; got != want {
					t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
				}
			}
			if got := w.say(texts.Yes); got != shallIOther {
				t.Errorf("%s: the yes after %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestWhatWaitsIsLetGoOfOrGoneOnWithAsBefore where nothing says that what was done is to be undone.
func TestWhatWaitsIsLetGoOfOrGoneOnWithAsBefore(t *testing.T) {
	for text, want := range map[string]string{"never mind": leftAsIs, "no": leftAsIs, "yes": shallIOther, "cancel it": shallIOther} {
		plays(t, shop(t), []string{"cancel AB123456 and AB654321", "yes", text}, []string{shallI, cancelled + "\n" + alsoOther, want})
	}
	plays(t, shop(t), []string{"when do you open and a new address please", "undo that", "yes"},
		[]string{nineToFive + "\n" + alsoMove, alsoMove, newAddress})
}

const alsoOther = "offer: You also asked about this: Cancel order AB654321. Shall I go on with it?"
