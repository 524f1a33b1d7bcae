// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

const (
	// maxFieldRunes bounds a field's value.
	maxFieldRunes = 200
	// maxFieldWords is how many words of a sentence a value may span.
	maxFieldWords = 4
	// maxScannedWords bounds the search for a value in a long message.
	maxScannedWords = 200
)

func compileField(f release.Field, utterances []string) (field, error) {
	if f.Pattern == "" {
		return field{Field: f}, nil
	}
	re, err := release.CompilePattern(f.Pattern)
	if err != nil {
		return field{}, err
	}
	return field{Field: f, value: re, extractable: !matchesOrdinaryWords(re, utterances)}, nil
}

// matchesOrdinaryWords reports whether a pattern matches words that customers use anyway, as one
// for names does. Its value is taken only from an answer to the prompt.
func matchesOrdinaryWords(re *regexp.Regexp, utterances []string) bool {
	for _, utterance := range utterances {
		for word := range strings.FieldsSeq(strings.ToLower(chars.Fold(utterance))) {
			word = strings.TrimFunc(word, unicode.IsPunct)
			if strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 && re.MatchString(word) {
				return true
			}
		}
	}
	return false
}

// answer reads the field's value from a reply to its prompt. Without a pattern it is what the
// customer wrote.
func (f *field) answer(text string) (string, bool) {
	switch {
	case chars.Blank(text):
		return "", false
	case f.value == nil:
		return firstRunes(strings.TrimSpace(text), maxFieldRunes), true
	}
	return f.find(text)
}

// find looks for a value in the text's normal form, and gives it in that form: a copied order
// number may contain invisible characters. A pattern that asks for what the normal
// form does not have, such as a typographic apostrophe, finds it in the text as written.
func (f *field) find(text string) (string, bool) {
	folded := chars.Fold(text)
	value, found := f.findIn(folded)
	if !found && folded != text {
		return f.findIn(text)
	}
	return value, found
}

// findIn looks for a value that matches the pattern as a whole: the text itself, or up to
// four neighbouring words of it, the longest match first.
func (f *field) findIn(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if len(text) <= maxFieldRunes*4 && f.value.MatchString(text) {
		return firstRunes(text, maxFieldRunes), true
	}
	words := strings.Fields(text)
	words = words[:min(len(words), maxScannedWords)]
	for span := min(maxFieldWords, len(words)); span > 0; span-- {
		for i := 0; i+span <= len(words); i++ {
			candidate := strings.Join(words[i:i+span], " ")
			// "It is AB123456.", "(AB123456)", and "#42" where the sign belongs to the value.
			for _, c := range []string{
				candidate, strings.TrimRightFunc(candidate, unicode.IsPunct), strings.TrimFunc(candidate, unicode.IsPunct),
			} {
				if f.value.MatchString(c) {
					return firstRunes(c, maxFieldRunes), true
				}
			}
		}
	}
	return "", false
}

// extract fills every extractable field whose value is in the text, and returns values unchanged
// when there is none.
func (in *intent) extract(values map[string]string, text string) map[string]string {
	for i := range in.fields {
		f := &in.fields[i]
		if !f.extractable || values[f.Name] != "" {
			continue
		}
		if value, ok := f.find(text); ok {
			values = with(values, f.Name, value)
		}
	}
	return values
}

// with returns a copy of values with one more.
func with(values map[string]string, name, value string) map[string]string {
	out := make(map[string]string, len(values)+1)
	for k, v := range values {
		out[k] = v
	}
	out[name] = value
	return out
}

// fill puts the fields' values into the reply's text; a value that was not given becomes empty.
func (in *intent) fill(values map[string]string) string {
	all := make(map[string]string, len(in.fields))
	for i := range in.fields {
		all[in.fields[i].Name] = values[in.fields[i].Name]
	}
	return release.Expand(in.Reply.Text, all)
}

func firstRunes(s string, n int) string {
	count := 0
	for i := range s {
		if count == n {
			return s[:i]
		}
		count++
	}
	return s
}
