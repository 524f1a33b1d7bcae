// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// The two answers to "shall I", in the order in which they stand.
const (
	placeOfYes = iota
	placeOfNo
	answersToConfirm
)

// agreed tells whether a message is a yes to the question whether to do what the intent is about, with
// those values, and nothing else: courtesies may stand beside it, and the request once more in the
// intent's own words ("yes, cancel the order"). Anything else may change what is wanted.
func (s Side) agreed(in *intents.Intent, m intents.Message, best *intents.Intent, given map[string]string) bool {
	texts := s.TextsFor(m.Locale)
	switch {
	case chars.SameText(m.Text, texts.Yes), wording.OnlySigns(m.Text, "👍👌✅"),
		wording.IsFigure(m.Text) && values.Position(m.Text, answersToConfirm) == placeOfYes:
		return true
	case !m.Agrees && !m.AgreesLater && !m.Yes, correctIt.MatchString(strings.Join(signals.Words(m.Text), " ")), m.No,
		m.Question && !permits(m), m.Waits, m.Excepts, in.GivesOther(m.Text, given, m), namesVagueDay(in, m, given):
		return false
	}
	beside := slices.DeleteFunc(slices.Clone(m.Beside), func(word string) bool { return intents.IsOneOf(word, given) })
	refers := wording.Referring.In(m.Text)
	if !slices.ContainsFunc(beside, func(word string) bool { return !in.DoesIn(word) && (!refers || !performing.Has(word)) }) {
		// What is nothing but a yes is one, whatever the classifier makes of it, unless it is an
		// utterance of another intent.
		return !m.Withdrawn && (best == nil || best == in || m.Yes && !s.saysOther(in, best, m))
	}
	return s.repeats(in, best, beside, m) || (best == nil || best == in) && !m.Withdrawn && s.repeatsInNouns(in, beside, m)
}

// permitting are verbs with which a question begins, and what allows something, too.
var permitting = signals.ListOf("permitting")

// permits tells whether a message is a yes and allows what it was asked: "sim, pode comprá-los".
func permits(m intents.Message) bool {
	clauses := wording.ClausesOf(m.Text)
	if !m.Yes || len(clauses) < 2 || asksWithMark(m) {
		return false
	}
	words := signals.Words(clauses[1])
	return len(words) > 0 && permitting.Has(words[0])
}

// saysOther tells whether a message that is about another intent is one of the utterances.
func (s Side) saysOther(in, best *intents.Intent, m intents.Message) bool {
	return best != nil && best != in && s.Said[strings.Join(signals.Words(m.Text), " ")]
}

// performing are verbs with which a thing is only brought about.
var performing = signals.ListOf("performing")

// repeatsInNouns tells whether words beside a yes say once more what the intent does, by a noun that is made of a term of
// its utterances alone, and verbs that only bring it about: "yes, take the payment", where it pays.
func (s Side) repeatsInNouns(in *intents.Intent, words []string, m intents.Message) bool {
	named := false
	for _, word := range words {
		switch {
		case in.IsRootOf(word) && !s.namesElse(in, word):
			named = true
		case !performing.Has(word):
			return false
		}
	}
	return named && !wording.HasNumber(m.Text)
}

// correctIt is what begins with a yes and asks to correct something.
var correctIt = regexp.MustCompile(`^(?:` + signals.Expressions("correct-it") + `)`)

// repeats tells whether words say once more what the intent is about and nothing else: in the words
// of the bot's question, or in its utterances' own where no other intent has them all. Of wishes only
// the latter count: "yes I want my order" does not say what to do with it.
func (s Side) repeats(in, best *intents.Intent, words []string, m intents.Message) bool {
	var all []string
	for _, word := range words {
		terms := signals.TermsOf([]string{word})
		if len(terms) == 0 && !wording.Wishes.Has(word) {
			return false
		}
		all = append(all, terms...)
	}
	asked := in.In(m.Locale)
	question := map[string]bool{}
	for _, term := range slices.Concat(signals.Terms(asked.Confirmation), signals.Terms(asked.CustomerTitle())) {
		question[term] = true
	}
	wished := slices.ContainsFunc(signals.Words(m.Text), wording.Wishes.Has)
	switch {
	case len(all) == 0:
		return false // "yes I want it"
	case wished && !in.TellsWhatToDo(all, m.Locale):
		return false
	case !wished && !slices.ContainsFunc(all, func(term string) bool { return !question[term] }):
		return true
	case best != nil && best != in, !in.HasAll(all):
		return false
	}
	for _, other := range s.Intents {
		if other != in && other.HasAll(all) {
			return false
		}
	}
	return true
}

