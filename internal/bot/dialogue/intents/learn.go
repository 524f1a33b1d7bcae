// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
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
	// alteringUtterances is the share of those that want a thing brought to another state.
	alteringUtterances = 50
	// inquiringUtterances is the share of an intent's utterances, in percent, that ask something, and not for
	// something to be done, from which on questions are what the intent answers.
	inquiringUtterances = 40
	// negatingUtterances is the share of an intent's utterances, in percent, that negate something, from
	// which on to do so may be to ask for it: "my parcel has not come".
	negatingUtterances = 25
	// refusingUtterances is the share from which on a message that negates nothing asks for something else:
	// "please clean my room" where it is not to be.
	refusingUtterances = 60
	// thingUtterances is the share of an intent's utterances in a language, in percent, from which on a term in them
	// names what it is done to.
	thingUtterances = 40
)

// learnTerms notes which terms tell what each intent is about. A term that its own utterances deny
// at least as often as not, as in "I do not want it any more", is none of them: denied, it still
// means the intent.
func (c *Set) learnTerms() {
	in := map[string]int{}
	c.Shared, c.Said = map[string][]string{}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(c.Intents)) {
		i := c.Intents[name]
		i.Terms, i.opening, i.closing = map[string]bool{}, map[string]bool{}, map[string]bool{}
		i.things = map[string]bool{}
		balance := map[string]int{}
		all, ending, inquiring, negating, moving := 0, 0, 0, 0, 0
		var acts []signals.Acts
		i.every, i.cores = map[string]bool{}, nil
		learn := func(utterances []string, locale string) {
			i.cores = append(i.cores, coreOf(utterances, locale))
			written := cmp.Or(locale, signals.Language(strings.Join(utterances, ". ")))
			seen := map[string]int{}
			for _, utterance := range utterances {
				if words := signals.Words(utterance); len(words) <= MaxSubject {
					c.Said[strings.Join(words, " ")] = true
				}
				for _, term := range signals.Terms(utterance) {
					i.Terms[term] = true
					i.every[term] = true
					balance[term]++
					seen[term]++
					if names := c.Shared[term]; len(names) == 0 || names[len(names)-1] != name {
						c.Shared[term] = append(names, name)
					}
				}
				i.learnEnds(signals.Words(utterance), locale)
				acts = append(acts, signals.ActsOf(utterance))
				u := signals.ReadUtterance(utterance, locale)
				if u.Inquires {
					inquiring++
				}
				i.asksHow, i.complained = i.asksHow || u.AsksHow, i.complained || complaint.MatchString(utterance)
				i.unable = i.unable || unable.match(strings.ToLower(utterance), written)
				i.namesDays = i.namesDays || values.NamesNearDay(utterance, time.Time{})
				if u.Negates {
					negating++
				}
				if all++; u.Ends {
					ending++
				}
				if i.Risk != LowRisk {
					i.manner.learn(utterance, written)
				}
				i.phones = i.phones || i.hasPhone() && asksToPhone(utterance, written)
				if i.Risk != LowRisk && i.dates() > 0 {
					i.meeting.learn(utterance, written)
				}
				if isMoving(utterance, written) {
					i.moves = true
					moving++
				}
				i.keeps = i.keeps || !u.Negates && keepingWords.MatchString(utterance)
				for _, words := range u.Denials {
					i.Denials = append(i.Denials, words)
					for _, term := range signals.TermsOf(words) {
						balance[term] -= 2
					}
				}
			}
			for term, times := range seen {
				i.things[term] = i.things[term] || 100*times >= thingUtterances*len(utterances)
			}
		}
		learn(i.Utterances, i.Locale)
		for _, l := range i.Locales {
			learn(l.Utterances, l.Locale)
		}
		i.Ends = 100*ending >= endingUtterances*all
		i.negates, i.refusing = 100*negating >= negatingUtterances*all, 100*negating >= refusingUtterances*all
		i.stops = i.refusing && ending > 0
		i.inquires = 100*inquiring >= inquiringUtterances*all
		for _, a := range acts {
			i.Spoken |= a
		}
		i.harm, i.taken = signals.Harm(acts), signals.Takes(acts)
		i.acts = signals.Common(acts) | i.taken
		i.alters = signals.Alters(acts) || moving > 0 && 100*moving >= alteringUtterances*all
		i.refusesTaking = slices.ContainsFunc(i.Denials, func(words []string) bool { return signals.ActsOf(strings.Join(words, " "))&i.taken != 0 })
		for term, times := range balance {
			if times <= 0 {
				delete(i.Terms, term)
			}
		}
		for term := range i.Terms {
			in[term]++
		}
	}
	for _, i := range c.Intents {
		i.own = map[string]bool{}
		for term := range i.Terms {
			if in[term] == 1 {
				i.own[term] = true
			}
		}
	}
	if len(c.Intents) < someIntents {
		return
	}
	for _, i := range c.Intents {
		for term := range i.Terms {
			if 100*in[term] > manyIntents*len(c.Intents) {
				delete(i.Terms, term)
			}
		}
	}
}

// learnEnds notes how an utterance begins, after its courtesies and wishes, and how it ends where a verb stands
// last.
func (in *Intent) learnEnds(words []string, locale string) {
	language := wording.LexisOf(locale, locale)
	if first := slices.IndexFunc(words, func(word string) bool { return !language.Known(word) }); first == 0 || first > 0 && !language.Has("owning", words[first-1]) {
		in.opening[wording.TermOf(words[first])] = wording.TermOf(words[first]) != ""
		if first+1 < len(words) && !language.Has("owning", words[first+1]) && wording.TermOf(words[first+1]) == "" {
			in.opening[words[first+1]] = true // "top up"
		}
	}
	if wording.VerbLast[wording.LanguageOf(locale)] && len(words) > 0 {
		in.closing[wording.TermOf(words[len(words)-1])] = wording.TermOf(words[len(words)-1]) != ""
	}
}

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

// maxChat is the most bytes of an utterance that may be small talk.
const maxChat = 40

// MaxSubject is the most words of a message that names a subject and says nothing about it.
const MaxSubject = 4
