// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"strings"
	"testing"
)

func TestAsksForHuman(t *testing.T) {
	cases := map[bool][]string{
		true: {
			"agent please", "Human", "human.", "REAL PERSON NOW!!", "Hello, representative please", "operator", "live agent",
			"talk to a human", "I want to talk to a human", "can I speak to someone?", "Could I please speak with a real person",
			"let me speak to your manager", "get me a supervisor", "I need an agent", "I'd like a human please",
			"connect me to customer support", "put me through to somebody", "transfer me to an agent", "I want to be connected to a person",
			"is there a human I can talk to", "Is there someone I can speak with about this?", "can somebody call me back",
			"do you have a real person there", "escalate this please", "i just want a person",
			"No, I want a human", "no i want a human", "I can't reach a human", "Why can't I talk to a person?", "why don't you transfer me to an agent",
			"don't you have a human", "I don't want to talk to a bot", "I don’t want a robot, I want a person", "i don't want a bot i want a human",
			"stop it. agent!", "This is useless but can I speak to a human", "I'd rather talk to a human than a bot",
			"I never got an answer, let me talk to an advisor", "how do I contact a representative", "I want to speak to ａ ｈｕｍａｎ",
			"human\u200f", "\u202ahuman\u202c", "hu\u00adman", "a\u200b real per\u2060son", "\ufeffagent", "Human\ufe0f",
			"I donʼt want a bot I want a human", "I canʹt reach a human", "‘human’",
		},
		false: {
			"", "???", "hello", "where is my order", "I don't want a human", "I don't want to talk to a human", "no human please",
			"I do not need an agent", "I don´t want a human", "I don＇t want a hum\u200ban", "don`t connect me to an agent",
			"don't connect me to an agent", "please do not transfer me to a person", "no need for an agent",
			"I don't think I need a human", "I don't want you to transfer me to anyone", "without talking to a person",
			"I would rather not speak with an agent", "instead of talk to a human just tell me", "rather than talk to a human I'd like to use the app",
			"I never want to speak to an agent again", "don't escalate", "are you a human?", "am I talking to a real person?", "is this a bot",
			"the agent told me to wait", "the agent, who was rude, left", "your representative was rude", "I spoke to someone yesterday", "I was transferred to an agent and waited an hour",
			"I like your agents", "I want to send someone a gift card", "I need a new phone", "is human hair covered", "change my travel agent",
			"someone stole my card", "the person at the door took my parcel", "talk to you later", "I want a robot vacuum",
		},
	}
	for want, texts := range cases {
		for _, text := range texts {
			if got := Read(text, "en").AsksForHuman; got != want {
				t.Errorf("AsksForHuman(%q) = %v", text, got)
			}
		}
	}
}

func TestSentiment(t *testing.T) {
	cases := map[string]struct {
		texts    []string
		min, max float64
	}{
		"furious": {
			[]string{"this is the worst service ever, absolutely useless!!", "YOU ARE ALL LIARS AND THIS IS A SCAM", "I hate this terrible app 😡", "fucking useless bot"},
			-1, -0.7,
		},
		"negative enough for an escalation rule at -0.4": {
			[]string{"this is terrible", "I am very frustrated", "not happy at all, this is bad", "I'm fed up with this", "this is ridiculous", "what a waste of time", "👎👎"},
			-1, -0.4,
		},
		"mildly negative": {
			[]string{"my order is late", "the screen is broken", "it is not good", "WHERE IS MY ORDER", "it doesn't work", "my parcel hasn't arrived", "where is it??", "not great"},
			-0.5, -0.1,
		},
		"neutral": {
			[]string{"", "where is my order", "I would like to change my address", "no thanks", "Good morning", "my order is AB12 and the code is XYZ", "wo ist mein Paket",
				"what kind of delivery do you have", "HELLO", "tell me a joke", "kind regards"},
			-0.05, 0.05,
		},
		"mildly positive": {
			[]string{"thanks", "not bad", "that's fine", "no problem", "👍🏽"},
			0.05, 0.5,
		},
		"positive": {
			[]string{"thank you so much, this is great", "I love it!!", "excellent, very helpful ❤️", "no, that is great, thanks", "not only fast but excellent", "THIS IS AMAZING"},
			0.5, 1,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			for _, text := range tc.texts {
				if got := Read(text, "en").Sentiment; got < tc.min || got > tc.max {
					t.Errorf("Sentiment(%q) = %.2f, want %v to %v", text, got, tc.min, tc.max)
				}
			}
		})
	}
}

