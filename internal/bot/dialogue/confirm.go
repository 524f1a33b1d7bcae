// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// confirmation reads the answer to "shall I". Nothing but a yes to that question is one.
func (s Side) confirmation(state *conversation.State, m said) (decision, bool) {
	c := state.Confirming
	if c == nil {
		return decision{}, false
	}
	in := s.intents[c.Intent]
	d := decision{intent: in, confidence: state.Confidence, fields: valuesOf(state)}
	if in == nil || in.missing(d.fields) != nil {
		return decision{}, false
	}
	if g := state.Given; g != nil && g.Intent == in.Name {
		d.given = g
	}
	var other decision
	best, _, _ := s.meant(&other, m)
	denied := best != nil && best.refused(m)
	to, turns := s.turnsTo(in, m)
	end, ended := s.ends(in, m)
	topic, switches := s.afterNo(in, m)
	switch {
	case m.AsksForHuman:
		d.kind, d.asked = Confirm, c.Asked
		return d, true
	case isHesitation(m.Text), c.AfterAnswer && s.mayHaveRead(m):
		// "ok, thanks" after another answer may only mean that it was read.
		d.kind, d.asked = Confirm, c.Asked
		return d, true
	case !m.Withdrawn && in.contrary(m.Text) && (best == nil || best == in):
		return s.unsure(state, m, decision{fields: d.fields, confidence: d.confidence}, in), true
	case s.agreed(in, m, best, d.fields):
		d.kind = Reply
		return d, true
	case turns:
		return to, true
	case ended:
		return end, true
	case switches:
		return topic, true
	case refuses(m, s.textsFor(m.locale)), m.Withdrawn, best == nil && beginsWithNo(m):
		if instead, ok := s.instead(state, m, in, best); ok {
			return instead, true
		}
		d.kind, d.given = Withdraw, nil
		return d, true
	case in.denied(m.Text, m.Signals) && (best == nil || best == in):
		d.kind, d.given = Withdraw, nil
		return d, true
	}
	if denied {
		best = nil
	}
	if (best == in || best == nil && (m.Yes || m.Agrees) && in.givesOther(m.Text, d.fields, m)) && !m.Question {
		// The same request once more: it is not a yes, and may come with another value.
		before := d.fields
		values, given := in.extract(nil, m)
		if d.fields = maps.Clone(before); len(values) > 0 {
			maps.Copy(d.fields, values)
			d.given = given
		}
		if maps.Equal(before, d.fields) {
			return confirmAgain(d, c), true
		}
		d.kind, d.asked = Confirm, 1
		return d, true
	}
	if aside, asked, ok := s.aside(state, m, best, in, c.Asked); ok {
		if question := aside.resumes(); question != nil {
			question.asked += asked
		} else if aside.later == nil && (m.Agrees || !m.Corrects) {
			aside.later = &conversation.Offered{Intents: []string{in.Name}, Text: valuesAsText(d.fields), Queued: true}
		}
		return aside, true
	}
	// Not understood: ask once more, and then let go.
	d.unresolved, d.engineFailures, d.failed = state.UnresolvedTurns+1, state.UnreadTurns, other.failed
	return confirmAgain(d, c), true
}

// confirmAgain asks once more, or hands over when that led nowhere.
func confirmAgain(d decision, c *conversation.Confirming) decision {
	if c.Asked >= maxAsked {
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonLowConfidence))
		return d
	}
	d.kind, d.asked = Confirm, c.Asked+1
	return d
}

// The two answers to "shall I", in the order in which they stand.
const (
	placeOfYes = iota
	placeOfNo
	answersToConfirm
)

// agreed tells whether a message is a yes to the question whether to do what the intent is about, with
// those values, and nothing else: courtesies may stand beside it, and the request once more in the
// intent's own words ("yes, cancel the order"). Anything else may change what is wanted.
func (s Side) agreed(in *intent, m said, best *intent, given map[string]string) bool {
	texts := s.textsFor(m.locale)
	switch {
	case same(m.Text, texts.Yes), only(m.Text, "👍👌✅"),
		isFigure(m.Text) && values.Position(m.Text, answersToConfirm) == placeOfYes:
		return true
	case !m.Agrees && !m.Yes, m.No, m.Question, m.Waits, m.Excepts, in.givesOther(m.Text, given, m):
		return false
	}
	beside := slices.DeleteFunc(slices.Clone(m.Beside), func(word string) bool { return isOneOf(word, given) })
	if len(beside) == 0 {
		// What is nothing but a yes is one, whatever the classifier makes of it, unless it is an
		// utterance of another intent.
		return !m.Withdrawn && (best == nil || best == in || m.Yes && !s.said[strings.Join(signals.Words(m.Text), " ")])
	}
	return s.repeats(in, best, beside, m)
}

