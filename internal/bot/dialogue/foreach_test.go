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

// hire is how customers of a language hire things, one of which is called first and another second.
type hire struct {
	ask, which, when, first, second string
	// verb is in all messages that ask for it.
	verb string
}

var hires = map[string]hire{
	"en": {"hire a tool", "Which tool?", "For which day?", "Grinder", "Ladder", "hire"},
	"de": {"ein Werkzeug mieten", "Welches Werkzeug?", "Für welchen Tag?", "Schleifer", "Säge", "mieten"},
	"es": {"alquilar una herramienta", "¿Qué herramienta?", "¿Para qué día?", "Lijadora", "Sierra", "alquilar"},
	"fr": {"louer un outil", "Quel outil ?", "Pour quel jour ?", "Ponceuse", "Échelle", "louer"},
	"it": {"noleggiare un attrezzo", "Quale attrezzo?", "Per quale giorno?", "Levigatrice", "Scala", "noleggiare"},
	"pt": {"alugar uma ferramenta", "Que ferramenta?", "Para que dia?", "Lixadeira", "Escada", "alugar"},
	"tr": {"bir alet kiralamak istiyorum", "Hangi alet?", "Hangi gün için?", "Zımpara", "Merdiven", "kirala"},
	"ar": {"أريد استئجار أداة", "أي أداة؟", "لأي يوم؟", "مطرقة", "سلم", "استئجار"},
	"zh": {"租工具", "哪种工具？", "哪一天？", "电钻", "梯子", "租"},
	"ja": {"工具を借りたい", "どの工具ですか。", "何日ですか。", "ドリル", "ノコギリ", "借り"},
}

