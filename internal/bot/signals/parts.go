// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// minPart is the fewest words of a part that may be a question of its own.
	minPart = 2
	// maxParts is how many parts are told apart: each is read by the classifier.
	maxParts = 2
	// maxSplit is the longest text in bytes that is split. Longer ones tell a story.
	maxSplit = 400
)

// joining words stand between two questions.
var joining = list("and und y et e ed ve also sowie plus n & و 和 还有 それと")

// Parts returns the two parts of a text that may be two questions, or none.
func Parts(text string) []string {
	text = normal(text)
	if len(text) > maxSplit {
		return nil
	}
	for _, split := range []func(string) []string{bySentence, byJoiningWord} {
		if parts := split(text); len(parts) == maxParts {
			return parts
		}
	}
	return nil
}

func bySentence(text string) []string {
	return longEnough(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".?!;\n。？！；؟", r) }), 1)
}

func byJoiningWord(text string) []string {
	words := strings.Fields(text)
	for i, word := range words {
		if !joining[plain(strings.Trim(word, ",.;"))] {
			continue
		}
		parts := []string{strings.Join(words[:i], " "), strings.Join(words[i+1:], " ")}
		if parts = longEnough(parts, minPart); len(parts) == maxParts {
			return parts
		}
	}
	if before, after, found := strings.Cut(text, ", "); found {
		return longEnough([]string{before, after}, minPart)
	}
	return nil
}

func longEnough(parts []string, words int) []string {
	return slices.DeleteFunc(parts, func(part string) bool {
		fields := strings.Fields(part)
		return len(fields) < words || len(fields) == 1 && utf8.RuneCountInString(part) < minTypo
	})
}

// Denials returns the words of an utterance that a negation reaches, as Signals has them.
func Denials(text, locale string) [][]string {
	all := sentences(normal(text))
	var denials [][]string
	for _, l := range languages() {
		if l == ownLanguage(fallback) || l.speaks(locale) {
			for _, f := range l.find(all, false) {
				if words := l.denied(f); len(words) > 0 {
					denials = append(denials, words)
				}
			}
		}
	}
	return denials
}

// Chats returns what kind of small talk an utterance is.
func Chats(text, locale string) SmallTalk {
	all := sentences(normal(text))
	for _, l := range languages() {
		if l == ownLanguage(fallback) || l.speaks(locale) {
			if kind := smallTalk(l.find(all, false)); kind != "" {
				return kind
			}
		}
	}
	return ""
}
