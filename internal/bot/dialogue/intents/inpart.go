// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"

	"github.com/intentops/intentops/internal/contract/release"
)

// Customers hardly ever say the whole name of a choice: "the Karcher" is the "Karcher washer". What is told by such a word
// of a request is confirmed.

// inPart is the choice that a request names by a word of its own, and not by one that all such requests have; empty:
// there is none, or several, or the request says no to something.
func (in *Intent) inPart(f *Field, text string, m Message) string {
	if m.Negates || m.Excepts || m.No || len(m.Denied) > 0 {
		return ""
	}
	return f.InPart(text, m.Locale, func(word string) bool { return !in.SpeaksOf(word) })
}

// NamesInPart tells whether a request names one of its choices by a word of it alone.
func (in *Intent) NamesInPart(given map[string]string, m Message) bool {
	return slices.ContainsFunc(in.Fields, func(f Field) bool {
		return f.Type == release.FieldChoice && given[f.Name] != "" && f.InPassing(m.Text, m.Now, m.Locale) == "" && in.inPart(&f, m.Text, m) == given[f.Name]
	})
}
