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

// sinces stand before a day from which on something is so, or on which something was: it is not asked for.
var sinces = strings.Fields("since from dated until till before after seit vom ab bis vor nach desde hasta antes despues depuis jusqu avant apres du dal dall dopo prima fino ate antes apos beri once sonra منذ من حتي قبل بعد 从 自 より から")

// starting stand before, or behind, a day from which on something is wanted.
var starting = signals.ListOf("starting")

// asksStart tells whether a field asks for the day on which something begins: "On which day will you arrive?", "From
// which day?".
func asksStart(f release.Field, prompts []string) bool {
	for _, asked := range append(prompts, f.Prompt) {
		if words := signals.Words(asked); len(words) > 0 && starting.Has(words[0]) {
			return true
		}
	}
	return startAsked.In(f.Prompt) || slices.ContainsFunc(append(signals.Words(f.Name), signals.Words(f.Prompt)...), startAsked.HasForm)
}

// startAsked is how a question asks for such a day.
var startAsked = signals.ListOf("asks-start")

// asksPast tells whether a field asks for a day that was: "Since which day?".
func asksPast(f release.Field, prompts []string) bool {
	return slices.ContainsFunc(append(prompts, f.Name, f.Prompt), func(asked string) bool {
		return slices.ContainsFunc(signals.Words(asked), pastAsked.HasForm) || pastAsked.PartIn(asked) != ""
	})
}

// pastAsked is how a question asks for such a day.
var pastAsked = signals.ListOf("asks-past")

// isSince tells whether a word beside a day says that the day is not asked for. Where only days to come are, or the one
// on which something begins, who says "from the 5th" gives one.
func (r *Reader) isSince(word string) bool {
	return slices.Contains(sinces, word) && (!r.Begins || !starting.Has(word))
}

// dayInPassing is the day that a message names which was no answer to the prompt; empty: none, or one
// that is past, or more than one. A weekday, or a number alone, may belong to what the customer tells.
func (r *Reader) dayInPassing(text string, now time.Time, locale string) string {
	if r.Past || r.Read(text, now, locale).Refused == Unclear {
		return ""
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	day, ok := r.namedDay(r.numericDates(spokenDate(text), now, locale), today, r.isAhead(text))
	if !ok || day.Before(today) {
		return ""
	}
	return r.bounded(Reading{Value: day.Format(time.DateOnly)}, release.Day(day), today).Value
}

// numericDate is a day and its month in figures, and no hour, amount or version: with a year, with two points, or
// behind a word for that day.
var numericDate = regexp.MustCompile(`(?i)(?:^|[^\pL\pN.,/:-])([0-9]{1,2}[./-][0-9]{1,2}[./-](?:20)?[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.|(?:on|am|zum|vom|den|le|au|du|el|al|il|del|dal|dia|día) [0-9]{1,2}[./][0-9]{1,2})(?:$|[^\pL\pN/:-])`)

// numericDates writes the days of a text that stand in figures as dates. Those that may be two are left as they are.
func (r *Reader) numericDates(text string, now time.Time, locale string) string {
	var b strings.Builder
	at := 0
	for _, m := range numericDate.FindAllStringSubmatchIndex(text, -1) {
		if day := r.Read(text[m[2]:m[3]], now, locale).Value; day != "" {
			fmt.Fprintf(&b, "%s %s ", text[at:m[2]], day)
			at = m[3]
		}
	}
	return b.String() + text[at:]
}

// namedDay reads the one day of a text that has its month beside it.
func (r *Reader) namedDay(text string, today time.Time, ahead bool) (time.Time, bool) {
	var all []time.Time
	words := signals.Words(text)
	add := func(year, month, d int, before string) bool {
		if year == 0 {
			year = relativeYear(words, today)
		}
		day, ok := fullYear(year, month, d, today, ahead)
		if said := signals.Words(before); !ok || slices.ContainsFunc(said[max(0, len(said)-2):], r.isSince) {
			return false
		}
		all = append(all, day)
		return true
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	for _, m := range cjkDate.FindAllStringSubmatchIndex(text, -1) {
		group := func(i int) string {
			if m[i] < 0 {
				return ""
			}
			return text[m[i]:m[i+1]]
		}
		if r.isFrom(text[m[1]:]) || !add(number(group(2)), number(group(4)), number(group(6)), "") {
			return time.Time{}, false
		}
	}
	for _, m := range isoDate.FindAllStringSubmatchIndex(text, -1) {
		if !add(number(text[m[2]:m[3]]), number(text[m[4]:m[5]]), number(text[m[6]:m[7]]), text[:m[0]]) {
			return time.Time{}, false
		}
	}
	for i, word := range words {
		month, known := months[word]
		if !known {
			continue
		}
		d, first := dayBesideMonth(words, i)
		if d == 0 {
			continue
		}
		if i+1 < len(words) && r.isSince(words[i+1]) || !add(yearBeside(words, i), month+1, d, strings.Join(words[:first], " ")) {
			return time.Time{}, false
		}
	}
	if len(all) != 1 {
		return time.Time{}, false
	}
	return all[0], true
}

// isFrom tells whether what follows a day in Chinese or Japanese says that it is not asked for.
func (r *Reader) isFrom(rest string) bool {
	return strings.HasPrefix(rest, "以来") || !r.Begins && (strings.HasPrefix(rest, "から") || strings.HasPrefix(rest, "より") || strings.HasPrefix(rest, "起"))
}

// betweenMonth stand between a day and its month.
var betweenMonth = strings.Fields("of de del di d the")

// dayBesideMonth is the number that stands right beside a month, and where the date begins; 0: none does.
func dayBesideMonth(words []string, at int) (day, first int) {
	numberAt := func(i int) int {
		if i < 0 || i >= len(words) {
			return 0
		}
		m := ordinal.FindStringSubmatch(words[i])
		if m == nil {
			return 0
		}
		n, _ := strconv.Atoi(m[1])
		return n
	}
	if d := numberAt(at - 1); d > 0 {
		return d, at - 1
	}
	if at > 1 && slices.Contains(betweenMonth, words[at-1]) {
		if d := numberAt(at - 2); d > 0 {
			return d, at - 2
		}
	}
	if d := numberAt(at + 1); d > 0 {
		return d, at
	}
	if at+1 < len(words) && words[at+1] == "the" {
		return numberAt(at + 2), at
	}
	return 0, at
}

// yearBeside is the year of four figures that stands after a month; 0: none does.
func yearBeside(words []string, at int) int {
	for _, word := range words[min(at+1, len(words)):min(at+4, len(words))] {
		if n, err := strconv.Atoi(word); err == nil && n >= 1900 && n < 2200 {
			return n
		}
	}
	return 0
}
