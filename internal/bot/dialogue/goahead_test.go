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

// TestAPlainNoBesideAPoliteOneIsPoliteToo: it says no to what may stand against it. Without one it is asked again, however
// often the no is said and whatever stands behind the go-ahead; a no to the act itself lets go.
func TestAPlainNoBesideAPoliteOneIsPoliteToo(t *testing.T) {
	for locale, says := range map[string]struct{ yes, both, no []string }{
		"en": {
			[]string{"no, no problem at all, go ahead", "no, nothing against it, go ahead", "no, I don't mind, go ahead", "not a problem, go ahead", "no objections, please do", "no no, no worries, go ahead, thanks"},
			[]string{"no no, go ahead", "no no no, please do", "oh no, that's fine, go ahead", "no no please go ahead and book it", "never, no problem, go ahead", "not at all, go ahead", "no no go ahead", "no problem but go ahead later", "no, no problem, don't do it"},
			[]string{"no no, don't go ahead", "no, no, leave it", "no no, it's fine"},
		},
		"de": {
			[]string{"nein, ich habe nichts dagegen, nur zu", "nein, gar kein Problem, machen Sie", "nein, keine Einwände, legen Sie los", "macht nichts, machen Sie ruhig"},
			[]string{"nein nein, passt schon, machen Sie nur", "nein, nein, machen Sie", "nein, alles gut, machen Sie das", "nein nein, nur zu", "nein nein mach ruhig", "ach nein, gern, machen Sie nur"},
			[]string{"nein nein, passt schon", "nein nein, lassen Sie nur", "nein, machen Sie nichts"},
		},
		"es": {
			[]string{"no, no, ningún problema, adelante", "no, no me importa, adelante", "no tengo inconveniente, siga"},
			[]string{"no no, adelante", "no no adelante", "no, todo bien, siga adelante", "no, para nada, adelante"},
			[]string{"no no, no lo haga", "no siga"},
		},
		"fr": {
			[]string{"non, non, pas de problème, allez-y", "non, aucun problème, vous pouvez y aller", "ça ne me dérange pas, allez-y"},
			[]string{"non non, allez-y", "non non allez-y", "non, tout va bien, faites", "mais non, allez-y"},
			[]string{"non non, ne le faites pas", "non non, laissez"},
		},
		"it": {
			[]string{"no, no, nessun problema, proceda pure", "no, niente in contrario, proceda"},
			[]string{"no no, faccia pure", "no no faccia pure", "no, va benissimo, vada avanti"},
			[]string{"no no, non lo faccia"},
		},
		"pt": {
			[]string{"não, sem problema nenhum, pode fazer", "não, nada contra, pode avançar"},
			[]string{"não, não, pode fazer", "não não, pode avançar", "não, está tudo bem, avance"},
			[]string{"não, não faça"},
		},
		"tr": {
			[]string{"hayır hayır, sorun yok, yapın", "yok, hiç sorun değil, lütfen yapın", "itirazım yok, devam edin"},
			[]string{"yok yok, yapın", "yok canım, devam edin", "yok, tamam, yapın"},
			[]string{"yok yok, yapmayın"},
		},
		"ar": {
			[]string{"لا، لا مشكلة أبدا، تفضل", "لا لا، لا مانع، نفذ", "لا، ليس لدي مانع، تفضل"},
			[]string{"لا لا، تفضل", "لا لا، كل شيء تمام، تابع"},
			[]string{"لا لا، لا تفعل"},
		},
		"zh": {
			[]string{"没事没事，办吧", "没事，办吧", "不不不，没关系，请继续", "我不介意，请办理"},
			[]string{"不不，办吧", "没有没有，继续吧"},
			[]string{"不，别办"},
		},
		"ja": {
			[]string{"いえ、構いません、進めてください", "いいえ、全然問題ありません、お願いします"},
			[]string{"いえいえ、お願いします", "いえいえ、どうぞ", "いや、大丈夫、進めてください"},
			[]string{"いえいえ、やめてください", "いえいえ、結構です"},
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
