// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals/learned"
)

// anger is at most as good a sentiment as this, and thanks at least as bad a one.
const (
	angrySentiment    = -0.6
	thankfulSentiment = 0.3
)

// fallback is the language of customers whose language is not known.
const fallback = "en"

// readLists adds what the word lists say. Those of every language are looked at: customers
// write in the one that they like, whatever the browser says. One that has fewer of the words
// than the customer's own is not what they write in: "of" is angry in Turkish, and in English
// it is not.
func (s *Signals) readLists(text, locale string) {
	all := sentences(text)
	own := ownLanguage(locale)
	s.Unread = own == nil
	slips := own
	if own == nil {
		slips = ownLanguage(fallback)
	}
	for _, sentence := range all {
		s.Question = s.Question || sentence.asked
	}
	words := wordsByLanguage(all)
	written := writtenIn(all, slips, words)
	judge := slips.judge(text, written)
	for i, l := range languages() {
		likely := l == slips || l.unspaced || words[i] >= words[slips.at]
		if !likely && l != written || l != slips && !l.writesBeside(slips, text) {
			continue
		}
		found := l.find(all, l == slips)
		s.NamesHuman = s.NamesHuman || l.hears(sectionPerson, found)
		if l == judge {
			s.addJudged(l, text, all, found)
		} else if likely {
			s.addSignals(found)
		}
		if l == slips || l == written {
			s.addTurns(l, found)
		}
	}
	s.AsksForHuman = s.AsksForHuman && !judge.asksForNobody(text)
	s.NamesHuman = s.NamesHuman && s.AsksForHuman
	s.Anger = s.Anger || strings.ContainsAny(text, angryEmoji)
	if s.Anger {
		s.Sentiment = min(s.Sentiment, angrySentiment)
	} else if s.Thanks && s.Sentiment >= 0 {
		s.Sentiment = max(s.Sentiment, thankfulSentiment)
	}
}

// judge is the language whose model hears a message of a customer with this one that may be written in another.
// Who writes in the characters of their own language writes in that.
func (l *language) judge(text string, written *language) *language {
	if written != nil && written.writesBeside(l, text) && (!l.unspaced || !l.writes(text)) {
		return written
	}
	return l
}

// addSignals adds what tells of the customer.
func (s *Signals) addSignals(all []found) {
	for _, f := range all {
		s.AsksForHuman = s.AsksForHuman || f.has(sectionPerson)
		s.Anger = s.Anger || f.has(sectionAnger)
		s.Thanks = s.Thanks || f.has(sectionThanks)
		s.DangerToSelf = s.DangerToSelf || f.has(sectionDanger)
		s.LegalThreat = s.LegalThreat || f.has(sectionLegal)
	}
}

// addJudged adds what tells of the customer in the language that the message is written in: there a
// model knows more than the lists, which are among what it reads. What they hear it may take back,
// since their words are in many harmless sentences, but no danger.
func (s *Signals) addJudged(l *language, text string, all []sentence, hits []found) {
	if len(hits) > 0 && (l.beginsWithYes(hits[0]) || smallTalk(hits) != "") || l.isUndecided(all) {
		s.addSignals(hits) // an answer or a greeting is what the lists say
		return
	}
	model, message := l.model(), l.observed(text, all, hits, learned.OfCustomers.Cues)
	scores := model.Scores(message)
	is := func(signal learned.Signal) bool { return model.Is(signal, message, scores) }
	s.AsksForHuman = s.AsksForHuman || is(learned.Person) && (l.hears(sectionPerson, hits) || !isAmount(all) && !l.hears(sectionWait, hits))
	// Praise is taken at its word.
	s.Anger = s.Anger || is(learned.Anger) && s.Sentiment <= 0 && !onlyThanks(hits)
	s.DangerToSelf = s.DangerToSelf || is(learned.Danger)
	s.LegalThreat = s.LegalThreat || is(learned.Legal)
	for _, f := range hits {
		s.Thanks = s.Thanks || f.has(sectionThanks)
		s.DangerToSelf = s.DangerToSelf || f.has(sectionDanger)
	}
}

func (l *language) hears(section string, hits []found) bool {
	return slices.ContainsFunc(hits, func(f found) bool { return f.has(section) })
}

const (
	// maxAmount is the most words of an answer that is a number, and minDigits and maxDigits how many
	// digits that has: fewer are words to some ("need 2 talk"), and more a telephone's.
	maxAmount            = 6
	minDigits, maxDigits = 2, 5
)

// isAmount tells whether a message is a number or a code and little else, as in "I'd like 2000" and "AB1234 too", or has
// no letter at all: no model is asked whether that is a wish for a person.
func isAmount(all []sentence) bool {
	if !slices.ContainsFunc(all, func(s sentence) bool { return slices.ContainsFunc(s.words, hasLetter) }) {
		return true
	}
	return len(all) == 1 && len(all[0].words) <= maxAmount && slices.ContainsFunc(all[0].words, func(word string) bool {
		return len(word) >= minDigits && len(word) <= maxDigits && strings.Trim(word, digits) == "" || numbersThing(word)
	})
}

const digits = "0123456789"

