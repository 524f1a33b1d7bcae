// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// named is a value that a text names: its tokens from the first one to before the end.
type named struct {
	first, end int
	value      string
	// name is what a choice is called there.
	name string
}

// valuesNamed are the days, or the choices, that the text names, in order.
func (c counting) valuesNamed() []named {
	if c.f.Type == release.FieldDate {
		return c.daysNamed()
	}
	return c.choicesNamed()
}

// choicesNamed are the choices that the text names in full.
func (c counting) choicesNamed() []named {
	names := c.f.ChoiceNames(c.m.Locale)
	words := make([]string, len(c.tokens))
	for i, t := range c.tokens {
		words[i] = strings.ToLower(t.Word)
	}
	var all []named
	for at := 0; at < len(words); at++ {
		choice, n := choiceAt(names, words[at:])
		if n == 0 && wording.LanguageOf(c.m.Locale) == "tr" {
			if bare := caseEnding.ReplaceAllString(words[at], ""); bare != words[at] {
				choice, n = choiceAt(names, []string{bare})
			}
		}
		if n > 0 {
			all = append(all, named{at, at + n, choice.Choice, choice.Name})
			at += n - 1
		}
	}
	return all
}

// caseEnding is how Turkish says from and to.
var caseEnding = regexp.MustCompile(`(?:n?[dt][ae]n|[yn]?[ae])$`)

// choiceAt is the choice with whose name words begin, the longest first, and how many words that has; 0: they begin with
// none.
func choiceAt(names []values.ChoiceName, words []string) (choice values.ChoiceName, n int) {
	for _, c := range names {
		of := signals.Words(c.Name)
		if len(of) > n && len(of) <= len(words) && slices.Equal(of, words[:len(of)]) {
			choice, n = c, len(of)
		}
	}
	return choice, n
}

// daysNamed are the days that the text names, in which those that count from today are dates.
func (c counting) daysNamed() []named {
	var all []named
	for at := 0; at < len(c.tokens); at++ {
		if n, _ := c.lengthAt(at); n > 0 {
			at++ // "for 12 days" is no day
			continue
		}
		if n := c.dayAt(at); n.end > 0 {
			all = append(all, n)
			at = n.end - 1
		}
	}
	return all
}

// dayAt is the day that begins at a token; none has an end of 0.
func (c counting) dayAt(at int) (day named) {
	t := c.tokens[at]
	if !t.Figures && !values.IsDay(t.Word) && values.NearDayIn(signals.Words(c.text[t.From:])) == 0 {
		return named{}
	}
	if short, own := values.IsShortDay(t.Word, c.m.Locale); short {
		before := c.before(at)
		if !own || before == nil || !c.words.Own("beside-day", before.Word) && directionOf(before.Word, c.m.Locale) == nowhere {
			return named{} // "mon rendez-vous", "so geht das"
		}
	}
	if before := c.before(at); before != nil && values.IsPartOfDay(before.Word, t.Word) {
		return named{}
	}
	rest := 0
	for end := at + 1; end <= min(at+maxDayWords, len(c.tokens)) && c.tokens[end-1].Clause == t.Clause; end++ {
		if end > at+1 && c.between(end-1) {
			break
		}
		said := c.text[t.From:c.tokens[end-1].To]
		reading := c.f.Read(said, c.m.Now, c.m.Locale)
		if reading.Value == "" || !c.m.namesDay(said) && !wording.HasNumber(said) || day.end > 0 && reading.Rest > rest && !values.IsDay(c.tokens[end-1].Word) {
			continue
		}
		if t.Figures && end > at+1 && !c.tokens[at+1].Figures && c.f.Read(c.text[c.tokens[at+1].From:c.tokens[end-1].To], c.m.Now, c.m.Locale).Value == reading.Value {
			break // "line 4711 since Friday"
		}
		day, rest = named{first: at, end: end, value: reading.Value}, reading.Rest
	}
	return day
}

// between tells whether a token stands between two days, and is a part of neither.
func (c counting) between(at int) bool {
	word := c.tokens[at].Word
	return directionOf(word, c.m.Locale) == toIt || values.Joins(word) || c.tokens[at].Word != "" && against.For(c.m.Locale).Has(word)
}

// directions are those of the values that a text names. state tells whether the questions ask for how something is.
func (c counting) directions(all []named, state bool) []direction {
	found := make([]direction, len(all))
	for i, n := range all {
		if c.f.edge != nowhere {
			found[i] = c.edgeBeside(i, all) // "volta a 9 de maio"
		}
		if found[i] == nowhere {
			found[i] = c.directionBeside(n, all)
		}
	}
	for i := 0; i+1 < len(all); i++ {
		// "Friday to Monday", "red for blue": what stands before the word is what it was.
		if c.tokens[all[i].first].Clause != c.tokens[all[i+1].first].Clause {
			continue
		}
		if found[i+1] == nowhere && c.isAgainst(all[i].end, all[i+1].first) {
			found[i+1] = toIt
		}
		if found[i] == nowhere && found[i+1] == toIt {
			found[i] = fromIt
		}
	}
	for i, n := range all {
		if state && found[i] == nowhere {
			found[i] = c.stateOf(n)
		}
	}
	return found
}