func refuses(m intents.Message, texts release.Texts) bool {
	return chars.SameText(m.Text, texts.No) || m.No || wording.OnlySigns(m.Text, "👎❌") ||
		wording.IsFigure(m.Text) && values.Position(m.Text, answersToConfirm) == placeOfNo
}

// saysYes tells whether the message agrees by what was learned of such answers, and has no word that is neither known
// from them nor one of the intent's.
func (q question) saysYes() bool {
	return signals.SaysYes(q.m.Text, q.m.Locale, func(word string) bool {
		return intents.IsOneOf(word, q.known.Fields) || q.in.DoesIn(word) || q.in.SpeaksOf(word)
	})
}

// saysMore tells whether a message has a number that was not given, asks for another act or complains: "make it 100",
// "delete it", "big problem".
func (q question) saysMore() bool {
	acts := signals.ActsOf(q.m.Text)
	return q.m.Sentiment < 0 && !q.m.Anger || acts != 0 && acts&q.in.Spoken == 0 || !q.in.Ends && signals.ReadUtterance(q.m.Text, q.m.Locale).Ends ||
		slices.ContainsFunc(wording.TokensOf(q.m.Text, q.m.Locale), func(t wording.Token) bool {
			return t.Number && !intents.IsOneOf(t.Word, q.known.Fields) && (t.Figures || !wording.One.HasForm(t.Word))
		})
}

// agreesOtherwise does what a yes is said to in words that no list knows. The request alone is none, nor is what
// stands beside a yes, thanks, or names something of another intent; and after the answer to something else it is not
// sure.
func (q question) agreesOtherwise() (Decision, bool) {
	d, m := q.known, q.m
	d.Kind = Reply
	if m.Agrees || m.AgreesLater || q.state.Confirming.AfterAnswer || m.RuleOutYes() || isAll(irony, m.Text) ||
		wording.IsCourteous(m.Text) || q.in.Denied(m.Text, m.Signals) || q.in.GivesOther(m.Text, d.Fields, m) || namesVagueDay(q.in, m, d.Fields) ||
		q.s.namesElse(q.in, m.Text) {
		return Decision{}, false
	}
	return d, q.best != q.in && !q.saysMore() && q.saysYes()
}

// mayHaveRead tells whether a message agrees, and with nothing but words that customers also say who have
// read something: "ok", "perfect, thank you".
func (s Side) mayHaveRead(m intents.Message) bool {
	if wording.IsAssent(m.Text) {
		return true
	}
	return (m.Agrees || m.Yes) && len(m.Beside) == 0 && !chars.SameText(m.Text, s.TextsFor(m.Locale).Yes) && !wording.IsFigure(m.Text) && !plainYeses.In(m.Text)
}

// plainYeses are words that say yes, or ask for what was offered, and cannot be taken for anything else.
var plainYeses = signals.ListOf("plain-yes")

// affirming are words that say that something is so, and not that it is to be done.
var affirming = signals.ListOf("affirming")

// mayAnswerTheirOwn tells whether a message may only say that it is as the customer asked just before: "is roaming
// on?", "shall I switch it on?", "correct". Only what was asked is in doubt; a request is none.
func (q question) mayAnswerTheirOwn() bool {
	return q.in.Risk == intents.MediumRisk && affirming.Only(q.m.Text) && !chars.SameText(q.m.Text, q.s.TextsFor(q.m.Locale).Yes) && askedBefore(q.state)
}

// askedBefore tells whether the customer's message before this one asked something, and for nothing to be done.
func askedBefore(state *conversation.State) bool {
	before := signals.Read(messageBefore(state), state.Speaks())
	return before.Question && !before.Wishes
}
