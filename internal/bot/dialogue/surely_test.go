// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAYesMayBeAssuredOf: what says that it is meant is part of it, though it holds a negation, and no word of
// what holds one is taken for a yes.
func TestAYesMayBeAssuredOf(t *testing.T) {
	const done = "answer: cancel"
	for name, tc := range map[string]struct {
		yes  bool
		says []string
	}{
		"a yes with its assurance": {true, []string{
			"no doubt, cancel it", "do it already", "why not", "go ahead then", "yes, no need to ask", "yes, I'm sure", "sure, no problem", "yes yes, get on with it",
			"ja, kein Problem", "ja, ohne Zweifel", "warum nicht", "ja, ich bin mir sicher", "sí, sin duda", "claro que sí", "adelante, no hay duda", "oui, sans aucun doute", "pourquoi pas", "oui, pas de problème",
			"sì, senza dubbio", "certo, nessun problema", "sim, sem dúvida", "sim, eu tenho certeza", "evet, sorun değil", "evet eminim", "نعم، بلا شك", "对，没有问题", "はい、問題ありません",
		}},
		"a no that holds such words": {false, []string{
			"no problem, keep it", "no doubt I'll regret it, so don't", "why not tomorrow", "why not keep it?", "I'm not sure", "do it later", "no", "sure, but not today", "I'm sure I want to keep it", "without a doubt no", "no question, leave it as it is", "yes, I doubt it",
			"kein Problem, lassen Sie es", "warum nicht morgen", "ich bin nicht sicher", "ohne Zweifel nein", "sin duda no", "no estoy seguro", "por qué no mañana", "sans doute pas", "pourquoi pas demain", "je ne suis pas sûr", "senza dubbio no", "non sono sicuro", "perché no domani",
			"sem dúvida não", "não tenho certeza", "emin değilim", "sorun değil, kalsın", "لست متأكدا", "没有问题，不要取消", "问题是我不确定", "問題があるのでやめて",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, text := range tc.says {
				w := raising(t)
				w.say("cancel my order")
				if got := w.say(text); (got == done) != tc.yes {
					t.Errorf("%q is answered %q", text, got)
				}
			}
		})
	}
}

// TestWhoOnlyAffirmsTheirOwnQuestionIsAskedAgain: "correct" may say that it is so.
func TestWhoOnlyAffirmsTheirOwnQuestionIsAskedAgain(t *testing.T) {
	const shallI, done = "confirm: Shall I go ahead: Roaming?", "answer: roaming"
	for name, tc := range map[string]struct{ say, want []string }{
		"correct is unclear":            {[]string{"is roaming on?", "correct", "yes"}, []string{shallI, shallI, done}},
		"please, too":                   {[]string{"is roaming on?", "please"}, []string{shallI, shallI}},
		"a yes is not":                  {[]string{"is roaming on?", "yes"}, []string{shallI, done}},
		"nor is who says what to do":    {[]string{"is roaming on?", "do it"}, []string{shallI, done}},
		"nor who did not ask":           {[]string{"roaming should not stay off", "correct"}, []string{shallI, done}},
		"a yes to nothing does nothing": {[]string{"yes"}, []string{reworded}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.stable = compiled(t, "stable", release.Intent{
				Name: "roaming", Revision: "roaming-1", Risk: "Medium", Reply: release.Reply{Text: "roaming"},
				Utterances: []string{"turn on roaming", "activate roaming", "I need roaming abroad", "How do I switch roaming on?", "roaming please"},
			})
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "roaming", Confidence: 0.98}}
			}
			plays(t, w, tc.say, tc.want)
		})
	}
}

// TestAYesThatNoListKnowsIsHeard by what was learned of answers, and no other request is one.
func TestAYesThatNoListKnowsIsHeard(t *testing.T) {
	for text, want := range map[string]bool{
		"get it done": true, "make it happen": true, "nur zu": true, "venga": true, "dale": true,
		"let's go": true, "no objections": true,
		"less noise please": false, "quieter please": false, "extra cheese please": false, "con más luz por favor": false, "leiser bitte": false, "sans glaçons svp": false, "もっと静かに": false,
		"change my address": false, "which one": false, "the black one": false, "it is raining": false, "tomorrow": false, "that is expensive": false,
	} {
		w := raising(t)
		w.say("cancel my order")
		if got := w.say(text); (got == "answer: cancel") != want {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}

// TestWhatSaysMoreThanAYesIsNone: another number or act, a complaint, and a request to check. A bare word for ending
// lets go of what is not done yet.
func TestWhatSaysMoreThanAYesIsNone(t *testing.T) {
	for text, want := range map[string]string{
		"delete it": leftAsIs, "cancel": leftAsIs, "please cancel": leftAsIs, "stornieren bitte": leftAsIs, "eliminar": leftAsIs,
		"make it 100": "", "let's do 100": "", "correct it": "", "please correct it": "", "please confirm again": "", "big problem": "", "it's a problem for me": "", "enough": "", "problem": "",
	} {
		w := switching(t)
		w.stable.Intents["towels"].Risk = intents.HighRisk
		w.say("send me towels")
		if got := w.say(text); got == "answer: towels" || want != "" && got != want {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
}

// TestABareNumberCorrectsTheOnlyNumber at the question whether to go ahead, in words of ten languages.
func TestABareNumberCorrectsTheOnlyNumber(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"yes but only 50", "not 20 but 50", "make it 50", "50"}, "de": {"nein, 50", "50 bitte"}, "es": {"sí, pero 50", "mejor 50"},
		"fr": {"non, 50", "50 plutôt"}, "it": {"no, 50"}, "pt": {"não, 50"},
	} {
		for _, text := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			w.say(hotels[locale].topUp)
			w.say("20")
			if got := w.say(text); got != "confirm: ? top up 50" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}
