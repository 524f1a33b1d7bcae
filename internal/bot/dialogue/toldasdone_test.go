// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// withHeating is a bot that switches the heating on and off, at once, and understands every message as switching it off.
func withHeating(t *testing.T, locale string, off, on []string) *world {
	t.Helper()
	w := newWorld(t)
	intent := func(name string, utterances []string) release.Intent {
		return release.Intent{Name: name, Revision: name + "-1", Risk: "Medium", Locale: locale, Title: name, Utterances: utterances, Reply: release.Reply{Text: "Done: " + name + "."}}
	}
	w.stable = compiled(t, "stable", intent("heating-off", off), intent("heating-on", on))
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "heating-off", Confidence: 0.95}, {Intent: "heating-on", Confidence: 0.04}}
	}
	return w
}

// TestWhatIsToldAsDoneIsAskedAbout and not done once more; where the opposite is wanted now, it is not even proposed. A
// wish after another deed is done.
func TestWhatIsToldAsDoneIsAskedAbout(t *testing.T) {
	for locale, says := range map[string]struct{ off, on, told, opposite, wished []string }{
		"de": {
			[]string{"Heizung ausschalten", "die Heizung abschalten"}, []string{"Heizung einschalten", "die Heizung anschalten"},
			[]string{"ich habe die Heizung ausgeschaltet"}, []string{"ich habe die Heizung ausgeschaltet, jetzt wieder an bitte"}, []string{"die Heizung ausschalten"},
		},
		"es": {
			[]string{"apagar la calefacción", "desactivar la calefacción de la casa"}, []string{"encender la calefacción", "activar la calefacción"},
			[]string{"desactivé la calefacción", "apagaron la calefacción"}, []string{"desactivé la calefacción, ahora pueden encenderla"},
			[]string{"apagar la calefacción", "me marché de casa, apagar la calefacción"},
		},
		"pt": {
			[]string{"desligar o aquecimento", "desativar o aquecimento"}, []string{"ligar o aquecimento", "ativar o aquecimento"},
			[]string{"desativei o aquecimento", "desligaram o aquecimento"}, []string{"desliguei o aquecimento, agora queria ligar o aquecimento"}, []string{"desligar o aquecimento por favor"},
		},
		"zh": {
			[]string{"关闭暖气", "停用暖气"}, []string{"开启暖气", "打开暖气"},
			[]string{"我关闭了暖气", "我昨天停用了暖气"}, []string{"我刚才关闭了暖气，现在开启吧"}, []string{"请关闭暖气"},
		},
	} {
		for _, text := range says.told {
			if got := withHeating(t, locale, says.off, says.on).say(text); strings.HasPrefix(got, "answer:") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		for _, text := range says.opposite {
			if got := withHeating(t, locale, says.off, says.on).say(text); strings.HasPrefix(got, "answer: Done: heating-off") || strings.HasPrefix(got, "confirm:") && strings.Contains(got, "heating-off") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		for _, text := range says.wished {
			if got := withHeating(t, locale, says.off, says.on).say(text); got != "answer: Done: heating-off." {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}
