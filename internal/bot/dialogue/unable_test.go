// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"
)

// TestWhatCustomersCannotOrWillNotDoIsNoOrder, in a bot with two utterances; what they ask for beside what they cannot do
// is, and who asks why the bot does not do it is answered as before.
func TestWhatCustomersCannotOrWillNotDoIsNoOrder(t *testing.T) {
	for locale, says := range map[string]struct{ utterances, told, wished []string }{
		"en": {
			[]string{"wash my shirts", "I need my shirts washed"},
			[]string{"I won't wash my shirts", "I can’t wash my shirts", "we cannot wash the shirts at home", "I'm not able to wash my shirts", "I will not wash the shirts", "I couldn't wash my shirts, sorry"},
			[]string{"I can't come today, wash my shirts", "I won't be in, please wash my shirts"},
		},
		"de": {
			[]string{"Hemden waschen", "Ich brauche saubere Hemden"},
			[]string{"Ich kann die Hemden nicht waschen", "Ich werde keine Hemden waschen", "Leider konnte ich die Hemden nie waschen"},
			[]string{"Ich kann nicht kommen, bitte die Hemden waschen"},
		},
		"es": {[]string{"lavar mis camisas", "necesito camisas limpias"}, []string{"no puedo lavar mis camisas", "no voy a lavar mis camisas", "no consigo lavar las camisas"}, []string{"no puedo ir, lavar mis camisas por favor"}},
		"fr": {[]string{"laver mes chemises", "j'ai besoin de chemises propres"}, []string{"je ne peux pas laver mes chemises", "je n’arrive pas à laver mes chemises", "on ne va pas laver les chemises"}, []string{"je ne peux pas venir, laver mes chemises svp"}},
		"it": {[]string{"lavare le camicie", "ho bisogno di camicie pulite"}, []string{"non posso lavare le camicie", "non riesco a lavare le camicie"}, []string{"non posso venire, lavare le camicie per favore"}},
		"pt": {[]string{"lavar as camisas", "preciso de camisas lavadas"}, []string{"não consigo lavar as camisas", "nao posso lavar as camisas", "não vou lavar as camisas"}, []string{"não posso ir, lavar as camisas por favor"}},
		"tr": {[]string{"gömleklerimi yıkayın", "gömlek yıkama"}, []string{"gömleklerimi yıkayamıyorum", "gömleklerimi yıkamayacağım"}, []string{"gelemiyorum, gömleklerimi yıkayın"}},
		"ar": {[]string{"غسل القمصان", "اغسلوا قمصاني"}, []string{"لا أستطيع غسل القمصان", "لا يمكنني غسل القمصان"}, []string{"اغسلوا قمصاني من فضلكم"}},
		"zh": {[]string{"洗衬衫", "我需要洗衬衫"}, []string{"我无法洗衬衫", "我没办法洗衬衫"}, []string{"我不能来，洗衬衫"}},
		"ja": {[]string{"シャツを洗ってください", "シャツの洗濯が必要です"}, []string{"シャツの洗濯ができません", "シャツの洗濯はできないんです"}, []string{"シャツを洗ってください"}},
	} {
		for answered, texts := range map[bool][]string{false: says.told, true: says.wished} {
			for _, text := range texts {
				w := withLaundry(t, locale, says.utterances)
				if got := w.say(text); strings.HasPrefix(got, "answer: Washed.") != answered {
					t.Errorf("%s: %q is answered %q", locale, text, got)
				}
			}
		}
	}
}

// TestWhoWillNotDoSomethingDeniesIt also at the risk High, where it is not even asked about; who will not be somewhere
// denies nothing.
func TestWhoWillNotDoSomethingDeniesIt(t *testing.T) {
	for text, want := range map[string]string{
		"I won't cancel my contract":             "notice: ",
		"we won’t cancel the contract":           "notice: ",
		"I'm not going to cancel my contract":    "notice: ",
		"I won't be at home, cancel my contract": "confirm: ",
		"won't you cancel my contract?":          "confirm: ",
	} {
		w := withLaundry(t, "en", []string{"cancel my contract", "end the contract"})
		w.stable.Intents["wash"].Risk = "High"
		if got := w.say(text); !strings.HasPrefix(got, want) {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}

// TestWhetherSomethingMustBeDoneNeedsNoQuestionMark where the order of words tells it.
func TestWhetherSomethingMustBeDoneNeedsNoQuestionMark(t *testing.T) {
	for locale, says := range map[string]struct {
		utterances []string
		text       string
	}{
		"en": {[]string{"wash my shirts", "I need my shirts washed"}, "must I wash my shirts"},
		"de": {[]string{"Hemden waschen", "Ich brauche saubere Hemden"}, "soll ich die Hemden waschen"},
		"fr": {[]string{"laver mes chemises", "j'ai besoin de chemises propres"}, "dois-je laver mes chemises"},
	} {
		w := withLaundry(t, locale, says.utterances)
		if got := w.say(says.text); strings.HasPrefix(got, "answer: Washed.") {
			t.Errorf("%s: %q is answered %q", locale, says.text, got)
		}
	}
}
