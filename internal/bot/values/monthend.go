// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"strconv"
	"time"
)

var (
	// lastDay is the end of a month, and nextOne whether it is that of the next.
	lastDay = regexp.MustCompile(`\b(?:end of (?:the|this|next)? ?month|months? end|ende (?:des|diesen|nachsten) monats|monatsende|(?:a |al )?(?:finales|final|fin) (?:de|del) mes|(?:a la )?fin (?:du|de) mois|fine (?:del )?mese|(?:no )?(?:fim|final) do mes|ay sonu|ayin sonu|month end)\b|月底|月末|نهايه الشهر|اخر الشهر`)
	nextOne = regexp.MustCompile(`\b(?:next|nachsten|que viene|proximo|prochain|prossimo|gelecek)\b|下个?月|来月|القادم`)
	// endOfMonth is the end of one that is named, with its year if that is, too.
	endOfMonth = regexp.MustCompile(`\b(?:(?:end of|ende|(?:finales|final|fin) de|fin|fine(?: di)?|(?:fim|final|finais) de) (\pL+)(?: (?:of |de |del |di )?(20[0-9]{2}))?|(\pL+) sonu)\b|([0-9]{1,2})月(?:底|末)|(?:نهايه|اخر) (?:شهر )?(\pL+)`)
)

// monthEnd reads the end of a month, as words and as written: "end of the month", "Ende April", "4月末".
func monthEnd(plain, text string, today time.Time) (day time.Time, used int, ok bool) {
	ends := func(months int) time.Time { return endOf(today.Year(), today.Month()+time.Month(months)) }
	for _, m := range append(endOfMonth.FindAllStringSubmatch(plain, -1), endOfMonth.FindAllStringSubmatch(text, -1)...) {
		month, known := months[m[1]+m[3]+m[5]]
		if n, err := strconv.Atoi(m[4]); err == nil && n >= 1 && n <= 12 {
			month, known = n-1, true
		}
		if !known {
			continue
		}
		if year, err := strconv.Atoi(m[2]); err == nil {
			return endOf(year, time.Month(month+1)), 3, true
		}
		const year = 12
		return ends((month + 1 - int(today.Month()) + year) % year), 2, true
	}
	switch {
	case !lastDay.MatchString(plain):
		return time.Time{}, 0, false
	case nextOne.MatchString(plain):
		return ends(1), 4, true
	}
	return ends(0), 4, true
}

// endOf is the last day of a month.
func endOf(year int, month time.Month) time.Time {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
}
