// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"strings"
	"testing"
)

// TestWhatStandsBesideAYes tells what is more than a yes and courtesies. What is left of the verb of
// a request is for the caller to know.
func TestWhatStandsBesideAYes(t *testing.T) {
	for locale, texts := range map[string]struct{ courteous, more []string }{
		"en": {[]string{"yes", "yes please, thanks a lot", "Yes! That would be great, thank you very much", "ok go ahead", "yess pls", "yep, cheers mate", "yes, please do. Kind regards", "sure thing 👍", "yes I'm sure"},
			[]string{"yes. I moved last week though", "yes but keep the socks", "yes, tomorrow", "ok my parcel came", "yes and the other one", "right I have to think", "yes, if it is free"}},
		"de": {[]string{"ja", "ja bitte, vielen Dank", "Ja, gerne. Danke für Ihre Hilfe", "ok, machen Sie das", "ja, ich bin mir sicher", "Ja bitte! Viele Grüße"},
			[]string{"ja. ich bin umgezogen", "ja, aber erst morgen", "ja und die Adresse ist falsch", "ja, wenn es nichts kostet"}},
		"es": {[]string{"sí", "sí, por favor, muchas gracias", "vale, adelante", "Sí. Es usted muy amable", "sí, estoy segura"},
			[]string{"sí. me mudé la semana pasada", "sí, si es gratis", "vale, mañana", "sí, pero la otra"}},
		"fr": {[]string{"oui", "oui s'il vous plaît, merci beaucoup", "d'accord, allez-y", "Oui. Merci de votre aide", "oui, je suis sûre"},
			[]string{"oui. j'ai déménagé", "oui, demain", "oui mais pas l'autre", "ok le colis est là"}},
		"it": {[]string{"sì", "sì grazie mille", "va bene, proceda", "Sì. Molto gentile, grazie", "sì, sono sicuro"},
			[]string{"sì. ho traslocato", "sì, se è gratis", "sì, ma domani", "sì, solo le scarpe"}},
		"pt": {[]string{"sim", "sim, por favor, muito obrigada", "pode fazer", "Sim. Agradeço a ajuda", "sim, tenho certeza"},
			[]string{"sim. mudei de casa", "sim, se for grátis", "sim, mas amanhã", "sim, só os sapatos"}},
		"tr": {[]string{"evet", "evet lütfen, çok teşekkürler", "tamam, yapın", "Evet. Kolay gelsin", "evet eminim"},
			[]string{"evet. geçen hafta taşındım", "evet, ama yarın", "tamam yarın ararım"}},
		"ar": {[]string{"نعم", "نعم من فضلك، شكرا جزيلا", "تمام، تفضل", "نعم أنا متأكد"},
			[]string{"نعم. انتقلت الأسبوع الماضي", "نعم، لكن غدا", "نعم إذا كان مجانا"}},
		"zh": {[]string{"是的", "是的，谢谢", "好的，麻烦您了", "可以，非常感谢", "是的，我确定"},
			[]string{"是的。我上周搬家了", "好的，如果免费", "可以，但明天", "好，不"}},
		"ja": {[]string{"はい", "はい、お願いします", "はい、ありがとうございます", "うん、いいですよ", "はい、それでお願いします"},
			[]string{"はい。先週引っ越しました", "はい、無料なら", "はい、でも明日"}},
	} {
		for _, text := range texts.courteous {
			if s := Read(text, locale); !s.Agrees || len(s.Beside) > 0 {
				t.Errorf("%s: %q agrees %t, beside %q: want a yes and nothing else", locale, text, s.Agrees, s.Beside)
			}
		}
		for _, text := range texts.more {
			if s := Read(text, locale); s.Agrees && len(s.Beside) == 0 {
				t.Errorf("%s: %q says more than yes", locale, text)
			}
		}
	}
}

func TestWhatBeginsWithNoYesAgreesToNothing(t *testing.T) {
	for _, text := range []string{"no", "cancel it", "thanks", "perfectly clear", "yesterday it came", "", "?"} {
		if s := Read(text, "en"); s.Agrees {
			t.Errorf("%q agrees, beside %s", text, strings.Join(s.Beside, " "))
		}
	}
}

// TestANoInOtherWordsIsANo where it is all that is said.
func TestANoInOtherWordsIsANo(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"let's not", "not a chance", "I'd rather you didn't"}, "de": {"natürlich nicht", "eher nicht", "kommt nicht in Frage"},
		"es": {"por supuesto que no", "mejor que no", "ni loco"}, "fr": {"bien sûr que non", "je préfère pas", "laissez tomber"},
		"it": {"per carità", "certo che no", "direi di no"}, "pt": {"claro que não", "prefiro que não"}, "tr": {"sakın", "tabii ki hayır"},
		"ar": {"بالطبع لا", "لا أظن"}, "zh": {"千万别", "先别", "没必要"}, "ja": {"やらないでください", "必要ありません", "とんでもない"},
	} {
		for _, text := range texts {
			if read := Read(text, locale); !read.No || read.Yes {
				t.Errorf("%s: %q is no no", locale, text)
			}
		}
	}
}
