// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// TestWhoIsUndecidedOrAwayIsInNoDanger and neither angry nor threatening.
func TestWhoIsUndecidedOrAwayIsInNoDanger(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"I'll think about it", "let me sleep on it", "I have no time next week", "I won't be here next week", "I won't be home until Friday"},
		"de": {"Ich überlege es mir noch", "das muss ich mir überlegen", "Ich habe diese Woche keine Zeit", "heute nicht mehr", "mal sehen"},
		"es": {"lo voy a pensar", "me lo pienso", "la semana que viene no estaré"},
		"fr": {"je vais y réfléchir", "je ne serai pas là la semaine prochaine", "je n'ai pas le temps cette semaine"},
		"it": {"ci penso", "vedremo", "prima di giovedì non ho tempo"},
		"pt": {"vou pensar", "deixe-me pensar", "esta semana não tenho tempo"},
		"tr": {"düşüneceğim", "göreceğiz", "bu hafta vaktim yok"},
		"ar": {"سأفكر في الأمر", "خليني أفكر"},
		"zh": {"我再想想", "考虑一下"},
		"ja": {"考えておきます", "やめておきます"},
	} {
		for _, text := range texts {
			if s := Read(text, locale); s.DangerToSelf || s.Anger || s.LegalThreat || s.AsksForHuman {
				t.Errorf("%s: %q is danger %t, anger %t, a threat %t, a wish for a person %t", locale, text, s.DangerToSelf, s.Anger, s.LegalThreat, s.AsksForHuman)
			}
		}
	}
	for locale, texts := range map[string][]string{
		"en": {"I think about ending it", "I think about killing myself", "I won't be here any more, goodbye everyone"},
		"de": {"ich denke daran, mich umzubringen", "ich will nicht mehr da sein"},
		"es": {"pienso en matarme"}, "fr": {"je pense à en finir avec la vie"}, "it": {"penso di farla finita"}, "pt": {"penso em matar-me"},
	} {
		for _, text := range texts {
			if !Read(text, locale).DangerToSelf {
				t.Errorf("%s: no danger is heard in %q", locale, text)
			}
		}
	}
}
