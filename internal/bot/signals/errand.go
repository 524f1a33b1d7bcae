// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxErrand is the most words of a sentence that is a thing and a verb of stopping, and maxErrandUnspaced
// the most characters in scripts without spaces.
const (
	maxErrand         = 6
	maxErrandUnspaced = 16
	// maxDropped is the most words of a sentence that says that a thing is no longer needed.
	maxDropped = 10
)

// errands are what stands beside a verb of stopping in each short sentence that has one and denies
// nothing: "Abo" in "Abo abbrechen". Who says the verb alone lets go of what they asked for; with a
// thing it may be a request to end that one. Which it is depends on what the bot can end.
func (l *language) errands(all []found) [][]string {
	var things [][]string
	for _, f := range all {
		at, found := l.stopsAt(f)
		if !found || f.asked || f.has(sectionThanked) || f.withdrawnBeside(at) || !l.unspaced && (len(f.words) < 2 || len(f.words) > maxErrand) {
			continue
		}
		if l.unspaced {
			text := []rune(strings.Join(f.words, ""))
			if len(text) > maxErrandUnspaced {
				continue
			}
			if thing := onlyNames(text[:at], text[min(at+1, len(text)):]); len(thing) > 0 {
				things = append(things, thing)
			}
			continue
		}
		things = append(things, slices.Concat(f.words[:at:at], f.words[at+1:]))
	}
	return things
}

// withdrawnBeside tells whether a sentence lets go by other words than the one at a place: who backs out of
// an end ends nothing.
func (f found) withdrawnBeside(at int) bool {
	return slices.ContainsFunc(f.hits, func(h hit) bool { return h.section == sectionWithdrawn && h.at != at })
}

// letsGo tells whether a sentence lets go, and not only by words that may ask to end a thing.
func (l *language) letsGo(all []found) bool {
	for i := range all {
		one := all[i : i+1]
		if all[i].has(sectionWithdrawn) && len(l.errands(one)) == 0 && len(l.dropped(one)) == 0 {
			return true
		}
	}
	return false
}

// dropped are the words of each short sentence that says that a thing is no longer needed, and nothing of
// its end: "I no longer need to cancel it" keeps it.
func (l *language) dropped(all []found) [][]string {
	var things [][]string
	for _, f := range all {
		if !f.has(sectionDropped) || f.asked || f.has(sectionEnding) || f.has(sectionDeclined) || f.has(sectionConditional) {
			continue
		}
		switch {
		case !l.unspaced && len(f.words) > 1 && len(f.words) <= maxDropped:
			things = append(things, f.words)
		case l.unspaced && utf8.RuneCountInString(strings.Join(f.words, "")) <= maxErrandUnspaced:
			things = append(things, f.words)
		}
	}
	return things
}

// stopsAt is where the only verb of stopping stands; false: there is none, or the sentence denies, or
// speaks of two ends, as in "Kündigung abbrechen".
func (l *language) stopsAt(f found) (at int, found bool) {
	for _, h := range f.hits {
		switch h.section {
		case sectionEnding:
			if found && h.at != at {
				return 0, false
			}
			at, found = h.at, true
		case sectionUnwanted, sectionRejected, sectionConditional, sectionNo, sectionInstead, sectionException:
			return 0, false
		}
	}
	if !found {
		return 0, false
	}
	for _, h := range f.hits {
		// Where verbs stand last, one of stopping ends the thing before it: "siparişten vazgeçtim".
		if h.section == sectionDeclined && (h.at != at || !backwards[l.name]) {
			return 0, false
		}
		// "Stop" is among the words that deny, too: before a thing it ends that one, and before a verb
		// ("stop calling") it denies.
		if h.section == sectionNegation && (h.at != at || at+1 < len(f.words) && strings.HasSuffix(f.words[at+1], "ing")) {
			return 0, false
		}
	}
	return at, true
}

// onlyNames are the parts of texts without spaces that may name a thing: what is all hiragana is
// grammar.
func onlyNames(texts ...[]rune) []string {
	var names []string
	for _, text := range texts {
		for _, name := range strings.FieldsFunc(string(text), func(r rune) bool { return unicode.Is(unicode.Hiragana, r) }) {
			if utf8.RuneCountInString(name) > 1 {
				names = append(names, name)
			}
		}
	}
	return names
}
