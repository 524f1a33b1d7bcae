// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// A day or a choice may stand in a remark about something else, or in what is said of it: "my passport expires on 12 May",
// "Basic is too dear". A clause with words that are neither the intent's nor such as stand beside any value may be one,
// unless it says what is wanted: "I can travel on 12 May".

// InRemark tells whether all clauses of an answer that have a value, a day or a choice, may be remarks.
func (in *Intent) InRemark(f *Field, value string, m Message) bool {
	if !mayBeInRemark(f) || f.refersToIt(m.Text) || in.isOfStretch(f, m) {
		return false
	}
	c, all := in.valuesOf(f, m.Text, m)
	remarked := false
	for _, n := range all {
		if n.value != value {
			continue
		}
		if remarked = c.isRemarkOf(n); !remarked {
			return false
		}
	}
	return remarked
}

// RemarksSome tells whether a request takes one of its values from a clause that may be a remark, and has nothing of the
// intent: "move my booking, I get married on 12 May".
func (in *Intent) RemarksSome(given map[string]string, m Message) bool {
	for i := range in.Fields {
		f := &in.Fields[i]
		if given[f.Name] == "" || !mayBeInRemark(f) || f.refersToIt(m.Text) || in.isOfStretch(f, m) {
			continue
		}
		c, all := in.valuesOf(f, m.Text, m)
		of := slices.DeleteFunc(all, func(n named) bool { return n.value != given[f.Name] })
		if len(of) > 0 && !slices.ContainsFunc(of, func(n named) bool { return c.namesIntent(n) || !c.isRemarkOf(n) }) {
			return true
		}
	}
	return false
}

// mayBeInRemark tells whether values of a field are days to come, or choices.
func mayBeInRemark(f *Field) bool {
	return f.Type == release.FieldDate && !f.Past || f.Type == release.FieldChoice
}

// isOfStretch tells whether a text says of the first or the last day of a stretch which one it is, or how long the stretch
// is: its words are those of stretches.
func (in *Intent) isOfStretch(f *Field, m Message) bool {
	if f.edge == nowhere {
		return false
	}
	c, all := in.valuesOf(f, m.Text, m)
	return len(all) > 1 || in.edges.in(strings.Join(signals.Words(m.Text), " "), m.Locale, nowhere) != nowhere || in.saysLength(f, m.Text, m) ||
		slices.ContainsFunc(all, func(n named) bool { return c.placeOf(n) != nowhere })
}

// refersToIt tells whether a text means a day that it tells of: "we leave on the 28th, so from that day".
func (f *Field) refersToIt(text string) bool {
	return f.Type == release.FieldDate && thatDay.MatchString(strings.Join(signals.Words(text), " "))
}

// valuesOf are the values of a field that a text names.
func (in *Intent) valuesOf(f *Field, text string, m Message) (counting, []named) {
	if f.Type == release.FieldDate {
		text = dated(f, text, m)
	}
	c := in.counting(f, text, m)
	return c, c.valuesNamed()
}

// withoutRemarks is an answer without the clauses that may be remarks and have a day, where another clause has one, too:
// "we fly on the 3rd, so by the 2nd".
func (in *Intent) withoutRemarks(f *Field, text string, m Message) string {
	if f.Type != release.FieldDate || f.Past || in.dates() > 1 {
		return text
	}
	clauses := wording.ClausesOf(text)
	if len(clauses) == 1 {
		return text
	}
	var kept []string
	left, given := false, false
	for _, clause := range clauses {
		c, all := in.valuesOf(f, clause, m)
		if len(all) > 0 && c.isRemarkOf(all[0]) && c.isSentence(all[0]) {
			left = true
			continue
		}
		given = given || len(all) > 0
		kept = append(kept, clause)
	}
	if !left || !given {
		return text
	}
	return strings.Join(kept, ", ")
}

// leastOfSentence is the fewest words beside a day that are a sentence: "actualy the 31st" has a typing error.
const leastOfSentence = 3

// isSentence tells whether a text is more than a day with a word or two beside it.
func (c counting) isSentence(n named) bool {
	return strings.ContainsFunc(c.text, wording.IsUnspacedRune) || len(c.tokens)-(n.end-n.first) >= leastOfSentence
}

// isRemarkOf tells whether the clause of a value may be a remark.
func (c counting) isRemarkOf(n named) bool {
	strange := false
	for i, t := range c.tokens {
		if t.Clause != c.tokens[n.first].Clause || n.first <= i && i < n.end || t.Number || c.isPartOfValue(t.Word) {
			continue
		}
		if wording.IsUnspaced(t.Word) && signals.Read(t.Word, c.m.Locale).Negates {
			return true // "不合适" holds the word for "suits"
		}
		if c.isOn(wished, i) || c.isOn(enough, i) || c.isOn(wanting, i) || wording.IsDoing(t.Word) {
			return false
		}
		strange = strange || c.in.isStrange(c.f, t.Word, c.m.Locale) && (!wording.IsUnspaced(t.Word) || !c.knowsRun(t.Word))
	}
	return strange
}

// isPartOfValue tells whether a word may belong to a day or a choice, or to another value.
func (c counting) isPartOfValue(word string) bool {
	return values.IsDay(word) || values.IsNearDay(word) || wording.HasNumber(word) || c.in.isOfChoice(word, c.m.Locale)
}

// namesIntent tells whether the clause of a value has a word of what the intent is about.
func (c counting) namesIntent(n named) bool {
	return slices.ContainsFunc(c.tokens, func(t wording.Token) bool {
		return t.Clause == c.tokens[n.first].Clause && wording.HasTerm(c.in.Terms, []string{t.Word})
	})
}
