// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestOfTwoCodesTheCustomersOwnIsTaken where the other one is somebody else's; two that are given alike are both meant.
func TestOfTwoCodesTheCustomersOwnIsTaken(t *testing.T) {
	for locale, says := range map[string]struct{ ask, prompt, mineLast, mineFirst string }{
		"en": {"take the parking off", "What is the ticket number?", "my sister's is KX1001, mine is KX2002", "mine's KX2002, my sister's is KX1001"},
		"de": {"Parkplatz abbestellen", "Wie lautet die Ticketnummer?", "die meiner Schwester ist KX1001, meine ist KX2002", "meine lautet KX2002, die meiner Schwester KX1001"},
		"es": {"quitar el aparcamiento", "¿Cuál es el número?", "la de mi hermana es KX1001, la mía KX2002", "el mío es KX2002, el de mi hermana KX1001"},
		"fr": {"retirer le parking", "Quel est le numéro ?", "celui de ma sœur est KX1001, le mien KX2002", "la mienne est KX2002, celle de ma sœur KX1001"},
		"it": {"togliere il parcheggio", "Qual è il numero?", "quello di mia sorella è KX1001, il mio è KX2002", "la mia KX2002, quella di mia sorella KX1001"},
		"pt": {"tirar o estacionamento", "Qual é o número?", "o da minha irmã é KX1001, o meu é KX2002", "a minha é KX2002, a da minha irmã KX1001"},
		"tr": {"otoparkı çıkar", "Bilet numarası nedir?", "ablamınki KX1001, benimki KX2002", "benimki KX2002, ablamınki KX1001"},
		"ar": {"إزالة الموقف", "ما الرقم؟", "تذكرة أختي KX1001، الخاصة بي KX2002", "تبعي KX2002، تذكرة أختي KX1001"},
		"zh": {"取消停车位", "票号是多少？", "我姐姐的是KX1001，我的是KX2002", "我的是KX2002，我姐姐的是KX1001"},
		"ja": {"駐車場を外す", "番号を教えてください。", "姉のはKX1001、私のはKX2002", "私のはKX2002、姉のはKX1001"},
	} {
		for said, want := range map[string]string{
			says.mineLast: "answer: done KX2002", says.mineFirst: "answer: done KX2002", "KX1001, KX2002": "answer: done KX1001",
		} {
			w := doing(t, locale, says.ask, release.Field{Name: "ticket", Prompt: says.prompt, Type: release.FieldText, Pattern: "KX[0-9]{4}"})
			w.say(says.ask)
			if got := w.say(said); len(got) < len(want) || got[:len(want)] != want || want == "answer: done KX2002" && got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, said, got, want)
			}
		}
	}
}