// numbersThing tells whether a word is the number of a thing: letters and at least minDigits digits.
func numbersThing(word string) bool {
	n := 0
	for _, r := range word {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n >= minDigits && hasLetter(word)
}

func hasLetter(word string) bool { return strings.ContainsFunc(word, unicode.IsLetter) }

// addTurns adds what tells how the message belongs to those before.
func (s *Signals) addTurns(l *language, all []found) {
	if len(all) == 0 {
		return
	}
	has := func(section string) bool {
		return slices.ContainsFunc(all, func(f found) bool { return f.has(section) })
	}
	halts := onlyHalts(all)
	s.Withdrawn = s.Withdrawn || slices.ContainsFunc(all[halts:], func(f found) bool { return f.has(sectionWithdrawn) })
	s.None = s.None || has(sectionNone)
	s.Question = s.Question || slices.ContainsFunc(all, asksIn)
	s.Corrects = s.Corrects || has(sectionCorrection)
	s.Refuses = s.Refuses || has(sectionRefusal)
	s.Waits = s.Waits || slices.ContainsFunc(all, func(f found) bool { return f.has(sectionWait) && (halts > 0 || !f.has(sectionWithdrawn)) })
	s.Unknown = s.Unknown || has(sectionUnknown)
	s.Conditional = s.Conditional || has(sectionConditional)
	s.Proviso = s.Proviso || has(sectionProviso)
	s.Excepts = s.Excepts || has(sectionException)
	s.Instead = s.Instead || has(sectionInstead)
	first := all[0]
	if begins := l.beginsWithYes(first); begins || l.saysYesLater(all) {
		if beside := l.beside(all); !s.Agrees && !s.AgreesLater || len(beside) < len(s.Beside) {
			s.Beside = beside
		}
		s.Agrees, s.AgreesLater = s.Agrees || begins, s.AgreesLater || !begins
	}
	s.FollowsUp = s.FollowsUp || len(all) == 1 && first.has(sectionAnd)
	s.AboutIt = s.AboutIt || len(all) == 1 && first.has(sectionAboutIt)
	s.AsksHow = s.AsksHow || has(sectionHowTo)
	s.AsksWhy = s.AsksWhy || has(sectionWhyAsked)
	s.AlreadyDone = s.AlreadyDone || has(sectionAlreadyDone) && !slices.ContainsFunc(all, func(f found) bool {
		return f.has(sectionWish) && !f.has(sectionAlreadyDone)
	})
	s.Yes = s.Yes || first.has(sectionYes) && len(all) <= 2 && !has(sectionNegation) && !has(sectionWithdrawn)
	s.No = s.No || len(all) <= 2 && (first.has(sectionNo) || len(all) > 1 && saysNothing(first) && all[1].has(sectionNo))
	s.addDenials(l, all)
	s.Wishes = s.Wishes || has(sectionWish)
	o := l.orders(all)
	s.Negates, s.Orders = s.Negates || o.negates, append(s.Orders, o.asked...)
	s.ThanksFor = s.ThanksFor || l.thanksFor(all)
	s.LetsGo = s.LetsGo || l.letsGo(all)
	s.Dropped = append(s.Dropped, l.dropped(all)...)
	s.Errands = append(s.Errands, l.errands(all)...)
	if s.SmallTalk == "" {
		s.SmallTalk = smallTalk(all)
	}
}

// writtenIn is the language that more words of the message belong to than to the customer's; nil:
// none.
func writtenIn(all []sentence, own *language, words []int) *language {
	best, most := (*language)(nil), words[own.at]
	for i, l := range languages() {
		if n := words[i]; l != own && (n > most || l.unspaced && best == nil && slices.ContainsFunc(all, l.hasLetters)) {
			best, most = l, n
		}
	}
	return best
}

// wordsByLanguage is how many words of a message stand in the lists of each language; none where
// words are not separated.
func wordsByLanguage(all []sentence) []int {
	n := make([]int, len(languages()))
	for _, s := range all {
		for _, word := range s.words {
			for in := knownIn()[word]; in != 0; in &= in - 1 {
				n[bits.TrailingZeros32(in)]++
			}
		}
	}
	return n
}

// knownIn says which languages know a word, a bit for each.
var knownIn = sync.OnceValue(func() map[string]uint32 {
	known := map[string]uint32{}
	for _, l := range languages() {
		for _, word := range l.known() {
			known[word] |= 1 << l.at
		}
	}
	return known
})

// hasLetters tells whether a sentence has letters that tell the language from others: Han without
// kana is Chinese.
func (l *language) hasLetters(s sentence) bool {
	if l.name == "ja" {
		return slices.ContainsFunc(s.words, hasKana)
	}
	return slices.ContainsFunc(s.words, l.writes)
}

func ownLanguage(locale string) *language {
	for _, l := range languages() {
		if l.speaks(locale) {
			return l
		}
	}
	return nil
}

// maxSmallTalk is the most words of a sentence that is small talk.
const maxSmallTalk = 8

// smallTalk is what the whole message is.
func smallTalk(all []found) SmallTalk {
	kinds := []struct {
		section string
		kind    SmallTalk
	}{
		{sectionWhoAreYou, WhoAreYou}, {sectionHowAreYou, HowAreYou}, {sectionGreeting, Greeting}, {sectionGoodbye, Goodbye},
	}
	for _, f := range all {
		known := f.has(sectionFiller)
		for _, k := range kinds {
			known = known || f.has(k.section)
		}
		if !known || len(f.words) > maxSmallTalk {
			return ""
		}
	}
	for _, k := range kinds {
		if slices.ContainsFunc(all, func(f found) bool { return f.has(k.section) }) {
			return k.kind
		}
	}
	return ""
}
