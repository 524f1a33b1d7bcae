// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"maps"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// maxChoiceRest is how many words may stand beside the name of a choice.
const maxChoiceRest = 2

// choice reads the answer to "did you mean".
func (s Side) choice(state *conversation.State, m said) (decision, bool) {
	o := state.Offered
	if o == nil {
		return decision{}, false
	}
	d := decision{fields: state.Fields}
	titles := s.choices(o, m.locale)
	if same(m.Text, s.textsFor(m.locale).APerson) {
		d.choseAPerson = true
		return d, true
	}
	at, byPlace := -1, false
	for i, title := range titles {
		if title != "" && same(m.Text, title) {
			at = i
		}
	}
	beside := besideQuestion(state) != nil
	given := map[string]string(nil)
	if at < 0 && beside {
		if at, given = s.choiceBeside(state, m, titles); at < 0 {
			return d, false
		}
	}
	if at < 0 && !m.AsksForHuman {
		at = values.Position(m.Text, len(titles)+1)
		byPlace = at >= 0
		if at == len(titles) {
			d.choseAPerson = true
			return d, true
		}
	}
	words := signals.Words(m.Text)
	if named, rest := values.Named(words, titles); at < 0 && named >= 0 && rest <= maxChoiceRest && len(m.Denied) == 0 {
		at = named
	}
	if m.Yes && len(titles) == 0 {
		d.choseAPerson = true // there is nothing else to choose
		return d, true
	}
	if at < 0 && m.Yes && (len(titles) == 1 || o.Queued && !beside) {
		at = 0
	}
	if at < 0 {
		at, given = s.choiceByValue(o, m)
	}
	if at < 0 && !m.AsksForHuman && !m.Withdrawn && !m.No && !m.None {
		at = s.choiceByWords(o, m, titles)
	}
	if at >= 0 {
		in := s.intents[o.Intents[at]]
		if in == nil {
			return d, false
		}
		about := o.TextOf(at)
		d.intent = in
		before := said{Signals: signals.Read(about, m.locale), Text: about, Now: m.Now, locale: m.locale}
		d.fields, d.given = extract(in, given, before)
		onlyValues := s.onlyValues(before)
		if onlyValues {
			own, _ := in.onlyValues(before)
			maps.Copy(own, d.fields)
			d.fields = own
		}
		if !isValue(about) && !onlyValues {
			d.proposed = &conversation.Proposed{Intent: in.Name, Text: about}
		}
		d.complete(0)
		if onlyValues {
			d.careful()
		}
		if f := in.distinctField(); f != nil && !byPlace && !o.Queued {
			if all := picked(m, f.All(about)); len(all) > 0 {
				d = d.withPicked(f, all) // "cancel the second one"
			}
		}
		return s.withRest(state, d, at), true
	}
	if m.AsksForHuman {
		return d, true
	}
	if isHesitation(m.Text) || isAssent(m.Text) || m.Yes {
		// Yes to which of them?
		d = *offering(o)
		d.fields = state.Fields
		d.unresolved, d.engineFailures = state.UnresolvedTurns, state.UnreadTurns
		return d, true
	}
	if m.Withdrawn && wordsOf(m.Text) <= maxWithdrawn {
		d.kind = Withdraw
		return d, true
	}
	var other decision
	best, _ := s.best(&other)
	if best != nil && !slices.Contains(o.Intents, best.Name) && !best.denied(m.Text, m.Signals) {
		return d, false // "neither, I want to send it back"
	}
	if asked, _, conditional := s.requests(); !conditional && len(asked) == 1 && !asked[0].unsure && !slices.Contains(o.Intents, asked[0].Name) {
		return s.on(asked[0], d, m), true
	}
	if best == nil && !m.None && !m.No && !m.Question && m.SmallTalk == "" && !m.thanksOnly() && wordsOf(m.Text) <= maxChoice && !s.likely() {
		d = *offering(o)
		d.fields = state.Fields
		d.unresolved, d.engineFailures, d.failed = state.UnresolvedTurns+1, state.UnreadTurns, other.failed
		return d, true
	}
	if (m.None || m.No) && o.Queued {
		d.kind = Withdraw
		return d, true
	}
	if m.None || m.No {
		d.kind, d.unresolved, d.engineFailures = Clarify, state.UnresolvedTurns+1, state.UnreadTurns
		return d, true
	}
	return d, false
}

// choiceByValue is the offered intent that asks for what the message is, when there is one such:
// the number of an order and little else. It returns the value, too.
func (s Side) choiceByValue(o *conversation.Offered, m said) (at int, given map[string]string) {
	at = -1
	taking := s.taking(m)
	for i, name := range o.Intents {
		if !slices.Contains(taking, name) {
			continue
		}
		if at >= 0 {
			return -1, nil
		}
		at = i
		given = s.intents[name].given(m)
	}
	return at, given
}

const (
	// maxChoice is the most words of a message that was meant as a choice, when it is none.
	maxChoice = 4
	// maxChosen is the most words of a message that chooses by what it says: "the one about where it
	// is".
	maxChosen = 8
	// clearChoice is how many times as sure as of the next choice the bot is of what was chosen, and
	// leastChoice how sure at least.
	clearChoice = 2
	leastChoice = 0.3
)

// choiceByWords is the offered intent that a message is about more than about the others: by the only
// title that has one of its words, or by what the release makes of it; -1: none.
func (s Side) choiceByWords(o *conversation.Offered, m said, titles []string) int {
	if wordsOf(m.Text) > maxChosen || len(m.Denied) > 0 || m.Waits || m.thanksOnly() || m.SmallTalk != "" || isHesitation(m.Text) || isAssent(m.Text) || m.Yes || m.Agrees {
		return -1
	}
	var other decision
	if best, _ := s.best(&other); best != nil {
		return slices.Index(o.Intents, best.Name)
	}
	at := -1
	for i, title := range titles {
		if title == "" || !alikeIn(title, m.Text) {
			continue
		}
		if at >= 0 {
			at = -1
			break
		}
		at = i
	}
	if at >= 0 || len(s.Predictions) == 0 {
		return at
	}
	first := s.Predictions[0]
	if first.Confidence < leastChoice || len(s.Predictions) > 1 && first.Confidence < clearChoice*s.Predictions[1].Confidence {
		return -1
	}
	return slices.Index(o.Intents, first.Intent)
}

// withRest goes on after a choice with what else waits: the bot's question beside which it was
// offered, and what is queued.
func (s Side) withRest(state *conversation.State, d decision, at int) decision {
	o := state.Offered
	rest := o.Only(func(i int) bool { return i != at })
	switch {
	case besideQuestion(state) == nil:
		if !o.Queued {
			rest = nil
		}
		return d.then(rest, false)
	case d.kind == Reply:
		d.also = append(d.also, s.pendingQuestion(state))
	default:
		// The choice has a question of its own: the one that stood before it comes later.
		asked := s.pendingQuestion(state).intent
		d.later = d.later.And(&conversation.Offered{Intents: []string{asked.Name}, Text: valuesAsText(valuesOf(state)), Queued: true})
	}
	return d
}

// valuesAsText are values as a message would give them.
func valuesAsText(given map[string]string) string {
	return strings.Join(slices.Sorted(maps.Values(given)), " ")
}
