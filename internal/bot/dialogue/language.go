// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
)

// Locale is the one in which a message is read and answered: that of the conversation, or the
// language that the message is clearly written in, where the release has replies in it. What is too
// short to tell changes nothing.
func (f InForce) Locale(s *conversation.State, text string) string {
	c := f.of(s)
	language := signals.Language(text)
	switch {
	case c == nil || language == "" || isOf(s.Speaks(), language) || !anySpeaks(c, language):
		return s.Speaks()
	case isOf(s.Locale, language):
		return s.Locale // back again, with its region
	}
	return language
}

// follow goes over to the language of a message.
func (t *turn) follow() {
	locale := t.inForce().Locale(&t.state, t.message.Text)
	if t.state.Language = locale; locale == t.state.Locale {
		t.state.Language = ""
	}
}

// isOf tells whether a locale is of a language: pt-BR is of pt.
func isOf(locale, language string) bool {
	base, _, _ := strings.Cut(locale, "-")
	return strings.EqualFold(base, language)
}

// anySpeaks tells whether an intent has replies in a language.
func anySpeaks(c *decide.Compiled, language string) bool {
	for _, in := range c.Intents {
		if speaks(in, language) {
			return true
		}
	}
	return false
}

func speaks(in *intents.Intent, locale string) bool {
	base, _, _ := strings.Cut(locale, "-")
	return isOf(in.In(locale).Locale, base)
}

// localeOf is the one in which all that a decision says is said: the customer's when each of its
// intents has it, else that of the first which does not. Nobody is to read two languages in one turn.
func localeOf(s decide.Side, d decide.Decision, customers string) string {
	var in []*intents.Intent
	for _, one := range append([]decide.Decision{d}, d.Also...) {
		if one.Intent != nil {
			in = append(in, one.Intent)
		}
		names := slices.Concat(one.Offered, one.LaterIntents())
		for _, name := range names {
			if offered := s.Intents[name]; offered != nil {
				in = append(in, offered)
			}
		}
	}
	for _, i := range in {
		if locale := i.In(customers).Locale; locale != "" && !speaks(i, customers) {
			return locale
		}
	}
	return customers
}
