// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"github.com/intentops/intentops/internal/contract/utterances"
)

// Signals are what a message says apart from its intent.
//
// Wishes for a person, anger, thanks, danger to self and legal threats come from the word lists
// in content, for ten languages; all but thanks also from the models in models. Sentiment comes
// from a list for English; elsewhere only emoji, shouting, anger and thanks tell. Irony is
// seldom seen.
type Signals struct {
	// Sentiment is -1 (furious) to 1 (delighted); 0 when nothing is known.
	// A plain report of a problem is mildly negative.
	Sentiment float64
	// AsksForHuman is true when the customer wants a person instead of the bot.
	AsksForHuman bool
	// NamesHuman is true when it says so in words that are in a list: a model alone may be wrong.
	NamesHuman bool
	// Anger is true when the customer is angry at the company or the bot.
	Anger bool
	// Thanks is true when the customer thanks.
	Thanks bool
	// DangerToSelf is true when the customer may be about to harm themselves.
	DangerToSelf bool
	// LegalThreat is true when the customer speaks of lawyers, courts or authorities.
	LegalThreat bool
	// Resolved is true when the customer says that the matter is settled.
	Resolved bool
	// Unresolved is true when the customer says that the answer did not help.
	Unresolved bool
	// Unread is true when there are no word lists for the customer's language: then false
	// above says nothing.
	Unread bool

	// Withdrawn is true when the customer lets go of what they asked for.
	Withdrawn bool
	// Yes and No are true when the message is only that.
	Yes, No bool
	// Agrees is true when the message begins with a yes, AgreesLater when another sentence of it is one, and
	// Beside is what else it says than that and courtesies.
	Agrees      bool
	AgreesLater bool
	Beside      []string
	// LetsGo is true when that is sure: no word for it may ask to end a thing, as in "drop the order".
	LetsGo bool
	// None is true when the customer wants none of what was offered.
	None bool
	// Question is true when the message asks something.
	Question bool
	// FollowsUp is true when the message goes on with what was asked before: "and on Sunday?".
	FollowsUp bool
	// AboutIt is true when the message asks more about what was just said: "how long does that take?".
	AboutIt bool
	// AsksHow is true when the message asks how, where or when something is done, or what would come of it.
	AsksHow bool
	// AsksWhy is true when the customer asks what that is needed for which they were asked for, or where to find it.
	AsksWhy bool
	// AlreadyDone is true when the customer tells that they have done something, and asks for nothing.
	AlreadyDone bool
	// Corrects is true when the message may put something right that was said before.
	Corrects bool
	// Conditional is true when the message speaks of what might be.
	Conditional bool
	// Proviso is true when the message says what a yes may depend on: "yes, but not today".
	Proviso bool
	// Excepts is true when something is excepted: "all but the last".
	Excepts bool
	// Instead is true when one thing is to be in the place of another.
	Instead bool
	// Refuses is true when the customer says that something is not to be done.
	Refuses bool
	// Waits is true when the customer asks for a moment.
	Waits bool
	// Unknown is true when the customer does not know, or have, what they were asked for.
	Unknown bool
	// Denied are the terms that a negation may reach, and Denials the words of each sentence that
	// says that something is not to be done, or is to stay as it is.
	Denied  []string
	Denials [][]string
	// Unwanted are the words of each sentence that says that a thing is not wanted, or needed. That
	// denies a request for it, and none to end it: "I do not want the contract any more".
	Unwanted [][]string
	// Ended are the words of each sentence that calls something off: "cancel the visit". It denies a
	// request for it.
	Ended [][]string
	// Wishes is true when the message asks for something to be done, or wishes for it.
	Wishes bool
	// Negates is true when a clause of the message negates something, or says that a thing is right, or
	// stays, as it is: "roaming should stay off". Orders are then the words of each other clause that asks
	// for something to be done; what stands before words that take something back is none of them.
	Negates bool
	Orders  [][]string
	// ThanksFor is true when the message does no more than thank for a thing, or praise it: what it
	// names is not asked for.
	ThanksFor bool
	// Errands are the words beside a verb of stopping in each short sentence that may ask to end a
	// thing, or let go of what was asked for: "the order" in "drop the order".
	Errands [][]string
	// Dropped are the words of each short sentence that says that a thing is needed no longer: "the visit is
	// no longer needed". It lets go of a wish for that, or asks to end it.
	Dropped [][]string
	// SmallTalk is what the whole message is; empty: it is not small talk.
	SmallTalk SmallTalk
}

// SmallTalk is talk that wants no answer from an intent.
type SmallTalk string

// The kinds of small talk.
const (
	Greeting  SmallTalk = "greeting"
	HowAreYou SmallTalk = "howAreYou"
	Goodbye   SmallTalk = "goodbye"
	WhoAreYou SmallTalk = "whoAreYou"
)

// Read finds the signals of a message of a customer with that locale, which may be empty. It
// reads at most MaxTextBytes, never fails, and always gives the same answer for the same text.
func Read(text, locale string) Signals {
	text = normal(text)
	clauses := splitClauses(text)
	s := Signals{Sentiment: sentiment(text, clauses)}
	for _, c := range clauses {
		s.Resolved = s.Resolved || resolved(c)
		s.Unresolved = s.Unresolved || unresolved(c)
	}
	// "It works now, but it did not help with the other one" is not settled.
	s.Resolved = s.Resolved && !s.Unresolved
	s.readLists(text, locale)
	return s
}

// token is one word of a message.
type token struct {
	word  string // small letters, straight apostrophes
	shout bool   // two letters or more, all of them capitals
}

// clause is the words between two marks of punctuation or a "but". Negation
// does not reach beyond it.
type clause []token

// splitClauses reads a text in its normal form.
func splitClauses(text string) []clause {
	var clauses []clause
	var current clause
	end := func() {
		if len(current) > 0 {
			clauses = append(clauses, current)
			current = nil
		}
	}
	for it := words.FromString(text); it.Next(); {
		value := it.Value()
		lower := strings.ToLower(value)
		switch {
		case lower == "but":
			end()
		case utterances.IsWord(lower):
			current = append(current, token{word: lower, shout: isShout(value)})
		case strings.ContainsAny(value, ".,;:!?()\n") || strings.ContainsAny(value, "—–…"):
			end()
		}
	}
	end()
	return clauses
}

func isShout(word string) bool {
	if utf8.RuneCountInString(word) < 2 {
		return false
	}
	for _, r := range word {
		if unicode.IsLetter(r) && !unicode.IsUpper(r) || unicode.IsNumber(r) {
			return false
		}
	}
	return strings.ToLower(word) != word
}

// at returns the word at position i, or "" outside the clause.
func (c clause) at(i int) string {
	if i < 0 || i >= len(c) {
		return ""
	}
	return c[i].word
}

// has tells whether the phrase's words stand in the clause from position i on.
func (c clause) has(i int, phrase []string) bool {
	if i+len(phrase) > len(c) {
		return false
	}
	for k, word := range phrase {
		if c[i+k].word != word {
			return false
		}
	}
	return true
}

// set is a list of words for looking up.
type set map[string]bool

// list makes a set of the words in the strings, separated by spaces.
func list(lines ...string) set {
	s := set{}
	for _, line := range lines {
		for word := range strings.FieldsSeq(line) {
			s[word] = true
		}
	}
	return s
}

// phrases makes a list of phrases from strings, one phrase each.
func phrases(lines ...string) [][]string {
	all := make([][]string, len(lines))
	for i, line := range lines {
		all[i] = strings.Fields(line)
	}
	return all
}
