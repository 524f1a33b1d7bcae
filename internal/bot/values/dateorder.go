// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"strings"

	"golang.org/x/text/language"
)

// "12/5" is the 12th of May in most of the world, and the 5th of December in some of it.

var (
	// monthFirst are the regions that write the month before the day, and mixed those that write both ways.
	monthFirst = setOf("us ph pr gu as vi mp um")
	mixed      = setOf("ca")
	// monthFirstBut are the languages that write it first, but for some regions.
	monthFirstBut = map[string]map[string]bool{"ja": nil, "zh": setOf("hk mo sg")}
)

// inOrder tells which of two figures of a date is the day, and which the month. It is not sure where customers with
// that locale may write either first.
func inOrder(first, second int, text, locale string) (day, month int, sure bool) {
	const months = 12
	lang, region := partsOf(locale)
	but, ofLanguage := monthFirstBut[lang]
	dotted := strings.Contains(text, ".")
	switch {
	case second > months, monthFirst[region] && first <= months, ofLanguage && !but[region] && !dotted && first <= months:
		return second, first, true
	case first > months, first == second, dotted:
		return first, second, true
	}
	return first, second, !mixed[region] && (region != "" || lang != "" && lang != "en")
}

// partsOf are the language and the region of a locale, in small letters; empty: it names none.
func partsOf(locale string) (ofLanguage, ofRegion string) {
	base, _, region := language.Make(locale).Raw()
	if name := base.String(); name != "und" {
		ofLanguage = name
	}
	if name := region.String(); name != "ZZ" {
		ofRegion = strings.ToLower(name)
	}
	return ofLanguage, ofRegion
}
