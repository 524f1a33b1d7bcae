// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/chars"
)

var (
	four    = regexp.MustCompile(`(?:^|[^0-9])([0-9]{4})(?:[^0-9]|$)`)
	expiry  = regexp.MustCompile(`(?i)\bexp\pL*\W{0,3}[0-9]{2}[/ .-]?[0-9]{2}(?:[0-9]{2})?\b|\b[0-9]{1,2}/[0-9]{2}(?:[0-9]{2})?\b`)
	digitRe = regexp.MustCompile(`[0-9]`)
	// whole is a card's whole number, and not a telephone's. figure is any other.
	whole  = regexp.MustCompile(`(?:^|[^+0-9])([1-9](?:[ -]?[0-9]){12,18})`)
	figure = regexp.MustCompile(`[0-9](?:[0-9.,:/-]*[0-9])?`)
	year   = regexp.MustCompile(`^(?:19|20)[0-9]{2}$`)
)

// Words for a card, for the end of a number, and for units of money.
var namedCard, atTheEnd, money = signals.ListOf("named-card"), signals.ListOf("at-the-end"), signals.ListOf("unit-money")

// readCard finds the last four digits of a card number, and keeps nothing else of it.
func readCard(text string) Reading {
	text = expiry.ReplaceAllString(text, " ; ")
	digits := strings.Join(digitRe.FindAllString(text, -1), "")
	rest := len(strings.FieldsFunc(text, notLetter))
	switch {
	case len(digits) == 4, len(digits) >= 12 && len(digits) <= 19:
		return Reading{Value: digits[len(digits)-4:], Rest: rest}
	case strings.Contains(text, "•") && len(digits) > 4:
		return Reading{Value: digits[len(digits)-4:], Rest: rest}
	case digits == "":
		return Reading{}
	}
	if all := four.FindAllStringSubmatch(text, -1); len(all) == 1 {
		if atTheEnd.In(text) {
			rest = 0 // "下4桁は5678です"
		}
		return Reading{Value: all[0][1], Rest: rest}
	}
	return Reading{Refused: Format, Rest: rest}
}

// cardInPassing is the end of a card's number that a message names beside what it asks for: "block the card ending in
// 4821". Nothing else in it may be four figures, and a card or an end must be spoken of; what may be a year must be
// said to be an end. Empty: there is none.
func cardInPassing(text string) string {
	text = expiry.ReplaceAllString(strings.Map(western, chars.Fold(text)), " ; ")
	ends := atTheEnd.In(text)
	if !ends && !namedCard.In(text) && !slices.ContainsFunc(signals.Words(text), namedCard.HasForm) {
		return ""
	}
	if all := whole.FindAllStringSubmatch(text, 2); len(all) == 1 {
		digits := strings.Join(digitRe.FindAllString(all[0][1], -1), "")
		return digits[len(digits)-4:]
	}
	value := ""
	for _, at := range figure.FindAllStringIndex(text, -1) {
		number := text[at[0]:at[1]]
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if len(number) != 4 || strings.ContainsAny(number, ".,:/-") || isSpaced(before) || isSpaced(after) {
			continue // of a code, a time, an amount
		}
		if value != "" || year.MatchString(number) && !ends || isMoney(text[:at[0]], text[at[1]:]) {
			return ""
		}
		value = number
	}
	return value
}

// isMoney tells whether what stands before and behind a number makes it an amount.
func isMoney(before, behind string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before, " "))
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(behind, " "))
	next := signals.Words(bounded(behind))
	return unicode.Is(unicode.Sc, last) || unicode.Is(unicode.Sc, first) || len(next) > 0 && money.HasForm(next[0])
}

// isSpaced tells whether a rune is a letter of a script with spaces: figures beside it are part of a code.
func isSpaced(r rune) bool {
	return unicode.IsLetter(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
