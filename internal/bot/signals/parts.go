// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "slices"

// joining words stand between two things, or two wishes.
var joining = list("and und y et e ed ve also sowie plus n & و 和 还有 それと")

// Utterance is what an utterance of an intent says of what it asks for.
type Utterance struct {
	// Denials are the words that a negation reaches.
	Denials [][]string
	// Ends is true when it asks for something to end: to be cancelled, blocked or deleted.
	Ends bool
	// Inquires is true when it asks something, and not for something to be done: "is it open?".
	Inquires bool
	// AsksHow is true when it asks how, where or when something is done, or what would come of it.
	AsksHow bool
	// Negates is true when it negates something, be it that something cannot be done: "it has not come".
	Negates bool
}

// ReadUtterance reads an utterance of an intent with that locale. Where there is none, it is read in
// the language that its words tell.
func ReadUtterance(text, locale string) Utterance {
	sentences := sentences(normal(text))
	english := ownLanguage(fallback)
	var written *language
	if locale == "" {
		written = writtenIn(sentences, english, wordsByLanguage(sentences))
	}
	var u Utterance
	asks, wishes := slices.ContainsFunc(sentences, func(s sentence) bool { return s.asked }), false
	for _, l := range languages() {
		if l == english || l == written || l.speaks(locale) || locale == "" && l.unspaced && l.writes(text) {
			all := l.find(sentences, false)
			d := l.denials(all)
			u.Denials = append(u.Denials, slices.Concat(d.firm, d.unwanted)...)
			for _, f := range all {
				u.Negates = u.Negates || f.has(sectionNegation) && (l != english || l.speaks(locale) || locale == "" && written == nil)
				u.Ends = u.Ends || f.has(sectionEnding)
				u.AsksHow = u.AsksHow || f.has(sectionHowTo)
				asks, wishes = asks || f.has(sectionQuestion), wishes || f.has(sectionWish)
			}
		}
	}
	u.Inquires = asks && !wishes
	return u
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
