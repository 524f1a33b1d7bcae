// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// manyIntents is the share of intents, in percent, from which on a term that is in the
// utterances of more says nothing about any; with fewer than someIntents there is no telling.
const (
	manyIntents = 40
	someIntents = 4
	// endingUtterances is the share of an intent's utterances, in percent, that ask for something to
	// end from which on the intent does so.
	endingUtterances = 50
	// inquiringUtterances is the share of an intent's utterances, in percent, that ask something, and not for
	// something to be done, from which on questions are what the intent answers.
	inquiringUtterances = 40
	// negatingUtterances is the share of an intent's utterances, in percent, that negate something, from
	// which on to do so may be to ask for it: "my parcel has not come".
	negatingUtterances = 25
	// refusingUtterances is the share from which on a message that negates nothing asks for something else:
	// "please clean my room" where it is not to be.
	refusingUtterances = 60
	// thingUtterances is the share of an intent's utterances, in percent, from which on a term in them
	// names what it is done to.
	thingUtterances = 40
)

// learnTerms notes which terms tell what each intent is about. A term that its own utterances deny
// at least as often as not, as in "I do not want it any more", is none of them: denied, it still
// means the intent.
func (c *intentSet) learnTerms() {
	in := map[string]int{}
	c.shared, c.said = map[string][]string{}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(c.intents)) {
		i := c.intents[name]
		i.terms, i.opening, i.closing = map[string]bool{}, map[string]bool{}, map[string]bool{}
		balance, seen := map[string]int{}, map[string]int{}
		all, ending, keeping, inquiring, negating := 0, 0, 0, 0, 0
		var acts []signals.Acts
		i.every, i.cores = map[string]bool{}, nil
		learn := func(utterances []string, locale string) {
			i.cores = append(i.cores, coreOf(utterances, locale))
			written := cmp.Or(locale, signals.Language(strings.Join(utterances, ". ")))
			for _, utterance := range utterances {
				if words := signals.Words(utterance); len(words) <= maxSubject {
					c.said[strings.Join(words, " ")] = true
				}
				for _, term := range signals.Terms(utterance) {
					i.terms[term] = true
					i.every[term] = true
					balance[term]++
					seen[term]++
					if names := c.shared[term]; len(names) == 0 || names[len(names)-1] != name {
						c.shared[term] = append(names, name)
					}
				}
				i.learnEnds(signals.Words(utterance), locale)
				acts = append(acts, signals.ActsOf(utterance))
				u := signals.ReadUtterance(utterance, locale)
				if u.Inquires {
					inquiring++
				}
				if u.Negates {
					negating++
				}
				if all++; u.Ends {
					ending++
				}
				if i.Risk != lowRisk {
					i.manner.learn(utterance, written)
				}
				if keepingWords.MatchString(utterance) {
					keeping++
				}
				for _, words := range u.Denials {
					i.denials = append(i.denials, words)
					for _, term := range signals.TermsOf(words) {
						balance[term] -= 2
					}
				}
			}
		}
		learn(i.Utterances, i.Locale)
		for _, l := range i.Locales {
			learn(l.Utterances, l.Locale)
		}
		i.keeps = 100*keeping >= endingUtterances*all
		i.ends = 100*ending >= endingUtterances*all
		i.negates, i.refusing = 100*negating >= negatingUtterances*all, 100*negating >= refusingUtterances*all
		i.inquires = 100*inquiring >= inquiringUtterances*all
		for _, a := range acts {
			i.spoken |= a
		}
		i.harm, i.taken = signals.Harm(acts), signals.Takes(acts)
		i.acts = signals.Common(acts) | i.taken
		i.things = map[string]bool{}
		for term, times := range seen {
			i.things[term] = 100*times >= thingUtterances*all
		}
		for term, times := range balance {
			if times <= 0 {
				delete(i.terms, term)
			}
		}
		for term := range i.terms {
			in[term]++
		}
	}
	for _, i := range c.intents {
		i.own = map[string]bool{}
		for term := range i.terms {
			if in[term] == 1 {
				i.own[term] = true
			}
		}
	}
	if len(c.intents) < someIntents {
		return
	}
	for _, i := range c.intents {
		for term := range i.terms {
			if 100*in[term] > manyIntents*len(c.intents) {
				delete(i.terms, term)
			}
		}
	}
}

// denied reports whether a message says that the intent is not wanted, or is not sure about
// it: a negation reaches what the intent is about, the customer lets go of it, or speaks of
// what might be.
func (in *intent) denied(text string, s signals.Signals) bool {
	if slices.ContainsFunc(s.Denials, in.denies) || slices.ContainsFunc(s.Unwanted, in.wantsNot) ||
		!in.ends && slices.ContainsFunc(s.Ended, in.denies) {
		return true
	}
	if in.Risk == lowRisk || !s.Withdrawn && !s.Conditional {
		return false
	}
	if s.Withdrawn {
		return !in.unwantedByNumber(s)
	}
	for _, term := range signals.Terms(text) {
		if in.terms[term] {
			return true
		}
	}
	return false
}

// contrary tells whether a text wants the opposite of what the intent does: "lower my limit" where
// only raising it is taught.
func (in *intent) contrary(text string) bool {
	return in.acts != 0 && signals.ActsOf(text).Contradict(in.acts)
}

