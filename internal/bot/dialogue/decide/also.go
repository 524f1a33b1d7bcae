// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// At "shall I", another value beside the one asked about may be wanted too: "and Monday as well" is no correction. What
// was asked about is asked about still, unless a yes stands before it, and the same for the other value comes later.

// andAnother decides a message that names another thing, day or choice for which the same is wanted.
func (s Side) andAnother(state *conversation.State, m intents.Message) (Decision, bool) {
	c := state.Confirming
	if c == nil || s.Intents[c.Intent] == nil || m.AsksForHuman || asksWithMark(m) || !saysLikewise(m) {
		return Decision{}, false
	}
	in := s.Intents[c.Intent]
	d := Decision{Intent: in, Confidence: state.Confidence, Fields: valuesOf(state), Given: state.Given}
	if in.Missing(d.Fields) != nil {
		return d, false
	}
	answer, wish := cutAtYes(m)
	if wish.Question && !wish.FollowsUp || wish.Conditional {
		return d, false
	}
	f, another := anotherIn(in, answer, wish, d.Fields)
	if another == "" {
		return d, false
	}
	if d.Kind, d.Asked = Confirm, c.Asked; answer.Text != "" && s.agreed(in, answer, nil, d.Fields) {
		d.Kind, d.Asked = Reply, 0
	}
	return d.then(begun(in, intents.With(d.Fields, f.Name, another)), false), true
}

// cutAtYes is the first clause of a message, where that is a yes, and what stands behind it; else all of it is the latter.
func cutAtYes(m intents.Message) (answer, wish intents.Message) {
	clauses := wording.ClausesOf(m.Text)
	if !m.Agrees && !m.Yes || len(clauses) < 2 {
		return intents.Message{}, m
	}
	answer, wish = m, m
	answer.Text, wish.Text = clauses[0], m.Text[strings.Index(m.Text, clauses[0])+len(clauses[0]):]
	answer.Signals, wish.Signals = signals.Read(answer.Text, m.Locale), signals.Read(wish.Text, m.Locale)
	return answer, wish
}

// anotherIn is the value with which a wish beside an answer asks for the same once more, and its field: one that tells a
// thing from all others, "yes, and AB654321 too", or a day or a choice that is said to be wanted too, or stands behind
// "and" with nothing else; empty: there is none, or not one.
func anotherIn(in *intents.Intent, answer, wish intents.Message, given map[string]string) (of *intents.Field, another string) {
	if wish.Text == "" || wish.No || wish.Withdrawn || wish.Refuses || wish.Negates || wish.Corrects {
		return nil, ""
	}
	thing, also := onlyThing(in), saysAlso(wish)
	text, _ := wording.CutJoint(wish.Text, wish.Locale)
	for i := range in.Fields {
		f := &in.Fields[i]
		if f != thing && (f.Type != release.FieldDate && f.Type != release.FieldChoice || given[f.Name] == "" || !also && !isJoined(in, f, answer, wish)) {
			continue
		}
		reading := f.Read(wish.Text, wish.Now, wish.Locale)
		if reading.Value == "" {
			reading = f.Read(text, wish.Now, wish.Locale) // "and" may be a part of the value's word
		}
		switch {
		case reading.Value == "", reading.Value == given[f.Name]:
		case another != "", reading.Rest > maxBeside && (f == thing || reading.Rest > maxBesideOther):
			return nil, ""
		default:
			if other := f.Read(answer.Text, answer.Now, answer.Locale).Value; other != "" && other != given[f.Name] {
				return nil, ""
			}
			of, another = f, reading.Value
		}
	}
	return of, another
}

// isJoined tells whether a wish is no more than a value behind "and". "And on Monday" may be the better day, unless a yes
// to the other one stands before it.
func isJoined(in *intents.Intent, f *intents.Field, answer, wish intents.Message) bool {
	agrees := answer.Text != "" && (answer.Agrees || answer.Yes)
	_, joined := wording.CutJoint(wish.Text, wish.Locale)
	return (agrees || joined && f.Type == release.FieldChoice) && !wish.Instead && in.NamedAlone(f, wish) != ""
}

// alsoBefore and alsoBehind are words that say of a day or a choice that it is wanted too.
var alsoBefore, alsoBehind = signals.ListOf("also-before"), signals.ListOf("also-behind")

// besideValue are words that change nothing beside a value.
var besideValue = signals.ListOf("beside-value")

// saysAlso tells whether a clause of a message begins with such a word, behind an "and", or ends with one. "That is too
// early, Monday" does not, nor does "Monday" that may do as well for what it is moved to. So does "the same again for".
func saysAlso(m intents.Message) bool {
	if saysOnceMoreFor(m) {
		return true
	}
	before, behind, beside := alsoBefore.For(m.Locale), alsoBehind.For(m.Locale), besideValue.For(m.Locale)
	for _, clause := range wording.ClausesOf(m.Text) {
		words := signals.Words(clause)
		for n := len(words) - 1; n > 0 && !behind.Has(words[n]) && (beside.Has(words[n]) || plainYeses.Has(words[n]) || wording.Wishes.Has(words[n])); n-- {
			words = words[:n]
		}
		if len(words) == 0 {
			continue
		}
		last := words[len(words)-1]
		if run := strings.Join(words, ""); wording.IsUnspaced(last) {
			if stands(behind, strings.CutSuffix, run) || stands(before, strings.CutPrefix, run) {
				return true
			}
			continue
		}
		if len(words) > 1 && behind.Has(last) || before.Has(words[0]) || len(words) > 2 && before.Has(words[1]) {
			return true
		}
	}
	return false
}

// stands tells whether a run of a script without spaces begins, or ends, with a word of a list that is no part of a longer
// word: "月曜日も", and not "月曜日でも".
func stands(list signals.WordList, cut func(run, word string) (rest string, found bool), run string) bool {
	return slices.ContainsFunc(list.All(), func(word string) bool {
		rest, found := cut(run, word)
		return found && rest != "" && !wording.IsHiragana(lastRune(rest))
	})
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

// onlyThing is the only field of an intent whose values tell one thing from all others; nil: none.
func onlyThing(in *intents.Intent) *intents.Field {
	var only *intents.Field
	for i := range in.Fields {
		if f := &in.Fields[i]; f.TellsThings() {
			if only != nil {
				return nil
			}
			only = f
		}
	}
	return only
}