// isAgainst tells whether a word between two tokens says that the one is given for the other.
func (c counting) isAgainst(from, until int) bool {
	own := against.For(c.m.Locale)
	return slices.ContainsFunc(c.tokens[from:until], func(t wording.Token) bool { return own.Has(t.Word) })
}

// maxOwning is the most words between "from" and a value: "from my old savings".
const maxOwning = 2

// directionBeside is that of the nearest word before a value, or of what it ends in.
func (c counting) directionBeside(n named, all []named) direction {
	if next := c.next(n.end - 1); next != nil && wording.IsUnspaced(next.Word) {
		switch {
		case c.words.Before("origin", next.Word) != "":
			return fromIt
		case wording.LanguageOf(c.m.Locale) == "ja" && c.words.Before("goal", next.Word) != "":
			return toIt // in Chinese it stands before what follows
		}
	}
	if wording.LanguageOf(c.m.Locale) == "tr" {
		if d := c.caseOf(n); d != nowhere {
			return d
		}
	}
	for i := n.first - 1; i >= max(0, n.first-1-maxOwning) && c.tokens[i].Clause == c.tokens[n.first].Clause; i-- {
		if slices.ContainsFunc(all, func(other named) bool { return other.first <= i && i < other.end }) {
			break
		}
		word := c.tokens[i].Word
		if !wording.IsUnspaced(word) {
			d := directionOf(word, c.m.Locale)
			switch {
			case wording.IsDoing(word), d == toIt && c.f.Type == release.FieldDate && i > 0 && c.isOn(standing, i-1):
				return nowhere // "to move my Friday visit", "marcada para quinta"
			case d != nowhere:
				return d
			case c.f.Type == release.FieldDate && !c.stands(word) && !c.words.Known(word):
				return nowhere // "to Rome on Friday"
			}
			continue
		}
		switch {
		case c.words.EndsIn("origin", word):
			return fromIt
		case c.words.EndsIn("goal", word), c.words.EndsIn("into", word):
			return toIt
		}
		break
	}
	return nowhere
}

// caseOf is the direction of what a value, or the word for its kind behind it, ends in, in Turkish: "cuma gününden".
func (c counting) caseOf(n named) direction {
	last, choice := c.tokens[n.end-1].Word, signals.Words(n.name)
	ending := ""
	if bare := caseEnding.ReplaceAllString(last, ""); c.f.Type == release.FieldChoice && last != choice[len(choice)-1] || values.IsDay(bare) {
		ending = strings.TrimPrefix(last, bare)
	}
	if next := c.next(n.end - 1); ending == "" && next != nil {
		if bare := caseEnding.ReplaceAllString(next.Word, ""); bare == "" && next.Joined || c.words.Own("named-date", bare) {
			ending = strings.TrimPrefix(next.Word, bare)
		}
	}
	switch {
	case ending == "":
		return nowhere
	case strings.HasSuffix(ending, "n"):
		return fromIt
	}
	return toIt
}

// stateOf is what the clause of a value says of it, by the nearest word: "I have red", "I want blue". What a clause wants
// moved is not the one that it wants.
func (c counting) stateOf(n named) direction {
	clause := c.tokens[n.first].Clause
	moving, wants := false, true
	for _, t := range c.tokens {
		moving = moving || t.Clause == clause && isMoving(t.Word, c.m.Locale)
	}
	if next := c.next(n.end - 1); next != nil && !wording.IsUnspaced(next.Word) {
		wants = !wording.HasTerm(c.in.Terms, []string{next.Word}) // "my Friday appointment"
	}
	state := func(i int) direction {
		switch {
		case c.tokens[i].Clause != clause:
			return nowhere
		case c.isOn(standing, i):
			return fromIt
		case !moving && wants && c.wants(i):
			return toIt
		}
		return nowhere
	}
	for i := n.first - 1; i >= 0; i-- {
		if d := state(i); d != nowhere {
			return d
		}
	}
	for i := n.end; i < len(c.tokens); i++ {
		if d := state(i); d != nowhere {
			return d
		}
	}
	return nowhere
}

// wants tells whether a token says that something is wanted, or meant. "Meine" is no more than a possessive, and a word
// that joins two clauses belongs to the second.
func (c counting) wants(at int) bool {
	if t := c.tokens[at]; at+1 < len(c.tokens) && c.tokens[at+1].Clause != t.Clause && strings.TrimSpace(c.text[t.To:c.tokens[at+1].From]) == "" {
		return false
	}
	return c.isOn(wanting, at) || c.isOn(wished, at) || c.isOn(contrasting, at) && !c.words.Own("owning", c.tokens[at].Word)
}

// isOn tells whether a token is on a list of the customer's language. Of the Romance languages "e" is "and", and with its
// accent "is".
func (c counting) isOn(list signals.WordList, at int) bool {
	t, own := c.tokens[at], list.For(c.m.Locale)
	if t.Word == "e" && !strings.ContainsAny(c.text[t.From:t.To], "èéÈÉ'’") {
		return false
	}
	return own.HasForm(t.Word) || wording.IsUnspaced(t.Word) && own.PartIn(t.Word) != ""
}

// phrase is the words between two places in the clause of a value.
func (c counting) phrase(from, until int, n named) string {
	var words []string
	for _, t := range c.tokens[from:until] {
		if t.Clause == c.tokens[n.first].Clause {
			words = append(words, t.Word)
		}
	}
	return strings.Join(words, " ")
}
