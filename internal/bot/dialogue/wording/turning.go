// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/intentops/intentops/internal/bot/signals"
)

// betweenTurning is what stands between words with which a customer turns to something else, and behind them.
const betweenTurning = `[\s,.:;!…–،-]`

// behindLeaving is what must stand behind words that let go of what was asked for: "forget that, a taxi", and not "forget
// that taxi".
const behindLeaving = `\s*[,.:;!…–،、，。！-]+\s*`

// turnings are how a message begins that turns to something else, or takes back what was said before: "wait, first",
// "no, hang on". The sounds around it say nothing alone. They are those of a language and of English; by no name those
// of all languages.
var turnings = func() map[string]func() *regexp.Regexp {
	languages := signals.ExpressionLanguages()
	all := map[string]func() *regexp.Regexp{"": sync.OnceValue(func() *regexp.Regexp { return turningIn(languages...) })}
	for _, language := range languages {
		all[language] = sync.OnceValue(func() *regexp.Regexp { return turningIn(slices.Compact([]string{"en", language})...) })
	}
	return all
}()

func turningIn(languages ...string) *regexp.Regexp {
	sounds := `(?:(?:` + signals.ExpressionsIn("turning-sounds", languages...) + `)` + betweenTurning + `+)*`
	expression := `(?i)^[\s\pP]*` + sounds +
		`(?:(?:` + signals.ExpressionsIn("turning", languages...) + `|` + signals.ExpressionsIn("turning-before", languages...) + `)` + betweenTurning + `+` + sounds +
		`|(?:` + signals.ExpressionsIn("turning-leaving", languages...) + `)` + behindLeaving + sounds + `)+`
	if anywhere := signals.ExpressionsIn("turning-anywhere", languages...); anywhere != "" {
		expression += `|^\s*(?:(?:` + signals.ExpressionsIn("turning-leaving-anywhere", languages...) + `)` + behindLeaving +
			`|(?:` + anywhere + `|` + signals.ExpressionsIn("turning-before-anywhere", languages...) + `)[\s,，、.。:：!！…]*)+`
	}
	return regexp.MustCompile(expression)
}

// turningBefore are those words that say that something else comes first.
var turningBefore = regexp.MustCompile(`(?i)(?:^|` + betweenTurning + `)(?:` + signals.Expressions("turning-before") + `)` + betweenTurning +
	`|(?:` + signals.Expressions("turning-before-anywhere") + `)`)

// turningLeaving are those that let go of what was asked for.
var turningLeaving = regexp.MustCompile(`(?i)(?:^|` + betweenTurning + `)(?:` + signals.Expressions("turning-leaving") + `)` + behindLeaving +
	`|(?:` + signals.Expressions("turning-leaving-anywhere") + `)` + behindLeaving)

// Turning are the words with which a message turns to something else, and what stands behind them. The latter is empty
// where there are no such words, or nothing behind them.
func Turning(text, locale string) (opening, rest string) {
	turning := turnings[LanguageOf(locale)]
	if turning == nil {
		turning = turnings[""]
	}
	if opening = turning().FindString(text); opening == "" {
		return "", ""
	}
	return opening, strings.TrimSpace(text[len(opening):])
}

// ComesFirst tells whether the words with which a message turns to something else say that this comes first.
func ComesFirst(opening string) bool { return turningBefore.MatchString(opening) }

// LetsGo tells whether the words with which a message turns to something else let go of what was asked for before, with a
// pause behind them.
func LetsGo(opening string) bool { return turningLeaving.MatchString(opening) }

// Readings are the parts of a message that are read by themselves: those of Split, and where it turns to something else
// what stands behind the words for that, and the parts of this.
func Readings(text, locale string) []Part {
	parts := Split(text, locale)
	opening, rest := Turning(text, locale)
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
