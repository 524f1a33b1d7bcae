// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

const (
	// tellingUtterances and undoingUtterances are the shares of an intent's utterances, in percent, that only tell
	// something, or ask to undo something, from which on such a message may ask for what the intent does.
	tellingUtterances, undoingUtterances = 60, 40
	// leastOfManner is the fewest utterances that show how an intent is asked for.
	leastOfManner = 2
)

// manner is how the utterances of an intent ask for it.
type manner struct {
	all, telling, undoing int
	// told are the terms of those that only tell something, as "I have moved" does, asked those of the others,
	// and first the words that these begin with.
	told, asked, first map[string]bool
	// terms are those of all, and past is true where one tells of the past.
	terms map[string]bool
	past  bool
	// deeds is true where one says what somebody did, and words are those of all as written.
	deeds bool
	words map[string]bool
}

func (h *manner) learn(utterance, locale string) {
	if h.told == nil {
		h.told, h.asked, h.first, h.terms = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
		h.words = map[string]bool{}
	}
	h.all++
	r := signals.ReadRequest(utterance, locale)
	if r.Undoes {
		h.undoing++
	}
	terms, words := h.asked, signals.Words(utterance)
	switch {
	case len(words) == 0:
	case r.Tells && !isOrder(words, locale):
		h.telling++
		terms = h.told
	default:
		h.first[words[0]] = true
	}
	h.past = h.past || beginsWithPast(words, locale) || endsWithPast(words, locale)
	h.deeds = h.deeds || tellsOfADeed(utterance, locale)
	for _, word := range words {
		h.words[word] = true
	}
	for _, term := range signals.Terms(utterance) {
		terms[term], h.terms[term] = true, true
	}
}

// infinitive are the endings of verbs that are no forms of a person.
var infinitive = signals.ListOf("infinitive")

// isOrder tells whether an utterance begins or ends with a verb of what is to be done: "keep my parcel", "mein Paket
// lagern". Beside another verb it is a participle.
func isOrder(words []string, locale string) bool {
	first, last := words[0], words[len(words)-1]
	if wording.IsDoing(first) || wording.IsDoing(last) {
		return true
	}
	own := infinitive.For(locale)
	return (own.HasForm(first) || own.HasForm(last)) && !slices.ContainsFunc(words, func(word string) bool {
		return standing.For(locale).HasForm(word) || tellingWords.For(locale).HasForm(word)
	})
}

// undoes tells whether many utterances ask to undo something.
func (h *manner) undoes() bool { return 100*h.undoing >= undoingUtterances*h.all }

// differs tells whether a message speaks of what the intent does and does not ask for it, or asks to undo it,
// where utterances do otherwise.
func (h *manner) differs(m Message) bool {
	if m.AlreadyDone && 100*h.telling < tellingUtterances*h.all && !h.resembles(m.Text) {
		return true
	}
	if h.all < leastOfManner {
		return false
	}
	if h.tellsOfPast(m) {
		return true
	}
	r := signals.ReadRequest(m.Text, m.Locale)
	return r.Undoes && !h.undoes() || r.Tells && (m.Question || !m.Wishes) && 100*h.telling < tellingUtterances*h.all && !h.resembles(m.Text)
}

// pastFirst and pastLast are endings of verbs of the past.
var pastFirst, pastLast = signals.ListOf("past-first"), signals.ListOf("past-last")

// tellsOfPast tells whether a message begins with a verb of the past, or ends with one of what the utterances speak of, and
// none of these does: "odam temizlendi".
func (h *manner) tellsOfPast(m Message) bool {
	words := signals.Words(m.Text)
	return !h.past && (beginsWithPast(words, m.Locale) || endsWithPast(words, m.Locale) && wording.HasTerm(h.terms, words[len(words)-1:]))
}

func beginsWithPast(words []string, locale string) bool {
	return len(words) >= leastOfManner && pastFirst.For(locale).HasForm(words[0])
}

func endsWithPast(words []string, locale string) bool {
	return len(words) >= leastOfManner && pastLast.For(locale).HasForm(words[len(words)-1])
}

// resembles tells whether a text begins as an utterance that asks, or has a term of one that tells.
func (h *manner) resembles(text string) bool {
	words := signals.Words(text)
	return len(words) > 0 && h.first[words[0]] && wording.IsDoing(words[0]) ||
		slices.ContainsFunc(signals.Terms(text), func(term string) bool { return h.told[term] && !h.asked[term] })
}

// AsksToUndo tells whether many utterances of the intent ask to undo something.
func (in *Intent) AsksToUndo() bool { return in.manner.undoes() }
