// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

const (
	howMany = "field: To how many euros?"
	whatFor = "field: What do you want to return?"
)

// limits is a bot that raises limits, books courses and takes things back.
func limits(t *testing.T, locale, risk string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), returns(),
		release.Intent{
			Name: "raise-limit", Revision: "raise-limit-1", Risk: risk, Locale: locale,
			Utterances: []string{"raise my limit", "I need a higher limit", "increase the limit of my card", "Limit erhöhen", "sube mi límite", "augmentez mon plafond", "alza il mio limite", "aumenta o meu limite", "limitimi yükselt", "ارفع الحد", "提高额度", "限度額を上げて"},
			Fields:     []release.Field{{Name: "limit", Prompt: "To how many euros?", Type: release.FieldNumber, Minimum: "1", Maximum: "90000", Required: true}},
			Reply:      release.Reply{Text: "Limit {limit}."}, Confirmation: "Raise it to {limit}?",
		},
		release.Intent{
			Name: "book-course", Revision: "book-course-1", Risk: "Medium", Locale: locale, Utterances: []string{"book a course", "reserve a course", "Kurs buchen", "reserva un curso"},
			Fields: []release.Field{
				{Name: "course", Prompt: "Which course?", Type: release.FieldChoice, Choices: []string{"Yoga", "Boxing"}, Required: true},
				{Name: "day", Prompt: "On which day?", Type: release.FieldDate, Minimum: release.Today, Required: true},
			},
			Reply: release.Reply{Text: "{course} on {day}."},
		},
	)
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		text = strings.ToLower(text)
		for _, p := range []struct{ words, intent string }{
			{"limit límite plafond الحد 额度 限度額", "raise-limit"}, {"book course buchen reserva", "book-course"}, {"back", "returns"}, {"open", "hours"},
		} {
			for word := range strings.FieldsSeq(p.words) {
				if strings.Contains(text, word) {
					return []understanding.Prediction{{Intent: p.intent, Confidence: 0.95}}
				}
			}
		}
		return nil
	}
	return w
}

// raisesLimit asks for a higher limit, and gives none.
var raisesLimit = map[string]string{
	"en": "raise my limit", "de": "bitte mein Limit erhöhen", "es": "sube mi límite", "fr": "augmentez mon plafond", "it": "alza il mio limite",
	"pt": "aumenta o meu limite", "tr": "limitimi yükselt", "ar": "ارفع الحد", "zh": "提高额度", "ja": "限度額を上げて",
}

