// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package screen

import "strings"

// Bar draws an interval and a bound on a line of so many characters: [ and ] are the ends of the
// interval, o is the value, | the bound. It is empty where the interval is.
func Bar(low, value, high, bound float64, width int) string {
	from, to := min(low, value, bound), max(high, value, bound)
	if !(to > from) || width < 3 {
		return ""
	}
	// A tenth on each side shows that nothing ends where the line does.
	margin := (to - from) / 10
	from, to = from-margin, to+margin
	at := func(x float64) int { return min(int((x-from)/(to-from)*float64(width)), width-1) }
	line := []byte(strings.Repeat(".", width))
	for i := at(low); i <= at(high); i++ {
		line[i] = '-'
	}
	line[at(low)], line[at(high)] = '[', ']'
	line[at(value)] = 'o'
	line[at(bound)] = '|'
	return string(line)
}
