// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "testing"

func TestAValueInTheRequestsOwnWordsIsTaken(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"raise my limit to 2000", "please raise my limit to 2000 euros", "I need a higher limit, to 2000 please", "can you increase the limit of my card to 2,000?", "I pay 300 rent, raise my limit to 2000"},
		"de": {"bitte mein Limit auf 2000 erhöhen", "Limit auf 2000 Euro erhöhen bitte"},
		"es": {"sube mi límite a 2000 por favor"}, "fr": {"augmentez mon plafond à 2000"}, "it": {"alza il mio limite a 2000"}, "pt": {"aumenta o meu limite para 2000"},
		"tr": {"limitimi 2000'e yükselt"}, "ar": {"ارفع الحد الى 2000"}, "zh": {"提高额度到2000"}, "ja": {"限度額を2000に上げて"},
	} {
		for _, text := range texts {
			if got := limits(t, locale, "Medium").say(text); got != "answer: Limit 2000." {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
	plays(t, limits(t, "en", "High"), []string{"raise my limit to 2000", "yes"}, []string{"confirm: Raise it to 2000?", "answer: Limit 2000."})
	plays(t, limits(t, "en", "Low"), []string{"book a course tomorrow", "yoga"}, []string{"field: Which course?", "answer: Yoga on " + start.AddDate(0, 0, 1).Format("2006-01-02") + "."})
	plays(t, limits(t, "en", "Low"), []string{"I'd like to book a yoga course for tomorrow"}, []string{"answer: Yoga on " + start.AddDate(0, 0, 1).Format("2006-01-02") + "."})
	plays(t, limits(t, "en", "Low"), []string{"book a yoga course tomorrow"}, []string{"answer: Yoga on " + start.AddDate(0, 0, 1).Format("2006-01-02") + "."})
}

func TestANumberThatIsSomethingElsesIsNotTaken(t *testing.T) {
	for _, text := range []string{
		"raise my limit, I pay 300 rent", "raise the limit of card 4711", "raise my limit by 500", "raise my limit, I have been here for 5 years", "raise my limit at 10:30",
		"raise my limit for my trip to 3 countries", "my limit was set to 500, raise it", "what if I raise my limit to 2000?", "raise my limit on 12 May", "raise my limit for 3 pm", "raise my limit 2", "I have 2 cards, raise my limit",
		"raise my limit to 500 or 600", "raise my limit, the shop charged 300 to me", "is my limit raised to 2000 tomorrow?",
	} {
		if got := limits(t, "en", "Medium").say(text); got != howMany && got[:6] != "offer:" && got[:8] != "clarify:" {
			t.Errorf("%q is answered %q", text, got)
		}
	}
	for _, text := range []string{"book a yoga course, my exam is tomorrow", "book a yoga course, I was there on Monday", "book yoga course, I came back yesterday", "book a yoga course but not tomorrow", "book a yoga course after Friday"} {
		if got := limits(t, "en", "Medium").say(text); got != "field: On which day?" {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
