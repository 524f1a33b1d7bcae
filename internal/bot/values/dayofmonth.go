// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/signals"
)

var (
	// suffixed is the number of a day that is no other number.
	suffixed = regexp.MustCompile(`^([0-9]{1,2})(?:st|nd|rd|th|er|日|号|號)$`)
	// hanDayAlone is such a number in a script without spaces.
	hanDayAlone = regexp.MustCompile(`([0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号號]`)
	// wasBefore tells that a day is past.
	wasBefore = regexp.MustCompile(`(?i)\b(?:was|were|bought|got|came|ordered|arrived|paid|since|war|gekauft|bestellt|seit|fue|compré|desde|c'était|acheté|depuis|era|comprato|dal|foi|comprei|geldi|aldım)\b`)
	// figureYear is a year in figures.
	figureYear = regexp.MustCompile(`[0-9]{4}|[./][0-9]{2}[./][0-9]{2}\b`)
)

// besideDay stands beside the number of a day that has no ending.
var besideDay = setOf("the on am den dem der el dia le il lo o no em um a al for por please pls bitte maybe then ok okay march it is its que el du de dia giorno يوم " +
	"ayin i u si su inde inden sinde sinden sinda sindan unda undan unde unden")

// dayOfMonth is the day that is named by its number alone.
func dayOfMonth(words []string, text string) (int, bool) {
	if m := hanDayAlone.FindStringSubmatch(text); m != nil {
		return hanNumber(m[1]), true
	}
	ofOrder := slices.ContainsFunc(words, func(w string) bool { return besideOrders[w] })
	for i, word := range words {
		m := suffixed.FindStringSubmatch(word)
		if m == nil || i > 0 && ofOrder && fromWords[words[max(0, i-2)]] {
			continue
		}
		d, _ := strconv.Atoi(m[1])
		return d, true
	}
	d := 0
	for i, word := range words {
		m := ordinal.FindStringSubmatch(word)
		switch n, said := ordinals[word]; {
		case m != nil && d == 0:
			d, _ = strconv.Atoi(m[1])
		case said && n > 0 && len(word) > 3 && i > 0 && d == 0:
			d = n
		case !besideDay[word] && !starting.Has(word) || len(words) > maxPosition:
			return 0, false
		}
	}
	return d, d > 0
}

var (
	besideOrders = setOf("order parcel invoice bill letter mail email bestellung rechnung pedido factura commande facture ordine fattura encomenda siparis")
	fromWords    = setOf("from vom del du dal de of")
)

// inNextMonth tells whether a day is of the month after this one.
func inNextMonth(words []string, text string) bool {
	return slices.ContainsFunc(nextMonths, func(phrase []string) bool { return signals.Contains(words, phrase) }) ||
		strings.Contains(text, "来月") || strings.Contains(text, "下月") || strings.Contains(text, "下个月")
}

var nextMonths = func() [][]string {
	var all [][]string
	for phrase := range strings.SplitSeq("next month,nachsten monats,nachsten monat,mes que viene,proximo mes,mois prochain,mese prossimo,prossimo mese,mes que vem,gelecek ayin,gelecek ay", ",") {
		all = append(all, strings.Fields(phrase))
	}
	return all
}()

// dayBeside is the day of a number beside a weekday: "Friday the 21st".
func dayBeside(words []string, at int, today time.Time) (time.Time, bool) {
	for i := max(0, at-3); i < min(len(words), at+4); i++ {
		m := suffixed.FindStringSubmatch(words[i])
		if m == nil && (i == at+1 || i == at+2 && beforeDay[words[at+1]]) {
			if m = ordinal.FindStringSubmatch(words[i]); m != nil && i+1 < len(words) && isClock[words[i+1]] {
				m = nil
			}
		}
		if m == nil {
			continue
		}
		d, _ := strconv.Atoi(m[1])
		return comingDay(today, today, d)
	}
	return time.Time{}, false
}

// beforeDay stands between a weekday and its number.
var beforeDay = setOf("the den der dem el le il dia den")

// isClock follows an hour.
var isClock = setOf("am pm uhr h oclock heures horas")

// severalDays tells whether a text names two weekdays, or counts weeks from one: which day that is, is
// not certain.
func severalDays(words []string, today time.Time) bool {
	first := -1
	for _, word := range words {
		n, known := weekdays[word]
		if !known || len(word) < minSlip {
			continue
		}
		if first >= 0 && first != n {
			return true
		}
		first = n
	}
	if first < 0 {
		return false
	}
	day, used, counted := inSome(words, today)
	return counted && used > 0 && day.Sub(today) >= 14*24*time.Hour
}

// severalUnspaced is the same in a script without spaces: "周一、周二都行".
func severalUnspaced(text string) bool {
	named := 0
	for _, names := range unspacedWeekdays {
		if slices.ContainsFunc(strings.Fields(names), func(name string) bool { return strings.Contains(text, name) }) {
			named++
		}
	}
	return named > 1
}

// severalDates tells whether a text names two days with their months: "5 April, 6 April".
func severalDates(words []string, text string) bool {
	named := map[string]bool{}
	for _, m := range isoDate.FindAllString(text, -1) {
		named[m] = true
	}
	for _, m := range cjkDate.FindAllStringSubmatch(text, -1) {
		named[m[2]+" "+m[3]] = true
	}
	for i, word := range words {
		if month, known := months[word]; known {
			if d, _ := dayBesideMonth(words, i); d > 0 {
				named[strconv.Itoa(month)+"/"+strconv.Itoa(d)] = true
			}
		}
	}
	return len(named) > 1
}

// before is the day a month or a year earlier, as it is named without them.
func before(day time.Time, words []string, text string) time.Time {
	switch {
	case figureYear.MatchString(text):
	case onlyOrdinal(words):
		return day.AddDate(0, -1, 0)
	case slices.ContainsFunc(words, func(w string) bool { _, is := months[w]; return is && len(w) > 2 }):
		return day.AddDate(-1, 0, 0)
	}
	return day
}
