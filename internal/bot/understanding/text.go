// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "unicode/utf8"

// MaxTextBytes bounds how much of a text is read, here and in Read. The intent
// of a message is in its first sentences; a bound keeps the time for a turn
// bounded however long a text a customer pastes.
const MaxTextBytes = 4096

// bounded cuts text to MaxTextBytes without splitting a character.
func bounded(text string) string {
	if len(text) <= MaxTextBytes {
		return text
	}
	end := MaxTextBytes
	for end > MaxTextBytes-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}
