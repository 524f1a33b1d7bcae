// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// Days and numbers in a first message are values, and tell nothing of what is asked for: "a court for two this coming
// Saturday" is about a court. Where a message is not understood with them, it is read once more without.

// countedUnspaced is a count, or a part of a day, in Chinese and Japanese.
var countedUnspaced = regexp.MustCompile(`[0-9一二两三四五六七八九十]+(?:个人|個人|[月日号號個个人名位点點時时])`)

// Bare is a text without its days, its numbers and what they count; empty: it has none, or is nothing else.
func Bare(text, locale string, now time.Time) string {
	dated := countedUnspaced.ReplaceAllString(values.InDate(text, now), " 0 ")
	words := LexisOf(locale, locale)
	all := TokensOf(dated, locale)
	var kept []string
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(t Token) bool { return t.Clause != all[0].Clause })
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
func (l Lexis) withoutValues(clause []Token) []Token {
	words := make([]string, len(clause))
	for i, t := range clause {
		words[i] = t.Word
	}
	out := make([]bool, len(clause))
	for i, t := range clause {
		for k := range values.NearDayIn(words[i:]) {
			out[i+k] = true
		}
		out[i] = out[i] || values.IsDay(t.Word) || t.Number && !One.HasForm(t.Word) || i > 0 && clause[i-1].Number && l.UnitOf(t.Word) != ""
	}
	for i := range clause {
		out[i] = out[i] || i > 0 && out[i-1] && l.Has("beside-day", words[i])
	}
	for i := len(clause) - 1; i > 0; i-- {
		out[i-1] = out[i-1] || out[i] && l.Has("beside-day", words[i-1])
	}
	var left []Token
	for i, t := range clause {
		if !out[i] {
			left = append(left, t)
		}
	}
	return left
}

// textOf are tokens as a text has them: several may be of one place there.
func textOf(text string, tokens []Token) string {
	var all []string
	for i, t := range tokens {
		if i == 0 || t.From != tokens[i-1].From {
			all = append(all, text[t.From:t.To])
		}
	}
	return strings.Join(all, " ")
}