// isOneOf tells whether a word is a value, or a part of one, with a number in it.
func isOneOf(word string, given map[string]string) bool {
	for _, value := range given {
		if hasNumber(word) && strings.Contains(strings.ToLower(value), word) {
			return true
		}
	}
	return false
}

// repeats tells whether words say once more what the intent is about and nothing else: in the words
// of the bot's question, or in its utterances' own where no other intent has them all. Of wishes only
// the latter count: "yes I want my order" does not say what to do with it.
func (s Side) repeats(in, best *intent, words []string, m said) bool {
	var all []string
	for _, word := range words {
		terms := signals.TermsOf([]string{word})
		if len(terms) == 0 && !wishes.Has(word) {
			return false
		}
		all = append(all, terms...)
	}
	lacks := func(terms map[string]bool) bool {
		return slices.ContainsFunc(all, func(term string) bool { return !terms[term] })
	}
	asked := in.In(m.locale)
	question := map[string]bool{}
	for _, term := range slices.Concat(signals.Terms(asked.Confirmation), signals.Terms(asked.CustomerTitle())) {
		question[term] = true
	}
	wished := slices.ContainsFunc(signals.Words(m.Text), wishes.Has)
	switch {
	case len(all) == 0:
		return false // "yes I want it"
	case wished && !in.tellsWhatToDo(all, m.locale):
		return false
	case !wished && !lacks(question):
		return true
	case best != nil && best != in, lacks(in.terms):
		return false
	}
	for _, other := range s.intents {
		if other != in && !lacks(other.terms) {
			return false
		}
	}
	return true
}

// tellsWhatToDo tells whether terms say more than what the intent is done to, which its prompts name;
// where there are none, two words do.
func (in *intent) tellsWhatToDo(terms []string, locale string) bool {
	named := map[string]bool{}
	for _, f := range in.In(locale).Fields {
		for _, term := range slices.Concat(signals.Terms(f.Prompt), signals.Terms(f.Name)) {
			named[term] = true
		}
	}
	if len(named) == 0 {
		return len(terms) > 1
	}
	return slices.ContainsFunc(terms, func(term string) bool { return !named[term] })
}

func refuses(m said, texts release.Texts) bool {
	return same(m.Text, texts.No) || m.No || only(m.Text, "👎❌") ||
		isFigure(m.Text) && values.Position(m.Text, answersToConfirm) == placeOfNo
}

func isFigure(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsNumber(r) }) < 0
}

// beginsWithNo tells whether a few words begin with a no: where nothing else is understood, no more
// is needed to let go.
func beginsWithNo(m said) bool {
	first, _, more := strings.Cut(strings.TrimSpace(m.Text), " ")
	return more && wordsOf(m.Text) <= maxWithdrawn && !m.Question && isNo(first, m.locale)
}

// only tells whether a text is nothing but those signs.
func only(text, signs string) bool {
	text = strings.Join(strings.Fields(chars.Fold(text)), "")
	return text != "" && strings.Trim(text, signs) == ""
}

// assents are words that agree, or only say that the message was read.
var assents = signals.ListOf("assent")

// plainYeses are words that say yes, or ask for what was offered, and cannot be taken for anything else.
var plainYeses = signals.ListOf("plain-yes")

// mayHaveRead tells whether a message agrees, and with nothing but words that customers also say who have
// read something: "ok", "perfect, thank you".
func (s Side) mayHaveRead(m said) bool {
	if isAssent(m.Text) {
		return true
	}
	return (m.Agrees || m.Yes) && len(m.Beside) == 0 && !same(m.Text, s.textsFor(m.locale).Yes) && !isFigure(m.Text) && !plainYeses.In(m.Text)
}

// pleased are pictures of customers who are content with an answer.
const pleased = "👍👌✅🙂😊😀😃😄😁🤗😍🥰❤💕🙏🎉👏💪⭐"

// isAssent tells whether a message is nothing but that.
func isAssent(text string) bool {
	return assents.Only(text) || only(text, "👍👌✅")
}

// hesitations are sounds of customers who have not decided what to say.
var hesitations = signals.ListOf("hesitation")

// isHesitation tells whether a message says nothing at all: a sound, a mark, or a picture that is
// neither a yes nor a no.
func isHesitation(text string) bool {
	if strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
		return !only(text, "👍👌✅👎❌")
	}
	return hesitations.Only(text)
}
