// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/signals/learned"
	"github.com/intentops/intentops/internal/contract/utterances"
)

const blind = "../bench-understanding/blind/"

// heldOut are the sentences of the held-out sets, in the form in which they are compared.
func heldOut(t *testing.T) map[string]bool {
	all := map[string]bool{}
	for _, file := range []string{"person.json", "signals.json", "person-2.json", "signals-2.json"} {
		data, err := os.ReadFile(blind + file)
		if err != nil {
			t.Fatal(err)
		}
		var set struct{ Cases []struct{ Text string } }
		if err := json.Unmarshal(data, &set); err != nil {
			t.Fatal(err)
		}
		for _, c := range set.Cases {
			all[utterances.Normalise(c.Text)] = true
		}
	}
	return all
}

func TestTheSentencesAreOnesToLearnFrom(t *testing.T) {
	files, err := filepath.Glob("sentences/*.txt")
	if err != nil || len(files) != 10 {
		t.Fatalf("%d files, want one for each of ten languages (%v)", len(files), err)
	}
	measured := heldOut(t)
	for _, file := range files {
		language := strings.TrimSuffix(filepath.Base(file), ".txt")
		all, err := read(file, language, learned.OfCustomers)
		if err != nil {
			t.Fatal(err)
		}
		sections := map[string]int{}
		for _, s := range all {
			sections[s.section]++
			if measured[utterances.Normalise(s.text)] {
				t.Errorf("%s: a sentence of a held-out set, which measures: %s", file, s.text)
			}
		}
		for _, name := range append(slices.Clone(learned.OfCustomers.Signals), "none") {
			if sections[name] < 100 {
				t.Errorf("%s: %d sentences in [%s], want 100", file, sections[name], name)
			}
		}
	}
}

// TestTheOtherSentencesAreOnesToLearnFrom, too: answers, of which everybody gives the shortest, and requests.
func TestTheOtherSentencesAreOnesToLearnFrom(t *testing.T) {
	for folder, of := range map[string]struct {
		kind     learned.Kind
		measured []string
		// usual is the most words of a sentence that may stand in a held-out set as well.
		usual int
		least map[string]int
	}{
		"answers": {learned.OfAnswers, []string{"confirm.json"}, shortAnswer, map[string]int{"agree": 300, "no-agree": 300}},
		"requests": {
			learned.OfRequests, []string{"acts-3.json", "acts-4.json", "undo.json", "negation.json", "negation-2.json"}, 0,
			map[string]int{"telling": 400, "no-telling": 300, "undoing": 150, "no-undoing": 150},
		},
	} {
		files, err := filepath.Glob("sentences/" + folder + "/*.txt")
		if err != nil || len(files) != 10 {
			t.Fatalf("%s: %d files, want one for each of ten languages (%v)", folder, len(files), err)
		}
		measured := lastTurns(t, of.measured...)
		for _, file := range files {
			all, err := read(file, strings.TrimSuffix(filepath.Base(file), ".txt"), of.kind)
			if err != nil {
				t.Fatal(err)
			}
			sections := map[string]int{}
			for _, s := range all {
				sections[s.section]++
				if len(strings.Fields(s.text)) > of.usual && measured[utterances.Normalise(s.text)] {
					t.Errorf("%s: a sentence of a held-out set, which measures: %s", file, s.text)
				}
			}
			for section, least := range of.least {
				if sections[section] < least {
					t.Errorf("%s: %d sentences in [%s], want %d", file, sections[section], section, least)
				}
			}
		}
	}
}

// shortAnswer is the most words of an answer that everybody gives.
const shortAnswer = 2

// lastTurns are what customers say last in held-out sets of conversations, in the form in which they are compared.
func lastTurns(t *testing.T, files ...string) map[string]bool {
	all := map[string]bool{}
	for _, file := range files {
		set, err := readConversations(blind, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range set.Cases {
			all[utterances.Normalise(c.Turns[len(c.Turns)-1])] = true
		}
	}
	return all
}

func TestAFileThatCannotBeReadIsNamed(t *testing.T) {
	for content, want := range map[string]string{
		"[persons]\nget me somebody\n": `no section "persons"`,
		"get me somebody\n":            "before the first section",
	} {
		file := filepath.Join(t.TempDir(), "en.txt")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := read(file, "en", learned.OfCustomers); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error with %q", content, err, want)
		}
	}
}

// TestWhatIsTaughtIsHeard teaches two kinds of sentences, and asks about a third of them.
func TestWhatIsTaughtIsHeard(t *testing.T) {
	var all []sentence
	for _, thing := range strings.Fields("order parcel invoice contract bill lamp jacket account ticket booking") {
		for text, section := range map[string]string{
			"could somebody real look at my " + thing:  "person",
			"where can I see the price of my " + thing: "none",
			"your " + thing + " is an insult":          "anger",
		} {
			s, _ := newSentence(text, "en", section, learned.OfCustomers)
			all = append(all, s)
		}
	}
	model, err := fitted(all, leftOut(all, learned.OfCustomers), learned.OfCustomers)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"could somebody real look at my router": true, "where can I see the price of my router": false} {
		s, _ := newSentence(text, "en", "none", learned.OfCustomers)
		if got := model.Is(learned.Person, s.message, model.Scores(s.message)); got != want {
			t.Errorf("%q: a wish for a person %t, want %t", text, got, want)
		}
	}
}
