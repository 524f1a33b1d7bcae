// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"sort"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
)

// written is what stands between spaces, or a run of a script without them.
var written = regexp.MustCompile(`[\p{Han}\p{Hiragana}\p{Katakana}ー]+|[^\s\p{Han}\p{Hiragana}\p{Katakana}ー]+`)

// maxWritten is how many of those a text may have to be searched for where a value stands.
const maxWritten = 60

// Without is a text without its value of the field, where one is distinguishable from ordinary words: the figures of an
// order, a telephone or a card count nothing, and are no day. A text without one is returned as it is.
func (r *Reader) Without(text string, now time.Time, locale string) string {
	if !r.Distinct && r.field.Type != release.FieldCardLastFour {
		return text
	}
	value := r.InPassing(text, now, locale)
	all := written.FindAllStringIndex(text, maxWritten+1)
	if value == "" || len(all) > maxWritten {
		return text
	}
	first, last := 0, len(all)-1
	holds := func(first, last int) bool {
		return r.InPassing(text[all[first][0]:all[last][1]], now, locale) == value
	}
	first = sort.Search(last, func(i int) bool { return !holds(i+1, last) })
	last = first + sort.Search(last-first, func(n int) bool { return holds(first, first+n) })
	return text[:all[first][0]] + " " + text[all[last][1]:]
}
