// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/signals/learned"
	"github.com/intentops/intentops/internal/bot/understanding/library"
)

// sentence is an example, of a section such as "person", "no-person" or "none".
type sentence struct {
	text    string
	section string
	message learned.Message
	// usual is true for a request that was not written to be mistaken.
	usual bool
	// ruledOut is true for an answer of which the word lists know that it is no yes.
	ruledOut bool
	// features are those of the message.
	features []uint32
}

// listed tells whether the word lists alone hear a signal.
func (s sentence) listed(signal string) bool { return slices.Contains(s.message.Cues, signal) }

// label is whether a sentence has a signal, or known is false: it may have.
func (s sentence) label(signal string) (has, known bool) {
	switch {
	case s.section == signal:
		return true, true
	case s.section == ofOtherKinds:
		return false, signal == learned.OfCustomers.Signals[learned.Person] // nothing else was looked at
	case s.section == noUndoing && signal == learned.OfRequests.Signals[learned.Telling]:
		return false, false // some of them tell
	case s.section == "none", strings.HasPrefix(s.section, "no-"):
		return false, true
	}
	// Who wants something, a person too, is in danger or threatens may be angry as well.
	return false, signal != learned.OfCustomers.Signals[learned.Anger]
}

// ofOtherKinds is the section of what models of other kinds learn.
const ofOtherKinds = "other"

// noUndoing is the section of what asks to undo nothing.
var noUndoing = "no-" + learned.OfRequests.Signals[learned.Undoing]

// read reads a file about signals: sections in brackets, and a sentence a line.
func read(file, language string, kind learned.Kind) ([]sentence, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{"none": true}
	for _, name := range kind.Signals {
		known[name], known["no-"+name] = true, true
	}
	section := ""
	var all []sentence
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			if section = strings.Trim(line, "[]"); !known[section] {
				return nil, fmt.Errorf("%s: no section %q", file, section)
			}
			continue
		}
		if section == "" {
			return nil, fmt.Errorf("%s: a sentence before the first section", file)
		}
		s, ok := newSentence(line, language, section, kind)
		if !ok {
			return nil, fmt.Errorf("%s: there are no word lists for the language %q", file, language)
		}
		all = append(all, s)
	}
	return all, nil
}

func newSentence(text, language, section string, kind learned.Kind) (sentence, bool) {
	message, ok := signals.Observe(text, language, kind)
	return sentence{text: text, section: section, message: message, features: learned.Features(message)}, ok
}

// readTuning reads the sentences of a language in the tuning sets, which are there for that.
func readTuning(folder, language string) ([]sentence, error) {
	var all []sentence
	for _, file := range []string{"person-tuning.json", "signals-tuning.json"} {
		data, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			return nil, err
		}
		var set struct {
			Cases []struct {
				Locale, Text, Signal string
				WantsPerson          bool
			}
		}
		if err := json.Unmarshal(data, &set); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, c := range set.Cases {
			section, known := tuningSections[c.Signal]
			if c.WantsPerson {
				section = learned.OfCustomers.Signals[learned.Person]
			}
			if !known {
				return nil, fmt.Errorf("%s: unknown signal %q", file, c.Signal)
			}
			if c.Locale != language {
				continue
			}
			s, _ := newSentence(c.Text, language, section, learned.OfCustomers)
			all = append(all, s)
		}
	}
	return all, nil
}

// requests are sentences of the understanding's library: short forms without a signal, and whole
// sentences, which may be angry. Those for a person are left out.
func requests(language string) []sentence {
	if language != "en" {
		return nil
	}
	var all []sentence
	for _, meaning := range library.Meanings() {
		if s, _ := newSentence(meaning[0], language, "none", learned.OfCustomers); s.listed(learned.OfCustomers.Signals[learned.Person]) {
			continue
		}
		for i, text := range meaning[:min(requestsEach, len(meaning))] {
			section := "request"
			if i < shortForms {
				section = "none"
			}
			if s, _ := newSentence(text, language, section, learned.OfCustomers); !s.listed(learned.OfCustomers.Signals[learned.Person]) && !s.listed(learned.OfCustomers.Signals[learned.Legal]) {
				s.usual = true
				all = append(all, s)
			}
		}
	}
	return all
}

