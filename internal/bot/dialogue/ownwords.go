// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

var (
	// setTo is a number that something is set to, or that is for something: "to 2000", "for 4". A number
	// behind a name is that thing's ("order 4711"), and one behind "by" is a difference.
	setTo = regexp.MustCompile(`(?i)(?:^|\s)(?:to|for|auf|für|a|para|à|pour|per|em|الى|إلى|لـ)\s+[€$£]?\s?[0-9][0-9.,']*(?:[^0-9\pL-]|$)|[0-9][0-9.,]*\s?['’]?(?:e|a|ye|ya|na|ne)(?:\s|$)|(?:到|至|为)\s?[0-9]|[0-9][0-9.,]*(?:円|个|人|名|位)?に`)
	// atHour is a time of the day, which is neither.
	atHour = regexp.MustCompile(`(?i)[0-9]\s?(?:[:.h][0-9]{2}\b|am\b|pm\b|uhr\b|h\b|o'clock)|[0-9](?:点|時)`)
	// besideRequests are words around a request that say nothing of it.
	besideRequests = set(
		"book reserve set make change now asap hey hi hello dear kindly id ill you could wondering possible next coming may might must have euro euros dollar dollars pound pounds eur usd gbp chf people persons person bitte nachsten kommenden danke hallo gern gerne gleich sofort jetzt mochte konnten personen leute",
		"hola favor ahora quiero quisiera gracias personas bonjour maintenant voudrais plait merci personnes ciao adesso ora grazie persone ola agora obrigado obrigada pessoas simdi merhaba lutfen kisi kisilik euroya من فضلك الان الي علي يورو 欧元 请 你好 现在 我要 我想 预订 お願い します ください 下さい ユーロ 今",
	)
)

// inOwnWords is the value that a request gives for a field in the words of the intent and no others:
// "raise my limit to 2000", "book yoga tomorrow". With other words it may be something else's; empty:
// there is none.
func (in *intent) inOwnWords(f *field, text string, m said) string {
	if f.Type != release.FieldNumber && f.Type != release.FieldDate || !in.onlyOne(f) || m.noDates {
		return ""
	}
	if f.Type == release.FieldDate && (f.Maximum == release.Today || hasNumber(text)) {
		return "" // a number alone may be no day
	}
	whole := in.read(f, text, m)
	if whole.Value == "" {
		return ""
	}
	for _, clause := range clausesOf(text) {
		reading := f.Read(clause, m.Now, m.locale)
		if reading.Value != whole.Value {
			continue
		}
		if f.Type == release.FieldNumber && !in.setsNumber(f, clause, m.locale) || in.isTold(f, clause, m.locale) || f.asksAbout(reading, m) {
			return ""
		}
		words := signals.Words(clause)
		for i, word := range in.strange(f, words, m.locale) {
			without := strings.Join(slices.Concat(words[:i], words[i+1:]), " ")
			if word && f.Read(without, m.Now, m.locale).Value == reading.Value {
				return "" // it is no part of the value
			}
		}
		return reading.Value
	}
	return ""
}

// onlyOne tells whether no other field of the intent takes a value of the same kind.
func (in *intent) onlyOne(f *field) bool {
	return !slices.ContainsFunc(in.fields, func(other field) bool { return other.Type == f.Type && other.Name != f.Name })
}

// setsNumber tells whether a number is set, or stands before what the bot's question counts.
func (in *intent) setsNumber(f *field, clause, locale string) bool {
	if atHour.MatchString(clause) {
		return false
	}
	if setTo.MatchString(clause) {
		return true
	}
	name := nameAfterNumber(signals.Words(clause))
	return name != "" && knows(in.asks(f, locale), []string{name})
}

// strange tells which words are neither the intent's nor those that stand around any request.
func (in *intent) strange(f *field, words []string, locale string) []bool {
	asked := in.asks(f, locale)
	choices := map[string]bool{}
	for i := range in.fields {
		for _, choice := range in.fields[i].Choices {
			for _, word := range signals.Words(choice) {
				choices[word] = true
			}
		}
	}
	all := make([]bool, len(words))
	for i, word := range words {
		terms := signals.TermsOf([]string{word})
		if len(terms) == 0 || hasNumber(word) || besideRequests[word] || choices[word] || strings.ContainsFunc(word, isUnspaced) && knows(in.terms, []string{word}) {
			continue
		}
		all[i] = slices.ContainsFunc(terms, func(term string) bool {
			_, known := in.things[term]
			return !known && !asked[term]
		})
	}
	return all
}
