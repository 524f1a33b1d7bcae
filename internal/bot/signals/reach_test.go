// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"testing"
)

// aboutCancelling tells whether words speak of cancelling, in the languages of the tests.
func aboutCancelling(words []string) bool {
	return slices.ContainsFunc(TermsOf(words), func(term string) bool {
		return slices.Contains(strings.Fields("canc stor annu ipta لغ 取消 キャ ャン ンセ セル anul disd"), term)
	})
}

// TestWhatIsDeniedOrExceptedIsNotGranted tells of each text which of the values AB111111, AB222222
// and AB333333 are meant.
func TestWhatIsDeniedOrExceptedIsNotGranted(t *testing.T) {
	for _, tc := range []struct{ locale, text, want string }{
		{"en", "cancel everything except AB111111", ""},
		{"en", "cancel all my orders but AB111111 please", ""},
		{"en", "cancel all of them apart from AB111111 and AB222222", ""},
		{"en", "cancel AB111111 and AB222222 but not AB333333", "12"},
		{"en", "cancel AB111111 but keep AB222222", "1"},
		{"en", "don't cancel AB111111, cancel AB222222", "2"},
		{"en", "dont cancel AB111111 cancel AB222222", "2"},
		{"en", "don't cancel AB111111 or AB222222, cancel AB333333", "3"},
		{"en", "cancel AB222222, not AB111111", "2"},
		{"en", "cancel AB222222 not AB111111", "2"},
		{"en", "cancel AB222222 instead of AB111111", "2"},
		{"en", "cancel AB222222 rather than order number AB111111", "2"},
		{"en", "AB111111 don't cancel", ""},
		{"en", "no AB111111", "1"},
		{"en", "order no AB111111", "1"},
		{"en", "no, AB111111 instead", "1"},
		{"en", "I don't need AB111111 any more", "1"},
		{"en", "AB111111 has not arrived", "1"},
		{"en", "I can't find AB111111", "1"},
		{"en", "AB111111 is not what I wanted", "1"},
		{"de", "alles stornieren außer AB111111", ""},
		{"de", "bis auf AB111111 alles stornieren", ""},
		{"de", "Nicht AB111111 stornieren, sondern AB222222", "2"},
		{"de", "Nicht AB111111 sondern AB222222 stornieren", "2"},
		{"de", "Stornieren Sie AB111111 nicht, stornieren Sie AB222222", "2"},
		{"de", "statt AB111111 bitte AB222222 stornieren", "2"},
		{"de", "AB111111 kam nicht an", "1"},
		{"es", "cancela todo menos el AB111111", ""},
		{"es", "cancela todos excepto AB111111", ""},
		{"es", "no canceles AB111111, cancela AB222222", "2"},
		{"es", "no el AB111111 sino el AB222222", "2"},
		{"es", "cancela AB222222 en lugar de AB111111", "2"},
		{"fr", "annulez tout sauf AB111111", ""},
		{"fr", "annulez toutes les commandes à l'exception de AB111111", ""},
		{"fr", "n'annulez pas AB111111, annulez AB222222", "2"},
		{"fr", "pas AB111111 mais AB222222", "2"},
		{"fr", "annulez AB222222 au lieu de AB111111", "2"},
		{"it", "annullate tutto tranne AB111111", ""},
		{"it", "non annullare AB111111, annulla AB222222", "2"},
		{"it", "non AB111111 ma AB222222", "2"},
		{"it", "annulla AB222222 al posto di AB111111", "2"},
		{"pt", "cancele tudo exceto AB111111", ""},
		{"pt", "cancele todos menos o AB111111", ""},
		{"pt", "não cancele AB111111, cancele AB222222", "2"},
		{"pt", "cancele AB222222 em vez de AB111111", "2"},
		{"tr", "AB111111 hariç hepsini iptal et", ""},
		{"tr", "AB111111 dışında hepsini iptal edin", ""},
		{"tr", "AB111111 değil, AB222222 siparişini iptal edin", "2"},
		{"tr", "AB111111 yerine AB222222 siparişini iptal edin", "2"},
		{"tr", "AB111111 iptal etmeyin, AB222222 iptal edin", "2"},
		{"ar", "ألغ كل الطلبات ما عدا AB111111", ""},
		{"ar", "ألغ كل الطلبات باستثناء AB111111", ""},
		{"ar", "لا تلغ AB111111، ألغ AB222222", "2"},
		{"ar", "ليس AB111111 بل AB222222", "2"},
		{"zh", "除了AB111111以外全部取消", ""},
		{"zh", "全部取消，AB111111除外", ""},
		{"zh", "不要取消AB111111，请取消AB222222", "2"},
		{"zh", "不是AB111111，是AB222222", "2"},
		{"zh", "取消AB222222而不是AB111111", "2"},
		{"ja", "AB111111以外を全部キャンセルして", ""},
		{"ja", "AB111111を除いてキャンセルしてください", ""},
		{"ja", "AB111111ではなくAB222222をキャンセルしてください", "2"},
		{"ja", "AB111111はキャンセルしないで、AB222222をキャンセルして", "2"},
		{"", "cancel everything except AB111111", ""},
	} {
		granted := Granted(tc.text, tc.locale, aboutCancelling)
		got := ""
		for _, n := range []string{"1", "2", "3"} {
			if strings.Contains(granted, "AB"+strings.Repeat(n, 6)) {
				got += n
			}
		}
		if got != tc.want {
			t.Errorf("%s %q grants %q, of the values %q, want %q", tc.locale, tc.text, granted, got, tc.want)
		}
	}
}

