// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
)

// betweenTurning is what stands between words with which a customer turns to something else, and behind them.
const betweenTurning = `[\s,.:;!…–،-]`

var (
	// turning is how a message begins that turns to something else, or takes back what was said before: "wait, first",
	// "no, hang on". The sounds around it say nothing alone.
	turning = regexp.MustCompile(`(?i)^[\s\pP]*(?:(?:` + signals.Expressions("turning-sounds") + `)` + betweenTurning + `+)*` +
		`(?:(?:` + signals.Expressions("turning") + `|` + signals.Expressions("turning-before") + `)` + betweenTurning + `+` +
		`(?:(?:` + signals.Expressions("turning-sounds") + `)` + betweenTurning + `+)*)+` +
		`|^\s*(?:(?:` + signals.Expressions("turning-anywhere") + `|` + signals.Expressions("turning-before-anywhere") + `)[\s,，、.。:：!！…]*)+`)
	// turningBefore are those words that say that something else comes first.
	turningBefore = regexp.MustCompile(`(?i)(?:^|` + betweenTurning + `)(?:` + signals.Expressions("turning-before") + `)` + betweenTurning +
		`|(?:` + signals.Expressions("turning-before-anywhere") + `)`)
)

// Turning are the words with which a message turns to something else, and what stands behind them. The latter is empty
// where there are no such words, or nothing behind them.
func Turning(text string) (opening, rest string) {
	opening = turning.FindString(text)
	if opening == "" {
		return "", ""
	}
	return opening, strings.TrimSpace(text[len(opening):])
}

// ComesFirst tells whether the words with which a message turns to something else say that this comes first.
func ComesFirst(opening string) bool { return turningBefore.MatchString(opening) }

// Readings are the parts of a message that are read by themselves: those of Split, and where it turns to something else
// what stands behind the words for that, and the parts of this.
func Readings(text, locale string) []Part {
	parts := Split(text, locale)
	opening, rest := Turning(text)
	if rest == "" {
		return parts
	}
	parts = append(parts, Part{Text: rest, Before: opening, Signals: signals.Read(rest, locale), Turned: true})
	for _, part := range Split(rest, locale) {
		part.Turned = true
		parts = append(parts, part)
	}
	return parts
}
