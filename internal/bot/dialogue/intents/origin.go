// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// origins stand before what a thing was until now, and goals before what it is to be.
var origins, goals = signals.ListOf("origin"), signals.ListOf("goal")

// withoutOrigin is a text without the value from which something changes: "from 20095 to 10115", "from a@example.com to b@example.com".
func withoutOrigin(text, locale string) string {
	if language := wording.LanguageOf(locale); language == "tr" || strings.ContainsFunc(text, wording.IsUnspacedRune) {
		return withoutMarkedOrigin(text, language)
	}
	words := strings.Fields(text)
	at := func(list signals.WordList, from int) int {
		for i := from; i+1 < len(words); i++ {
			if list.For(locale).HasForm(plain(words[i])) && (wording.HasNumber(words[i+1]) || strings.Contains(words[i+1], "@")) {
				return i
			}
		}
		return -1
	}
	from := at(origins, 0)
	if from < 0 || at(goals, from+2) < 0 {
		return text
	}
	return strings.Join(slices.Concat(words[:from], words[from+2:]), " ")
}

var (
	// latinValue is an address, a number or a code as it stands between other scripts, or before a Turkish ending.
	latinValue = regexp.MustCompile(`[A-Za-z0-9._+-]*[0-9@][A-Za-z0-9@._+-]*`)
	// turkishOrigin is the ending of what something was until now.
	turkishOrigin = regexp.MustCompile(`^['’]?[dt][ae]n(?:$|[^\pL])`)
)

// withoutMarkedOrigin is the same where no word stands alone that says so: "从a@example.com改成b@example.com",
// "a@example.comからb@example.comへ", "a@example.com'dan b@example.com'a". Only one value of two is an origin.
func withoutMarkedOrigin(text, language string) string {
	all := latinValue.FindAllStringIndex(text, -1)
	const two = 2
	if len(all) != two {
		return text
	}
	first, last := all[0], all[1]
	before, between := strings.TrimSpace(text[:first[0]]), strings.TrimSpace(text[first[1]:last[0]])
	own := origins.For(language)
	switch {
	case language == "tr" && turkishOrigin.MatchString(text[first[1]:]), language == "ja" && own.Before(between) != "",
		language == "zh" && own.After(before) != "" && between != "":
		return text[:first[0]] + " " + text[last[0]:]
	}
	return text
}
