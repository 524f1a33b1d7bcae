// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// doing is a bot that does one thing at the risk Medium, which the sentence asks for and no other does.
func doing(t *testing.T, locale, ask string, fields ...release.Field) *world {
	t.Helper()
	w, reply := newWorld(t), "done"
	for i := range fields {
		fields[i].Required = true
		reply += " {" + fields[i].Name + "}"
	}
	w.stable = compiled(t, "stable", release.Intent{
		Name: "thing", Revision: "thing-1", Risk: "Medium", Locale: locale, Utterances: []string{ask}, Fields: fields, Reply: release.Reply{Text: reply}, Confirmation: "?" + strings.TrimPrefix(reply, "done"),
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if strings.HasPrefix(text, ask) {
			return []understanding.Prediction{{Intent: "thing", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// movedVisits are how each language asks to move the visit of a technician, and asks for the day.
var movedVisits = map[string][2]string{
	"en": {"move the engineer's visit", "To which day?"}, "de": {"Technikerbesuch verschieben", "Auf welchen Tag?"}, "es": {"cambiar la visita del técnico", "¿A qué día?"},
	"fr": {"déplacer la visite du technicien", "À quel jour ?"}, "it": {"spostare la visita del tecnico", "A che giorno?"}, "pt": {"mudar a visita do técnico", "Para que dia?"},
	"tr": {"teknisyen ziyaretini ertele", "Hangi güne?"}, "ar": {"تغيير موعد زيارة الفني", "إلى أي يوم؟"}, "zh": {"更改师傅上门时间", "改到哪天？"}, "ja": {"技術者の訪問を変更", "何日に変更しますか。"},
}

func movingVisit(t *testing.T, locale string) *world {
	t.Helper()
	return doing(t, locale, movedVisits[locale][0], release.Field{Name: "day", Prompt: movedVisits[locale][1], Type: release.FieldDate, Minimum: release.Today})
}

// TestADayOfARemarkNeedsAYes or is no answer: it is that of a birthday, a passport or a journey.
func TestADayOfARemarkNeedsAYes(t *testing.T) {
	for locale, remarks := range map[string][]string{
		"en": {"my licence runs out on 9 June", "our lease begins on 9 June", "the twins graduate on 9 June", "it's prom night on 9 June"},
		"de": {"am 9. Juni fliegen wir nach Rom, danach", "mein Ausweis läuft am 9. Juni ab", "am 9. Juni tauft meine Schwester"}, "es": {"el 9 de junio operan a mi madre", "nos mudamos el 9 de junio"},
		"fr": {"mon bail finit le 9 juin", "le 9 juin on baptise le petit"}, "it": {"il 9 giugno operano mia madre", "la patente scade il 9 giugno"},
		"pt": {"a carta de condução caduca a 9 de junho", "a 9 de junho batizamos a menina"}, "tr": {"9 Haziran'da nişanlanıyoruz", "ehliyetim 9 Haziran'da doluyor"},
		"ar": {"رخصتي تنتهي في 9 يونيو", "سننتقل في 9 يونيو"}, "zh": {"6月9日我们搬家", "我驾照6月9日过期", "6月9日不合适"}, "ja": {"6月9日に引っ越します", "免許は6月9日に失効します"},
	} {
		for _, remark := range remarks {
			w := movingVisit(t, locale)
			w.say(movedVisits[locale][0])
			if got := w.say(remark); strings.HasPrefix(got, "answer: ") {
				t.Errorf("%s: %q is answered %q", locale, remark, got)
			}
			if got := movingVisit(t, locale).say(movedVisits[locale][0] + ", " + remark); strings.HasPrefix(got, "answer: ") {
				t.Errorf("%s: %q is answered %q in a first message", locale, remark, got)
			}
		}
	}
}

// TestADayThatIsWantedIsTaken at once, whatever words it is wanted in.
func TestADayThatIsWantedIsTaken(t *testing.T) {
	for locale, answers := range map[string][]string{
		"en": {"9 June", "Tuesday 9 June please", "I could manage 9 June", "9 June suits us", "make it 9 June", "we fly on 10 June, so 9 June"},
		"de": {"am 9. Juni", "der 9. Juni passt", "9. Juni wäre gut", "am 28. Mai fliegen wir, also am 9. Juni"}, "es": {"el 9 de junio", "me viene bien el 9 de junio"},
		"fr": {"le 9 juin", "plutôt le 9 juin"}, "it": {"il 9 giugno", "facciamo il 9 giugno"}, "pt": {"9 de junho", "o dia 9 de junho dá-me jeito"}, "tr": {"9 Haziran", "9 Haziran uygun"},
		"ar": {"9 يونيو", "9 يونيو يناسبني"}, "zh": {"6月9日", "6月9日可以"}, "ja": {"6月9日", "6月9日にします"},
	} {
		for _, answer := range answers {
			w := movingVisit(t, locale)
			w.say(movedVisits[locale][0])
			if got := w.say(answer); got != "answer: done 2026-06-09" {
				t.Errorf("%s: %q is answered %q", locale, answer, got)
			}
		}
	}
}

// upgrades are how each language asks for an upgrade, which one, what is said of one, and how it is chosen.
var upgrades = map[string]struct {
	ask, prompt   string
	said, answers []string
}{
	"en": {"upgrade my seat", "Which seat?", []string{"Gold costs a fortune", "my boss flew Gold"}, []string{"Gold", "the Gold seat please", "I'd go for Gold"}},
	"de": {"Sitzplatz aufwerten", "Welcher Sitz?", []string{"Gold kostet ein Vermögen", "mein Chef flog Gold"}, []string{"Gold", "den Sitz Gold bitte", "ich nehme Gold"}},
	"es": {"mejorar mi asiento", "¿Qué asiento?", []string{"el otro día tuve Gold", "Gold sale carísimo"}, []string{"Gold", "quiero Gold"}},
	"fr": {"surclasser mon siège", "Quel siège ?", []string{"Gold coûte une fortune"}, []string{"Gold", "je prends Gold"}},
	"it": {"migliorare il mio posto", "Quale posto?", []string{"Gold è carissimo"}, []string{"Gold", "prendo Gold"}},
	"pt": {"melhorar o meu lugar", "Que lugar?", []string{"Gold é caríssimo"}, []string{"Gold", "fico com Gold"}},
	"tr": {"koltuğumu yükselt", "Hangi koltuk?", []string{"Gold pahalıymış", "geçen yıl Gold'daydık"}, []string{"Gold", "Gold alayım"}},
	"ar": {"ترقية مقعدي", "أي مقعد؟", []string{"Gold سعره مرتفع"}, []string{"Gold", "سآخذ Gold"}},
	"zh": {"升级座位", "哪种座位？", []string{"Gold贵得离谱", "去年坐的Gold"}, []string{"Gold", "要Gold"}},
	"ja": {"座席をアップグレード", "どの座席ですか。", []string{"Goldは値段が高い"}, []string{"Gold", "Goldにします"}},
}

// TestAChoiceOfWhichSomethingIsToldNeedsAYes since it may be the one that is not wanted.
func TestAChoiceOfWhichSomethingIsToldNeedsAYes(t *testing.T) {
	for locale, says := range upgrades {
		seats := func() *world {
			w := doing(t, locale, says.ask, release.Field{Name: "seat", Prompt: says.prompt, Type: release.FieldChoice, Choices: []string{"Gold", "Window Row", "Red"}})
			w.say(says.ask)
			return w
		}
		for _, text := range says.said {
			if got := seats().say(text); strings.HasPrefix(got, "answer: ") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		for _, text := range says.answers {
			if got := seats().say(text); got != "answer: done Gold" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestOfTwoChoicesNoneIsTaken where one is asked for, also when one of them is a short word.
func TestOfTwoChoicesNoneIsTaken(t *testing.T) {
	for _, text := range []string{"Window Row and Red", "Red or Window Row", "Gold and Red"} {
		says := upgrades["en"]
		w := doing(t, "en", says.ask, release.Field{Name: "seat", Prompt: says.prompt, Type: release.FieldChoice, Choices: []string{"Gold", "Window Row", "Red"}})
		w.say(says.ask)
		if got := w.say(text); !strings.HasPrefix(got, "field: ") {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
