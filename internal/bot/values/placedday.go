// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

var (
	saidOrdinal = regexp.MustCompile(`(?i)\b(twenty|thirty)[ -](first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b`)
	saidYear    = regexp.MustCompile(`(?i)\b(nineteen|twenty)[ -](?:(oh|hundred)[ -]?)?(ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six|seven|eight|nine)(?:[ -](one|two|three|four|five|six|seven|eight|nine))?\b`)
	saidCentury = regexp.MustCompile(`(?i)\btwo thousand(?:[ -](?:and[ -])?(ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|one|two|three|four|five|six|seven|eight|nine)(?:[ -](one|two|three|four|five|six|seven|eight|nine))?)?\b`)
	// daysRange is two days of one month: "14-16 March", "14/3-16/3".
	daysRange = regexp.MustCompile(`\b[0-9]{1,2}(?:st|nd|rd|th|\.)?\s?[-–]\s?[0-9]{1,2}(?:st|nd|rd|th|\.)?\s(?:of\s|de\s)?\pL{3,}|[0-9]{1,2}[./][0-9]{1,2}\.?\s?[-–]\s?[0-9]{1,2}[./][0-9]{1,2}|^\D*[0-9]{1,2}(?:st|nd|rd|th)\s?[-–]\s?[0-9]{1,2}(?:st|nd|rd|th)`)
	// hanDay and hanCount are days in the figures of Chinese and Japanese.
	hanDay   = regexp.MustCompile(`([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号號])?`)
	hanCount = regexp.MustCompile(`([0-9]{1,3}|[一二两三四五六七八九十]{1,3})(天|日|个?星期|個?星期|个?礼拜|周|週|週間|个月|個月|か月|ヶ月)(?:之|以)?[后後]`)
	hanWeek  = regexp.MustCompile(`(上上|下下|上|下|先々|先|再来|来|这|這|今)(?:个|個)?(?:周|週|星期|礼拜|禮拜)(?:の)?([一二三四五六日天月火水木金土])(?:曜日?)?`)
	dualIn   = regexp.MustCompile(`(?:^|\s)بعد\s+(يومين|اسبوعين|شهرين|يوم|اسبوع|شهر)(?:$|\s)`)
)

var (
	saidTeenth = regexp.MustCompile(`(?i)\b(?:(?:eleven|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)th|twelfth|twentieth|thirtieth)\b`)
	teenths    = map[string]int{
		"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
	}
)

// spokenDate writes in figures what is said of a date in words: "the twenty-first of March nineteen forty-one".
func spokenDate(text string) string {
	text = saidOrdinal.ReplaceAllStringFunc(text, func(s string) string {
		m := saidOrdinal.FindStringSubmatch(strings.ToLower(s))
		return fmt.Sprintf("%dth", int(spoken[m[1]])+ordinals[m[2]])
	})
	text = saidTeenth.ReplaceAllStringFunc(text, func(s string) string { return fmt.Sprintf("%dth", teenths[strings.ToLower(s)]) })
	text = saidCentury.ReplaceAllStringFunc(text, func(s string) string {
		m := saidCentury.FindStringSubmatch(strings.ToLower(s))
		return strconv.Itoa(2000 + int(spoken[m[1]]+spoken[m[2]]))
	})
	text = saidYear.ReplaceAllStringFunc(text, func(s string) string {
		m := saidYear.FindStringSubmatch(strings.ToLower(s))
		if m[2] == "" && spoken[m[3]] < 10 || m[1] == "twenty" && spoken[m[3]] < 10 && m[4] == "" {
			return s // a day: "twenty two"
		}
		return strconv.Itoa(100*int(spoken[m[1]]) + int(spoken[m[3]]+spoken[m[4]]))
	})
	text = hanDay.ReplaceAllStringFunc(text, func(s string) string {
		m := hanDay.FindStringSubmatch(s)
		if m[2] == "" {
			return fmt.Sprintf("%d月", hanNumber(m[1]))
		}
		return fmt.Sprintf("%d月%d日", hanNumber(m[1]), hanNumber(m[2]))
	})
	return strings.Map(western, text)
}

// hanUnits are the tens and more of Chinese figures.
var hanUnits = map[rune]int{'十': 10, '百': 100, '千': 1000}

