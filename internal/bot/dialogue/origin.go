// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
)

// origins stand before what a thing was until now, and goals before what it is to be.
var origins, goals = signals.ListOf("origin"), signals.ListOf("goal")

// withoutOrigin is a text without the value from which something changes: "from 20095 to 10115".
func withoutOrigin(text, locale string) string {
	words := strings.Fields(text)
	at := func(list signals.WordList, from int) int {
		for i := from; i+1 < len(words); i++ {
			if list.For(locale).Has(strings.ToLower(words[i])) && hasNumber(words[i+1]) {
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
