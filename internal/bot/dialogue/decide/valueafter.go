// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// valueAfterLettingGo is the message without words that let go of something, where the last thing that it says is
// plainly a value for what the bot asks about: "never mind, Friday then", "nonsense, that one is blocked, use 9452".
// Who lets go of the whole gives none.
func (s Side) valueAfterLettingGo(state *conversation.State, m intents.Message) (own Side, rest intents.Message, gives bool) {
	in := s.asking(state)
	if in == nil || !m.Withdrawn && !m.No || m.Question || m.AsksForHuman || wording.WordCount(m.Text) > maxAmend {
		return s, m, false
	}
	clauses := wording.ClausesOf(m.Text)
	if len(clauses) == 1 {
		clauses = cutBehindLettingGo(m.Text, m.Locale)
	}
	last := len(clauses) - 1
	if last < 1 || !letGoWithoutWish(clauses[:last], m.Locale) {
		return s, m, false
	}
	rest = m
	rest.Text = strings.TrimSpace(clauses[last])
	rest.Signals = signals.Read(rest.Text, m.Locale)
	rest.Corrects = true
	asks := strings.Join(signals.Words(rest.Text), " ")
	asksElse := slices.ContainsFunc(m.Orders, func(words []string) bool { return !strings.Contains(asks, strings.Join(words, " ")) })
	if asksElse || !plainlyGives(in, state, rest) {
		return s, m, false
	}
	s.Predictions, s.Parts, s.turned = nil, nil, nil // they are of the whole
	return s, rest, true
}

// letGoWithoutWish tells whether one of some clauses lets go of something, and none asks for anything else.
func letGoWithoutWish(clauses []string, locale string) bool {
	lets := false
	for _, clause := range clauses {
		heard := signals.Read(clause, locale)
		switch {
		case heard.Withdrawn, heard.No && !isAll(plainNo, clause):
			lets = true
		case heard.Wishes, heard.Question:
			return false
		}
	}
	return lets
}

// asking is the intent that the bot asks for a value of, or whether to do it, or that it did last; nil: none.
func (s Side) asking(state *conversation.State) *intents.Intent {
	switch {
	case state.Confirming != nil:
		return s.Intents[state.Confirming.Intent]
	case state.Collecting != nil:
		return s.Intents[state.Collecting.Intent]
	}
	return s.done(state)
}

// setsValue are the lists of words that say that a value is to be taken.
var setsValue = []string{"setting", "contrasting", "sufficing"}

// endOfLettingGo is how many words at the beginning of some let go of something; 0: they do not.
func endOfLettingGo(words []string, locale string) int {
	for i := 1; i < len(words); i++ {
		if signals.Read(strings.Join(words[:i], " "), locale).Withdrawn {
			return i
		}
	}
	return 0
}

// behindLettingGo is a text without such words.
func behindLettingGo(text, locale string) string {
	words := strings.Fields(text)
	return strings.Join(words[endOfLettingGo(words, locale):], " ")
}

// cutBehindLettingGo are the words at the beginning of a text that let go of something, and the rest, which must say that
// a value is to be taken: "neyse cuma olsun", and not "never mind Friday".
func cutBehindLettingGo(text, locale string) []string {
	words := strings.Fields(text)
	i := endOfLettingGo(words, locale)
	if i == 0 {
		return nil
	}
	lexis := wording.LexisOf(locale, "")
	sets := slices.ContainsFunc(setsValue, func(list string) bool {
		return slices.ContainsFunc(words[i:], func(word string) bool { return lexis.Own(list, strings.ToLower(word)) })
	})
	if !sets {
		return nil
	}
	return []string{strings.Join(words[:i], " "), strings.Join(words[i:], " ")}
}

// plainlyGives tells whether a message is a value of what the bot asks about, and nothing is said against it. "Forget it,
// tomorrow" puts it off.
func plainlyGives(in *intents.Intent, state *conversation.State, m intents.Message) bool {
	if intents.IsNearDay(m.Text) || m.Withdrawn || m.No || m.Refuses || m.Question || m.Conditional || m.Unknown || m.Waits || m.AsksForHuman || m.Negates || len(m.Denied) > 0 ||
		signals.ActsOf(m.Text) != 0 || signals.ReadUtterance(m.Text, m.Locale).Ends {
		return false
	}
	given := valuesOf(state)
	return slices.ContainsFunc(in.Fields, func(f intents.Field) bool {
		asked := state.Collecting != nil && state.Collecting.Field == f.Name
		if f.AnyText() || !asked && given[f.Name] == "" {
			return false
		}
		reading := in.Read(&f, m.Text, m)
		if reading.Value == "" {
			return false
		}
		return (intents.Amendment{Intent: in, Message: m}).SaysOnlyThat(&f, m.Text) || f.Type == release.FieldChoice && reading.Rest == 0
	})
}