// hanNumber is a number below ten thousand in Chinese figures; 0: it is none, or not certain, as 一百二, which is 120 in
// Chinese and 102 in Japanese.
func hanNumber(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	n, digit, last := 0, 0, 0
	for _, r := range text {
		value, known := spoken[string(r)]
		unit := hanUnits[r]
		switch {
		case r == '零' || r == '〇':
			last = 0
		case unit > 0:
			n += max(digit, 1) * unit
			digit, last = 0, unit
		case !known:
			return 0
		case digit != 0:
			return 0 // two or three
		default:
			digit = int(value)
		}
	}
	if digit > 0 && last >= hanUnits['百'] {
		return 0
	}
	return n + digit
}

// placedDay reads days by their place in a month, or in a week counted from this one.
func placedDay(words []string, text string, today time.Time) (day time.Time, used int, ok bool) {
	plain := strings.Join(words, " ")
	if day, used, ok := monthEnd(plain, text, today); ok {
		return day, used, true
	}
	if m := hanWeek.FindStringSubmatch(text); m != nil {
		weeks := map[string]int{"下下": 2, "再来": 2, "下": 1, "来": 1, "上": -1, "先": -1, "上上": -2, "先々": -2}[m[1]]
		at := strings.Index("一二三四五六日月火水木金土天", m[2]) / len("一") % 7
		return monday(today).AddDate(0, 0, 7*weeks+at), 1, true
	}
	if m := hanCount.FindStringSubmatch(text); m != nil {
		n := hanNumber(m[1])
		switch {
		case n == 0:
			return day, 0, false
		case strings.HasSuffix(m[2], "月"):
			return today.AddDate(0, n, 0), 1, true
		case m[2] == "天" || m[2] == "日":
			return today.AddDate(0, 0, n), 1, true
		}
		return today.AddDate(0, 0, 7*n), 1, true
	}
	if m := dualIn.FindStringSubmatch(plain); m != nil {
		switch m[1] {
		case "يوم", "يومين":
			return today.AddDate(0, 0, 1+boolInt(m[1] == "يومين")), 2, true
		case "اسبوع", "اسبوعين":
			return today.AddDate(0, 0, 7*(1+boolInt(m[1] == "اسبوعين"))), 2, true
		}
		return today.AddDate(0, 1+boolInt(m[1] == "شهرين"), 0), 2, true
	}
	weekday, at := weekdayIn(words)
	if at < 0 {
		if i := slices.IndexFunc(words, func(w string) bool { return w == "tomorrow" || w == "today" || w == "heute" || w == "morgen" }); i >= 0 && weeksOff(words, i) > 0 {
			return today.AddDate(0, 0, 7+boolInt(words[i] == "tomorrow" || words[i] == "morgen")), 3, true
		}
		return day, 0, false
	}
	if n, month, year, is := ofMonth(words, at, today); is {
		return nthWeekday(n, weekday, month, year), 5, true
	}
	if weeks := weeksOff(words, at); weeks > 0 {
		return following(weekday, today).AddDate(0, 0, 7*weeks), 4, true
	}
	if nextWeek(words) {
		return monday(today).AddDate(0, 0, 7+(int(weekday)+6)%7), 4, true
	}
	return day, 0, false
}

// weekdayIn is the first weekday and its place, or the first that is written with a slip; -1: none.
func weekdayIn(words []string) (weekday time.Weekday, at int) {
	for _, of := range []func(string) (time.Weekday, bool){
		func(word string) (time.Weekday, bool) { n, known := weekdays[word]; return time.Weekday(n), known }, weekdayOf,
	} {
		for i, word := range words {
			// Short ones are other words, too, except where a day is named: "do it", "passt so".
			if shortWeekdays[word] != "" && len(words) > max(1, len(word)-1) && (i == 0 || !slices.Contains(beforeDays, words[i-1])) {
				continue
			}
			if weekday, known := of(word); known {
				return weekday, i
			}
		}
	}
	return 0, -1
}

// beforeDays stand before the name of a day.
var beforeDays = strings.Fields("on next this coming by for or and am fur nachsten diesen oder bis the lieber eher doch ab vom")

// shortWeekdays are abbreviations that are words of another kind, too, and the language that has them: "no, do" is no
// Thursday.
var shortWeekdays = map[string]string{
	"wed": "en", "sat": "en", "sun": "en", "mon": "en",
	"so": "de", "mo": "de", "di": "de", "mi": "de", "do": "de", "fr": "de",
}