func TestSentimentIsLouderWhenShouted(t *testing.T) {
	for _, text := range []string{"this is bad", "this is great", "where is my parcel"} {
		quiet, loud := Read(text, "en").Sentiment, Read(strings.ToUpper(text), "en").Sentiment
		if max(quiet, -quiet) >= max(loud, -loud) {
			t.Errorf("%q: %.2f, shouted %.2f", text, quiet, loud)
		}
	}
}

func TestOutcome(t *testing.T) {
	cases := map[string]struct {
		texts                      []string
		wantResolved, wantUnsolved bool
	}{
		"settled": {
			texts:        []string{"that worked, thanks", "Great, it works now", "that's all", "all good now", "Perfect thank you!", "ok problem solved"},
			wantResolved: true,
		},
		"did not help": {
			texts: []string{"that didn't help", "it still doesn't work", "that did not work", "no, that's not what I asked", "you don't understand",
				"still not working", "same problem again", "it works now but that did not help with the invoice"},
			wantUnsolved: true,
		},
		"neither": {
			texts: []string{"", "my card doesn't work", "where is my order", "what if it works now", "does it work", "how do I fix my router", "thanks"},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			for _, text := range tc.texts {
				got := Read(text, "en")
				if got.Resolved != tc.wantResolved || got.Unresolved != tc.wantUnsolved {
					t.Errorf("%q: resolved %v, unresolved %v", text, got.Resolved, got.Unresolved)
				}
			}
		})
	}
}

func TestLexiconNamesEachWordOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range moodGroups {
		for word := range strings.FieldsSeq(g.words) {
			if seen[word] {
				t.Errorf("%q has two weights", word)
			}
			seen[word] = true
		}
	}
}

// TestPlainRequestsTellNothing: words of one language are not taken for another's, nor one form
// of a word for a slip in another.
func TestPlainRequestsTellNothing(t *testing.T) {
	texts := map[string][]string{
		"en": {
			"could I get a copy of the invoice for AB104233", "ordered AC431907 by mistake, please cancel it", "the item of order AB104233 is damaged",
			"what is the price of delivery", "I made a mistake with the date of my booking", "the gift was for my mother", "who is the manufacturer of this bag",
			"do I get a discount on a set of ten", "is the die included", "my son wants the red one", "a man left the parcel at the door", "where is the main entrance",
			"change the name on my account", "how do I turn it on", "no stock of the large one?", "does it come with a case",
		},
		"de": {"wann ist der Laden offen", "ich habe die falsche Größe bestellt", "was kostet der Versand nach Österreich", "kann ich die Adresse noch ändern"},
		"fr": {"où est mon colis", "je voudrais changer mon adresse", "combien coûte la livraison", "est-ce que le magasin est ouvert dimanche"},
		"es": {"dónde está mi pedido", "quiero cambiar la dirección", "cuál es el precio del envío", "a qué hora abren"},
		"tr": {"siparişim nerede", "kargo ücreti ne kadar", "adresimi değiştirmek istiyorum"},
	}
	for locale, texts := range texts {
		for _, text := range texts {
			if s := Read(text, locale); s.Anger || s.AsksForHuman || s.LegalThreat || s.DangerToSelf || s.Thanks {
				t.Errorf("%s %q: %+v", locale, text, s)
			}
		}
	}
}