func TestNothingIsTakenFromATextThatDeniesNothing(t *testing.T) {
	for _, text := range []string{"", "cancel AB111111", "Where  is　AB111111?", "é ｆｕｌｌ AB111111"} {
		if got := Granted(text, "en", aboutCancelling); got != text {
			t.Errorf("%q became %q", text, got)
		}
		if got := Taken(text, "en", aboutCancelling); got != "" {
			t.Errorf("%q is taken from %q", got, text)
		}
	}
}

func TestExceptionsAreHeard(t *testing.T) {
	for locale, texts := range map[string]struct{ are, none []string }{
		"en": {[]string{"everything except the shoes", "all but one", "apart from the last", "close it but keep my data"},
			[]string{"but not yet", "I like it but the colour is wrong", "save my order", "it is but a test"}},
		"de": {[]string{"alles außer den Schuhen", "bis auf die letzte", "mit Ausnahme von zwei"}, []string{"bis auf weiteres geschlossen", "außer Betrieb", "ich warte auf das Paket"}},
		"es": {[]string{"todo menos los zapatos", "salvo el último", "a excepción de uno"}, []string{"al menos el lunes", "más o menos", "a salvo"}},
		"fr": {[]string{"tout sauf les chaussures", "à l'exception de deux", "à part la dernière"}, []string{"une maison à part entière", "sauf erreur de ma part"}},
		"it": {[]string{"tutto tranne le scarpe", "eccetto uno", "tutti meno due"}, []string{"più o meno", "a meno che"}},
		"pt": {[]string{"tudo exceto os sapatos", "tudo menos um", "com exceção de dois"}, []string{"pelo menos um", "mais ou menos"}},
		"tr": {[]string{"ayakkabılar hariç hepsi", "bunun dışında"}, []string{"yurt dışında mısınız", "mesai saatleri dışında açık mısınız"}},
		"ar": {[]string{"كل شيء ما عدا الحذاء", "باستثناء الأخير"}, []string{"أريد الحذاء الآن"}},
		"zh": {[]string{"除了鞋子都取消", "鞋子除外"}, []string{"删除我的账户", "请解除绑定"}},
		"ja": {[]string{"靴以外を返品したい", "靴を除いて"}, []string{"靴を返品したい"}},
	} {
		for _, text := range texts.are {
			if !Read(text, locale).Excepts {
				t.Errorf("%s: %q excepts something", locale, text)
			}
		}
		for _, text := range texts.none {
			if Read(text, locale).Excepts {
				t.Errorf("%s: %q excepts nothing", locale, text)
			}
		}
	}
}

// TestADateIsDeniedOrExceptedAsAWhole also where its parts are units of their own.
func TestADateIsDeniedOrExceptedAsAWhole(t *testing.T) {
	for _, tc := range []struct{ locale, text string }{
		{"zh", "除了6月18日哪天都行"}, {"zh", "哪天都行，除了2027年6月18日"}, {"zh", "6月18日除外"}, {"ja", "6月18日以外で"},
	} {
		if got := Granted(tc.text, tc.locale, aboutCancelling); strings.Contains(got, "6") || strings.Contains(got, "18") {
			t.Errorf("%s: of %q, %q is granted", tc.locale, tc.text, got)
		}
	}
}