func TestANumberThatIsToldInPassingIsNotTheValue(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"I pay 300 rent", "I earn 2000", "my rent is 300", "it was 500 before", "it's currently 500", "I spent 300 yesterday", "my flat costs me 900", "I have 3 children", "my old card had 500", "I've been here for 5 years"},
		"de": {"ich zahle 300 Miete", "ich verdiene 2000", "meine Miete ist 300", "das waren 500", "derzeit sind es 500", "ich habe 3 Kinder"},
		"es": {"pago 300 de alquiler", "gano 2000", "mi alquiler es 300 ", "actualmente son 500", "tengo 3 hijos"},
		"fr": {"je paie 300 de loyer", "je gagne 2000", "mon loyer est de 300", "c'était 500", "j'ai 3 enfants"},
		"it": {"pago 300 di affitto", "guadagno 2000", "il mio affitto è 300", "attualmente 500", "ho 3 figli"},
		"pt": {"pago 300 de aluguel", "ganho 2000", "a minha renda é 300", "atualmente 500", "tenho 3 filhos"},
		"tr": {"300 kira ödüyorum", "2000 kazanıyorum", "önceden 500"},
		"ar": {"ادفع 300 ايجار", "كان 500", "حاليا 500"},
		"zh": {"我房租300", "我月薪2000", "以前是500"},
		"ja": {"家賃は300です", "300払っています", "500でした"},
	} {
		for _, text := range texts {
			w := limits(t, locale, "Medium")
			w.say(raisesLimit[locale])
			if got := w.say(text); !strings.HasSuffix(got, howMany) {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

func TestAValueInNaturalWordsIsTaken(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"2000", "2000?", "make it 2000", "let's say 2000", "to 2000 please", "I'd like 2000", "2000 would be fine", "I can pay 2000", "my budget is 2000", "I want to pay 2000 at most", "I pay 300 rent, so 2000", "well, two thousand I think", "I have 2000 in mind", "the limit should be 2000", "it should be 2000 euros"},
		"de": {"2000", "auf 2000 bitte", "sagen wir 2000", "ich hätte gern 2000", "ich möchte 2000", "ich zahle 300 Miete, also 2000"},
		"es": {"2000", "a 2000 por favor", "digamos 2000", "quiero 2000", "que sean 2000"},
		"fr": {"2000", "à 2000", "disons 2000", "je voudrais 2000", "mettez 2000"},
		"it": {"2000", "facciamo 2000", "vorrei 2000", "diciamo 2000"},
		"pt": {"2000", "para 2000", "digamos 2000", "quero 2000"},
		"tr": {"2000", "2000 olsun", "2000 istiyorum"},
		"ar": {"2000", "اريد 2000", "الى 2000"},
		"zh": {"2000", "2000吧", "我想要2000"},
		"ja": {"2000", "2000でお願いします", "2000にしてください"},
	} {
		for _, text := range texts {
			w := limits(t, locale, "Medium")
			w.say(raisesLimit[locale])
			if got := w.say(text); got != "answer: Limit 2000." {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

func TestAValueThatIsOnlyAskedAboutIsAskedFor(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"is 2000 ok?", "would 2000 be too much", "what if I said 2000?", "is 2000 too high?"},
		"de": {"ist 2000 ok?", "wären 2000 zu viel?", "was wenn ich 2000 sage?", "reichen 2000?"},
		"es": {"¿es 2000 demasiado?", "¿y si digo 2000?"}, "fr": {"est-ce que 2000 suffit ?", "et si je dis 2000 ?"},
		"it": {"è troppo 2000?", "e se dico 2000?"}, "pt": {"seria 2000 demais?", "e se eu disser 2000?"}, "tr": {"2000 çok mu?"}, "ar": {"ماذا لو 2000؟"},
		"zh": {"2000可以吗？", "如果2000呢？"}, "ja": {"もし2000なら？", "2000でも大丈夫ですか？"},
	} {
		for _, text := range texts {
			w := limits(t, locale, "Medium")
			w.say(raisesLimit[locale])
			if got := w.say(text); got != "confirm: Raise it to 2000?" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

func TestPuttingAnAnswerOffIsNoAnswer(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"I'll tell you tomorrow", "one sec, need to look it up", "I will let you know later", "have to ask my wife", "let me look it up", "I'll get back to you", "I'm not at home", "I need to find out first"},
		"de": {"das sag ich Ihnen morgen", "muss ich erst nachschauen", "ich muss meine Frau fragen", "ich melde mich später"},
		"es": {"se lo digo mañana", "tengo que buscarlo"}, "fr": {"je vous le dis demain", "je dois vérifier"},
		"it": {"glielo dico domani", "devo controllare"}, "pt": {"digo amanhã", "tenho de procurar"},
		"tr": {"yarın söylerim", "bakmam lazım"}, "ar": {"سأخبرك غدا"}, "zh": {"明天告诉你", "我查一下"}, "ja": {"明日連絡します", "調べてみます"},
	} {
		for _, text := range texts {
			for ask, want := range map[string]string{"send it back": whatFor, raisesLimit[locale]: howMany} {
				w := limits(t, locale, "Medium")
				w.say(ask)
				if got := w.say(text); got != want {
					t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
				}
			}
		}
	}
	for _, text := range []string{"the lamp that I had to look up in your shop for an hour", "I need to send back the shoes", "a lamp. I'll send it tomorrow at 5", "my blue jacket"} {
		w := limits(t, "en", "Medium")
		w.say("send it back")
		if got := w.say(text); !strings.HasPrefix(got, "answer: Send the") {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
