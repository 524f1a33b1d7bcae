// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// The name of a choice may be that of the customer, or another word: with the choices Mark, Rose and May, "my name is
// Mark", "prices rose" and "it may be" choose nothing.

// introducing stands before the customer's own name, introducingAfter behind it, and iAm before what the customer is,
// which is a name where the question asks for somebody.
var (
	introducing      = expressionsAt("introducing", `(?:^|[^\pL])(?:`, `)$`)
	introducingAfter = expressionsAt("introducing-after", `^(?:`, `)(?:$|[^\pL])`)
	iAm              = expressionsAt("i-am", `(?:^|[^\pL])(?:`, `)$`)
)

// withoutOtherWords is a text without the words that are written like choices of a field, and say something else.
func (in *Intent) withoutOtherWords(f *Field, text string, m Message) string {
	if f.Type != release.FieldChoice {
		return text
	}
	c := in.counting(f, text, m)
	who := c.words.AskedIn("asks-who", c.prompt)
	var b strings.Builder
	at := 0
	for _, n := range c.choicesNamed() {
		if n.end-n.first > 1 || !c.isIntroduced(n, who) && !c.isOtherWord(n) {
			continue
		}
		b.WriteString(text[at:c.tokens[n.first].From] + "; ")
		at = c.tokens[n.first].To
	}
	return b.String() + text[at:]
}

// isIntroduced tells whether a name is the customer's own.
func (c counting) isIntroduced(n named, who bool) bool {
	before, after := c.phrase(0, n.first, n), c.phrase(n.end, len(c.tokens), n)
	return introducing.match(before, c.m.Locale) || introducingAfter.match(after, c.m.Locale) || who && iAm.match(before, c.m.Locale)
}

// isOtherWord tells whether a word that is also a verb, or a month, stands as such: neither alone, nor behind what stands
// before a choice. A name in the middle of a sentence begins with a capital.
func (c counting) isOtherWord(n named) bool {
	t := c.tokens[n.first]
	if !c.isVerbOrMonth(t.Word) || wording.IsUnspaced(t.Word) {
		return false
	}
	before, next := c.before(n.first), c.next(n.end-1)
	own := func(t *wording.Token, lists ...string) bool {
		return slices.ContainsFunc(lists, func(list string) bool { return c.words.Own(list, t.Word) })
	}
	if before != nil {
		return !own(before, "beside-choice", "towards", "title", "setting", "wishing", "wished", "article", "assent", "plain-yes", "contrasting", "hesitation") && !values.Joins(before.Word) && !values.Corrects(before.Word)
	}
	return next != nil && !own(next, "thanking", "plain-yes", "sufficing", "copula", "assent", "contrasting") && !values.Joins(next.Word) && !values.Corrects(next.Word)
}

// isVerbOrMonth tells whether a word is also one of those, in the customer's language.
func (c counting) isVerbOrMonth(word string) bool {
	return c.words.Own("modal", word) || c.words.Own("bygone", word) || wording.IsDoing(word) || values.IsMonth(word) || c.words.Own("also-verb", word)
}
