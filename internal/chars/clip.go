// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package chars

import "unicode/utf8"

// ellipsis marks where Clip cut a text.
const ellipsis = "…"

// Clip returns a text of at most limit bytes. A text that is longer is cut between two
// characters (code points) and ends in an ellipsis, which counts towards the limit; where
// there is no room for one, the text is only cut.
func Clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	mark := ellipsis
	if limit < len(mark) {
		mark = ""
	}
	end := max(limit-len(mark), 0)
	// Bytes that are not UTF-8 may have no boundary at all: then any place is as good.
	for back := range utf8.UTFMax {
		if at := end - back; at <= 0 || utf8.RuneStart(s[at]) {
			end = max(at, 0)
			break
		}
	}
	return s[:end] + mark
}
