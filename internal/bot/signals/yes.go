// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// beginsWithYes tells whether a message begins with a yes, whatever follows.
func (l *language) beginsWithYes(first found) bool {
	if first.has(sectionYes) {
		return true
	}
	if !l.unspaced {
		return l.yeses[first.words[0]]
	}
	for n := range first.words[0] {
		if n > 0 && l.yeses[first.words[0][:n]] {
			return true
		}
	}
	return l.yeses[first.words[0]]
}

// beside is what a message says besides a yes and what is harmless: in scripts with spaces the
// words, else the runs of characters. Only what is known to be harmless is: a list of what is not
// would never be complete.
func (l *language) beside(all []found) []string {
	var rest []string
	for i, f := range all {
		if i > 0 && f.has(sectionGoodbye) && len(f.words) <= maxSmallTalk {
			continue // "have a nice day"
		}
		if i > 0 && f.thanksAlone() {
			continue // "that's very kind of you"
		}
		if l.unspaced {
			rest = append(rest, l.besideUnspaced(strings.Join(f.words, ""))...)
			continue
		}
		for at, word := range f.words {
			if !l.isHarmless(word) && !f.assures(at) {
				rest = append(rest, word)
			}
		}
	}
	return rest
}

// maxThanksBeside is the most words of a sentence that thanks beside a yes.
const maxThanksBeside = 6

// thanksAlone tells whether a sentence thanks, names nothing that it thanks for, and says nothing that a yes may depend on.
func (f found) thanksAlone() bool {
	return f.has(sectionThanks) && !f.asked && len(f.words) <= maxThanksBeside &&
		!f.hasAny([]string{sectionThanked, sectionNegation, sectionWish, sectionOrder, sectionProviso, sectionConditional, sectionException, sectionInstead}) &&
		!slices.ContainsFunc(f.words, func(word string) bool { return strings.ContainsFunc(word, unicode.IsNumber) })
}

// assures tells whether a word is part of what says that a yes is meant: "no doubt about it".
func (f found) assures(at int) bool {
	return slices.ContainsFunc(f.hits, func(h hit) bool { return h.section == sectionAssured && h.at <= at && at < h.to })
}

// saysYesLater tells whether a sentence after the first is a yes: "please do it, I'm sure".
func (l *language) saysYesLater(all []found) bool {
	return slices.ContainsFunc(all[1:], func(f found) bool { return f.has(sectionYes) })
}

// asksIn tells whether a sentence asks something. One that is a yes does not: "do it", "why not".
func asksIn(f found) bool { return f.has(sectionQuestion) && (f.asked || !f.has(sectionYes)) }

func (l *language) isHarmless(word string) bool {
	if l.harmless[word] || utf8.RuneCountInString(word) < 2 && !strings.ContainsFunc(word, unicode.IsNumber) {
		return true
	}
	if r, _ := utf8.DecodeRuneInString(word); unicode.In(r, unicode.So, unicode.Sk) {
		return strings.ContainsRune(friendlySigns, r)
	}
	return utf8.RuneCountInString(word) >= minTypo && slices.ContainsFunc(l.harmlessParts, func(known string) bool {
		return utf8.RuneCountInString(known) >= minTypo && Slip(word, known) && !strayed(word, known)
	})
}

// friendlySigns may stand beside a yes.
const friendlySigns = "👍👌✅🙂😊😀😃😄😁🤗😍🥰❤💕🙏🎉👏💪⭐😉🏻🏼🏽🏾🏿"

// besideUnspaced is what is left of a text when what is harmless is taken out.
func (l *language) besideUnspaced(text string) []string {
	var rest []string
	var run strings.Builder
	end := func() {
		// A hiragana alone is a particle.
		if left := run.String(); left != "" && (utf8.RuneCountInString(left) > 1 || !strings.ContainsFunc(left, func(r rune) bool { return unicode.Is(unicode.Hiragana, r) })) {
			rest = append(rest, left)
		}
		run.Reset()
	}
	for text != "" {
		i := slices.IndexFunc(l.harmlessParts, func(part string) bool { return strings.HasPrefix(text, part) })
		if i >= 0 {
			end()
			text = text[len(l.harmlessParts[i]):]
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		if !strings.ContainsRune(friendlySigns, r) {
			run.WriteRune(r)
		}
		text = text[size:]
	}
	end()
	return rest
}
