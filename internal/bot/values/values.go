// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package values reads the values of an intent's fields from what customers write, and writes
// them in one form: "ab 123456" is AB123456, "next Monday" a date. The package is pure.
package values

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

const (
	// maxRunes bounds a value.
	maxRunes = 200
	// maxWords is how many words of a sentence a value may span.
	maxWords = 4
	// maxScannedWords bounds the search for a value in a long message.
	maxScannedWords = 200
)

// Refusal says why a text that was meant as a value is none; empty: it is one, or nothing in
// it was meant as one.
type Refusal string

// The refusals.
const (
	// Format: it is not written like a value.
	Format Refusal = "format"
	// NotAChoice: it is none of the choices.
	NotAChoice Refusal = "choice"
	// TooSmall and TooLarge: it is out of bounds; a date is too early or too late.
	TooSmall Refusal = "tooSmall"
	TooLarge Refusal = "tooLarge"
	// Unclear: there are several, or only what it is not. Which is meant is asked, not guessed.
	Unclear Refusal = "unclear"
	// DayOrMonth: it is a date in figures of which either may be the month.
	DayOrMonth Refusal = "dayOrMonth"
	// DayOrNumber: it may be the value of a date as well as of a number.
	DayOrNumber Refusal = "dayOrNumber"
	// YesOrNo: it is neither a yes nor a no to the question whether to go ahead.
	YesOrNo Refusal = "yesOrNo"
	// NoCountryCode: it is a telephone number of no country, and the field has no region.
	NoCountryCode Refusal = "countryCode"
)

// IsOfOne tells whether one value was read that is not accepted.
func (r Refusal) IsOfOne() bool {
	return r == TooSmall || r == TooLarge || r == DayOrMonth || r == NoCountryCode
}

// Reading is what was found in a text.
type Reading struct {
	// Value in its one form; empty: none.
	Value string
	// Refused says why there is none.
	Refused Refusal
	// Rest is how many words stand beside the value.
	Rest int
	// Beside is how many of them stand in the same part of the sentence.
	Beside int
}

// Reader reads the values of one field.
type Reader struct {
	field   release.Field
	pattern *regexp.Regexp // nil: any text
	signed  *signed        // nil: the pattern has no signs
	// own are the names of the choices by themselves, and translated those of other languages with them.
	own        []ChoiceName
	translated []choiceNames
	// Begins is true for a day from which on something is wanted: who says "from the 5th" gives it.
	Begins bool
	begins bool // the question asks for such a day
	// Past is true for a day that was: since when something is so, or on which it happened.
	Past bool
	// Distinct is true when a value is distinguishable from ordinary words, so that it may be
	// taken from a sentence that was not an answer to the prompt.
	Distinct bool
}

// Compile prepares a field. It fails for a pattern that is not RE2. The intent's utterances
// tell which words customers use anyway, and others are the field in other languages.
func Compile(f release.Field, utterances []string, others ...Translation) (*Reader, error) {
	r := &Reader{field: f}
	r.translate(others)
	prompts := make([]string, len(others))
	for i, other := range others {
		prompts[i] = other.Prompt
	}
	if _, err := release.Bound(f.Type, f.Minimum, time.Time{}, 0); err != nil {
		return nil, fmt.Errorf("minimum: %w", err)
	}
	if _, err := release.Bound(f.Type, f.Maximum, time.Time{}, 0); err != nil {
		return nil, fmt.Errorf("maximum: %w", err)
	}
	switch f.Type {
	case release.FieldEmail, release.FieldPhone:
		r.Distinct = true
	case release.FieldDate:
		r.Past = f.Minimum != release.Today && (f.Maximum == release.Today || asksPast(f, prompts))
		r.begins = !r.Past && f.Maximum != release.Today && asksStart(f, prompts)
		r.Begins = r.begins || f.Minimum == release.Today
	case "", release.FieldText:
		if f.Pattern == "" {
			return r, nil
		}
		re, err := release.CompilePattern(f.Pattern)
		if err != nil {
			return nil, fmt.Errorf("pattern: %w", err)
		}
		r.signed = compileSigned(f.Pattern)
		r.pattern, r.Distinct = re, !matchesOrdinaryWords(re, utterances)
	}
	return r, nil
}

