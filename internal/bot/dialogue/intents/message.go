// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// Message is a customer's message, or a part of it, as it is decided on.
type Message struct {
	signals.Signals
	// Text is what was written, Now the time at which it is decided on, and Locale the one that it is read in.
	Text   string
	Now    time.Time
	Locale string
	// NoDates is true when days in the text may belong to another request of the message.
	NoDates bool
	// Confirms is true for what is said at the question whether to go ahead: a day without its month is then of that of
	// the day so far.
	Confirms bool
	// Answers is the number that was asked for and that the text gives: "for two" is no other then. nil: none.
	Answers *Field
}

// ThanksOnly is true for a message that is thanks and little else.
func (m Message) ThanksOnly() bool {
	return m.Sentiment >= 0 && (wording.IsCourteous(m.Text) || m.ThanksFor && !m.Anger || m.Thanks && !m.Question && len(strings.Fields(m.Text)) <= maxThanks)
}

// maxThanks is the most words of a message that is thanks.
const maxThanks = 8

// BeginsWithNo tells whether a few words begin with a no: where nothing else is understood, no more
// is needed to let go.
func BeginsWithNo(m Message) bool {
	first, _, more := strings.Cut(strings.TrimSpace(m.Text), " ")
	return more && !m.Agrees && wording.WordCount(m.Text) <= MaxWithdrawn && !m.Question && wording.IsNo(first, m.Locale)
}

// MaxWithdrawn is the most words of a message that lets go of something and denies no other.
const MaxWithdrawn = 5

// MaxElliptic is the most words of a message that is no sentence.
const MaxElliptic = 4

// IsLimited tells whether what a message says is asked, may depend on something, or may not be all that is meant. "Sí"
// is written like "if".
func (m Message) IsLimited() bool {
	return m.Question || m.Proviso || m.Waits || m.Excepts || m.Instead || m.Conditional && !m.Agrees
}

// CutAtWish is what stands in a message before the first word such as "and" or "then", and what stands behind it; the
// latter is empty where there is none.
func (m Message) CutAtWish() (answer, wish Message) {
	read := func(text string) Message {
		own := m
		own.Text, own.Signals = text, signals.Read(text, m.Locale)
		return own
	}
	before, behind := wording.CutAtWord(m.Text, m.Locale)
	if behind == "" {
		return m, Message{}
	}
	return read(before), read(behind)
}

// SpeaksOfIt tells whether a message has a word for what was spoken of before. In German and Portuguese such words are
// also a form of address, and articles.
func (m Message) SpeaksOfIt() bool {
	language := wording.LanguageOf(m.Locale)
	return language != "de" && language != "pt" && wording.Referring.For(m.Locale).In(m.Text)
}

// namesDay tells whether a text names more of a day than a number: its month, its weekday, or how far from today it is.
func (m Message) namesDay(text string) bool {
	return dayInFigures.MatchString(text) || strings.Contains(text, "月") || slices.ContainsFunc(signals.Words(text), values.IsDay) ||
		values.NamesNearDay(text, m.Now)
}

// dayInFigures is a date in figures.
var dayInFigures = regexp.MustCompile(`[0-9]\s?[./-]\s?[0-9]`)

// IsNearDay tells whether a text is nothing but a day, though it may be a greeting, too: "morgen".
func IsNearDay(text string) bool {
	words := signals.Words(text)
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !values.IsNearDay(word) })
}

// Proposes tells whether a message proposes a value as a question: "can we make it the 7th?".
func (m Message) Proposes() bool {
	return proposing.MatchString(m.Text) || asksToSet.MatchString(m.Text)
}

// proposing is how a question begins that proposes a day, as in "Could it be the 3rd?".
var proposing = regexp.MustCompile(`(?i)^\W*(?:could|can|would|may|might|shall|how about|what about|ginge|geht|ginge es|passt|könnten|könnte|können|kann|wie wäre|puede|podría|peut-on|pourrait|potrebbe|podem?|poderia|que sean?|que sejam?)\b`)

// asksToSet is how a question begins that sets a value: "could you do 1500?".
var asksToSet = regexp.MustCompile(`(?i)^\W*(?:can|could|would) (?:you|we|i) (?:do|make|set|say|have|get|take|put|go)\b`)

// MeansAnother tells whether a few words mean another one than was named: "the other one, from May".
func MeansAnother(m Message) bool {
	if m.Withdrawn || m.ThanksOnly() || strings.ContainsAny(m.Text, "?？؟") || m.SmallTalk != "" || len(signals.Words(m.Text)) > maxOther {
		return false
	}
	return notThatOne.In(m.Text) && !somethingElse.In(m.Text) && !saysNothingWrong(m.Text)
}

// maxOther is the most words of a message that means another one than was named.
const maxOther = 7

var (
	// notThatOne are words with which customers mean another one than was named, or say that it was the
	// wrong one.
	notThatOne = signals.ListOf("another")
	// somethingElse are words of customers who want none of it.
	somethingElse = signals.ListOf("something-else")
)

var (
	// saidWrong are words that say that a value is wrong, allWrong messages that say nothing else, and notWrong what says
	// the opposite.
	saidWrong = regexp.MustCompile(`(?:^|\s)(?:` + signals.Expressions("wrong") + `)(?:$|\s)|` + signals.Expressions("wrong-anywhere"))
	allWrong  = regexp.MustCompile(`^(?:` + signals.Expressions("all-wrong") + `)$`)
	notWrong  = regexp.MustCompile(`(?:^|\s)(?:` + signals.Expressions("not-wrong") + `)`)
)

// SaysWrong are the words with which a text says that something is wrong; empty: it does not.
func SaysWrong(text string) string {
	if saysNothingWrong(text) {
		return ""
	}
	return saidWrong.FindString(strings.Join(signals.Words(text), " "))
}

// saysNothingWrong tells whether a text says that something is not wrong.
func saysNothingWrong(text string) bool {
	return notWrong.MatchString(strings.Join(signals.Words(text), " "))
}