// unasked tells whether a message that is about an intent does not ask for what that does, but whether or
// how it is: "is roaming on?", where few utterances ask like that. Of an intent which takes something away
// it must also say that this is to be done, and to what: "it's in my account", "my card was blocked", "iptal edin".
func (in *intent) unasked(m said) bool {
	if in.Risk == mediumRisk && !in.inquires && (m.Question && !m.Wishes || in.near(m) || in.refusing && !m.Negates) || in.negated(m) || in.Risk == mediumRisk && (in.manner.differs(m) || in.isBareEnd(m)) {
		return true
	}
	if in.taken == 0 {
		return false
	}
	acted := signals.ReadActs(m.Text)
	return in.harm != 0 && (m.Question || acted.Acts()&in.harm == 0) || acted.Reports && acted.Asked&in.taken == 0
}

// asksFor tells whether a message asks for something to be done that the intent is about.
func (in *intent) asksFor(m said) bool {
	return slices.ContainsFunc(m.Orders, func(words []string) bool { return len(in.about(words)) > 0 })
}

// hasAll tells whether all terms are among those that tell what the intent is about.
func (in *intent) hasAll(terms []string) bool {
	return !slices.ContainsFunc(terms, func(term string) bool { return !in.terms[term] })
}

// speaksOf tells whether a word is in the intent's utterances.
func (in *intent) speaksOf(word string) bool {
	return in.every[word] || knows(in.every, []string{word})
}

// hasOwn tells whether a text has a term that is in the utterances of no other intent.
func (in *intent) hasOwn(text string) bool {
	return slices.ContainsFunc(signals.Terms(text), func(term string) bool { return in.own[term] })
}

// negated tells whether a message negates something, and asks for nothing that the intent is about: "roaming
// should stay off". Where utterances do the same, that is no sign.
func (in *intent) negated(m said) bool {
	return m.Negates && !in.negates && in.Risk == mediumRisk && !in.inquires && !in.asksFor(m)
}

// denies tells whether to deny these words is to say that the intent is not wanted.
func (in *intent) denies(words []string) bool {
	about := in.about(words)
	return len(about) > 0 && !in.deniesItself(words, about)
}

// wantsNot tells whether not to want what these words say is not to want the intent. Who no longer
// wants a thing may well want it cancelled; where the words say more of the intent than the thing,
// that is not sure.
func (in *intent) wantsNot(words []string) bool {
	return in.denies(words) && (!in.ends || len(in.about(words)) > 1)
}

// unwantedByNumber tells whether no more is said than that a thing is not wanted, which is told by its
// number: "AB123456, I don't want it any more" wants an order to end.
func (in *intent) unwantedByNumber(s signals.Signals) bool {
	return in.ends && len(s.Denials) == 0 && slices.ContainsFunc(s.Unwanted, func(words []string) bool {
		return slices.ContainsFunc(words, hasNumber)
	})
}

// about are the terms among words that tell what the intent is about.
func (in *intent) about(words []string) []string {
	return slices.DeleteFunc(signals.TermsOf(words), func(term string) bool { return !in.terms[term] })
}

// alike is the share of the words of the shorter one from which on two denials say the same.
const alike = 0.6

// deniesItself tells whether the intent's own utterances deny the same in the same words: "we do
// not need the service any more" wants to cancel it.
func (in *intent) deniesItself(words, about []string) bool {
	return slices.ContainsFunc(in.denials, func(denial []string) bool {
		own := signals.TermsOf(denial)
		if slices.ContainsFunc(about, func(term string) bool { return !slices.Contains(own, term) }) {
			return false
		}
		same := 0
		for _, word := range words {
			if slices.ContainsFunc(denial, func(w string) bool { return sameWish(w, word) }) {
				same++
			}
		}
		return float64(same) >= alike*float64(min(len(words), len(denial)))
	})
}

// sameWish tells whether two words are the same, or wish for the same.
func sameWish(a, b string) bool { return a == b || wishes.Has(a) && wishes.Has(b) }

var wishes = signals.ListOf("wishing")

const (
	lowRisk    = "Low"
	mediumRisk = "Medium"
	highRisk   = "High"
)

// maxChat is the most bytes of an utterance that may be small talk.
const maxChat = 40

func chatsOf(in release.Intent) map[signals.SmallTalk]bool {
	chats := map[signals.SmallTalk]bool{}
	for _, utterance := range in.AllUtterances() {
		if len(utterance) <= maxChat {
			if kind := signals.Chats(utterance, in.Locale); kind != "" {
				chats[kind] = true
			}
		}
	}
	return chats
}

// verbLast are languages whose verbs stand last.
var verbLast = map[string]bool{"de": true, "tr": true}

// learnEnds notes how an utterance begins, after its courtesies and wishes, and how it ends where a verb stands
// last.
func (in *intent) learnEnds(words []string, locale string) {
	language := lexisOf(locale, locale)
	if first := slices.IndexFunc(words, func(word string) bool { return !language.known(word) }); first == 0 || first > 0 && !language.has("owning", words[first-1]) {
		in.opening[termOf(words[first])] = termOf(words[first]) != ""
		if first+1 < len(words) && !language.has("owning", words[first+1]) && termOf(words[first+1]) == "" {
			in.opening[words[first+1]] = true // "top up"
		}
	}
	if verbLast[languageOf(locale)] && len(words) > 0 {
		in.closing[termOf(words[len(words)-1])] = termOf(words[len(words)-1]) != ""
	}
}

// languageOf is the language of a locale.
func languageOf(locale string) string {
	own, _, _ := strings.Cut(strings.ToLower(locale), "-")
	return own
}
