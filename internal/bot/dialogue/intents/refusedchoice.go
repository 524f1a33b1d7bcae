// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"cmp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// A choice that is named only to say that it is not the one is no value: "on Friday, not Dr May". A negation of what is
// done to it is another matter, as in "I do not use Dr May's line any more".

// maxBetween is the most words between a choice and the word that refuses it: "not with the".
const maxBetween = 3

// withoutRefused is a text without the choices that it names only to refuse them; refused tells whether there are any.
func (in *Intent) withoutRefused(f *Field, text string, m Message) (left string, refused bool) {
	if f.Type != release.FieldChoice {
		return text, false
	}
	c := in.counting(f, text, m)
	var b strings.Builder
	at, last := 0, -1 // last is where the last one that was refused ends
	for _, n := range c.choicesNamed() {
		first, end, is := c.refusedBy(n)
		if !is && last >= 0 && n.first == last+1 && values.Joins(c.tokens[last].Word) {
			first, end, is = last, c.tokens[n.end-1].To, true // "not Dr May or Dr Young"
		}
		if !is {
			continue
		}
		refused, last = true, n.end
		b.WriteString(text[at:max(at, c.tokens[first].From)] + " ; ")
		at = end
	}
	return b.String() + text[at:], refused
}

// OnlyRefuses tells whether an answer says of choices, or of a name, that they are not the one, and nothing else.
func (in *Intent) OnlyRefuses(f *Field, m Message) bool {
	if f.AnyText() {
		return in.onlyRefusesName(f, m)
	}
	left, refused := in.withoutRefused(f, m.Text, m)
	if says := signals.Read(left, m.Locale); !refused || m.Question || says.No || says.Withdrawn || in.Read(f, m.Text, m).Value != "" {
		return false
	}
	c := in.counting(f, left, m)
	return !slices.ContainsFunc(c.tokens, func(t wording.Token) bool {
		if wording.IsUnspaced(t.Word) {
			return !c.knowsRun(t.Word)
		}
		return !c.knows(t) && !notThatOne.Has(t.Word)
	})
}

// RefusesAnother tells whether a text refuses a choice that is not the one given for a field, and so puts nothing in the
// place of that.
func (in *Intent) RefusesAnother(f *Field, given string, m Message) bool {
	c := in.counting(f, m.Text, m)
	return slices.ContainsFunc(c.choicesNamed(), func(n named) bool {
		_, _, is := c.refusedBy(n)
		return is && n.value != given
	})
}

// refusedBy is the first token of what refuses a choice, or of that, and where it ends in the text; is tells whether
// anything does, before or behind it.
func (c counting) refusedBy(n named) (first, end int, is bool) {
	end = c.tokens[n.end-1].To
	if next := c.next(n.end - 1); next != nil {
		switch refusing := c.refusingBehind(next.Word, c.next(n.end) == nil); {
		case refusing != "" && wording.IsUnspaced(next.Word):
			return n.first, next.From + len(refusing), true
		case refusing != "":
			return n.first, next.To, true
		}
	}
	for i := n.first - 1; i >= max(0, n.first-1-maxBetween); i-- {
		word := c.tokens[i].Word
		switch {
		case word == "but" && i > 0 && signals.ListOf("all-but").For(c.m.Locale).Has(c.tokens[i-1].Word):
			return i - 1, end, true // "anyone but Dr May"
		case c.tokens[i].Clause != c.tokens[n.first].Clause:
			return 0, 0, false
		case wording.IsUnspaced(word):
			return i, end, excludingBefore.For(c.m.Locale).After(word) != "" || !c.in.Ends && lacking.For(c.m.Locale).After(word) != ""
		case excludingBefore.For(c.m.Locale).Has(word), !c.in.Ends && lacking.For(c.m.Locale).Has(word):
			return i, end, !c.isOfVerb(i)
		case !c.stands(word):
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// refusingBehind is what stands behind a choice and says that it is not meant; empty: it does not. A word that may
// belong to a verb stands at the end of its clause.
func (c counting) refusingBehind(next string, ends bool) string {
	after, lacks := excludingAfter.For(c.m.Locale), lackingAfter.For(c.m.Locale)
	if wording.IsUnspaced(next) {
		if c.in.Ends {
			return after.Before(next)
		}
		return cmp.Or(after.Before(next), lacks.Before(next))
	}
	if after.Has(next) || !c.in.Ends && ends && lacks.Has(next) {
		return next
	}
	return ""
}

var (
	// excludingBefore and excludingAfter stand before, or behind, what is not meant.
	excludingBefore, excludingAfter = signals.ListOf("excluding-before"), signals.ListOf("excluding-after")
	// lacking and lackingAfter are the same for what is not wanted. Where an intent ends something, that asks for it.
	lacking, lackingAfter = signals.ListOf("lacking"), signals.ListOf("lacking-after")
)

// isOfVerb tells whether a word that refuses belongs to a verb before it: "je ne veux pas", "why not", "not only".
func (c counting) isOfVerb(at int) bool {
	words := signals.ListOf("negates-verb").For(c.m.Locale)
	for i := at - 1; i >= 0 && c.tokens[i].Clause == c.tokens[at].Clause; i-- {
		if words.Has(c.tokens[i].Word) {
			return true
		}
	}
	return false
}

// stands tells whether a word may stand between the one that refuses a choice and that: an article, or a preposition.
func (c counting) stands(word string) bool {
	return slices.ContainsFunc([]string{"owning", "towards", "goal", "into", "beside-day", "beside-choice"}, func(list string) bool { return c.words.Own(list, word) })
}
