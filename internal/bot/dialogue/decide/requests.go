// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// request is what a part of a message asks for.
type request struct {
	*intents.Intent
	part       wording.Part
	confidence float64
	// unsure is true for a request that is plausible and no more: it is only offered.
	unsure bool
	// despite is true when another part denies the same, of another value: "don't cancel AB123456,
	// cancel AB654321".
	despite bool
}

// maxRequests is how many requests of a message are answered, asked about or offered: more answers
// than fit on a telephone's screen are not read. Beyond it the customer is told to ask again.
const maxRequests = 6

// maxInterjection is the most words of a part that may only be an interjection.
const maxInterjection = 2

// requests are what the parts of a message ask for, each intent once, but for what another part
// denies. letGo says from which of them on the customer has let go of something; -1: they have not.
func (s Side) requests() (asked []request, letGo int, conditional bool) {
	letGo = -1
	denied := map[*intents.Intent]string{}
	for _, part := range s.Parts {
		alone := s
		alone.Predictions, alone.Parts = part.Predictions, nil
		var ignored Decision
		in, confidence := alone.best(&ignored)
		switch {
		case in != nil && in.Risk != intents.LowRisk && wording.WordCount(part.Text) <= maxInterjection && !in.HasOwn(part.Text):
			// "hang on" asks for nothing
		case in == nil:
			conditional = conditional || part.Signals.Conditional
			if part.Signals.Withdrawn || part.Signals.No {
				letGo = len(asked)
			} else if r, plausible := alone.perhaps(part); plausible && !slices.ContainsFunc(asked, r.same) {
				asked = append(asked, r)
			}
		case part.Signals.No && wording.WordCount(part.Text) <= maxNo && !in.HasOwn(part.Text):
			letGo = len(asked) // "not today" asks for no opening hours
		case part.Signals.Withdrawn && !part.Signals.Question && wording.WordCount(part.Text) <= intents.MaxWithdrawn:
			letGo = len(asked) // "no, leave it open" asks for no opening hours
		case in.Denied(part.Text, part.Signals):
			denied[in] += " " + part.Text
		default:
			r := request{Intent: in, part: part, confidence: confidence, unsure: in.Contrary(part.Text)}
			if i := slices.IndexFunc(asked, r.same); i < 0 {
				asked = append(asked, r)
			} else if asked[i].unsure || r.part.Signals.Wishes && !asked[i].part.Signals.Wishes {
				asked[i] = r
			}
		}
	}
	sure := 0
	for _, r := range asked {
		if !r.unsure {
			sure++
		}
	}
	asked = slices.DeleteFunc(asked, func(r request) bool { return r.unsure && !r.part.Added && sure < minSureBeside })
	for i := range asked {
		text, isDenied := denied[asked[i].Intent]
		asked[i].despite = isDenied && asked[i].givesAnother(text)
	}
	asked = slices.DeleteFunc(asked, func(r request) bool {
		_, isDenied := denied[r.Intent]
		return isDenied && !r.despite
	})
	return asked, letGo, conditional
}

// asksBesides tells whether a part of the message surely asks for something, whatever another lets go
// of: "don't cancel it, just change the address". What it lets go of before that is not it, nor what names another thing:
// "cancel the order, the newsletter I keep".
func (s Side) asksBesides() bool {
	asked, letGo, conditional := s.requests()
	return len(s.Parts) == 2 && len(asked) == 1 && !conditional && !asked[0].unsure && (letGo <= 0 || s.isOfAnother(asked[0].Intent, s.Parts[1].Text))
}

// isOfAnother tells whether a text names what another intent is done to, and nothing of this one.
func (s Side) isOfAnother(in *intents.Intent, text string) bool {
	words := signals.Words(text)
	if in.KnowsOf(text) {
		return false
	}
	for _, other := range s.Intents {
		if other != in && other.IsDoneTo(words) {
			return true
		}
	}
	return false
}

// besideRemarks decides a message that is not understood as a whole, but one part of it plainly asks for something and the
// others for nothing: "I love the newsletter! Please change the address of AB123456". What may do harm needs a yes.
func (s Side) besideRemarks(whole Decision, m intents.Message) (Decision, bool) {
	asked, letGo, conditional := s.requests()
	if len(asked) != 1 || conditional || asked[0].unsure || letGo >= 0 && !s.asksBesides() || m.Waits || m.Excepts || m.Refuses {
		return whole, false
	}
	r := asked[0]
	if offered := s.offered(); len(offered) > 0 && offered[0] != r.Name {
		return whole, false // the whole is rather about something else
	}
	own := intents.Message{Signals: r.part.Signals, Text: r.part.Text, Now: m.Now, Locale: m.Locale}
	if own.Withdrawn || own.Negates || r.Contrary(own.Text) ||
		!own.Wishes && !own.Question && !r.IsAskedFor(own) || !r.IsPlainlyAskedFor(own, true) ||
		slices.ContainsFunc(s.Parts, func(p wording.Part) bool {
			return p.Text != own.Text && (p.Signals.Question || r.Denied(p.Text, p.Signals) && !s.isOfAnother(r.Intent, p.Text))
		}) {
		return whole, false
	}
	whole.Scored, whole.Confidence = r.Name, r.confidence
	d := s.on(r, whole, m)
	d.careful()
	return d, true
}

// givesAnother tells whether a request gives a value and none of those in a text.
func (r request) givesAnother(text string) bool {
	own := r.Given(intents.Message{Signals: r.part.Signals, Text: r.part.Text})
	others := r.Given(intents.Message{Text: text})
	for name, value := range own {
		if value != others[name] {
			return true
		}
	}
	return false
}

// isWished tells whether a request wishes for its intent, or names what only that has.
func (r request) isWished(locale string) bool {
	own := intents.Message{Signals: r.part.Signals, Text: r.part.Text, Locale: locale}
	return own.Wishes || r.IsAskedFor(own) || r.HasOwn(own.Text)
}

func (r request) same(other request) bool { return r.Intent == other.Intent }

// plausibleBeside is the least confidence with which a request is offered beside one that was
// understood.
const plausibleBeside = 0.35

// rank puts what is only offered last.
func (r request) rank() int {
	if r.unsure {
		return 1
	}
	return 0
}

const (
	// minSureBeside is beside how many requests that are understood another question is offered that
	// is only plausible.
	minSureBeside = 2
	// minPerhaps is the fewest words of such a question: "right?" asks nothing.
	minPerhaps = 3
)

// perhaps is what a part probably asks for that comes on top of others, or is a question of its own.
func (s Side) perhaps(part wording.Part) (request, bool) {
	if !part.Added && (!part.Signals.Question || wording.WordCount(part.Text) < minPerhaps) || len(part.Predictions) == 0 || part.Predictions[0].Confidence < plausibleBeside {
		return request{}, false
	}
	in := s.Intents[part.Predictions[0].Intent]
	if in == nil || in.Denied(part.Text, part.Signals) {
		return request{}, false
	}
	return request{Intent: in, part: part, confidence: part.Predictions[0].Confidence, unsure: true}, true
}
