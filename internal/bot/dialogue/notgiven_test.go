// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// lockers are how a code is put on a locker in each language, the question for its number, answers that give it, and such
// that only speak of it.
var lockers = map[string]struct {
	ask, prompt  string
	gives, tells []string
}{
	"en": {"put a code on my locker", "What is the locker number?", []string{"it's L1234", "the number is L1234 please", "no, it's L1234", "L1234, thanks"}, []string{"is there one on L1234?", "I already had one on L1234", "L1234 belongs to my brother", "not L1234"}},
	"de": {"einen Code für mein Schließfach", "Wie ist die Nummer des Schließfachs?", []string{"es ist L1234", "die Nummer ist L1234 bitte"}, []string{"ist auf L1234 einer?", "L1234 hatte schon einen", "L1234 gehört meinem Bruder"}},
	"es": {"poner un código en mi taquilla", "¿Cuál es el número de la taquilla?", []string{"es L1234", "el número es L1234 por favor"}, []string{"¿hay uno en L1234?", "L1234 pertenece a mi hermano"}},
	"fr": {"mettre un code sur mon casier", "Quel est le numéro du casier ?", []string{"c'est L1234", "le numéro est L1234"}, []string{"y en a-t-il un sur L1234 ?", "L1234 appartient à mon frère"}},
	"it": {"mettere un codice al mio armadietto", "Qual è il numero dell'armadietto?", []string{"è L1234", "il numero è L1234"}, []string{"c'è già su L1234?", "L1234 appartiene a mio fratello"}},
	"pt": {"pôr um código no meu cacifo", "Qual é o número do cacifo?", []string{"é L1234", "o número é L1234"}, []string{"há um no L1234?", "o L1234 pertence ao meu irmão"}},
	"tr": {"dolabıma kod koy", "Dolap numarası nedir?", []string{"L1234", "numarası L1234"}, []string{"L1234'te var mı?", "L1234 kardeşime ait"}},
	"ar": {"ضع رمزا على خزانتي", "ما رقم الخزانة؟", []string{"L1234", "الرقم هو L1234"}, []string{"هل يوجد على L1234؟"}},
	"zh": {"给我的柜子设密码", "柜子号码是多少？", []string{"L1234", "是L1234"}, []string{"L1234有吗？"}},
	"ja": {"ロッカーに暗証番号を付けて", "ロッカーの番号は何ですか。", []string{"L1234です", "番号はL1234です"}, []string{"L1234にありますか？"}},
}

// TestACodeThatIsOnlySpokenOfNeedsAYes at the question for one, and one that is given does not.
func TestACodeThatIsOnlySpokenOfNeedsAYes(t *testing.T) {
	for locale, says := range lockers {
		say := func(text string) string {
			w := doing(t, locale, says.ask, release.Field{Name: "locker", Prompt: says.prompt, Pattern: "L[0-9]{4}"})
			w.say(says.ask)
			return w.say(text)
		}
		for _, text := range says.gives {
			if got := say(text); got != "answer: done L1234" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		for _, text := range says.tells {
			if got := say(text); strings.HasPrefix(got, "answer") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestAFormerNumberNeedsAYes, and so does one that is not to be called.
func TestAFormerNumberNeedsAYes(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"my old number was 07700 900111", "don't call me on 07700 900111"}, "de": {"meine alte Nummer war 07700 900111"},
		"es": {"mi antiguo número era 07700 900111"}, "fr": {"mon ancien numéro était le 07700 900111"}, "it": {"il mio vecchio numero era 07700 900111"},
	} {
		for _, text := range texts {
			w := doing(t, locale, "please ring back", release.Field{Name: "phone", Prompt: "Number?", Type: release.FieldPhone, Region: "GB"})
			w.say("please ring back")
			if got := w.say(text); strings.HasPrefix(got, "answer") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}
