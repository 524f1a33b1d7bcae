// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"cmp"
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// Side is one release and what it makes of the message.
type Side struct {
	*Compiled
	// Predictions, the most confident first. None means not understood.
	Predictions []understanding.Prediction
	// Bare are those of the message without its days and numbers, where it was not understood with them.
	Bare []understanding.Prediction
	// Failed is true when the engine failed: there are no predictions, which says nothing
	// about the release.
	Failed bool
	// Parts are the parts of a message that may be two questions, and what the release makes of
	// each.
	Parts []wording.Part

	// errands are the intents that end what the message names, and drops is true when its words let go
	// of it.
	errands []string
	drops   bool
	// byWords are the predictions as the words of the message alone have them, and byValues is true when its values tell
	// which intent it is about, and they do not.
	byWords  []understanding.Prediction
	byValues bool
	// turned is what stands behind the words with which the message turns to something else; nil: there are none.
	turned *turned
}

// best is the intent that was understood, or nil, and the best prediction's confidence.
func (s Side) best(d *Decision) (*intents.Intent, float64) {
	d.Failed = s.Failed
	if len(s.Predictions) == 0 {
		return nil, 0
	}
	first := s.Predictions[0]
	in := s.Intents[first.Intent]
	if in == nil {
		return nil, first.Confidence
	}
	d.Scored = in.Name
	if s.Choose(s.Predictions) == "" {
		return nil, first.Confidence
	}
	return in, first.Confidence
}

// likelier orders intents by how likely the message is about them.
func (s Side) likelier(a, b string) int {
	return cmp.Or(cmp.Compare(s.confidenceOf(b), s.confidenceOf(a)), cmp.Compare(a, b))
}

func (s Side) confidenceOf(name string) float64 { return confidenceOf(s.Predictions, name) }

// confidenceOf is that of an intent; 0: it is not among the likeliest.
func confidenceOf(all []understanding.Prediction, name string) float64 {
	for _, p := range all {
		if p.Intent == name {
			return p.Confidence
		}
	}
	return 0
}

// offered are the intents that the message may be about, the likeliest first.
func (s Side) offered() []string {
	return understanding.Offers(s.Predictions, func(name string) bool { return s.Intents[name] != nil })
}

// likely tells whether the message is probably about one of the intents.
func (s Side) likely() bool {
	return len(s.Predictions) > 0 && s.Predictions[0].Confidence >= leastLikely && s.Intents[s.Predictions[0].Intent] != nil
}

const (
	// maxBeside is how many words may stand beside a value in a message that is nothing else.
	maxBeside = 3
	// leastLikely is the least confidence with which a message is probably about an intent: below, it is
	// about something else more often than not.
	leastLikely = 0.12
)

// bare is the side as it understands a message without its days and numbers: ok is true where it does, and the intent
// takes some of them.
func (s Side) bare(m intents.Message) (bare Side, ok bool) {
	in := s.Intents[s.Choose(s.Bare)]
	if in == nil {
		return s, false
	}
	s.Predictions, s.byWords = s.Bare, s.Bare
	return s, len(in.Given(m)) > 0
}

// namesElse tells whether a text has a term that only another intent has.
func (s Side) namesElse(in *intents.Intent, text string) bool {
	for _, other := range s.Intents {
		if other != in && other.HasOwn(text) {
			return true
		}
	}
	return false
}

// asksElse tells whether a text has a word that tells of another intent alone, and none of this one.
func (s Side) asksElse(in *intents.Intent, text string) bool {
	return !in.KnowsOf(text) && s.namesElse(in, text)
}

// namesOtherThing tells whether a text names what another intent is done to, and this one has no word for.
func (s Side) namesOtherThing(in *intents.Intent, text string) bool {
	words := slices.DeleteFunc(signals.Words(text), func(word string) bool { return in.SpeaksOf(word) || wording.IsDoing(word) })
	for _, other := range s.Intents {
		if other != in && other.IsDoneTo(words) {
			return true
		}
	}
	return false
}

// isForOther tells whether a message names another thing than the one that was given, and something that only other intents
// are done to: "and take the car off B222222", where B111111 is to be cancelled.
func (s Side) isForOther(in *intents.Intent, m intents.Message, given map[string]string) bool {
	return in.NamesAThing(m, given) && s.namesOtherThing(in, m.Text)
}

// onlyValues tells whether a message is nothing but values of one of the intents.
func (s Side) onlyValues(m intents.Message) bool {
	for _, in := range s.Intents {
		if _, all := in.OnlyValues(m); all {
			return true
		}
	}
	return false
}

// isAbout tells whether a part of a message is a request of another intent, to which its values
// belong.
func (s Side) isAbout(part wording.Part, other *intents.Intent) bool {
	alone := s
	alone.Predictions, alone.Parts = part.Predictions, nil
	var ignored Decision
	in, _ := alone.best(&ignored)
	return in != nil && in != other
}
