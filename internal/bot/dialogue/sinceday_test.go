// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// repairs is a bot that takes reports of heaters, and asks since when they are cold.
func repairs(t *testing.T, locale, utterance, prompt string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "report", Revision: "report-1", Risk: "Medium", Locale: locale, Utterances: []string{utterance}, Confirmation: "? {day}",
		Fields: []release.Field{{Name: "day", Prompt: prompt, Type: release.FieldDate, Required: true}},
		Reply:  release.Reply{Text: "{day}"},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if strings.Contains(strings.ToLower(text), strings.ToLower(utterance)) {
			return []understanding.Prediction{{Intent: "report", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// reports are an utterance and a question in each language, what customers add to it, and what they answer: since
// yesterday, and since Saturday. It is the second of March, a Monday.
var reports = map[string]struct {
	utterance, prompt string
	beside, answers   map[string]string
}{
	"en": {"the heater is cold", "Since which day?", map[string]string{", it has been since Saturday night": saturday, " since yesterday": yesterday}, map[string]string{"since Saturday": saturday, "on Saturday": saturday, "yesterday": yesterday, "Monday": "2026-02-23", "for three days": "2026-02-27", "about a week": "2026-02-23"}},
	"de": {"die Heizung ist kalt", "Seit welchem Tag?", map[string]string{", und zwar seit Samstag": saturday, " seit gestern": yesterday}, map[string]string{"seit Samstag Abend": saturday, "gestern": yesterday, "Samstag": saturday, "seit drei Tagen": "2026-02-27", "seit dem 20. Februar": "2026-02-20"}},
	"es": {"la calefacción está fría", "¿Qué día ocurrió?", map[string]string{" desde el sábado": saturday, " desde ayer": yesterday}, map[string]string{"desde el sábado": saturday, "el sábado": saturday}},
	"fr": {"le chauffage est froid", "Depuis quel jour ?", map[string]string{" depuis samedi": saturday, ", depuis hier": yesterday}, map[string]string{"depuis samedi": saturday, "hier": yesterday, "depuis trois jours": "2026-02-27"}},
	"it": {"il termosifone è freddo", "In che giorno è successo?", map[string]string{" da sabato": saturday, " da ieri": yesterday}, map[string]string{"da sabato": saturday, "sabato": saturday}},
	"pt": {"o aquecedor está frio", "Em que dia aconteceu?", map[string]string{" desde sábado": saturday, " desde ontem": yesterday}, map[string]string{"desde sábado": saturday, "ontem": yesterday}},
	"tr": {"kalorifer soğuk", "Hangi günden beri?", map[string]string{", cumartesi gününden beri": saturday, ", dünden beri": yesterday}, map[string]string{"cumartesiden beri": saturday, "dün": yesterday}},
	"ar": {"المدفأة باردة", "منذ أي يوم؟", map[string]string{" منذ السبت": saturday, " منذ امس": yesterday}, map[string]string{"منذ السبت": saturday, "امس": yesterday}},
	"ja": {"暖房が冷たい", "いつ発生しましたか。", map[string]string{"、土曜日からです": saturday, "、昨日から": yesterday}, map[string]string{"土曜日から": saturday, "昨日": yesterday, "先週の土曜日": "2026-02-28"}},
	"zh": {"暖气不热", "哪天发生的？", map[string]string{"，从昨天开始": yesterday, "，从星期六起": saturday}, map[string]string{"上周六": saturday, "昨天": yesterday, "星期六": saturday}},
}

const saturday, yesterday = "2026-02-28", "2026-03-01"

// TestADaySinceWhichSomethingIsSoIsPast in a first message, and as an answer: a weekday is the last one, not the next.
func TestADaySinceWhichSomethingIsSoIsPast(t *testing.T) {
	for locale, r := range reports {
		for said, day := range r.beside {
			w := repairs(t, locale, r.utterance, r.prompt)
			if got := w.say(r.utterance + said); !strings.HasSuffix(got, day) {
				t.Errorf("%s: %q beside the request is answered %q, want %s", locale, said, got, day)
			}
		}
		for said, day := range r.answers {
			w := repairs(t, locale, r.utterance, r.prompt)
			w.say(r.utterance)
			if got := w.say(said); !strings.HasSuffix(got, day) {
				t.Errorf("%s: %q is answered %q, want %s", locale, said, got, day)
			}
		}
	}
}

// TestADayThatIsNotSinceWhenIsAskedFor where the message tells it of something else, or more than one.
func TestADayThatIsNotSinceWhenIsAskedFor(t *testing.T) {
	for _, said := range []string{", I was at home on Saturday", ", please come on Saturday", " since Saturday, or since Sunday", ""} {
		w := repairs(t, "en", reports["en"].utterance, reports["en"].prompt)
		if got, want := w.say(reports["en"].utterance+said), "field: "+reports["en"].prompt; got != want {
			t.Errorf("%q is answered %q, want %q", said, got, want)
		}
	}
}

// TestADayFromWhichSomethingIsWantedIsAhead though customers say it in the same words in some languages.
func TestADayFromWhichSomethingIsWantedIsAhead(t *testing.T) {
	for locale, talk := range map[string][3]string{
		"en": {"pause my box", "From which day?", "from Saturday"}, "es": {"parar mi caja", "¿A partir de qué día?", "desde el sábado"}, "de": {"die Box anhalten", "Ab welchem Tag?", "ab Samstag"},
		"it": {"fermare la cassetta", "Da che giorno?", "da sabato"}, "ja": {"配達を休む", "いつから休みますか。", "土曜日から"},
	} {
		w := repairs(t, locale, talk[0], talk[1])
		w.say(talk[0])
		if got := w.say(talk[2]); !strings.HasSuffix(got, "2026-03-07") {
			t.Errorf("%s: %q is answered %q", locale, talk[2], got)
		}
	}
}
