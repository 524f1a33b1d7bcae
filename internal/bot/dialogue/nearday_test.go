// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"
)

// nearDays are answers to "shall I" on Monday 2 March 2026 that name another day by how far it is, or by its weekday: to
// tomorrow, the day after, and Friday.
var nearDays = map[string]struct{ tomorrow, after, friday []string }{
	"en": {
		[]string{"tomorrow", "tomorrow please", "better tomorrow", "no, tomorrow", "yes please, but tomorrow"},
		[]string{"the day after tomorrow", "in two days", "in 2 days please", "no, in two days"},
		[]string{"Friday", "next Friday would be better", "make it Friday instead", "I'd prefer Friday", "Friday is better", "let's say Friday"},
	},
	"de": {
		[]string{"morgen", "lieber morgen", "nein, morgen", "morgen bitte"},
		[]string{"übermorgen", "in zwei Tagen", "lieber übermorgen"},
		[]string{"lieber am Freitag", "nächsten Freitag wäre besser", "doch am Freitag", "am Freitag passt es besser"},
	},
	"es": {
		[]string{"mañana", "mejor mañana", "no, mañana"},
		[]string{"pasado mañana", "en dos días", "dentro de 2 días"},
		[]string{"mejor el viernes", "el próximo viernes sería mejor", "que sea el viernes", "prefiero el viernes"},
	},
	"fr": {
		[]string{"demain", "plutôt demain", "non, demain"},
		[]string{"après-demain", "dans deux jours"},
		[]string{"plutôt vendredi", "vendredi prochain serait mieux", "vendredi plutôt", "oui mais vendredi"},
	},
	"it": {
		[]string{"domani", "meglio domani", "no, domani"},
		[]string{"dopodomani", "tra due giorni"},
		[]string{"meglio venerdì", "venerdì prossimo sarebbe meglio", "facciamo venerdì", "preferisco venerdì"},
	},
	"pt": {
		[]string{"amanhã", "melhor amanhã", "não, amanhã"},
		[]string{"depois de amanhã", "daqui a dois dias"},
		[]string{"melhor na sexta-feira", "na próxima sexta seria melhor", "pode ser sexta", "prefiro na sexta"},
	},
	"tr": {
		[]string{"yarın", "yarın olsun", "hayır, yarın"},
		[]string{"öbür gün"},
		[]string{"cuma olsun", "cuma günü daha iyi olur", "cuma günü lütfen"},
	},
	"ar": {
		[]string{"غدا", "الأفضل غدا", "لا، غدا"},
		[]string{"بعد غد", "بعد يومين"},
		[]string{"الجمعة أفضل", "نعم لكن الجمعة", "يوم الجمعة من فضلك"},
	},
	"zh": {
		[]string{"明天", "明天更好", "不，明天"},
		[]string{"后天", "改成后天"},
		[]string{"改成星期五", "还是周五吧", "是的，但是星期五"},
	},
	"ja": {
		[]string{"明日", "明日のほうがいいです", "いいえ、明日です"},
		[]string{"明後日", "あさってでお願いします"},
		[]string{"金曜日に変更してください", "金曜日のほうがいいです", "やっぱり金曜日で"},
	},
}

// TestADayNamedByHowFarItIsIsTakenBeforeTheYes: it is asked again with that day, and nothing is done with the old one.
func TestADayNamedByHowFarItIsIsTakenBeforeTheYes(t *testing.T) {
	for locale, says := range nearDays {
		for day, texts := range map[string][]string{"2026-03-03": says.tomorrow, "2026-03-04": says.after, "2026-03-06": says.friday} {
			for _, text := range texts {
				want := shallIBook(locale, day, "3", stays[locale].double)
				if got := staying(t, locale, true).say(text); got != want {
					t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
				}
			}
		}
	}
}

// TestADayAndACountAreChangedTogether, in one clause or two.
func TestADayAndACountAreChangedTogether(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"Friday for 4 nights please", "Friday, 4 nights"}, "de": {"am Freitag für 4 Nächte bitte"}, "es": {"el viernes por 4 noches"}, "fr": {"vendredi pour 4 nuits"}, "it": {"venerdì per 4 notti"},
	} {
		for _, text := range texts {
			if got, want := staying(t, locale, true).say(text), shallIBook(locale, "2026-03-06", "4", stays[locale].double); got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestADayThatIsNotAskedForChangesNothing, and is done with no other: what is told, ruled out or put off.
func TestADayThatIsNotAskedForChangesNothing(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"not tomorrow", "no, not tomorrow", "better not tomorrow", "I'll let you know tomorrow", "ask me tomorrow", "forget it, tomorrow", "tomorrow is my birthday", "I can't on Friday", "my exam is in two days", "yesterday was fine", "no, do not go ahead", "sorry, do it", "yes, next week", "yes, at the weekend", "yes, in the evening", "yes please, this afternoon"},
		"de": {"nicht morgen", "ich melde mich morgen", "morgen ist mein Geburtstag", "ja, nächste Woche", "ja, am Abend", "ja, am Wochenende"},
		"es": {"mañana no", "mañana es mi cumpleaños", "sí, la semana que viene", "sí, por la tarde"},
		"fr": {"pas demain", "demain c'est mon anniversaire", "oui, la semaine prochaine", "oui, ce soir"},
		"it": {"non domani", "sì, la settimana prossima", "sì, di sera"},
		"pt": {"amanhã não", "sim, na próxima semana", "sim, à noite"},
		"tr": {"yarın değil", "evet, gelecek hafta", "evet, bu akşam"},
		"ar": {"ليس غدا", "نعم، الأسبوع القادم"},
		"zh": {"明天不行", "算了，明天", "好的，下周"},
		"ja": {"明日はだめです", "はい、来週"},
	} {
		for _, text := range texts {
			w := staying(t, locale, true)
			if got := w.say(text); strings.HasPrefix(got, "answer") || w.state.Fields["arrival"] != "2026-05-05" {
				t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
			}
		}
	}
}

// TestWhatLetsAValueBeIsNoLettingGo: in words that let go of things elsewhere, as "olsun" and "lass" do.
func TestWhatLetsAValueBeIsNoLettingGo(t *testing.T) {
	for locale, says := range map[string]struct{ four, single []string }{
		"en": {[]string{"make that 4 nights", "let it be 4 nights"}, []string{"let it be single", "make that single"}},
		"de": {[]string{"lass es 4 Nächte sein", "sagen wir 4 Nächte"}, []string{"lass es Einzel sein"}},
		"es": {[]string{"que sean 4 noches"}, []string{"que sea individual"}},
		"fr": {[]string{"disons 4 nuits", "va pour 4 nuits"}, []string{"disons simple"}},
		"it": {[]string{"facciamo 4 notti"}, []string{"facciamo singola"}},
		"pt": {[]string{"pode ser 4 noites", "que sejam 4 noites"}, []string{"pode ser individual"}},
		"tr": {[]string{"4 gece olsun"}, []string{"tek olsun"}},
		"ar": {[]string{"لتكن 4 ليال"}, []string{"لتكن مفردة"}},
		"zh": {[]string{"4晚吧", "那就4晚"}, []string{"那就单人间吧"}},
		"ja": {[]string{"4泊にしてください"}, []string{"シングルのほうがいいです"}},
	} {
		h := stays[locale]
		for want, texts := range map[string][]string{
			shallIBook(locale, "2026-05-05", "4", h.double): says.four, shallIBook(locale, "2026-05-05", "3", h.single): says.single,
		} {
			for _, text := range texts {
				if got := staying(t, locale, true).say(text); got != want {
					t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
				}
			}
		}
	}
}
