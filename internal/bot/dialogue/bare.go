// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// Days and numbers in a first message are values, and tell nothing of what is asked for: "a court for two this coming
// Saturday" is about a court. Where a message is not understood with them, it is read once more without.

// countedUnspaced is a count, or a part of a day, in Chinese and Japanese.
var countedUnspaced = regexp.MustCompile(`[0-9一二两三四五六七八九十]+(?:个人|個人|[月日号號個个人名位点點時时])`)

// NeedsBare reports whether Turn uses predictions for Bare: not while the bot waits for an answer.
func NeedsBare(state conversation.State) bool { return !pending(&state) }

// Bare is a text without its days, its numbers and what they count; empty: it has none, or is nothing else.
func Bare(text, locale string, now time.Time) string {
	dated := countedUnspaced.ReplaceAllString(values.InDate(text, now), " 0 ")
	words := lexisOf(locale, locale)
	all := tokensOf(dated, locale)
	var kept []string
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(t token) bool { return t.clause != all[0].clause })
		if n < 0 {
			n = len(all)
		}
		left := words.withoutValues(all[:n])
		if len(left) < n && len(signals.Terms(textOf(dated, left))) == 0 {
			left = nil // "there are four of us"
		}
		if len(left) > 0 {
			kept = append(kept, textOf(dated, left))
		}
		all = all[n:]
	}
	if bare := strings.Join(kept, ", "); len(signals.Words(bare)) < len(signals.Words(dated)) {
		return bare
	}
	return ""
}

// withoutValues are the tokens of a clause that are no day or number, nor are counted, nor stand beside one: "on", "next".
func (l lexis) withoutValues(clause []token) []token {
	words := make([]string, len(clause))
	for i, t := range clause {
		words[i] = t.word
	}
	out := make([]bool, len(clause))
	for i, t := range clause {
		for k := range values.NearDayIn(words[i:]) {
			out[i+k] = true
		}
		out[i] = out[i] || values.IsDay(t.word) || t.number && !ones.HasForm(t.word) || i > 0 && clause[i-1].number && l.unitOf(t.word) != ""
	}
	for i := range clause {
		out[i] = out[i] || i > 0 && out[i-1] && l.has("beside-day", words[i])
	}
	for i := len(clause) - 1; i > 0; i-- {
		out[i-1] = out[i-1] || out[i] && l.has("beside-day", words[i-1])
	}
	var left []token
	for i, t := range clause {
		if !out[i] {
			left = append(left, t)
		}
	}
	return left
}

// textOf are tokens as a text has them: several may be of one place there.
func textOf(text string, tokens []token) string {
	var all []string
	for i, t := range tokens {
		if i == 0 || t.from != tokens[i-1].from {
			all = append(all, text[t.from:t.to])
		}
	}
	return strings.Join(all, " ")
}

// bare is the side as it understands a message without its days and numbers: ok is true where it does, and the intent
// takes some of them.
func (s Side) bare(m said) (bare Side, ok bool) {
	in := s.intents[s.Choose(s.Bare)]
	if in == nil {
		return s, false
	}
	s.Predictions = s.Bare
	return s, len(in.given(m)) > 0
}
