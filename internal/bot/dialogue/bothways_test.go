// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestOfTwoOppositeActsEachTakesItsOwnValue, or neither is done without a yes; none is done for the other's.
func TestOfTwoOppositeActsEachTakesItsOwnValue(t *testing.T) {
	for locale, says := range map[string]struct{ on, off, both string }{
		"en": {"switch the heating on", "switch the heating off", "switch the heating on for R101 and off for R202"},
		"de": {"die Heizung einschalten", "die Heizung ausschalten", "die Heizung in R101 einschalten und in R202 ausschalten"},
		"es": {"activar la calefacción", "desactivar la calefacción", "activa la calefacción de R101 y desactiva la de R202"},
		"fr": {"activer le chauffage", "désactiver le chauffage", "activez le chauffage de R101 et désactivez celui de R202"},
		"it": {"attivare il riscaldamento", "disattivare il riscaldamento", "attivate il riscaldamento di R101 e disattivate quello di R202"},
		"pt": {"ativar o aquecimento", "desativar o aquecimento", "ative o aquecimento de R101 e desative o de R202"},
		"tr": {"kamerayı aç", "kamerayı kapat", "R101 kamerasını aç, R202 kamerasını kapat"},
		"zh": {"打开暖气", "关闭暖气", "打开R101的暖气，关闭R202的暖气"},
		"ja": {"暖房をオンにする", "暖房をオフにする", "R101の暖房をオンにして、R202の暖房をオフにして"},
	} {
		for heard, other := range map[string]string{"on": "R202", "off": "R101"} {
			w := newWorld(t)
			field := release.Field{Name: "room", Prompt: "?", Type: release.FieldText, Pattern: "R[0-9]{3}", Required: true}
			w.stable = compiled(
				t, "stable",
				release.Intent{Name: "on", Revision: "on-1", Risk: "Medium", Locale: locale, Utterances: []string{says.on}, Fields: []release.Field{field}, Reply: release.Reply{Text: "on {room}"}, Confirmation: "on {room}"},
				release.Intent{Name: "off", Revision: "off-1", Risk: "Medium", Locale: locale, Utterances: []string{says.off}, Fields: []release.Field{field}, Reply: release.Reply{Text: "off {room}"}, Confirmation: "off {room}"},
			)
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: heard, Confidence: 0.9}}
			}
			if got := w.say(says.both); strings.Contains(got, heard+" "+other) || strings.Count(got, "answer: ") > 1 {
				t.Errorf("%s: %q, heard as %q, is answered %q", locale, says.both, heard, got)
			}
		}
	}
}