// hiring is a bot that hires things out: one tool, for a day where that is asked for.
func hiring(t *testing.T, locale, risk string, more ...release.Field) *world {
	t.Helper()
	h, reply := hires[locale], "done {tool}"
	fields := []release.Field{{Name: "tool", Prompt: h.which, Type: release.FieldChoice, Choices: []string{h.first, h.second, "Mixer"}, Required: true}}
	for _, f := range more {
		fields, reply = append(fields, f), reply+" {"+f.Name+"}"
	}
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), release.Intent{
		Name: "hire", Revision: "hire-1", Risk: risk, Locale: locale, Title: "Hire", Utterances: []string{h.ask},
		Fields: fields, Reply: release.Reply{Text: reply}, Confirmation: "hire" + strings.TrimPrefix(reply, "done") + "?",
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if strings.Contains(text, h.verb) {
			return []understanding.Prediction{{Intent: "hire", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// day is asked for in the language.
func (h hire) day() release.Field {
	return release.Field{Name: "day", Prompt: h.when, Type: release.FieldDate, Required: true, Minimum: release.Today}
}

// later are the values with which the same is offered later, one string for each.
func later(w *world) []string {
	var all []string
	if o := w.state.Offered; o != nil && o.Queued {
		for i := range o.Intents {
			all = append(all, o.TextOf(i))
		}
	}
	return all
}

// TestTwoChoicesInOneBreathAreTwoRequests: the first is done, or asked about, and the other one comes by its name.
func TestTwoChoicesInOneBreathAreTwoRequests(t *testing.T) {
	for locale, texts := range map[string]struct{ requests, answers []string }{
		"en": {[]string{"hire a grinder and a ladder", "I'd like to hire the grinder and also the ladder please", "hire both a grinder and a ladder"}, []string{"Grinder and Ladder", "a grinder as well as a ladder", "grinder & ladder", "grinder plus ladder please"}},
		"de": {[]string{"einen Schleifer und eine Säge mieten", "ich möchte den Schleifer sowie die Säge mieten"}, []string{"Schleifer und Säge", "einen Schleifer und auch eine Säge bitte"}},
		"es": {[]string{"quiero alquilar una lijadora y una sierra"}, []string{"lijadora y sierra", "una lijadora y también una sierra, por favor", "la lijadora así como la sierra"}},
		"fr": {[]string{"je voudrais louer une ponceuse et une échelle"}, []string{"ponceuse et échelle", "la ponceuse ainsi que l'échelle", "une ponceuse et aussi une échelle"}},
		"it": {[]string{"vorrei noleggiare una levigatrice e una scala"}, []string{"levigatrice e scala", "la levigatrice e anche la scala"}},
		"pt": {[]string{"quero alugar uma lixadeira e uma escada"}, []string{"lixadeira e escada", "a lixadeira e também a escada"}},
		"tr": {[]string{"zımpara ve merdiven kiralamak istiyorum"}, []string{"zımpara ve merdiven"}},
		"ar": {[]string{"أريد استئجار مطرقة وسلم"}, []string{"مطرقة وسلم"}},
		"zh": {[]string{"我要租电钻和梯子"}, []string{"电钻和梯子", "电钻以及梯子"}},
		"ja": {[]string{"ドリルとノコギリを借りたい"}, []string{"ドリルとノコギリ", "ドリルとノコギリをお願いします"}},
	} {
		h := hires[locale]
		for _, text := range slices.Concat(texts.requests, texts.answers) {
			for _, risk := range []string{"Medium", "High"} {
				w := hiring(t, locale, risk)
				if slices.Contains(texts.answers, text) {
					w.say(h.ask)
				}
				got := w.say(text)
				if risk == "High" && strings.Contains(got, "done") {
					t.Errorf("%s: after %q what harms is done: %q", locale, text, got)
				}
				if w.state.Fields["tool"] != h.first || !slices.Equal(later(w), []string{h.second}) {
					t.Errorf("%s: after %q (%s) it is %q about %v, and later about %q", locale, text, risk, got, w.state.Fields, later(w))
				}
			}
		}
	}
}

// TestWhatIsNoListIsNotWantedTwice: an alternative, a correction, a refusal, a remark, and another request.
func TestWhatIsNoListIsNotWantedTwice(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"hire a grinder or a ladder", "hire either a grinder or a ladder", "hire a grinder, no, a ladder", "hire a grinder, I mean a ladder", "hire not a grinder but a ladder", "hire a grinder and not a ladder",
			"hire a grinder and bring back the ladder", "hire a grinder, the ladder is too short", "hire a grinder and the ladder is broken", "hire a grinder instead of a ladder", "what differs between the grinder and the ladder you hire out?"},
		"de": {"einen Schleifer oder eine Säge mieten", "einen Schleifer, nein, eine Säge mieten", "nicht den Schleifer, sondern die Säge mieten", "einen Schleifer mieten und die Säge zurückgeben", "einen Schleifer mieten, die Säge ist kaputt"},
		"es": {"alquilar una lijadora o una sierra", "alquilar una lijadora, no, una sierra", "alquilar no la lijadora sino la sierra", "alquilar una lijadora y devolver la sierra"},
		"fr": {"louer une ponceuse ou une échelle", "louer une ponceuse, non, une échelle", "louer non pas la ponceuse mais l'échelle", "louer une ponceuse et rendre l'échelle"},
		"it": {"noleggiare una levigatrice o una scala", "noleggiare una levigatrice, no, una scala", "noleggiare non la levigatrice ma la scala", "noleggiare una levigatrice e restituire la scala"},
		"pt": {"alugar uma lixadeira ou uma escada", "alugar uma lixadeira, não, uma escada", "alugar não a lixadeira mas a escada", "alugar uma lixadeira e devolver a escada"},
		"tr": {"zımpara veya merdiven kiralamak istiyorum", "zımpara değil merdiven kiralamak istiyorum", "zımpara kiralamak ve merdiveni iade etmek istiyorum"},
		"ar": {"أريد استئجار مطرقة أو سلم", "أريد استئجار مطرقة لا سلم"},
		"zh": {"我要租电钻或者梯子", "我要租电钻，不对，梯子", "我要租的不是电钻而是梯子"},
		"ja": {"ドリルかノコギリを借りたい", "ドリルではなくノコギリを借りたい", "ドリルを借りて、ノコギリを返したい"},
	} {
		for _, text := range texts {
			w := hiring(t, locale, "Medium")
			if got := w.say(text); len(later(w)) > 0 {
				t.Errorf("%s: after %q it is %q about %v, and later about %q", locale, text, got, w.state.Fields, later(w))
			}
		}
	}
	for _, text := range []string{"Grinder or Ladder", "a grinder, no, a ladder", "either the grinder or the ladder", "the grinder and not the ladder"} {
		w := hiring(t, "en", "Medium")
		w.say("hire a tool")
		if got := w.say(text); len(later(w)) > 0 {
			t.Errorf("after %q it is %q, and later about %q", text, got, later(w))
		}
	}
}

// TestTwoDaysAreTwoRequestsAndAStretchIsOne: none of two days is taken without a yes.
func TestTwoDaysAreTwoRequestsAndAStretchIsOne(t *testing.T) {
	for locale, texts := range map[string]struct{ two, none []string }{
		"en": {[]string{"hire a mixer on Thursday and on Friday", "hire a mixer for the 12th and the 13th", "hire a mixer on the 12th and 13th of March"}, []string{"hire a mixer from the 12th to the 13th", "hire a mixer between the 12th and the 13th", "hire a mixer on Thursday or Friday", "I am away on Monday and Tuesday, hire a mixer on Friday"}},
		"de": {[]string{"einen Mixer am Donnerstag und am Freitag mieten", "einen Mixer für den 12. und den 13. mieten", "einen Mixer am 12. und 13. März mieten"}, []string{"einen Mixer vom 12. bis zum 13. mieten", "einen Mixer zwischen dem 12. und dem 13. mieten", "einen Mixer am Donnerstag oder Freitag mieten"}},
		"es": {[]string{"alquilar un mixer el jueves y el viernes", "alquilar un mixer para el 12 y el 13"}, []string{"alquilar un mixer del 12 al 13", "alquilar un mixer entre el 12 y el 13", "alquilar un mixer el jueves o el viernes"}},
		"fr": {[]string{"louer un mixer jeudi et vendredi", "louer un mixer le 12 et le 13"}, []string{"louer un mixer du 12 au 13", "louer un mixer entre le 12 et le 13", "louer un mixer jeudi ou vendredi"}},
		"it": {[]string{"noleggiare un mixer giovedì e venerdì", "noleggiare un mixer il 12 e il 13"}, []string{"noleggiare un mixer dal 12 al 13", "noleggiare un mixer tra il 12 e il 13", "noleggiare un mixer giovedì o venerdì"}},
		"pt": {[]string{"alugar um mixer na quinta-feira e na sexta-feira", "alugar um mixer no dia 12 e no dia 13"}, []string{"alugar um mixer do dia 12 ao dia 13", "alugar um mixer entre o dia 12 e o dia 13", "alugar um mixer na quinta ou na sexta"}},
		"tr": {[]string{"perşembe ve cuma günü mixer kiralamak istiyorum"}, []string{"perşembe veya cuma günü mixer kiralamak istiyorum"}},
		"ar": {[]string{"أريد استئجار Mixer يوم الخميس ويوم الجمعة"}, []string{"أريد استئجار Mixer يوم الخميس أو الجمعة", "أريد استئجار Mixer بين الخميس والجمعة"}},
		"zh": {[]string{"我要租Mixer，周四和周五", "我要租Mixer，12号和13号"}, []string{"我要租Mixer，周四或者周五", "我要租Mixer，12号到13号"}},
		"ja": {[]string{"Mixerを木曜日と金曜日に借りたい", "Mixerを12日と13日に借りたい"}, []string{"Mixerを木曜日か金曜日に借りたい", "Mixerを12日から13日まで借りたい"}},
	} {
		for _, text := range slices.Concat(texts.two, texts.none) {
			w := hiring(t, locale, "Medium", hires[locale].day())
			got := w.say(text)
			if strings.HasPrefix(got, "answer") {
				t.Errorf("%s: after %q it is %q", locale, text, got)
			}
			days := []string{"2026-03-05", "2026-03-06"} // Thursday and Friday
			if strings.ContainsAny(text, "1") {
				days = []string{"2026-03-12", "2026-03-13"}
			}
			if two := slices.Contains(texts.two, text); two != slices.Equal(later(w), []string{days[1] + " Mixer"}) || two != (w.state.Fields["day"] == days[0]) {
				t.Errorf("%s: after %q it is %q about %v, and later about %q", locale, text, got, w.state.Fields, later(w))
			}
		}
	}
}

// TestWhatIsGivenOnceHoldsForBothAndWhatIsGivenForEachIsItsOwn, however the values are told, and one after the other.
func TestWhatIsGivenOnceHoldsForBothAndWhatIsGivenForEachIsItsOwn(t *testing.T) {
	day := hires["en"].day()
	how := release.Field{Name: "count", Prompt: "How many?", Type: release.FieldNumber, Required: true}
	const also, goOn = "offer: You also asked about this: Hire ", ". Shall I go on with it?"
	for name, tc := range map[string]struct {
		field     release.Field
		say, want []string
	}{
		"a day with the last": {day, []string{"hire a grinder and a ladder for tomorrow", "yes", "yes", "yes"}, []string{
			"confirm: hire Grinder 2026-03-03?", "answer: done Grinder 2026-03-03\n" + also + "Ladder, 2026-03-03" + goOn, "confirm: hire Ladder 2026-03-03?", "answer: done Ladder 2026-03-03"}},
		"a day with the first": {day, []string{"hire a grinder for tomorrow and a ladder", "yes", "yes"}, []string{
			"confirm: hire Grinder 2026-03-03?", "answer: done Grinder 2026-03-03\n" + also + "Ladder, 2026-03-03" + goOn, "confirm: hire Ladder 2026-03-03?"}},
		"a day for each": {day, []string{"hire a grinder for the 12th and a ladder for the 13th", "yes", "yes"}, []string{
			"confirm: hire Grinder 2026-03-12?", "answer: done Grinder 2026-03-12\n" + also + "Ladder, 2026-03-13" + goOn, "confirm: hire Ladder 2026-03-13?"}},
		"a day that is asked for": {day, []string{"hire a grinder and a ladder", "tomorrow", "yes", "yes"}, []string{
			"field: For which day?", "answer: done Grinder 2026-03-03\n" + also + "Ladder" + goOn, "confirm: hire Ladder 2026-03-03?", "answer: done Ladder 2026-03-03"}},
		"three": {day, []string{"hire a grinder, a ladder and a mixer", "tomorrow", "yes", "yes"}, []string{
			"field: For which day?", "answer: done Grinder 2026-03-03\n" + also + "Ladder / Hire Mixer" + goOn, "confirm: hire Ladder 2026-03-03?",
			"answer: done Ladder 2026-03-03\n" + also + "Mixer" + goOn}},
		"all are left with one word": {day, []string{"hire a grinder and a ladder for tomorrow", "forget it"}, []string{
			"confirm: hire Grinder 2026-03-03?", "notice: All right, I leave it as it is. Write again if there is anything else."}},
		"a count for each": {how, []string{"hire 3 grinder and 2 ladder", "yes", "yes"}, []string{
			"confirm: hire Grinder 3?", "answer: done Grinder 3\n" + also + "Ladder, 2" + goOn, "confirm: hire Ladder 2?"}},
		"a count is that of one alone": {how, []string{"hire 3 grinder and a ladder", "yes", "yes", "1"}, []string{
			"confirm: hire Grinder 3?", "answer: done Grinder 3\n" + also + "Ladder" + goOn, "field: How many?", "answer: done Ladder 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			plays(t, hiring(t, "en", "Medium", tc.field), tc.say, tc.want)
		})
	}
}

// TestWhatHarmsNothingIsAnsweredForEach at once.
func TestWhatHarmsNothingIsAnsweredForEach(t *testing.T) {
	for text, want := range map[string]string{
		"hire a grinder and a ladder for tomorrow":   "answer: done Grinder 2026-03-03\nanswer: done Ladder 2026-03-03",
		"hire a grinder, a ladder and a mixer today": "answer: done Grinder 2026-03-02\nanswer: done Ladder 2026-03-02\nanswer: done Mixer 2026-03-02",
	} {
		w := hiring(t, "en", "Low", hires["en"].day())
		if got := w.say(text); got != want {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
}

// TestWhatIsBroughtToAnotherStateHasOne: of two it is asked which.
func TestWhatIsBroughtToAnotherStateHasOne(t *testing.T) {
	for ask, text := range map[string]string{
		"upgrade my seat": "upgrade my seat to Grinder and Ladder", "change my plan": "change my plan to Grinder and Ladder", "move my booking": "move my booking to Grinder and Ladder",
	} {
		w := hiring(t, "en", "Medium")
		w.stable = compiled(t, "stable", release.Intent{
			Name: "hire", Revision: "hire-1", Risk: "Medium", Utterances: []string{ask}, Reply: release.Reply{Text: "done"},
			Fields: []release.Field{{Name: "plan", Prompt: "Which one?", Type: release.FieldChoice, Choices: []string{"Grinder", "Ladder"}, Required: true}},
		})
		w.stable.Rules = nil
		w.predictions = func(string) []understanding.Prediction {
			return []understanding.Prediction{{Intent: "hire", Confidence: 0.95}}
		}
		if got := w.say(text); !strings.HasPrefix(got, "field: ") || len(later(w)) > 0 {
			t.Errorf("%q is answered %q, and later %q", text, got, later(w))
		}
	}
}

// TestThreeThingsOfAListWithoutSpaces are told apart where all of them are things.
func TestThreeThingsOfAListWithoutSpaces(t *testing.T) {
	for text, locale := range map[string]string{"ドリルとノコギリとMixer": "ja", "电钻、梯子和Mixer": "zh", "电钻和梯子和Mixer": "zh"} {
		w := hiring(t, locale, "High")
		w.say(hires[locale].ask)
		if got := w.say(text); !slices.Equal(later(w), []string{hires[locale].second, "Mixer"}) {
			t.Errorf("%s: %q is answered %q, and later %q", locale, text, got, later(w))
		}
	}
}

// TestBothIsAYesToTheFirstAndToTheOther, which has a yes of its own where it may do harm; an "or" and a no are none.
func TestBothIsAYesToTheFirstAndToTheOther(t *testing.T) {
	for locale, texts := range map[string]struct{ both, not []string }{
		"en": {[]string{"both", "yes both please", "yes to both"}, []string{"not both", "both are too dear", "no, not both", "do I need both?"}},
		"de": {[]string{"beide", "ja, beide bitte"}, []string{"nicht beide"}}, "es": {[]string{"ambas", "sí, ambas por favor"}, []string{"no, ambas no"}},
		"fr": {[]string{"les deux", "oui, les deux"}, []string{"pas les deux"}}, "it": {[]string{"entrambe", "sì, tutte e due"}, []string{"non entrambe"}},
		"pt": {[]string{"as duas", "sim, as duas"}, []string{"não as duas"}}, "tr": {[]string{"ikisini de", "evet ikisini de"}, []string{"ikisi değil"}},
		"ar": {[]string{"كلاهما", "نعم كلاهما"}, nil}, "zh": {[]string{"都要"}, nil}, "ja": {[]string{"両方", "はい、両方お願いします"}, nil},
	} {
		h := hires[locale]
		for _, text := range slices.Concat(texts.both, texts.not) {
			w := hiring(t, locale, "High")
			w.say(h.ask)
			w.say(h.first)
			w.say(besides[locale].too[0])
			got := w.say(text)
			if want := "answer: done " + h.first + "\nconfirm: hire " + h.second + "?"; slices.Contains(texts.both, text) != (got == want) {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}