// paraphrases are what customers of the tuning bots ask for, in English. Those with a signal by the word lists are left
// out.
func paraphrases(folder, language string) ([]sentence, error) {
	if language != "en" {
		return nil, nil
	}
	files, err := filepath.Glob(filepath.Join(folder, "tuning", "*.json"))
	if err != nil {
		return nil, err
	}
	var all []sentence
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var set struct{ Paraphrases []struct{ Text string } }
		if err := json.Unmarshal(data, &set); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, p := range set.Paraphrases {
			s, _ := newSentence(p.Text, language, "request", learned.OfCustomers)
			if s.usual = true; !slices.ContainsFunc(learned.OfCustomers.Signals, s.listed) {
				all = append(all, s)
			}
		}
	}
	return all, nil
}

// fromOtherKinds are the yeses and the requests that models of other kinds learn, which say nothing of the customer.
// Those with a signal by the word lists are left out.
func fromOtherKinds(language string) ([]sentence, error) {
	var all []sentence
	for _, of := range []struct {
		folder, section string
		kind            learned.Kind
	}{
		{"answers", learned.OfAnswers.Signals[learned.Agreement], learned.OfAnswers},
		{"requests", "no-" + learned.OfRequests.Signals[learned.Telling], learned.OfRequests},
	} {
		read, err := read(filepath.Join(sentencesOf, of.folder, language+".txt"), language, of.kind)
		if err != nil {
			return nil, err
		}
		for _, r := range read {
			s, _ := newSentence(r.text, language, ofOtherKinds, learned.OfCustomers)
			if s.usual = true; r.section == of.section && !slices.ContainsFunc(learned.OfCustomers.Signals, s.listed) {
				all = append(all, s)
			}
		}
	}
	return all, nil
}

const (
	// shortForms is how many sentences of a meaning are its short forms.
	shortForms = 2
	// requestsEach is how many sentences of a meaning are learned.
	requestsEach = 8
)

// conversations are a tuning set of conversations with bots.
type conversations struct {
	Intents []struct{ Utterances map[string][]string }
	Cases   []struct {
		Locale, Kind string
		Turns        []string
	}
}

func readConversations(folder, name string) (set conversations, err error) {
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return set, err
	}
	if err := json.Unmarshal(data, &set); err != nil {
		return set, fmt.Errorf("%s: %w", name, err)
	}
	return set, nil
}

// readAnswers reads the tuning set of answers.
func readAnswers(folder, language string) ([]sentence, error) {
	set, err := readConversations(folder, "confirm-tuning.json")
	if err != nil {
		return nil, err
	}
	var all []sentence
	for _, c := range set.Cases {
		if c.Locale != language {
			continue
		}
		section := "no-" + learned.OfAnswers.Signals[learned.Agreement]
		if c.Kind == "yes" {
			section = learned.OfAnswers.Signals[learned.Agreement]
		}
		s, _ := newSentence(c.Turns[len(c.Turns)-1], language, section, learned.OfAnswers)
		all = append(all, s)
	}
	return all, nil
}

// readActs reads tuning sets about acts: what is taught for them asks for them, but for questions.
func readActs(folder, language string) ([]sentence, error) {
	var all []sentence
	add := func(text, section string) {
		s, _ := newSentence(text, language, section, learned.OfRequests)
		all = append(all, s)
	}
	request := "no-" + learned.OfRequests.Signals[learned.Telling]
	sections := map[string]string{
		"report": learned.OfRequests.Signals[learned.Telling], "request": request, "undo": learned.OfRequests.Signals[learned.Undoing],
	}
	for _, name := range []string{"acts-tuning.json", "acts-tuning-2.json"} {
		set, err := readConversations(folder, name)
		if err != nil {
			return nil, err
		}
		for _, in := range set.Intents {
			for _, text := range in.Utterances[language] {
				if !strings.ContainsAny(text, "?？؟") {
					add(text, request)
				}
			}
		}
		for _, c := range set.Cases {
			if section := sections[c.Kind]; section != "" && c.Locale == language {
				add(c.Turns[len(c.Turns)-1], section)
			}
		}
	}
	return all, nil
}

// tuningSections are the sections by signal; none is named for who does not want a person.
var tuningSections = map[string]string{
	"": "no-person", "none": "none", "thanks": "none", "anger": "anger", "dangerToSelf": "danger", "legalThreat": "legal",
}
