// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
)

// bankExamples are three intents as somebody writes them who makes a bot.
func bankExamples() []Example {
	return []Example{
		{"card-lost", []string{"I lost my card", "my card was stolen", "block my card", "report a lost card", "my wallet is gone"}},
		{"branch-hours", []string{"when is the branch open", "opening hours", "are you open on saturday", "what time do you close", "branch hours"}},
		{"loan", []string{"I want a loan", "apply for a loan", "can I borrow money", "loan conditions", "how much can I borrow"}},
	}
}

func corpusOf(t *testing.T, examples []Example, library *lent) *corpus {
	t.Helper()
	c, err := newCorpus(examples, meanings{table: vectors.English()}, library)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *corpus) borrowedBy(intent string) int {
	n := 0
	for i := c.own; i < len(c.docs); i++ {
		if c.intents[c.labels[i]] == intent {
			n++
		}
	}
	return n
}

func TestAnIntentWithFewUtterancesBorrowsOthers(t *testing.T) {
	many := bankExamples()
	for i := range fewUtterances {
		many[0].Utterances = append(many[0].Utterances, fmt.Sprintf("I lost my card on day %d", i))
	}
	german := []Example{
		{"karte", []string{"ich habe meine Karte verloren", "meine Karte wurde gestohlen", "Karte sperren"}},
		{"zeiten", []string{"wann hat die Filiale offen", "Öffnungszeiten", "habt ihr am Samstag auf"}},
	}
	swedish := []Example{
		{"kort", []string{"jag har tappat mitt kort", "mitt kort har blivit stulet", "spärra kortet"}},
		{"tider", []string{"när har kontoret öppet", "öppettider", "har ni öppet på lördag"}},
	}
	names := append(bankExamples(), Example{"nelokane", []string{"open a nelokane", "close the tamuride", "nelokane tamuride", "sofabiru", "what is my gotemila"}})
	for _, c := range []struct {
		name     string
		examples []Example
		library  *lent
		intent   string
		want     bool
	}{
		{"from the meanings that are nearest to it", bankExamples(), lentInEnglish(), "card-lost", true},
		{"but not without a library", bankExamples(), nil, "card-lost", false},
		{"but not when it has many of its own", many, lentInEnglish(), "card-lost", false},
		{"which changes nothing for the others", many, lentInEnglish(), "branch-hours", true},
		{"but not when it is about names", names, lentInEnglish(), "nelokane", false},
		{"in another language, by what its words mean", german, lentInEnglish(), "karte", true},
		{"but not in one that no glossary has", swedish, lentInEnglish(), "kort", false},
		{"but not when it is alone", bankExamples()[:1], lentInEnglish(), "card-lost", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := corpusOf(t, c.examples, c.library).borrowedBy(c.intent)
			if (n > 0) != c.want || n > lenders*borrowedEach {
				t.Errorf("%s borrows %d sentences, want some: %t, and at most %d", c.intent, n, c.want, lenders*borrowedEach)
			}
		})
	}
}

func TestBorrowingIsBounded(t *testing.T) {
	var examples []Example
	for i := range 60 {
		e := Example{Intent: fmt.Sprint("intent-", i)}
		for k := range 15 {
			e.Utterances = append(e.Utterances, fmt.Sprintf("%s number %d and %d", bankExamples()[i%3].Utterances[k%5], i, k))
		}
		examples = append(examples, e)
	}
	if c := corpusOf(t, examples, lentInEnglish()); len(c.docs) > alignedDocuments {
		t.Errorf("%d utterances are compared one by one, want at most %d", len(c.docs), alignedDocuments)
	}
}

// TestOwnUtterancesComeFirst: what a bot was taught it knows, whatever others say for it.
func TestOwnUtterancesComeFirst(t *testing.T) {
	m := mustTrain(t, bankExamples())
	for _, example := range bankExamples() {
		for _, text := range example.Utterances {
			if p := classify(m, text); len(p) == 0 || p[0].Intent != example.Intent || p[0].Confidence < usual {
				t.Errorf("%q is understood as %v, want %s with at least %v", text, p, example.Intent, usual)
			}
		}
	}
}

// TestCustomersAreUnderstoodByWhatOthersSay in words that the utterances do not have.
func TestCustomersAreUnderstoodByWhatOthersSay(t *testing.T) {
	with := mustTrain(t, bankExamples())
	right := 0
	said := map[string]string{
		"somebody nicked my purse and the plastic was in it": "card-lost",
		"I think I left it in the taxi, please stop it":      "card-lost",
		"until when can I come in tomorrow":                  "branch-hours",
		"do you work on bank holidays":                       "branch-hours",
		"I need ten grand for a new kitchen":                 "loan",
		"would you finance a used van for me":                "loan",
	}
	for text, intent := range said {
		if p := classify(with, text); len(p) > 0 && p[0].Intent == intent {
			right++
		} else {
			t.Logf("%q is understood as %v, want %s", text, p, intent)
		}
	}
	if right < len(said)-1 {
		t.Errorf("%d of %d are understood", right, len(said))
	}
}

// TestWhatIsNoBusinessOfTheBotIsAnsweredLessSurely: the library tells what else customers of such a
// company ask.
func TestWhatIsNoBusinessOfTheBotIsAnsweredLessSurely(t *testing.T) {
	m := mustTrain(t, bankExamples())
	for _, text := range []string{"my statement shows a fee I do not know", "tell me a joke about cards", "I forgot the code for the app", "what is the capital of peru"} {
		if p := classify(m, text); len(p) > 0 && p[0].Confidence >= usual {
			t.Errorf("%q is answered as %v", text, p[0])
		}
	}
}

func TestBorrowingDoesNotDependOnTheOrder(t *testing.T) {
	forth, back := bankExamples(), bankExamples()
	slices.Reverse(back)
	a, b := corpusOf(t, forth, lentInEnglish()), corpusOf(t, back, lentInEnglish())
	words := func(c *corpus) (all []string) {
		for i, doc := range c.docs[c.own:] {
			all = append(all, c.intents[c.labels[c.own+i]]+": "+strings.Join(doc.tokens, " "))
		}
		return all
	}
	if !slices.Equal(words(a), words(b)) {
		t.Error("other sentences are borrowed when intents are listed in another order")
	}
}
