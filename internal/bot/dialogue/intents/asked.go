// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"regexp"
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// Unasked tells whether a message that is about an intent does not ask for what that does, but whether or
// how it is: "is roaming on?", where few utterances ask like that. Of an intent which takes something away
// it must also say that this is to be done, and to what: "it's in my account", "my card was blocked", "iptal edin".
func (in *Intent) Unasked(m Message) bool {
	if in.Risk == MediumRisk && !in.inquires && (m.Question && (!m.Wishes || asksNeed(m)) || in.near(m) || in.refusing && !m.Negates) ||
		in.Negated(m) || in.Risk == MediumRisk && (m.AsksHow && !in.asksHow || in.manner.differs(m) && (!in.refusing || !m.Negates) || in.IsBareEnd(m)) {
		return true
	}
	if in.taken == 0 {
		return false
	}
	acted := signals.ReadActs(m.Text)
	return in.harm != 0 && (m.Question || acted.Acts()&in.harm == 0) || acted.Reports && acted.Asked&in.taken == 0
}

// needAsked is a question whether something is needed or must be done: "do I need a taxi?".
var needAsked = regexp.MustCompile(`(?i)(?:^|[.!,;¿])[\s¿]*(?:(?:and|so|but|und|also|y|pero|et|mais|e|ma|mas)\s)?(?:` + signals.Expressions("asks-need") + `)(?:\s[^.!?,;]*)?[?؟]|(?:` + signals.Expressions("asks-need-anywhere") + `)`)

// needInverted is such a question at the beginning of a message, which its order of words tells without a question mark.
var needInverted = regexp.MustCompile(`(?i)^[\s¿]*(?:(?:and|so|but|und|aber|et|mais)\s)?(?:` + signals.Expressions("asks-need-inverted") + `)(?:$|\PL)`)

// asksNeed tells whether a message asks that.
func asksNeed(m Message) bool {
	return m.Question && needAsked.MatchString(m.Text) || needInverted.MatchString(m.Text)
}

// complaint is what says how often something comes, or that it happens by itself.
var complaint = inAnyLanguage("complaint")

// complains tells whether a message complains about something, and asks for nothing: "alerts keep turning off", where they
// are turned off. Whose utterances do so are asked for like that.
func (in *Intent) complains(m Message) bool {
	return !in.complained && !m.Wishes && !in.asksFor(m) && complaint.MatchString(m.Text)
}

// OnlySpoken tells whether a message asks whether what the intent does is needed, complains, or tells that it was done, or
// that the customer cannot or will not do it. What
// it asks for is in doubt then, also when the values are there.
func (in *Intent) OnlySpoken(m Message) bool {
	return in.Risk == MediumRisk && (!in.inquires && asksNeed(m) || in.manner.tellsOfPast(m) || in.TellsOfDoing(m) || in.complains(m) || in.isNotDone(m))
}

// asksFor tells whether a message asks for something to be done that the intent is about.
func (in *Intent) asksFor(m Message) bool {
	return slices.ContainsFunc(m.Orders, func(words []string) bool { return len(in.About(words)) > 0 })
}

// IsAskedFor tells whether a text asks for an intent to be done, by its verb or in words of a wish.
func (in *Intent) IsAskedFor(m Message) bool {
	words := signals.Words(m.Text)
	if len(words) == 0 {
		return false
	}
	return (len(words) > 1 || wording.IsUnspaced(words[0])) && (m.Wishes || wording.IsDoing(words[0]) || wording.Doing.For(m.Locale).PartIn(m.Text) != "" || signals.ActsOf(m.Text)&in.Spoken != 0) &&
		!signals.ReadActs(m.Text).Reports && !m.ThanksFor
}

// IsPlainlyAskedFor tells whether a message about the intent asks for that and for nothing else that is like it: in words
// that only this intent has, or with a value of its own, or with what it is done to. It must ask in words of a wish or
// with a verb, unless surely says that it does.
func (in *Intent) IsPlainlyAskedFor(m Message, surely bool) bool {
	asked := surely || in.IsAskedFor(m)
	if in.Risk == LowRisk {
		asked = asked || m.Question || m.Wishes
	} else {
		asked = asked && !m.Conditional
	}
	return asked && (in.HasOwn(m.Text) || in.IsDoneTo(signals.Words(m.Text)) || len(in.Given(m)) > 0)
}

// IsOnlyNamed tells whether a message names what the intent is about, with values or without, and says nothing of it: "a
// taxi for tomorrow", and not "the taxi is here". In scripts without spaces it is not told.
func (in *Intent) IsOnlyNamed(m Message) bool {
	if m.Negates || m.No || m.Refuses || m.Question || m.AlreadyDone || signals.ReadActs(m.Text).Reports || wording.IsUnspaced(m.Text) {
		return false
	}
	lexis := wording.LexisOf(m.Locale, in.Locale)
	return !slices.ContainsFunc(wording.TokensOf(m.Text, m.Locale), func(t wording.Token) bool {
		known := t.Number || in.SpeaksOf(t.Word) || values.IsDay(t.Word) || values.IsNearDay(t.Word) ||
			slices.ContainsFunc(wording.BesideValues, func(list string) bool { return lexis.Has(list, t.Word) })
		return !known || slices.ContainsFunc(saysOfIt, func(list string) bool { return lexis.Has(list, t.Word) })
	})
}

// saysOfIt are the lists of words that say something of a thing, or that there is none.
var saysOfIt = []string{"copula", "being", "third-person", "denying"}

// WishesAfterThanks tells whether a message thanks and then asks for an intent: "thanks, and book another one".
func (in *Intent) WishesAfterThanks(m Message) bool {
	thanking, wish := m.CutAtWish()
	return wish.Text != "" && thanking.ThanksOnly() && in.IsAskedFor(wish) && in.KnowsOf(wish.Text)
}

// AsksAnew tells whether a message names what the intent is about, by more than a value or a verb of what is done to
// anything.
func (in *Intent) AsksAnew(m Message) bool {
	words := slices.DeleteFunc(signals.Words(m.Text), func(word string) bool {
		return wording.HasNumber(word) || values.IsDay(word) || values.IsNearDay(word) || wording.IsDoing(word) || wording.Wishes.Has(word) || in.isOfChoice(word, m.Locale)
	})
	return wording.HasTerm(in.Terms, words)
}

// isOfChoice tells whether a word is part of what a choice of one of the intent's fields is called.
func (in *Intent) isOfChoice(word, locale string) bool {
	return slices.ContainsFunc(in.Fields, func(f Field) bool {
		return slices.ContainsFunc(f.ChoiceNames(locale), func(n values.ChoiceName) bool { return slices.Contains(signals.Words(n.Name), word) })
	})
}

// asksForChoice tells whether the question for one of the intent's choices has a word: "account".
func (in *Intent) asksForChoice(word, locale string) bool {
	terms := signals.TermsOf([]string{word})
	return slices.ContainsFunc(in.Fields, func(f Field) bool {
		if f.Type != release.FieldChoice {
			return false
		}
		asked := in.asks(&f, locale)
		return slices.ContainsFunc(terms, func(term string) bool { return asked[term] })
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
