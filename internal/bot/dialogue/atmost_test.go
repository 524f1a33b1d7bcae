// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestANumberThatIsABoundNeedsAYes, and so does one that is too much.
func TestANumberThatIsABoundNeedsAYes(t *testing.T) {
	for locale, says := range map[string][]string{
		"en": {"add chairs", "How many chairs?", "10 is too much", "at most 5"}, "de": {"Stühle dazu", "Wie viele Stühle?", "10 sind zu viele", "höchstens 5"},
		"es": {"añadir sillas", "¿Cuántas sillas?", "10 es demasiado", "como mucho 5"}, "fr": {"ajouter des chaises", "Combien de chaises ?", "10 c'est trop", "au plus 5"},
		"it": {"aggiungere sedie", "Quante sedie?", "10 sono troppo", "al massimo 5"}, "pt": {"juntar cadeiras", "Quantas cadeiras?", "10 é demais", "no máximo 5"},
		"tr": {"sandalye ekle", "Kaç sandalye?", "en fazla 5"}, "ar": {"إضافة كراسي", "كم كرسيا؟", "5 على الأكثر"},
		"zh": {"加椅子", "几把椅子？", "最多5把"}, "ja": {"椅子を追加", "椅子は何脚ですか。", "多くても5脚"},
	} {
		for _, text := range says[2:] {
			w := doing(t, locale, says[0], release.Field{Name: "chairs", Prompt: says[1], Type: release.FieldNumber})
			w.say(says[0])
			if got := w.say(text); strings.HasPrefix(got, "answer") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}
