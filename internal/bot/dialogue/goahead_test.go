// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestANoThatAsksToGoAheadIsNoNo: where the no denies that anything stands against it, it is a yes; after any other it is
// asked again, and neither done nor let go.
func TestANoThatAsksToGoAheadIsNoNo(t *testing.T) {
	for locale, says := range map[string]struct{ yes, both, no []string }{
		"en": {
			[]string{"don't hesitate, do it", "no problem, do it", "no worries, go ahead", "don't worry, please go ahead", "no need to ask, go ahead"},
			[]string{"no, it's fine, go ahead", "no, go ahead", "no go ahead", "no it's fine go ahead", "no, please do it", "no, yes", "no, I mean yes", "never mind, go ahead"},
			[]string{"no, it's fine", "no, please", "no, don't do it", "don't go ahead", "no, do not go ahead", "go ahead, no wait", "don't worry"},
		},
		"de": {
			[]string{"kein Problem, machen Sie es", "zögern Sie nicht, machen Sie es", "keine Sorge, machen Sie es"},
			[]string{"nein, machen Sie ruhig", "nein mach ruhig", "nein, schon gut, machen Sie es"},
			[]string{"nein, schon gut", "nein, machen Sie es nicht"},
		},
		"es": {
			[]string{"no hay problema, hazlo", "no te preocupes, hazlo", "no lo dude, hágalo"},
			[]string{"no, adelante", "no, está bien, adelante"},
			[]string{"no, está bien", "no proceda", "no, no lo haga"},
		},
		"fr": {
			[]string{"n'hésitez pas, faites-le", "pas de souci, allez-y"},
			[]string{"non, allez-y", "non c'est bon, allez-y", "c'est bon", "c'est bon, merci"},
			[]string{"non, c'est bon", "non, ne le faites pas"},
		},
		"it": {
			[]string{"non esiti, proceda", "nessun problema, procedi"},
			[]string{"no, vai pure", "no, va bene, procedi"},
			[]string{"no, va bene", "no, non lo faccia"},
		},
		"pt": {
			[]string{"não hesite, faça isso", "sem problema, pode avançar", "não tem problema, pode fazer"},
			[]string{"não, pode fazer"},
			[]string{"não prossiga", "não, não faça isso"},
		},
		"tr": {
			[]string{"sorun değil, yapın", "çekinmeyin, yapın"},
			[]string{"hayır, yapın", "hayır hayır, devam edin"},
			[]string{"hayır, yapmayın"},
		},
		"ar": {
			[]string{"لا مشكلة، تفضل", "لا تتردد، افعلها"},
			[]string{"لا، تفضل"},
			[]string{"لا، لا تفعل"},
		},
		"zh": {
			[]string{"没问题，办吧", "别犹豫，办吧"},
			[]string{"不，继续吧"},
			[]string{"不，别办", "不要办"},
		},
		"ja": {
			[]string{"遠慮なく、やってください", "問題ないです、お願いします"},
			[]string{"いいえ、お願いします", "いいえ、大丈夫です、進めてください"},
			[]string{"いいえ、やめてください"},
		},
	} {
		leaves := "notice: " + release.TextsFor(nil, locale).LeftAsItIs
		for begins, texts := range map[string][]string{"answer: ": says.yes, "confirm: ": says.both, leaves: says.no} {
			for _, text := range texts {
				if got := staying(t, locale, true).say(text); !strings.HasPrefix(got, begins) {
					t.Errorf("%s: %q is answered %q, want %q", locale, text, got, begins)
				}
			}
		}
	}
}