// isForeignDay tells whether a text is an abbreviation of a weekday in another language than the customer's, where that
// is known.
func isForeignDay(words []string, locale string) bool {
	return len(words) == 1 && shortWeekdays[words[0]] != "" && locale != "" && !strings.HasPrefix(strings.ToLower(locale), shortWeekdays[words[0]])
}

// weeksOff tells how many weeks are counted from the day at that place: "a week on Tuesday",
// "Tuesday week", "Dienstag in einer Woche", "mardi en huit".
func weeksOff(words []string, at int) int {
	before := strings.Join(words[max(0, at-3):at], " ")
	after := strings.Join(words[at+1:min(len(words), at+4)], " ")
	for _, way := range []string{"week on", "week from", "week", "weeks on"} {
		if before == "a "+way || strings.HasSuffix(before, " a "+way) || strings.HasSuffix(before, "one "+way) {
			return 1
		}
	}
	if strings.HasPrefix(after, "en quinze") {
		return 2
	}
	for _, way := range []string{"week", "after next", "in einer woche", "in a week", "en huit", "dentro de una semana", "fra una settimana", "a week"} {
		if after == way || strings.HasPrefix(after, way+" ") {
			return 1
		}
	}
	return 0
}

// nextWeek tells whether a text speaks of the week after this one.
func nextWeek(words []string) bool {
	return slices.ContainsFunc(nextWeeks, func(phrase []string) bool { return signals.Contains(words, phrase) })
}

var nextWeeks = func() [][]string {
	var all [][]string
	for phrase := range strings.SplitSeq("next week,the next week,week after,nachste woche,nachster woche,kommende woche,proxima semana,semana que viene,semana que vem,semaine prochaine,prossima settimana,settimana prossima,gelecek hafta,haftaya,الاسبوع القادم", ",") {
		all = append(all, strings.Fields(phrase))
	}
	return all
}()

// ofMonth reads "the last Friday in March", "el primer lunes de abril".
func ofMonth(words []string, at int, today time.Time) (n int, month time.Month, year int, ok bool) {
	if at == 0 {
		return 0, 0, 0, false
	}
	n, known := ordinals[words[at-1]]
	if !known || n > 5 || spoken[words[at-1]] > 0 {
		return 0, 0, 0, false
	}
	for _, word := range words[at+1 : min(len(words), at+5)] {
		if m, known := monthOf(word); known && word != "month" {
			year = today.Year()
			if m < int(today.Month()) {
				year++
			}
			return n, time.Month(m), year, true
		}
		if slices.Contains(strings.Fields("month monats mes mois mese"), word) {
			return n, today.Month() + time.Month(boolInt(nextOne.MatchString(strings.Join(words, " ")))), today.Year(), true
		}
	}
	return 0, 0, 0, false
}

func nthWeekday(n int, weekday time.Weekday, month time.Month, year int) time.Time {
	if n == last {
		end := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
		return end.AddDate(0, 0, -(int(end.Weekday())-int(weekday)+7)%7)
	}
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, (int(weekday)-int(first.Weekday())+7)%7+7*(n-1))
}

// following is the next such weekday after today.
func following(weekday time.Weekday, today time.Time) time.Time {
	return today.AddDate(0, 0, (int(weekday)-int(today.Weekday())+6)%7+1)
}

func monday(today time.Time) time.Time {
	return today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
}

func boolInt(is bool) int {
	if is {
		return 1
	}
	return 0
}

// completed is a correction of the day alone with the month that was said before: "5 April, sorry, the 6th".
func (r *Reader) completed(reading Reading, text, replaced string, today time.Time) Reading {
	if r.field.Type != release.FieldDate || replaced == "" {
		return reading
	}
	words := signals.Words(text)
	was, err := time.Parse(time.DateOnly, replaced)
	if err != nil || len(words) > 3 {
		return reading
	}
	d := 0
	for _, word := range words {
		if m := ordinal.FindStringSubmatch(word); m != nil {
			d, _ = strconv.Atoi(m[1])
		} else if word != "the" && word != "on" && word != "den" && word != "el" && word != "le" && word != "il" {
			return reading
		}
	}
	if day, ok := exactDay(was.Year(), int(was.Month()), d); ok {
		return r.bounded(Reading{Value: day.Format(time.DateOnly)}, release.Day(day), today)
	}
	return reading
}
