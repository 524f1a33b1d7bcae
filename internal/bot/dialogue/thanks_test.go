// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// thanking are messages that thank for a thing in ten languages, or praise it, and ones that ask for it
// with thanks.
var thanking = map[string]struct {
	thing       string
	only, asked []string
}{
	"en": {"refund", []string{"thanks for the refund", "Thank you so much for sending the refund!", "many thanks for the refund, got it", "the refund was great", "Hello, thanks for the quick refund. Bye"},
		[]string{"thanks, I need a refund", "thanks in advance for the refund", "thank you for sending the refund again please", "thanks for the help but where is my refund", "thanks, refund"}},
	"de": {"erstattung", []string{"danke für die erstattung", "Vielen Dank für die schnelle erstattung!", "ich bedanke mich für die erstattung", "danke, dass Sie mir die erstattung geschickt haben", "die erstattung war super"},
		[]string{"danke, ich brauche eine erstattung", "danke im Voraus für die erstattung", "erstattung bitte, danke"}},
	"es": {"reembolso", []string{"gracias por el reembolso", "muchas gracias por enviarme el reembolso"}, []string{"gracias, necesito un reembolso", "gracias de antemano por el reembolso"}},
	"fr": {"remboursement", []string{"merci pour le remboursement", "merci beaucoup pour votre remboursement rapide", "merci d'avoir envoyé le remboursement"}, []string{"merci de m'envoyer le remboursement", "merci, je voudrais un remboursement", "merci d'avance pour le remboursement"}},
	"it": {"rimborso", []string{"grazie per il rimborso", "grazie mille per il rimborso veloce"}, []string{"grazie, ma voglio un rimborso", "grazie in anticipo per il rimborso"}},
	"pt": {"reembolso", []string{"obrigado pelo reembolso", "muito obrigada por enviar o reembolso"}, []string{"obrigado, quero um reembolso", "desde já obrigado pelo reembolso"}},
	"tr": {"iade", []string{"iade için teşekkürler", "para iade için çok teşekkür ederim"}, []string{"teşekkürler, iade istiyorum", "iade için şimdiden teşekkürler"}},
	"ar": {"استرداد", []string{"شكرا على استرداد المبلغ", "شكرا لكم على استرداد"}, []string{"شكرا، أريد استرداد المبلغ", "شكرا مقدما على استرداد المبلغ"}},
	"zh": {"退款", []string{"谢谢你们的退款", "感谢退款"}, []string{"谢谢，我要退款", "请退款，谢谢"}},
	"ja": {"返金", []string{"返金ありがとうございました", "返金の対応に感謝します"}, []string{"返金をお願いします、ありがとう", "ありがとう、返金してほしいです"}},
}

// TestWhoThanksForAThingDoesNotAskForIt says it to a classifier that hears the thing and no more.
func TestWhoThanksForAThingDoesNotAskForIt(t *testing.T) {
	for locale, says := range thanking {
		world := func() *world {
			w := newWorld(t)
			w.stable = compiled(t, "stable", hours("1"), release.Intent{Name: "refund", Revision: "refund-1", Risk: "Low", Locale: locale, Utterances: []string{says.thing}, Reply: release.Reply{Text: "Refund."}})
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(text string) []understanding.Prediction {
				if strings.Contains(text, says.thing) {
					return []understanding.Prediction{{Intent: "refund", Confidence: 0.95}}
				}
				return nil
			}
			return w
		}
		for _, text := range says.only {
			if got, want := world().say(text), "notice: "+release.TextsFor(nil, locale).YouAreWelcome; got != want {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		for _, text := range says.asked {
			if got := world().say(text); got != "answer: Refund." {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestWhatIsAskedBesideThanksIsAnswered, and not what is thanked for.
func TestWhatIsAskedBesideThanksIsAnswered(t *testing.T) {
	plays(t, shop(t), []string{"thanks for cancelling AB123457, when do you open?"}, []string{nineToFive})
	plays(t, shop(t), []string{"when do you open? Thanks for cancelling AB123457."}, []string{nineToFive})
	plays(t, shop(t), []string{"cancel AB123456", "thanks for cancelling the other", "no"}, []string{shallI, welcome + "\n" + shallI, leftAsIs})
}

// TestPraiseIsAnAnswerWhereAnyTextIsOne: to "what would you like to tell us?", and thanks are none.
func TestPraiseIsAnAnswerWhereAnyTextIsOne(t *testing.T) {
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), release.Intent{
		Name: "feedback", Revision: "feedback-1", Risk: "Low", Utterances: []string{"give feedback"},
		Fields: []release.Field{{Name: "what", Prompt: "What would you like to tell us?", Required: true}}, Reply: release.Reply{Text: "Noted: {what}."},
	})
	w.stable.Rules = nil
	w.predictions = func(text string) []understanding.Prediction {
		if text == "give feedback" {
			return []understanding.Prediction{{Intent: "feedback", Confidence: 0.95}}
		}
		return nil
	}
	plays(t, w, []string{"give feedback", "thank you", "the technician was super"},
		[]string{"field: What would you like to tell us?", welcome + "\nfield: What would you like to tell us?", "answer: Noted: the technician was super."})
}