// AnyText is true when whatever the customer writes may be the value.
func (r *Reader) AnyText() bool {
	return r.pattern == nil && (r.field.Type == "" || r.field.Type == release.FieldText)
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

// Read looks for a value in a text. today is the day of the conversation, and locale the
// customer's, which may be empty.
func (r *Reader) Read(text string, today time.Time, locale string) Reading {
	reading := r.readWhole(text, today, locale)
	if reading.Beside = reading.Rest; reading.Value == "" || reading.Rest <= maxBeside || r.Distinct {
		return reading
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;!?\n،、，。", r) })
	for _, part := range parts[:min(len(parts), maxParts)] {
		if of := r.readWhole(part, today, locale); of.Value == reading.Value {
			reading.Beside = of.Rest
			break
		}
	}
	return reading
}

const (
	// maxBeside is how many words beside a value need not be looked at more closely.
	maxBeside = 8
	// maxParts bounds how many parts of a long message are.
	maxParts = 20
)

func (r *Reader) readWhole(text string, today time.Time, locale string) Reading {
	if chars.Blank(text) {
		return Reading{}
	}
	folded := chars.Fold(text)
	clause := func(text string) Reading { return r.readClause(text, today, locale) }
	switch {
	case r.AnyText():
		return readAny(text)
	case r.field.Type == release.FieldChoice && r.choicesHaveMarks(locale), r.pattern != nil && len(folded) <= 4*maxRunes && r.pattern.MatchString(strings.TrimSpace(folded)):
		return clause(folded)
	}
	if r.field.Type == release.FieldNumber {
		folded = r.spansOf(withoutOthers(percents.ReplaceAllString(strings.Map(western, folded), "%")))
	}
	reading := r.each(folded, locale, today, clause)
	if r.pattern != nil && reading.Value == "" && reading.Refused != Unclear && folded != text {
		// A pattern may ask for what the normal form does not have, such as a typographic
		// apostrophe.
		if asWritten := r.readPattern(text); asWritten.Value != "" {
			return asWritten
		}
	}
	return reading
}

// readClause looks for a value in a text that neither corrects nor excludes anything.
func (r *Reader) readClause(text string, today time.Time, locale string) Reading {
	switch r.field.Type {
	case release.FieldNumber:
		return r.readNumber(text, today, locale)
	case release.FieldDate:
		return r.readDate(text, today, locale)
	case release.FieldEmail:
		return readEmail(text)
	case release.FieldPhone:
		return orSpelt(text, func(text string) Reading { return readPhone(text, r.field.Region) })
	case release.FieldChoice:
		return readChoice(text, r.ChoiceNames(locale), len(r.own))
	case release.FieldCardLastFour:
		return orSpelt(text, readCard)
	}
	reading := orSpelt(text, r.readPattern)
	if reading.Value == "" {
		if said := spelled(text); said != text {
			if reading := r.readPattern(said); reading.Value != "" {
				return reading
			}
		}
	}
	return reading
}

// orSpelt reads a text as written, or else with the digits that it says one by one.
func orSpelt(text string, read func(string) Reading) Reading {
	reading := read(text)
	if reading.Value != "" {
		return reading
	}
	if spelt := Spelt(saidTogether(text)); spelt != text {
		if said := read(spelt); said.Value != "" || said.Refused == NoCountryCode {
			return said
		}
	}
	return reading
}

// InPassing looks for a value in a message that was not an answer to the prompt; empty: there is
// none that is distinguishable from ordinary words. A choice must be named in full.
func (r *Reader) InPassing(text string, today time.Time, locale string) string {
	switch {
	case r.Distinct:
		reading := r.Read(text, today, locale)
		if reading.Value == "" && reading.Refused == Unclear && !r.offers(text, locale) {
			// What is not to be done with it does not make it another: "do not cancel AB123456".
			return r.readClause(chars.Fold(text), today, locale).Value
		}
		return reading.Value
	case r.field.Type == release.FieldDate:
		return r.dayInPassing(text, today, locale)
	case r.field.Type == release.FieldCardLastFour:
		return cardInPassing(text)
	case r.field.Type == release.FieldChoice:
		equal := func(a, b string) bool { return a == b }
		names := r.ChoiceNames(locale)
		if at, _ := oneOf(signals.Words(text), names, equal); at >= 0 {
			return names[at].Choice
		}
		if at, _ := oneOf(WordsApart(text), names, equal); at >= 0 {
			return names[at].Choice
		}
	}
	return ""
}

// offers tells whether a text has an alternative: which is meant is asked.
func (r *Reader) offers(text, locale string) bool {
	return slices.ContainsFunc(r.clauses(chars.Fold(text), locale), func(c clause) bool { return c.relation == alternative })
}

// bounded refuses a value that is out of the field's bounds.
func (r *Reader) bounded(reading Reading, n float64, today time.Time) Reading {
	// Compile has made sure that they parse.
	if r.field.Minimum != "" {
		if least, _ := release.Bound(r.field.Type, r.field.Minimum, today, 0); n < least {
			return Reading{Refused: TooSmall, Rest: reading.Rest}
		}
	}
	if r.field.Maximum != "" {
		if most, _ := release.Bound(r.field.Type, r.field.Maximum, today, 0); n > most {
			return Reading{Refused: TooLarge, Rest: reading.Rest}
		}
	}
	return reading
}

// bounded is the beginning of a value that is longer than maxRunes.
func bounded(s string) string {
	count := 0
	for i := range s {
		if count == maxRunes {
			return s[:i]
		}
		count++
	}
	return s
}
