// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// cancelling is how the languages ask to cancel an order, and the words by which the bot knows it.
var cancelling = []struct{ locale, utterance, verb, confirmation string }{
	{"ar", "ألغ الطلب", "لغ", "هل ألغي الطلب {orderId}؟"},
	{"de", "bitte die Bestellung stornieren", "storn", "Soll ich Bestellung {orderId} stornieren?"},
	{"en", "cancel my order", "cancel", "Shall I cancel order {orderId}?"},
	{"es", "cancela mi pedido", "cancel", "¿Cancelo el pedido {orderId}?"},
	{"fr", "annulez ma commande", "annul", "Dois-je annuler la commande {orderId} ?"},
	{"it", "annulla il mio ordine", "annul", "Annullo l'ordine {orderId}?"},
	{"ja", "注文をキャンセルしてください", "キャンセル", "注文{orderId}をキャンセルしますか？"},
	{"pt", "cancela o meu pedido", "cancel", "Cancelo o pedido {orderId}?"},
	{"tr", "siparişimi iptal et", "iptal", "{orderId} siparişini iptal edeyim mi?"},
	{"zh", "请取消我的订单", "取消", "要取消订单{orderId}吗？"},
}

// tenLanguages is a bot that cancels orders and says when it is open, in ten languages.
func tenLanguages(t *testing.T, locale string) *world {
	t.Helper()
	w := newWorld(t)
	cancel := release.Intent{
		Name: "cancel-order", Revision: "cancel-order-1", Risk: "High", Locale: "en",
		Fields: []release.Field{{Name: "orderId", Prompt: "en?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}},
	}
	open := release.Intent{Name: "hours", Revision: "hours-1", Risk: "Low", Locale: "en", Title: "en: hours", Utterances: []string{"open"}, Reply: release.Reply{Text: "en: nine to five"}}
	for _, in := range cancelling {
		reply := release.Reply{Text: in.locale + ": {orderId}"}
		if in.locale == "en" {
			cancel.Utterances, cancel.Confirmation, cancel.Reply = []string{in.utterance}, in.confirmation, reply
			continue
		}
		cancel.Locales = append(cancel.Locales, release.IntentLocale{
			Locale: in.locale, Utterances: []string{in.utterance}, Confirmation: in.confirmation, Reply: reply,
			Prompts: []release.Prompt{{Field: "orderId", Prompt: in.locale + "?"}},
		})
		open.Locales = append(open.Locales, release.IntentLocale{Locale: in.locale, Title: in.locale + ": hours", Reply: release.Reply{Text: in.locale + ": nine to five"}})
	}
	w.stable = compiled(t, "stable", cancel, open)
	w.stable.Rules = nil
	w.state.Locale = locale
	w.predictions = func(text string) []understanding.Prediction {
		for _, in := range cancelling {
			if strings.Contains(strings.ToLower(text), in.verb) {
				return []understanding.Prediction{{Intent: "cancel-order", Confidence: 0.95}}
			}
		}
		if strings.Contains(text, "open") {
			return []understanding.Prediction{{Intent: "hours", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// asksFor is how the bot asks whether to cancel an order.
func asksFor(locale, order string) string {
	for _, in := range cancelling {
		if in.locale == locale {
			return "confirm: " + strings.ReplaceAll(in.confirmation, "{orderId}", order)
		}
	}
	return ""
}

// TestAYesMayRepeatTheRequestAndSayThanksAndNoMore answers the question whether to cancel order
// AB111111 in ten languages.
func TestAYesMayRepeatTheRequestAndSayThanksAndNoMore(t *testing.T) {
	for locale, answers := range map[string]struct{ yes, no, again []string }{
		"en": {[]string{"yes please, thanks a lot", "yes, cancel the order", "yes cancel it", "yes, AB111111", "Yes! Cancel my order please. Thank you", "yes I want to cancel it", "yes please, have a nice day"},
			[]string{"no, don't", "no, don't cancel it", "no thanks"}, []string{"yes. I moved last week though", "yes I want my order", "yes I want it", "yes I have it", "ok, just one", "yes, all except the shoes", "ok my friend has it"}},
		"de": {[]string{"ja bitte, vielen Dank", "ja, stornieren Sie die Bestellung", "ja bitte stornieren"},
			[]string{"nein, nicht stornieren", "nein danke"}, []string{"ja. ich bin umgezogen", "ja, außer den Schuhen"}},
		"es": {[]string{"sí, por favor, gracias", "sí, cancela el pedido", "sí, cancélalo"},
			[]string{"no, no lo canceles", "no gracias"}, []string{"sí. me mudé la semana pasada", "sí, menos los zapatos"}},
		"fr": {[]string{"oui merci beaucoup", "oui, annulez la commande", "oui, annulez-la"},
			[]string{"non, n'annulez pas", "non merci"}, []string{"oui. j'ai déménagé", "oui je l'ai", "oui, sauf les chaussures"}},
		"it": {[]string{"sì grazie mille", "sì, annulla l'ordine", "sì, annulla"},
			[]string{"no, non annullare", "no grazie"}, []string{"sì. ho traslocato", "sì, tranne le scarpe"}},
		"pt": {[]string{"sim, muito obrigado", "sim, cancela o pedido", "sim, pode cancelar"},
			[]string{"não, não cancela", "não obrigado"}, []string{"sim. mudei de casa", "sim, exceto os sapatos"}},
		"tr": {[]string{"evet, teşekkürler", "evet, siparişi iptal et", "evet iptal edin"},
			[]string{"hayır, iptal etme", "hayır teşekkürler"}, []string{"evet. geçen hafta taşındım", "evet, ayakkabılar hariç"}},
		"ar": {[]string{"نعم شكرا جزيلا", "نعم، ألغ الطلب"},
			[]string{"لا، لا تلغ الطلب", "لا شكرا"}, []string{"نعم. انتقلت الأسبوع الماضي", "نعم، ما عدا الحذاء"}},
		"zh": {[]string{"好的，谢谢", "是的，取消订单", "是的，取消吧"},
			[]string{"不，不要取消", "不用了"}, []string{"是的。我上周搬家了", "是的，除了鞋子"}},
		"ja": {[]string{"はい、お願いします", "はい、注文をキャンセルしてください", "はい、キャンセルで"},
			[]string{"いいえ、キャンセルしないで", "いいえ"}, []string{"はい。先週引っ越しました", "はい、靴以外"}},
	} {
		asked := asksFor(locale, "AB111111")
		for _, reply := range []struct {
			want  string
			texts []string
		}{
			{"answer: " + locale + ": AB111111", answers.yes},
			{"notice: " + release.TextsFor(nil, locale).LeftAsItIs, answers.no},
			{still(asked, locale), answers.again},
		} {
			for _, text := range reply.texts {
				w := tenLanguages(t, locale)
				if got := w.say("cancel storn annul iptal لغ 取消 キャンセル AB111111"); got != asked {
					t.Fatalf("%s: asked %q, want %q", locale, got, asked)
				}
				if got := w.say(text); got != reply.want {
					t.Errorf("%s: %q is answered %q, want %q", locale, text, got, reply.want)
				}
			}
		}
	}
}

// TestWhatIsExceptedOrDeniedIsNotActedUpon asks in ten languages to cancel all but an order, and one
// order instead of another. It answers yes to whatever the bot asks.
func TestWhatIsExceptedOrDeniedIsNotActedUpon(t *testing.T) {
	for locale, says := range map[string]struct{ except, other []string }{
		"en": {[]string{"cancel everything except AB111111", "cancel all my orders but AB111111", "cancel all, apart from AB111111"},
			[]string{"don't cancel AB111111, cancel AB222222", "cancel AB222222, not AB111111", "cancel AB222222 instead of AB111111", "please don't cancel AB111111. Cancel AB222222. Thanks!"}},
		"de": {[]string{"alles stornieren außer AB111111", "bis auf AB111111 bitte alles stornieren"},
			[]string{"Nicht AB111111 stornieren, sondern AB222222", "AB111111 nicht stornieren, stornieren Sie AB222222"}},
		"es": {[]string{"cancela todo menos el AB111111", "cancela todo excepto AB111111"}, []string{"no canceles AB111111, cancela AB222222"}},
		"fr": {[]string{"annulez tout sauf AB111111"}, []string{"n'annulez pas AB111111, annulez AB222222"}},
		"it": {[]string{"annulla tutto tranne AB111111"}, []string{"non annullare AB111111, annulla AB222222"}},
		"pt": {[]string{"cancela tudo exceto AB111111"}, []string{"não cancele AB111111, cancele AB222222"}},
		"tr": {[]string{"AB111111 hariç hepsini iptal et"}, []string{"AB111111 iptal etmeyin, AB222222 iptal edin", "AB111111 değil, AB222222 siparişini iptal edin"}},
		"ar": {[]string{"ألغ كل الطلبات ما عدا AB111111"}, []string{"لا تلغ AB111111، ألغ AB222222"}},
		"zh": {[]string{"除了AB111111以外全部取消"}, []string{"不要取消AB111111，请取消AB222222"}},
		"ja": {[]string{"AB111111以外を全部キャンセルして"}, []string{"AB111111ではなくAB222222をキャンセルしてください"}},
	} {
		yes := release.TextsFor(nil, locale).Yes
		for _, text := range says.except {
			w := tenLanguages(t, locale)
			if got, want := w.say(text), "field: "+locale+"?"; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
			w.say(yes)
			if said := mustJSON(t, w.state.Turns); strings.Contains(said, `"text":"`+locale+`: AB111111"`) {
				t.Errorf("%s: %q is done for what it excepts", locale, text)
			}
		}
		for _, text := range says.other {
			w := tenLanguages(t, locale)
			if got, want := w.say(text), asksFor(locale, "AB222222"); got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
				continue
			}
			if got, want := w.say(yes), "answer: "+locale+": AB222222"; got != want {
				t.Errorf("%s: after %q a yes is answered %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestTheBotFollowsTheCustomersLanguage plays customers who change it.
func TestTheBotFollowsTheCustomersLanguage(t *testing.T) {
	for name, tc := range map[string]struct {
		locale    string
		say, want []string
	}{
		"from German to English": {"de", []string{"wann habt ihr open", "thanks, and how can I cancel my order?", "AB111111", "ok"},
			[]string{"answer: de: nine to five", "field: en?", asksFor("en", "AB111111"), "answer: en: AB111111"}},
		"from English to French and back": {"en-GB", []string{"when are you open", "et vous êtes open le dimanche ?", "and when are you open on Monday?"},
			[]string{"answer: en: nine to five", "answer: fr: nine to five", "answer: en: nine to five"}},
		"what is short changes nothing": {"de", []string{"cancel", "AB111111", "yes"}, []string{"field: de?", asksFor("de", "AB111111"), "answer: de: AB111111"}},
		"the first message counts, too": {"en", []string{"Hallo, wann habt ihr am Sonntag open?"}, []string{"answer: de: nine to five"}},
		"and where nothing is known":    {"", []string{"昨日の注文をキャンセルしたいです"}, []string{"field: ja?"}},
		"notices are in it":             {"de", []string{"I have a question about the thing that I bought"}, []string{"clarify: " + release.TextsFor(nil, "en").NotUnderstood}},
		"a language of nobody's":        {"en", []string{"wat zijn jullie tijden en waar is het open?"}, []string{"answer: en: nine to five"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := tenLanguages(t, tc.locale)
			plays(t, w, tc.say, tc.want)
		})
	}
	w := tenLanguages(t, "en-GB")
	w.say("Hallo, wann habt ihr am Sonntag open?")
	if w.state.Locale != "en-GB" || w.state.Speaks() != "de" {
		t.Errorf("locale %q, speaks %q: the region is not forgotten", w.state.Locale, w.state.Speaks())
	}
	w.say("and when are you open on Monday?")
	if w.state.Speaks() != "en-GB" {
		t.Errorf("back again, speaks %q", w.state.Speaks())
	}
}

// TestATurnIsInOneLanguage plays a bot of which one intent lacks a language.
func TestATurnIsInOneLanguage(t *testing.T) {
	w := tenLanguages(t, "de")
	english := returns()
	english.Locale = "en"
	w.stable = compiled(t, "stable", english, release.Intent{
		Name: "hours", Revision: "hours-1", Risk: "Low", Locale: "en", Utterances: []string{"open"}, Reply: release.Reply{Text: "en: nine to five"},
		Locales: []release.IntentLocale{{Locale: "de", Reply: release.Reply{Text: "de: neun bis fünf"}}},
	})
	w.stable.Rules = nil
	w.predictions = func(text string) []understanding.Prediction {
		if strings.Contains(text, "open") {
			return []understanding.Prediction{{Intent: "hours", Confidence: 0.95}}
		}
		return []understanding.Prediction{{Intent: "returns", Confidence: 0.95}}
	}
	want := "answer: en: nine to five\noffer: You also asked about this: Returns. Shall I go on with it?"
	if got := w.say("wann habt ihr open und wie geht der Umtausch?"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	w.state.Offered = nil
	if got, want := w.say("wann habt ihr denn nun open?"), "answer: de: neun bis fünf"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
