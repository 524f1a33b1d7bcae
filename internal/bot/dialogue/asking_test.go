// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// permits are what an intent of medium risk is taught in one language, with a word that tells the classifier, and
// messages that ask about it or tell of it, and that ask for it.
var permits = map[string]struct {
	word          string
	taught        []string
	about, wishes []string
}{
	"en": {"permit", []string{"order a permit", "I need a new permit", "send me a permit"}, []string{"how do I order a permit?", "where can I order a permit?", "can I order a permit later?", "I already ordered a permit", "order a permit, just kidding"}, []string{"order a permit", "I need a new permit please"}},
	"de": {"Ausweis", []string{"Ausweis bestellen", "ich brauche einen neuen Ausweis", "schicken Sie mir einen Ausweis"}, []string{"wie bestelle ich einen Ausweis?", "kann ich später einen Ausweis bestellen?", "ich habe schon einen Ausweis bestellt"}, []string{"Ausweis bestellen", "ich brauche einen neuen Ausweis"}},
	"es": {"carné", []string{"pedir un carné", "necesito un carné nuevo", "mándeme un carné"}, []string{"¿cómo puedo pedir un carné?", "ya pedí un carné nuevo", "pedir un carné, era broma"}, []string{"pedir un carné", "necesito un carné nuevo"}},
	"fr": {"badge", []string{"commander un badge", "il me faut un nouveau badge", "envoyez-moi un badge"}, []string{"comment commander un badge ?", "j'ai déjà commandé un badge"}, []string{"commander un badge", "il me faut un nouveau badge"}},
	"it": {"tesserino", []string{"ordinare un tesserino", "mi serve un nuovo tesserino", "mandatemi un tesserino"}, []string{"come posso ordinare un tesserino?", "ho già ordinato un tesserino"}, []string{"ordinare un tesserino", "mi serve un nuovo tesserino"}},
	"pt": {"crachá", []string{"pedir um crachá", "preciso de um crachá novo", "mandem-me um crachá"}, []string{"como posso pedir um crachá?", "já pedi um crachá"}, []string{"pedir um crachá", "preciso de um crachá novo"}},
	"tr": {"kart", []string{"yeni kart istiyorum", "kart gönderin", "kartımı yenileyin"}, []string{"nasıl yeni kart alırım?", "zaten yeni kart aldım"}, []string{"yeni kart istiyorum", "kart gönderin"}},
	"ar": {"بطاقة", []string{"اريد بطاقة جديدة", "ارسلوا لي بطاقة"}, []string{"كيف يمكنني طلب بطاقة؟", "لقد طلبت بطاقة بالفعل"}, []string{"اريد بطاقة جديدة"}},
	"zh": {"证", []string{"申请通行证", "补办通行证"}, []string{"怎么申请通行证", "我已经申请通行证了"}, []string{"申请通行证"}},
	"ja": {"カード", []string{"カードを注文したい", "カードを送ってください"}, []string{"カードはどうやって注文しますか", "カードはもう注文しました"}, []string{"カードを注文したい"}},
}

// withPermit is a bot that knows it.
func withPermit(t *testing.T, locale string, taught []string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"),
		release.Intent{Name: "permit", Revision: "permit-1", Risk: "Medium", Locale: locale, Utterances: taught, Reply: release.Reply{Text: "Ordered."}})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if strings.Contains(text, permits[locale].word) {
			return []understanding.Prediction{{Intent: "permit", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// TestWhoAsksHowOrTellsOfAnOrderHasOrderedNothing, unless that is how the intent is asked for.
func TestWhoAsksHowOrTellsOfAnOrderHasOrderedNothing(t *testing.T) {
	for locale, says := range permits {
		for _, text := range says.about {
			if got := withPermit(t, locale, says.taught).say(text); strings.HasPrefix(got, "answer: ") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		for _, text := range says.wishes {
			if got := withPermit(t, locale, says.taught).say(text); got != "answer: Ordered." {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
	taught := slices.Concat(permits["en"].taught, []string{"how do I get a permit?"})
	if got := withPermit(t, "en", taught).say("how can I order a permit?"); got != "answer: Ordered." {
		t.Errorf("an intent that is asked for that way answers %q", got)
	}
}

// TestWhatANumberIsNeededForIsNoValueAndNoMisunderstanding: it is asked for again, and nothing else is said.
func TestWhatANumberIsNeededForIsNoValueAndNoMisunderstanding(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"why do you need that?", "what do you need it for", "where do I find that"}, "de": {"wofür brauchen Sie das?", "wo finde ich die?"}, "es": {"¿para qué lo quieren?", "¿dónde lo encuentro?"}, "fr": {"pourquoi avez-vous besoin de ça ?"},
		"it": {"a cosa vi serve?", "dove lo trovo?"}, "pt": {"para que é que precisam disso?"}, "tr": {"bunu neden istiyorsunuz?"}, "ar": {"لماذا تحتاجون ذلك؟"}, "zh": {"为什么需要这个？"}, "ja": {"なぜ必要なのですか"},
	} {
		for _, text := range texts {
			w := shop(t)
			w.say("cancel my order")
			w.state.Locale = locale
			if got := w.say(text); got != whichOrder {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}
