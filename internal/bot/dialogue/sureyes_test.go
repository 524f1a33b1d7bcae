// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhatIsAYesInOtherWordsIsHeardAtAnyRisk, and not what sounds like it and is a condition, a doubt, a question or a no.
func TestWhatIsAYesInOtherWordsIsHeardAtAnyRisk(t *testing.T) {
	for locale, says := range map[string]struct{ yes, other []string }{
		"en": {
			[]string{"no problem at all", "sure, why wouldn't I", "I can't see why not", "that's exactly the one", "exactly, carry on", "that would be lovely, thanks", "I'd like that"},
			[]string{"why not?", "why not on Monday", "no problem, I'll do it myself", "never mind", "don't worry", "that would be lovely if it's free", "exactly, stop", "that's not the one", "of course not"},
		},
		"de": {
			[]string{"na aber klar", "warum auch nicht", "kein Problem", "genau, machen Sie weiter", "das wäre toll", "was sollte dagegen sprechen"},
			[]string{"warum nicht?", "warum nicht am Montag", "kein Problem, das mache ich selbst", "macht nichts", "keine Sorge", "das wäre toll, wenn es geht", "aber sicher nicht"},
		},
		"es": {
			[]string{"claro, por qué no", "cómo no", "ningún problema", "faltaría más", "exacto, continúe", "me parece perfecto"},
			[]string{"¿por qué no?", "por qué no el lunes", "no importa", "no pasa nada", "me parece perfecto si es gratis", "exacto, pare"},
		},
		"fr": {
			[]string{"oui pourquoi pas", "mais bien sûr", "il n'y a aucun souci", "exact, poursuivez", "ça me convient", "ce serait parfait"},
			[]string{"pourquoi pas ?", "pourquoi pas lundi", "ça ne fait rien", "pas grave", "ce serait parfait si c'était gratuit", "mais bien sûr que non"},
		},
		"it": {
			[]string{"ma certo che sì", "e perché no", "non c'è nessun problema", "senz'altro", "esatto, continui", "sarebbe perfetto"},
			[]string{"perché no?", "perché no lunedì", "non importa", "non fa niente", "certo che no", "sarebbe perfetto ma no"},
		},
		"pt": {
			[]string{"claro, por que não", "por mim tudo bem", "não há problema", "pois claro", "correto, prossiga", "seria ótimo"},
			[]string{"por que não?", "por que não na segunda", "não faz mal", "tanto faz", "seria ótimo mas não", "claro que não"},
		},
		"tr": {
			[]string{"tabii neden olmasın", "hay hay", "benim için uygun", "doğru, devam et", "çok iyi olur"},
			[]string{"neden olmasın?", "önemli değil", "fark etmez", "çok iyi olur ama şimdi değil", "tabii ki hayır"},
		},
		"ar": {
			[]string{"ولم لا", "ما في مشكلة", "لا مانع لدي", "بكل تأكيد", "صحيح، تابع"},
			[]string{"لم لا؟", "لا يهم", "لا مشكلة، سأفعل ذلك بنفسي", "بالطبع لا", "صحيح، توقف"},
		},
		"zh": {
			[]string{"有何不可", "为什么不呢", "那当然可以", "求之不得", "没意见"},
			[]string{"为什么不？", "没关系", "无所谓", "当然不行", "没问题，我自己来", "求之不得吗？"},
		},
		"ja": {
			[]string{"もちろんいいですよ", "当然です", "それでお願いします", "何の問題もありません", "そうです、進めてください"},
			[]string{"なぜ？", "もちろん違います", "気にしないで", "問題ありません、自分でやります", "それじゃないです"},
		},
	} {
		for answered, texts := range map[bool][]string{true: says.yes, false: says.other} {
			for _, text := range texts {
				w := withCourt(t, locale)
				if got := w.say(text); strings.HasPrefix(got, "answer: Done.") != answered {
					t.Errorf("%s: %q is answered %q", locale, text, got)
				}
			}
		}
	}
}

// TestAYesInOtherWordsIsInDoubtWhereItMayBeSaidOfSomethingElse: of the answer to another question, which may only have been
// read, and as an utterance of something else.
func TestAYesInOtherWordsIsInDoubtWhereItMayBeSaidOfSomethingElse(t *testing.T) {
	w := withCourt(t, "en")
	w.state.Confirming.AfterAnswer = true
	if got := w.say("no problem"); !strings.HasPrefix(got, "confirm: "+strings.Split(release.TextsFor(nil, "en").ShallI, "{")[0]) {
		t.Errorf("a no problem after the answer to something else is answered %q", got)
	}
}

// TestAnOkAfterANoticeMayMeanThatItWasRead where the bot says that it cannot undo what was done, and asks about another one.
func TestAnOkAfterANoticeMayMeanThatItWasRead(t *testing.T) {
	w := shop(t)
	for _, text := range []string{"cancel AB123456", "yes", "no, it's AB777777"} {
		w.say(text)
	}
	if got := w.say("ok"); !strings.HasPrefix(got, "confirm: ") {
		t.Errorf("ok is answered %q", got)
	}
	if got := w.say("yes, cancel the order"); got != "answer: To cancel AB777777, open My orders." {
		t.Errorf("a yes is answered %q", got)
	}
}

// TestWhoLeavesWithAnOkHasNotAgreed, nor who mocks; a plain yes is one, with a goodbye behind it or without.
func TestWhoLeavesWithAnOkHasNotAgreed(t *testing.T) {
	for locale, says := range map[string][2][]string{
		"en": {{"ok thanks bye", "ok bye", "alright, goodbye", "yeah right"}, {"yes, bye", "yes please, have a nice day", "ok"}},
		"de": {{"ok danke tschüss", "gut, tschüss"}, {"ja, tschüss"}},
		"es": {{"vale, gracias, adiós"}, {"sí, gracias, adiós"}},
		"fr": {{"ok merci au revoir"}, {"oui merci, au revoir"}},
	} {
		for i, texts := range says {
			for _, text := range texts {
				w := shop(t)
				w.state.Locale = locale
				w.say("cancel AB123456")
				w.say(text)
				if done := w.state.Confirming == nil; done != (i == 1) {
					t.Errorf("%s: %q is a yes: %t", locale, text, done)
				}
			}
		}
	}
}
