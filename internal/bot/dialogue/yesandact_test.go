// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAYesMaySayTheActOnceMore, with a pronoun for the thing, or that all is right as it was read out. Neither another act
// nor anything else beside the yes is done with it.
func TestAYesMaySayTheActOnceMore(t *testing.T) {
	for locale, says := range map[string]struct {
		utterance  string
		yes, other []string
	}{
		"en": {"reserve seats", []string{"yes, reserve them", "yep, take those please", "yes, everything is correct", "that looks right", "Great."},
			[]string{"yes, return them", "yes, reserve them later", "yes, them too", "great, but not yet", "great question", "yes, can I get them cheaper"}},
		"de": {"Plätze reservieren", []string{"ja, reservieren Sie ihn", "ja, reservieren Sie diese bitte", "ja, das ist alles richtig so", "Sehr gut."},
			[]string{"ja, stornieren Sie ihn", "ja, reservieren Sie ihn später", "gut, aber nicht heute"}},
		"es": {"reservar butacas", []string{"sí, resérvalas", "sí, puede reservarlas", "sí, está todo bien", "Muy bien."},
			[]string{"sí, anúlalas", "sí, cámbielas", "sí, ¿puede reservarlas más tarde?", "sí, puede reservarlas si son baratas"}},
		"fr": {"réserver des places", []string{"oui, réservez-les", "oui c'est bon", "oui, c'est tout bon", "Très bien."},
			[]string{"oui, annulez-les", "c'est bon", "oui c'est bon laissez tomber"}},
		"it": {"prenotare posti", []string{"sì, prenotateli", "sì, può prenotarli", "sì, tutto giusto", "Benissimo."},
			[]string{"sì, può annullarli", "sì, può prenotarli più tardi", "sì, può prenotarli?", "bene, lasci stare"}},
		"pt": {"reservar lugares", []string{"sim, reserve-os", "sim, pode reservá-los", "sim, está tudo certo", "Ótimo."},
			[]string{"sim, pode cancelá-los", "sim, pode reservá-los mais barato?"}},
		"tr": {"koltuk ayırt", []string{"evet, onları ayırt", "evet her şey doğru", "Çok iyi."},
			[]string{"evet, onları iptal et", "çok iyi ama şimdi değil"}},
		"ar": {"احجز مقاعد", []string{"نعم، احجزها", "نعم كل شيء صحيح", "ممتاز"},
			[]string{"نعم، الغها", "ممتاز، لكن ليس الآن"}},
		"zh": {"预订座位", []string{"对，预订它们", "是的，都没问题", "太好了"},
			[]string{"对，取消它们", "太好了，但是先不要"}},
		"ja": {"席を取る", []string{"はい、取ってください", "はい、全て合っています", "いいですね"},
			[]string{"はい、取らないでください", "はい、取り消してください", "いいですね、でもやめます"}},
	} {
		for answered, texts := range map[bool][]string{true: says.yes, false: says.other} {
			for _, text := range texts {
				if got := withSeats(t, locale, says.utterance).say(text); strings.HasPrefix(got, "answer: Done.") != answered {
					t.Errorf("%s: %q is answered %q", locale, text, got)
				}
			}
		}
	}
}

// withSeats is a bot that was asked for seats and wants a yes.
func withSeats(t *testing.T, locale, utterance string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), release.Intent{
		Name: "seats", Revision: "seats-1", Risk: "High", Locale: locale, Title: "Seats", Utterances: []string{utterance}, Reply: release.Reply{Text: "Done."},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if text == utterance {
			return []understanding.Prediction{{Intent: "seats", Confidence: 0.95}}
		}
		return nil
	}
	w.say(utterance)
	return w
}
