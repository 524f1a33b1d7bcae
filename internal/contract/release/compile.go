// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/contract/utterances"
)

// Problem is something in an Intent that a bot must not serve.
type Problem struct {
	// Intent in which it is.
	Intent string
	// Field is the path in the Intent, such as spec.fields[0].pattern.
	Field string
	// Message says what is wrong and how to fix it. It never quotes an utterance.
	Message string
}

// Error names the intent and the field.
func (p Problem) Error() string {
	return fmt.Sprintf("intent %q: %s: %s", p.Intent, p.Field, p.Message)
}

// Compile makes a release of intents in any order. A release without intents is valid: a
// bot that serves it hands every conversation to a person. The error joins all Problems;
// the policy's rules are compiled by package policy.
//
// Utterances are judged less strictly than by Check and Duplicates: what was accepted and is
// live must not become a release that cannot be made when the operator is upgraded.
func Compile(intents []Intent, policy Policy) (Release, error) {
	sorted := Sorted(intents)

	var problems []Problem
	for i, intent := range sorted {
		if i > 0 && sorted[i-1].Name == intent.Name {
			problems = append(problems, Problem{
				Intent: intent.Name, Field: "metadata.name",
				Message: "is in the release twice: name each intent once",
			})
		}
		problems = append(problems, check(intent, utterances.Served)...)
	}
	problems = append(problems, duplicates(sorted, utterances.Served)...)
	if len(problems) > 0 {
		all := make([]error, len(problems))
		for i, problem := range problems {
			all[i] = problem
		}
		return Release{}, errors.Join(all...)
	}
	return Release{Version: FormatVersion, Intents: sorted, Policy: policy}, nil
}

// Sorted returns intents in the order of a release, never nil: no intents have one hash.
func Sorted(intents []Intent) []Intent {
	sorted := append([]Intent{}, intents...)
	slices.SortStableFunc(sorted, func(a, b Intent) int { return strings.Compare(a.Name, b.Name) })
	return sorted
}

// Check returns what is wrong with one intent, by itself.
func Check(intent Intent) []Problem { return check(intent, utterances.Normalise) }

func check(intent Intent, normalise func(string) string) []Problem {
	var problems []Problem
	report := func(field, format string, args ...any) {
		problems = append(problems, Problem{Intent: intent.Name, Field: field, Message: fmt.Sprintf(format, args...)})
	}
	if intent.Name == "" {
		report("metadata.name", "is empty: name the intent")
	}
	if len(intent.Utterances) == 0 {
		report("spec.utterances", "is empty: give at least five examples of what customers write")
	}
	for i, utterance := range intent.Utterances {
		if normalise(utterance) == "" {
			report(utteranceAt(i), "has no word in it: write what a customer would, or remove it")
		}
	}
	required := map[string]bool{}
	for i, field := range intent.Fields {
		if _, twice := required[field.Name]; twice {
			report(fmt.Sprintf("spec.fields[%d].name", i), "%q is the name of an earlier field too: rename one", field.Name)
		}
		required[field.Name] = field.Required
		if _, err := CompilePattern(field.Pattern); err != nil {
			report(fmt.Sprintf("spec.fields[%d].pattern", i), "%v: see https://github.com/google/re2/wiki/Syntax", err)
		}
		checkField(field, fmt.Sprintf("spec.fields[%d]", i), report)
	}
	checkReply(intent.Reply.Text, "spec.reply.text", required, report)
	checkPlaceholders(intent.Confirmation, "spec.confirmation", required, report)
	checkLocales(intent, required, normalise, report)
	return problems
}

type reporter func(field, format string, args ...any)

func checkReply(text, field string, required map[string]bool, report reporter) {
	if strings.TrimSpace(text) == "" {
		report(field, "is empty: write what the bot answers")
	}
	checkPlaceholders(text, field, required, report)
}

func checkPlaceholders(text, field string, required map[string]bool, report reporter) {
	seen := map[string]bool{}
	for _, name := range Placeholders(text) {
		isRequired, known := required[name]
		switch {
		case seen[name]:
		case !known:
			report(field, "refers to {%s}, but there is no such field: add it to spec.fields or correct the name", name)
		case !isRequired:
			report(field, "refers to {%s}, which is Optional and may have no value: make the field Required or leave it out", name)
		}
		seen[name] = true
	}
}

// Duplicates returns a Problem for each utterance that a later intent shares with an
// earlier one: a classifier could not tell them apart.
func Duplicates(intents []Intent) []Problem { return duplicates(intents, utterances.Normalise) }

func duplicates(intents []Intent, normalise func(string) string) []Problem {
	type place struct {
		intent *Intent
		text   string
		index  int
	}
	first := map[string]place{}
	var problems []Problem
	for at := range intents {
		intent := &intents[at]
		for i, utterance := range intent.AllUtterances() {
			key := normalise(utterance)
			if key == "" {
				continue
			}
			earlier, taken := first[key]
			if !taken {
				first[key] = place{intent, utterance, i}
				continue
			}
			if earlier.intent.Name != intent.Name && utterances.Normalise(earlier.text) == utterances.Normalise(utterance) {
				problems = append(problems, duplicate(intent.Name, intent.utterancePath(i), earlier.intent.Name, earlier.intent.utterancePath(earlier.index)))
			}
		}
	}
	return problems
}

// DuplicateUtterance is the Problem that utterance i of an intent says the same as
// utterance j of another.
func DuplicateUtterance(intent string, i int, other string, j int) Problem {
	return duplicate(intent, utteranceAt(i), other, utteranceAt(j))
}

func duplicate(intent, path, other, otherPath string) Problem {
	return Problem{
		Intent:  intent,
		Field:   path,
		Message: fmt.Sprintf("says the same as %s of Intent %q: remove it from Intent %q or from Intent %q", otherPath, other, intent, other),
	}
}
