// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
)

// Arabic writes the word for "for" together with a number, and has one word for two of a thing.

var (
	forNumber = regexp.MustCompile(`(^|[^\pL\pM])لـ?(\pL+)`)
	twoOf     = regexp.MustCompile(`(^|[^\pL\pM])(ل?)(` + signals.Expressions("two-of") + `)($|[^\pL\pM])`)
	dualEnd   = regexp.MustCompile(`(?:ين|ان)$`)
)

// arabicCounts writes such counts apart: "لأربعة" for four, and "لشخصين" for two persons.
func arabicCounts(text string) string {
	text = twoOf.ReplaceAllStringFunc(text, func(s string) string {
		m := twoOf.FindStringSubmatch(s)
		one := dualEnd.ReplaceAllString(m[3], "")
		if stem, feminine := strings.CutSuffix(one, "ت"); feminine {
			one = stem + "ة"
		}
		return m[1] + m[2] + " 2 " + one + m[4]
	})
	return forNumber.ReplaceAllStringFunc(text, func(s string) string {
		m := forNumber.FindStringSubmatch(s)
		if _, number := numberWord(plainWord(m[2])); !number {
			return s
		}
		return m[1] + "ل " + m[2]
	})
}
