// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

// joining words stand between two things, or two wishes.
var joining = list("and und y et e ed ve also sowie plus n & و 和 还有 それと")

// Denials returns the words of an utterance that a negation reaches, as Signals has them.
func Denials(text, locale string) [][]string {
	all := sentences(normal(text))
	var denials [][]string
	for _, l := range languages() {
		if l == ownLanguage(fallback) || l.speaks(locale) {
			for _, f := range l.find(all, false) {
				if words := l.denied(f); len(words) > 0 {
					denials = append(denials, words)
				}
			}
		}
	}
	return denials
}

// Chats returns what kind of small talk an utterance is.
func Chats(text, locale string) SmallTalk {
	all := sentences(normal(text))
	for _, l := range languages() {
		if l == ownLanguage(fallback) || l.speaks(locale) {
			if kind := smallTalk(l.find(all, false)); kind != "" {
				return kind
			}
		}
	}
	return ""
}
