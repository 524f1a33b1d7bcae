// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

const (
	// maxGoesOn is the most words of a message that goes on with the last question.
	maxGoesOn = 6
	// maxFragment is the most words of a question that is none by itself: "Tuesdays?", "weekends
	// the same?".
	maxFragment = 3
	// maxSameAgain is the most words, and sameAgain the least confidence, of a question that is
	// probably about what was just answered: "how much is that then, for two".
	maxSameAgain = 8
	sameAgain    = 0.3
	// leastOther is the confidence of another intent from which on a fragment is about that one.
	leastOther = 0.3
	// surelyOther is the same for a question that says that it is about the last answer.
	surelyOther = 0.5
)

// followsAfterSounds tells whether a message goes on after sounds and thanks: "oh, and on Sunday?".
func followsAfterSounds(m intents.Message) bool {
	words := strings.Fields(m.Text)
	first := 0
	for first < len(words) && (wording.IsHesitation(words[first]) || wording.IsAssent(words[first]) || wording.IsCourteous(words[first])) {
		first++
	}
	if first == 0 {
		if end := strings.IndexAny(m.Text, ".!"); end > 0 {
			thanks := intents.Message{Signals: signals.Read(m.Text[:end], m.Locale), Text: m.Text[:end]}
			return thanks.ThanksOnly() && signals.Read(m.Text[end+1:], m.Locale).FollowsUp
		}
	}
	return first > 0 && first < len(words) && signals.Read(strings.Join(words[first:], " "), m.Locale).FollowsUp
}

// isFragment tells whether a message is a short question that names something and asks nothing about
// it, and is not about another intent.
func (s Side) isFragment(in *intents.Intent, m intents.Message) bool {
	return m.Question && wording.WordCount(m.Text) <= maxFragment && strings.ContainsFunc(m.Text, unicode.IsSpace) == (wording.WordCount(m.Text) > 1) &&
		len(signals.Terms(m.Text)) > 0 && !wording.IsHesitation(m.Text) && !s.isElsewhere(in, leastOther)
}

// isSameAgain tells whether a question is about what was just answered more than about anything else.
func (s Side) isSameAgain(in *intents.Intent, m intents.Message) bool {
	return m.Question && wording.WordCount(m.Text) <= maxSameAgain && len(m.Denied) == 0 && len(s.Predictions) > 0 &&
		s.Predictions[0].Intent == in.Name && s.Predictions[0].Confidence >= sameAgain
}

// kept are the values of the last answer where a message asks more about it: "how long will it take?".
func (s Side) kept(state *conversation.State, in *intents.Intent, m intents.Message) map[string]string {
	if in.Name != state.Intent || !s.asksMore(in, m) {
		return nil
	}
	return state.Fields
}

// asksMore tells whether a question is about what was just said, by its words: "how long does that take?".
// What was done is not done again for it.
func (s Side) asksMore(in *intents.Intent, m intents.Message) bool {
	return m.AboutIt && m.Question && in.Risk == intents.LowRisk && wording.WordCount(m.Text) <= maxSameAgain && len(m.Denied) == 0 && !s.isElsewhere(in, surelyOther)
}

func (s Side) isElsewhere(in *intents.Intent, least float64) bool {
	return len(s.Predictions) > 0 && s.Predictions[0].Intent != in.Name && s.Predictions[0].Confidence >= least
}

// saysNothing are words that stand beside a subject and tell nothing of it.
var saysNothing = wording.SetOf(
	"question thing stuff matter help info information regarding concerning", "frage sache thema hilfe wegen bezuglich betrifft",
	"pregunta cosa tema asunto ayuda sobre", "question chose sujet aide concernant", "domanda cosa aiuto riguardo", "pergunta coisa assunto ajuda sobre duvida",
	"soru konu yardim hakkinda", "سوال موضوع مساعده بخصوص",
)

// subject are the intents that a message names the subject of, and no more, the one that was
// understood among them: "my membership" may be about its price as well as its end. The likeliest come
// first; none: it says more.
func (s Side) subject(understood *intents.Intent, m intents.Message) []string {
	if understood == nil || m.Question || wording.WordCount(m.Text) > intents.MaxSubject || wording.HasNumber(m.Text) || understood.Spoken&signals.ActsOf(m.Text) != 0 {
		return nil // "turn on reminders" says what is to be done to them
	}
	var about []string
	for _, word := range signals.Words(m.Text) {
		for _, term := range signals.TermsOf([]string{word}) {
			names := s.Shared[term]
			switch {
			case saysNothing[word]:
			case len(names) < leastShared || about != nil && !slices.Equal(about, names):
				return nil
			default:
				about = names
			}
		}
	}
	if !slices.Contains(about, understood.Name) || s.Said[strings.Join(signals.Words(m.Text), " ")] {
		return nil
	}
	about = slices.Clone(about)
	slices.SortStableFunc(about, func(a, b string) int { return cmp.Compare(s.confidenceOf(b), s.confidenceOf(a)) })
	return about[:min(len(about), understanding.MaxOffered)]
}

// carryOn takes over the values of what was just answered where the next request is probably about the
// same: "where is AB123456?", "can you cancel it?". What may do harm is asked about with them.
func (d *Decision) carryOn(from *intents.Intent, given map[string]string, m intents.Message) {
	if from == nil || m.None || wording.NamesOther(signals.Words(m.Text)) {
		return
	}
	if d.carry(from, given); d.Kind != Field {
		d.careful()
	}
}

// goesOn tells whether a message that is not understood by itself goes on with the question
// that was answered last: "and on Sunday?". What may do harm is not guessed, but asked about where a
// value is given: "and AB123457?".
func (s Side) goesOn(state *conversation.State, m intents.Message) bool {
	in := s.Intents[state.GoesOn]
	if in == nil || s.Failed || m.Withdrawn || m.Waits || m.SmallTalk != "" || m.Unresolved || m.Anger && !m.FollowsUp || m.ThanksOnly() {
		return false
	}
	words := wording.WordCount(m.Text)
	switch {
	case words == 0:
		return false
	case words <= maxGoesOn && (m.FollowsUp || followsAfterSounds(m)), s.isFragment(in, m), s.isSameAgain(in, m), s.asksMore(in, m):
	default:
		return false
	}
	given, _ := in.FillFrom(s.kept(state, in, m), m) // "and AB123456?"
	return in.Missing(given) == nil && (in.Risk != intents.HighRisk || len(given) > 0)
}

// leastShared is by how many intents a word is shared at least that does not tell which is meant.
const leastShared = 2

// endedBy are the intents that such a message may mean, where there are several, the likeliest first. After an answer
// it is about what that was.
func (s Side) endedBy(state *conversation.State, understood *intents.Intent, m intents.Message) []string {
	if understood == nil || state.GoesOn != "" || !understood.IsBareEnd(m) {
		return nil
	}
	var names []string
	for name, in := range s.Intents {
		if in.IsBareEnd(m) {
			names = append(names, name)
		}
	}
	if len(names) < leastShared {
		return nil
	}
	slices.SortFunc(names, s.likelier)
	return names[:min(len(names), understanding.MaxOffered)]
}
