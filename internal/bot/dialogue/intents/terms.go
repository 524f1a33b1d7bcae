// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// Denied reports whether a message says that the intent is not wanted, or is not sure about
// it: a negation reaches what the intent is about, the customer lets go of it, or speaks of
// what might be.
func (in *Intent) Denied(text string, s signals.Signals) bool {
	if slices.ContainsFunc(s.Denials, in.Denies) || slices.ContainsFunc(s.Unwanted, in.wantsNot) ||
		!in.Ends && slices.ContainsFunc(s.Ended, in.Denies) {
		return true
	}
	if in.Risk == LowRisk || !s.Withdrawn && !s.Conditional {
		return false
	}
	if s.Withdrawn {
		return !in.unwantedByNumber(s)
	}
	for _, term := range signals.Terms(text) {
		if in.Terms[term] {
			return true
		}
	}
	return false
}

// Contrary tells whether a text wants the opposite of what the intent does: "lower my limit" where
// only raising it is taught.
func (in *Intent) Contrary(text string) bool {
	return in.acts != 0 && signals.ActsOf(text).Contradict(in.acts)
}

// Unasked tells whether a message that is about an intent does not ask for what that does, but whether or
// how it is: "is roaming on?", where few utterances ask like that. Of an intent which takes something away
// it must also say that this is to be done, and to what: "it's in my account", "my card was blocked", "iptal edin".
func (in *Intent) Unasked(m Message) bool {
	if in.Risk == MediumRisk && !in.inquires && (m.Question && !m.Wishes || in.near(m) || in.refusing && !m.Negates) || in.Negated(m) || in.Risk == MediumRisk && (in.manner.differs(m) || in.IsBareEnd(m)) {
		return true
	}
	if in.taken == 0 {
		return false
	}
	acted := signals.ReadActs(m.Text)
	return in.harm != 0 && (m.Question || acted.Acts()&in.harm == 0) || acted.Reports && acted.Asked&in.taken == 0
}

// asksFor tells whether a message asks for something to be done that the intent is about.
func (in *Intent) asksFor(m Message) bool {
	return slices.ContainsFunc(m.Orders, func(words []string) bool { return len(in.About(words)) > 0 })
}

// Negated tells whether a message negates something, and asks for nothing that the intent is about: "roaming
// should stay off". Where utterances do the same, that is no sign.
func (in *Intent) Negated(m Message) bool {
	return m.Negates && !in.negates && in.Risk == MediumRisk && !in.inquires && !in.asksFor(m)
}

// Denies tells whether to deny these words is to say that the intent is not wanted.
func (in *Intent) Denies(words []string) bool {
	about := in.About(words)
	return len(about) > 0 && !in.deniesItself(words, about)
}

// wantsNot tells whether not to want what these words say is not to want the intent. Who no longer
// wants a thing may well want it cancelled; where the words say more of the intent than the thing,
// that is not sure.
func (in *Intent) wantsNot(words []string) bool {
	return in.Denies(words) && (!in.Ends || len(in.About(words)) > 1)
}

// unwantedByNumber tells whether no more is said than that a thing is not wanted, which is told by its
// number: "AB123456, I don't want it any more" wants an order to end.
func (in *Intent) unwantedByNumber(s signals.Signals) bool {
	return in.Ends && len(s.Denials) == 0 && slices.ContainsFunc(s.Unwanted, func(words []string) bool {
		return slices.ContainsFunc(words, wording.HasNumber)
	})
}

// About are the terms among words that tell what the intent is about.
func (in *Intent) About(words []string) []string {
	return slices.DeleteFunc(signals.TermsOf(words), func(term string) bool { return !in.Terms[term] })
}

// alike is the share of the words of the shorter one from which on two denials say the same.
const alike = 0.6

