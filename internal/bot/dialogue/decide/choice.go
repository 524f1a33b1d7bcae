// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"maps"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/chars"
)

// maxChoiceRest is how many words may stand beside the name of a choice.
const maxChoiceRest = 2

// choice reads the answer to "did you mean".
func (s Side) choice(state *conversation.State, m intents.Message) (Decision, bool) {
	o := state.Offered
	if o == nil {
		return Decision{}, false
	}
	d := Decision{Fields: state.Fields}
	titles := s.Choices(o, m.Locale)
	if chars.SameText(m.Text, s.TextsFor(m.Locale).APerson) {
		d.choseAPerson = true
		return d, true
	}
	at, byPlace := -1, false
	for i, title := range titles {
		if title != "" && chars.SameText(m.Text, title) {
			at = i
		}
	}
	beside := besideQuestion(state) != nil
	if at < 0 && !beside {
		if again, ok := s.undoesBefore(state, o, m); ok {
			return again, true
		}
	}
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
	onlyGiven := false // what the intent takes, and nothing that chooses it
	if at < 0 {
		at, given = s.choiceByValue(o, m)
		onlyGiven = at >= 0 && !o.Queued
	}
	if at < 0 && !m.AsksForHuman && !m.Withdrawn && !m.No && !m.None {
		if at = s.choiceByWords(o, m, titles); at < 0 {
			at = s.goneOnWith(o, m)
		}
	}
	if at >= 0 {
		in := s.Intents[o.Intents[at]]
		if in == nil {
			return d, false
		}
		about := o.TextOf(at)
		d.Intent = in
		request := intents.Message{Signals: signals.Read(about, m.Locale), Text: about, Now: m.Now, Locale: m.Locale}
		begun := begunWith(o, at)
		onlyValues := begun != nil
		if begun != nil {
			d.Fields = intents.Joined(given, begun) // as text, a value might be read for another field, too
			if state.GoesOn == in.Name && isOther(in, o, at, state.Fields, m) {
				d.Fields = intents.Joined(d.Fields, sharedBy(in, state.Fields, nil)) // "a drill and a saw", and then for when
			}
		} else {
			d.Fields, d.Given = extract(in, given, request)
			if onlyValues = s.onlyValues(request); onlyValues {
				own, _ := in.OnlyValues(request)
				maps.Copy(own, d.Fields)
				d.Fields = own
			} else if !wording.IsValue(about) && about != "" {
				d.Proposed = &conversation.Proposed{Intent: in.Name, Text: about}
			}
		}
		goesOn := o.Queued && !byPlace && !m.Question && !chars.SameText(m.Text, titles[at]) && d.goOnWith(in, m)
		d.complete(0)
		if onlyValues || goesOn {
			d.careful()
		}
		if onlyGiven {
			d.doubtful()
		}
		if f := in.DistinctField(); f != nil && !o.Queued {
			all := allOf(in, f, request)
			if some := picked(m, f.All(about)); len(some) > 0 && !byPlace {
				all = some // "cancel the second one"
			}
			if len(all) > 0 {
				d = d.withPicked(f, all)
			}
		}
		return s.withRest(state, d, at), true
	}
	if m.AsksForHuman {
		return d, true
	}
	if wording.IsHesitation(m.Text) || wording.IsAssent(m.Text) || m.Yes {
		// Yes to which of them?
		d = *offering(o)
		d.Fields = state.Fields
		d.Unresolved, d.EngineFailures = state.UnresolvedTurns, state.UnreadTurns
		return d, true
	}
	if m.Withdrawn && wording.WordCount(m.Text) <= intents.MaxWithdrawn {
		d.Kind = Withdraw
		return d, true
	}
	var other Decision
	best, _ := s.best(&other)
	if best != nil && !slices.Contains(o.Intents, best.Name) && !best.Denied(m.Text, m.Signals) {
		return d, false // "neither, I want to send it back"
	}
	if asked, _, conditional := s.requests(); !conditional && len(asked) == 1 && !asked[0].unsure && !slices.Contains(o.Intents, asked[0].Name) {
		return s.on(asked[0], d, m), true
	}
	if best == nil && !m.None && !m.No && !m.Question && m.SmallTalk == "" && !m.ThanksOnly() && wording.WordCount(m.Text) <= maxChoice && !s.likely() {
		d = *offering(o)
		d.Fields = state.Fields
		d.Unresolved, d.EngineFailures, d.Failed = state.UnresolvedTurns+1, state.UnreadTurns, other.Failed
		return d, true
	}
	if (m.None || m.No) && o.Queued {
		d.Kind = Withdraw
		return d, true
	}
	if m.None || m.No {
		d.Kind, d.Unresolved, d.EngineFailures = Clarify, state.UnresolvedTurns+1, state.UnreadTurns
		return d, true
	}
	return d, false
}

// choiceByValue is the offered intent that asks for what the message is, when there is one such:
// the number of an order and little else. It returns the value, too.
func (s Side) choiceByValue(o *conversation.Offered, m intents.Message) (at int, given map[string]string) {
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
		given = s.Intents[name].Given(m)
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
func (s Side) choiceByWords(o *conversation.Offered, m intents.Message, titles []string) int {
	if wording.WordCount(m.Text) > maxChosen || len(m.Denied) > 0 || m.Waits || m.ThanksOnly() || m.SmallTalk != "" || wording.IsHesitation(m.Text) || wording.IsAssent(m.Text) || m.Yes || m.Agrees {
		return -1
	}
	var other Decision
	if best, _ := s.best(&other); best != nil {
		return slices.Index(o.Intents, best.Name)
	}
	at := -1
	for i, title := range titles {
		if title == "" || !wording.AlikeIn(title, m.Text) {
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
func (s Side) withRest(state *conversation.State, d Decision, at int) Decision {
	o := state.Offered
	rest := o.Only(func(i int) bool { return i != at })
	switch {
	case besideQuestion(state) == nil:
		if !o.Queued {
			rest = nil
		}
		return d.then(rest, false)
	case d.Kind == Reply:
		d.Also = append(d.Also, s.pendingQuestion(state))
	default:
		// The choice has a question of its own: the one that stood before it comes later.
		asked := s.pendingQuestion(state).Intent
		d.Later = d.Later.And(begun(asked, valuesOf(state)))
	}
	return d
}

// valuesAsText are values as a message would give them.
func valuesAsText(given map[string]string) string {
	return strings.Join(slices.Sorted(maps.Values(given)), " ")
}
