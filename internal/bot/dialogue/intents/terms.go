// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// About are the terms among words that tell what the intent is about.
func (in *Intent) About(words []string) []string {
	return slices.DeleteFunc(signals.TermsOf(words), func(term string) bool { return !in.Terms[term] })
}

// KnowsOf tells whether a text has a term of the intent's utterances.
func (in *Intent) KnowsOf(text string) bool { return wording.HasTerm(in.Terms, signals.Words(text)) }

// HasOwn tells whether a text has a term that is in the utterances of no other intent.
func (in *Intent) HasOwn(text string) bool {
	return slices.ContainsFunc(signals.Terms(text), func(term string) bool { return in.own[term] })
}

// HasAll tells whether all terms are among those that tell what the intent is about.
func (in *Intent) HasAll(terms []string) bool {
	return !slices.ContainsFunc(terms, func(term string) bool { return !in.Terms[term] })
}

// SpeaksOf tells whether a word is in the intent's utterances.
func (in *Intent) SpeaksOf(word string) bool {
	return in.every[word] || wording.HasTerm(in.every, []string{word})
}

// Named tells whether each word of a text that says anything is in the intent's utterances, its title or
// its name, and one is.
func (in *Intent) Named(text, locale string) bool {
	words := in.Terms
	title := signals.Terms(in.In(locale).CustomerTitle() + " " + in.Name)
	all := signals.Terms(text)
	return len(all) > 0 && !slices.ContainsFunc(all, func(term string) bool { return !words[term] && !slices.Contains(title, term) })
}

// NamesOwn tells whether a text names something of the intent and of no other, beside what is done to it.
func (in *Intent) NamesOwn(m Message) bool {
	left := strings.Join(slices.DeleteFunc(signals.Words(m.Text), func(word string) bool {
		return wording.IsDoing(word) && !wording.HasTerm(in.things, []string{word})
	}), " ")
	for verbs := wording.Doing.For(m.Locale); verbs.PartIn(left) != ""; {
		left = strings.ReplaceAll(left, verbs.PartIn(left), " ")
	}
	return in.HasOwn(left)
}

// NamesNothingOf tells whether a few words that go on with something name nothing that an intent is about:
// "and on Sunday?" is about the last one, whatever the classifier makes of it. What was done is not done
// again for it.
func (in *Intent) NamesNothingOf(last *Intent, m Message) bool {
	return last != nil && last.Risk == LowRisk && m.FollowsUp && m.Question && wording.WordCount(m.Text) <= MaxSubject && len(in.About(signals.Words(m.Text))) == 0
}

// IsDoneTo tells whether words name what the intent is done to. A word of a few of its utterances does not
// tell: who no longer needs a refund does not want the order cancelled.
func (in *Intent) IsDoneTo(words []string) bool {
	return slices.ContainsFunc(signals.TermsOf(words), func(term string) bool { return in.Terms[term] && in.things[term] })
}

// DoesIn tells whether a word says what the intent does, and nothing of a thing: "yes, delete it". Other intents
// may do the same to theirs.
func (in *Intent) DoesIn(word string) bool {
	if in.doesIn(word) {
		return true
	}
	for _, form := range []*regexp.Regexp{joinedPronoun, teForm} {
		if verb := form.FindStringSubmatch(word); verb != nil {
			return in.doesIn(verb[1])
		}
	}
	return false
}

var (
	// joinedPronoun is a pronoun at the end of the verb that it is written together with: "resérvalas", "disdirla".
	joinedPronoun = regexp.MustCompile(`^(\pL{3,}?)(?:` + signals.Expressions("joined-pronoun") + `)$`)
	// teForm is how a verb asks for something that is written with one character: 取って.
	teForm = regexp.MustCompile(`^(\p{Han})(?:` + signals.Expressions("te-form") + `)$`)
)

func (in *Intent) doesIn(word string) bool {
	if acts := signals.ActsOf(word); acts != 0 {
		return acts&in.Spoken != 0
	}
	terms := signals.TermsOf([]string{word})
	if len(terms) == 0 {
		return utf8.RuneCountInString(word) == 1 && slices.ContainsFunc(slices.Collect(maps.Keys(in.every)), func(pair string) bool { return strings.Contains(pair, word) })
	}
	return wording.IsDoing(word) && (!slices.ContainsFunc(terms, func(term string) bool { return !in.every[term] }) ||
		slices.ContainsFunc(in.cores, func(c *core) bool { return c.teaches(word) }))
}

// minRoot is the fewest letters of a term that another word is made of.
const minRoot = 3

// IsRootOf tells whether a word begins with a term by which the intent is told from others, or is one: "payment".
func (in *Intent) IsRootOf(word string) bool {
	if wording.IsUnspaced(word) {
		return false
	}
	for term := range in.own {
		if utf8.RuneCountInString(term) >= minRoot && strings.HasPrefix(word, term) {
			return true
		}
	}
	return false
}

// TellsWhatToDo tells whether terms say more than what the intent is done to, which its prompts name;
// where there are none, two words do.
func (in *Intent) TellsWhatToDo(terms []string, locale string) bool {
	named := map[string]bool{}
	for _, f := range in.In(locale).Fields {
		for _, term := range slices.Concat(signals.Terms(f.Prompt), signals.Terms(f.Name)) {
			named[term] = true
		}
	}
	if len(named) == 0 {
		return len(terms) > 1
	}
	return slices.ContainsFunc(terms, func(term string) bool { return !named[term] })
}

// Undoes tells whether an intent does the opposite of another to the same thing.
func (in *Intent) Undoes(done *Intent) bool {
	return in != done && in.acts.Contradict(done.acts) && in.sharedThings(done) > 0
}

// DoesInstead is to how many of the same things as another an intent does what a text asks for: an act that contradicts
// the other's, or to bring it to another day where the other takes it away. A value of the text that it takes counts as
// one more.
func (in *Intent) DoesInstead(other *Intent, m Message) int {
	acts := signals.ActsOf(m.Text)
	does := in.Spoken&acts != 0 && in.Spoken.Contradict(other.Spoken)
	moves := in.moves && !in.Ends && other.Ends && !other.moves && isMoving(m.Text, m.Locale)
	if in == other || !does && !moves {
		return 0
	}
	shared := in.sharedThings(other) + in.sharedFields(other)
	if shared > 0 {
		shared += len(in.Given(m))
	}
	return shared
}

// sharedFields is how many fields that tell one thing from all others two intents have in common.
func (in *Intent) sharedFields(other *Intent) int {
	n := 0
	for i := range in.Fields {
		f := &in.Fields[i]
		if theirs := other.Field(f.Name); theirs != nil && f.TellsThings() && f.Type == theirs.Type && f.Pattern == theirs.Pattern {
			n++
		}
	}
	return n
}

// sharedThings is how many things two intents are both done to.
func (in *Intent) sharedThings(other *Intent) int {
	n := 0
	for thing, is := range in.things {
		if is && other.things[thing] {
			n++
		}
	}
	return n
}
