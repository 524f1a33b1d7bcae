// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"unicode/utf8"

	"github.com/intentops/intentops/internal/chars"
)

// MaxTextBytes bounds how much of a text is read, here and in Read. The intent
// of a message is in its first sentences; a bound keeps the time for a turn
// bounded however long a text a customer pastes.
const MaxTextBytes = 4096

// normal is the form in which texts are read. What is not seen does not count towards the
// bound, within reason.
func normal(text string) string { return bounded(chars.Fold(cut(text, 4*MaxTextBytes))) }

// bounded cuts text to MaxTextBytes without splitting a character.
func bounded(text string) string { return cut(text, MaxTextBytes) }

func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	end := n
	for end > n-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}
