// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
)

// former words say of a value that it is no longer the one.
var former = signals.ListOf("former")

// withoutFormer is a message without the clauses that tell of a former value of a field, where another one gives a
// value, too: "my old address is bob@x.org but use bob@y.org".
func (s Side) withoutFormer(f *field, m said) (Side, said) {
	if !f.Distinct {
		return s, m
	}
	own := former.For(m.locale)
	var kept []string
	left, given := false, false
	for _, clause := range clausesOf(m.Text) {
		switch value := f.Read(clause, m.Now, m.locale).Value; {
		case value != "" && (slices.ContainsFunc(signals.Words(clause), own.HasForm) || own.PartIn(clause) != ""):
			left = true
			continue
		case value != "":
			given = true
		}
		kept = append(kept, clause)
	}
	if !left || !given {
		return s, m
	}
	m.Text = strings.Join(kept, ", ")
	m.Signals = signals.Read(m.Text, m.locale)
	s.Parts = nil // they are of the whole
	return s, m
}

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
