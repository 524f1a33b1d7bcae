// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
)

// many makes intents about things that nobody has heard of, and a message about each that is none
// of its utterances.
func many(intents, each int) (examples []understanding.Example, messages []string) {
	random := rand.New(rand.NewPCG(3, 4))
	syllables := []string{"ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "be", "di", "fu", "go"}
	used := map[string]bool{}
	word := func() string {
		for {
			w := ""
			for range 4 {
				w += syllables[random.IntN(len(syllables))]
			}
			if !used[w] {
				used[w] = true
				return w
			}
		}
	}
	frames := []string{"how do I %s my %s", "I want to %s the %s now", "can you %s a %s for me", "please %s every %s", "where can I %s the %s", "my %[2]s does not %[1]s"}
	verbs := strings.Fields("change cancel order return track pay open close move lock print scan")
	for i := range intents {
		e := understanding.Example{Intent: fmt.Sprintf("intent-%03d", i)}
		things := []string{word(), word()}
		seen := map[string]bool{}
		for len(seen) <= each {
			text := fmt.Sprintf(frames[random.IntN(len(frames))], verbs[random.IntN(len(verbs))], things[random.IntN(len(things))])
			if seen[text] {
				continue
			}
			seen[text] = true
			if len(seen) > each {
				messages = append(messages, text)
			} else {
				e.Utterances = append(e.Utterances, text)
			}
		}
		examples = append(examples, e)
	}
	return examples, messages
}

// TestGroupsDecideAsTheWholeDoes: an approximation is worth something only as long as it agrees.
func TestGroupsDecideAsTheWholeDoes(t *testing.T) {
	examples, messages := many(40, 12)
	whole, exact, err := trainGroups(t.Context(), examples, groupsOf(examples, exactWork, groupWork))
	if err != nil || !exact {
		t.Fatal(exact, err)
	}
	groups, exact, err := trainGroups(t.Context(), examples, groupsOf(examples, 0, 10*10*12))
	if err != nil || exact {
		t.Fatal(exact, err)
	}
	if n := len(groups.(*grouped).models); n != 4 {
		t.Fatalf("%d groups, want 4", n)
	}
	const threshold = 0.6
	same, right := 0, 0
	for i, message := range messages {
		decide := func(c understanding.Classifier) string {
			predictions, err := c.Classify(t.Context(), message)
			if err != nil {
				t.Fatal(err)
			}
			for n := 1; n < len(predictions); n++ {
				if predictions[n].Confidence > predictions[n-1].Confidence {
					t.Errorf("%q: %v is not in order", message, predictions)
				}
			}
			if len(predictions) == 0 || predictions[0].Confidence < threshold {
				return ""
			}
			return predictions[0].Intent
		}
		if a, b := decide(whole), decide(groups); a == b {
			same++
			if b == examples[i].Intent {
				right++
			}
		}
	}
	if same < 36 || right < 34 {
		t.Errorf("%d of %d decisions are the same, %d of them right", same, len(messages), right)
	}
}

func TestEveryIntentIsInOneGroup(t *testing.T) {
	examples, _ := many(31, 3)
	for work := range 400 {
		seen := map[string]int{}
		for _, group := range groupsOf(examples, 0, work) {
			if len(group) < 2 && work > 12 {
				t.Errorf("work %d: a group of %d has nothing to compare", work, len(group))
			}
			for _, e := range group {
				seen[e.Intent]++
			}
		}
		if len(seen) != len(examples) {
			t.Errorf("work %d: %d of %d intents are in groups", work, len(seen), len(examples))
		}
		for intent, n := range seen {
			if n != 1 {
				t.Errorf("work %d: %s is in %d groups", work, intent, n)
			}
		}
	}
}

// BenchmarkCheck checks a folder of 1000 intents with 100 utterances each, and a test each.
func BenchmarkCheck(b *testing.B) {
	dir := b.TempDir()
	bot, err := os.ReadFile("testdata/shop/bot.yaml")
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "bot.yaml"), bot, 0o600); err != nil {
		b.Fatal(err)
	}
	examples, messages := many(1000, 100)
	for i, e := range examples {
		text := fmt.Sprintf("apiVersion: intentops.dev/v1alpha1\nkind: Intent\nmetadata: {name: %s, namespace: shop}\nspec:\n  botRef: {name: support}\n  reply: {text: Done.}\n  utterances:\n  - %s\n  tests:\n  - say: %s\n",
			e.Intent, strings.Join(e.Utterances, "\n  - "), messages[i])
		if err := os.WriteFile(filepath.Join(dir, e.Intent+".yaml"), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		r, err := Run(b.Context(), Options{Dir: dir, Lint: true, Test: true})
		if err != nil {
			b.Fatal(err)
		}
		passed, failed, _ := r.tally()
		b.ReportMetric(float64(passed)/float64(passed+failed), "passed/test")
	}
}