// deniesItself tells whether the intent's own utterances deny the same in the same words: "we do
// not need the service any more" wants to cancel it.
func (in *Intent) deniesItself(words, about []string) bool {
	return slices.ContainsFunc(in.Denials, func(denial []string) bool {
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
func sameWish(a, b string) bool { return a == b || wording.Wishes.Has(a) && wording.Wishes.Has(b) }

// HasOwn tells whether a text has a term that is in the utterances of no other intent.
func (in *Intent) HasOwn(text string) bool {
	return slices.ContainsFunc(signals.Terms(text), func(term string) bool { return in.own[term] })
}

// HasAll tells whether all terms are among those that tell what the intent is about.
func (in *Intent) HasAll(terms []string) bool {
	return !slices.ContainsFunc(terms, func(term string) bool { return !in.Terms[term] })
}

// SpeaksOf tells whether a word is in the intent's utterances.
func (in *Intent) SpeaksOf(word string) bool {
	return in.every[word] || wording.HasTerm(in.every, []string{word})
}

// Named tells whether each word of a text that says anything is in the intent's utterances, its title or
// its name, and one is.
func (in *Intent) Named(text, locale string) bool {
	words := in.Terms
	title := signals.Terms(in.In(locale).CustomerTitle() + " " + in.Name)
	all := signals.Terms(text)
	return len(all) > 0 && !slices.ContainsFunc(all, func(term string) bool { return !words[term] && !slices.Contains(title, term) })
}

// IsDoneTo tells whether words name what the intent is done to. A word of a few of its utterances does not
// tell: who no longer needs a refund does not want the order cancelled.
func (in *Intent) IsDoneTo(words []string) bool {
	return slices.ContainsFunc(signals.TermsOf(words), func(term string) bool { return in.Terms[term] && in.things[term] })
}

// DoesIn tells whether a word says what the intent does, and nothing of a thing: "yes, delete it". Other intents
// may do the same to theirs.
func (in *Intent) DoesIn(word string) bool {
	if acts := signals.ActsOf(word); acts != 0 {
		return acts&in.Spoken != 0
	}
	terms := signals.TermsOf([]string{word})
	if len(terms) == 0 {
		return utf8.RuneCountInString(word) == 1 && slices.ContainsFunc(slices.Collect(maps.Keys(in.every)), func(pair string) bool { return strings.Contains(pair, word) })
	}
	return wording.IsDoing(word) && !slices.ContainsFunc(terms, func(term string) bool { return !in.every[term] })
}

// TellsWhatToDo tells whether terms say more than what the intent is done to, which its prompts name;
// where there are none, two words do.
func (in *Intent) TellsWhatToDo(terms []string, locale string) bool {
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

// NamesOwn tells whether a text names something of the intent and of no other, beside what is done to it.
func (in *Intent) NamesOwn(m Message) bool {
	left := strings.Join(slices.DeleteFunc(signals.Words(m.Text), func(word string) bool {
		return wording.IsDoing(word) && !wording.HasTerm(in.things, []string{word})
	}), " ")
	for verbs := wording.Doing.For(m.Locale); verbs.PartIn(left) != ""; {
		left = strings.ReplaceAll(left, verbs.PartIn(left), " ")
	}
	return in.HasOwn(left)
}

// IsAskedFor tells whether a text asks for an intent to be done, by its verb or in words of a wish.
func (in *Intent) IsAskedFor(m Message) bool {
	words := signals.Words(m.Text)
	if len(words) == 0 {
		return false
	}
	return (len(words) > 1 || wording.IsUnspaced(words[0])) && (m.Wishes || wording.IsDoing(words[0]) || wording.Doing.For(m.Locale).PartIn(m.Text) != "" || signals.ActsOf(m.Text)&in.Spoken != 0) && !signals.ReadActs(m.Text).Reports && !m.ThanksFor
}

// KnowsOf tells whether a text has a term of the intent's utterances.
func (in *Intent) KnowsOf(text string) bool { return wording.HasTerm(in.Terms, signals.Words(text)) }

// NamesNothingOf tells whether a few words that go on with something name nothing that an intent is about:
// "and on Sunday?" is about the last one, whatever the classifier makes of it. What was done is not done
// again for it.
func (in *Intent) NamesNothingOf(last *Intent, m Message) bool {
	return last != nil && last.Risk == LowRisk && m.FollowsUp && m.Question && wording.WordsOf(m.Text) <= MaxSubject && len(in.About(signals.Words(m.Text))) == 0
}

// Undoes tells whether an intent does the opposite of another to the same thing.
func (in *Intent) Undoes(done *Intent) bool {
	if in == done || !in.acts.Contradict(done.acts) {
		return false
	}
	for thing, is := range in.things {
		if is && done.things[thing] {
			return true
		}
	}
	return false
}

// AsksAnew tells whether a message names what the intent is about, by more than a value or a verb of what is done to
// anything.
func (in *Intent) AsksAnew(m Message) bool {
	words := slices.DeleteFunc(signals.Words(m.Text), func(word string) bool {
		return wording.HasNumber(word) || values.IsDay(word) || values.IsNearDay(word) || wording.IsDoing(word) || wording.Wishes.Has(word) || in.isOfChoice(word)
	})
	return wording.HasTerm(in.Terms, words)
}

// isOfChoice tells whether a word is part of a choice of one of the intent's fields.
func (in *Intent) isOfChoice(word string) bool {
	return slices.ContainsFunc(in.Fields, func(f Field) bool {
		return slices.ContainsFunc(f.Choices, func(choice string) bool { return slices.Contains(signals.Words(choice), word) })
	})
}

// IsBareEnd tells whether a message is no more than a word for taking something away, however polite, and does not
// say what from: "iptal edin", "stornieren Sie bitte".
func (in *Intent) IsBareEnd(m Message) bool {
	if in.harm == 0 || signals.ActsOf(m.Text)&in.harm == 0 {
		return false
	}
	words := wording.LexisOf(m.Locale, in.Locale)
	for _, word := range signals.Words(m.Text) {
		switch {
		case wording.HasNumber(word):
			return false
		case wording.IsUnspaced(word):
			if !words.IsVerb(word) {
				return false
			}
		case len(signals.TermsOf([]string{word})) == 0, signals.ActsOf(word) != 0, wording.Wishes.Has(word), wording.Courtesies.Has(word):
		case (words.Known(word) || wording.IsDoing(word)) && !wording.HasTerm(in.things, []string{word}):
		default:
			return false
		}
	}
	return true
}

// WishesAfterThanks tells whether a message thanks and then asks for an intent: "thanks, and book another one".
func (in *Intent) WishesAfterThanks(m Message) bool {
	thanking, wish := m.CutAtWish()
	return wish.Text != "" && thanking.ThanksOnly() && in.IsAskedFor(wish) && in.KnowsOf(wish.Text)
}
