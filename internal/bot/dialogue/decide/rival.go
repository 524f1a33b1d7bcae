// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"maps"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// maxRival is the most words of a message that asks for something else to be done to the same thing.
const maxRival = 15

// rival turns to what is to be done to the same thing instead: "rather than cancelling it, can you move it", where the
// bot asks about the cancellation. What is asked about must be denied or, at "shall I", be thought over, another act must be asked for, and only one intent
// may do that. Its values are those that it has in common, and what may do harm needs a yes.
func (q question) rival() (Decision, bool) {
	m := q.m
	if q.in.Spoken == 0 || m.AsksForHuman || wording.WordCount(m.Text) > maxRival {
		return Decision{}, false
	}
	denied := m.No || m.Withdrawn || m.Instead || intents.BeginsWithNo(m) || q.field == nil && q.reconsiders()
	var wish intents.Message
	var other *intents.Intent
	for _, clause := range wording.PiecesOf(m.Text, m.Locale) {
		own := m
		own.Text, own.Signals = clause, signals.Read(clause, m.Locale)
		speaks := signals.ActsOf(clause)&q.in.Spoken != 0
		if own.Negates || own.Refuses || own.Withdrawn || own.No || own.Instead && speaks {
			denied = denied || speaks
			continue
		}
		found, only := q.s.doing(q.in, own)
		if found != nil && other != nil && found != other || !only {
			return Decision{}, false
		}
		if found != nil {
			other, wish = found, own
		}
	}
	if other == nil || !denied {
		return Decision{}, false
	}
	whole := Decision{Confidence: q.state.Confidence, Scored: other.Name}
	d := q.s.on(request{Intent: other, part: wording.Part{Text: wish.Text, Signals: wish.Signals}}, whole, m)
	known := maps.Clone(q.known.Fields)
	maps.DeleteFunc(known, func(name, _ string) bool {
		f := other.Field(name)
		return f != nil && f.Type == release.FieldDate // the day that it had
	})
	d.carry(q.in, known)
	d.careful()
	return d, true
}

// reconsiders tells whether a message thinks over what it is asked about: "hold on, I'd rather move it".
func (q question) reconsiders() bool {
	return q.s.turned != nil || (intents.Amendment{Intent: q.in, Message: q.m}).Contrasts()
}

// doing is the intent that does instead of another what a clause asks for; nil: none. Of several it is the one that is
// most about the same things, and only is false where that is not one alone.
func (s Side) doing(asking *intents.Intent, clause intents.Message) (found *intents.Intent, only bool) {
	most := 0
	only = true
	for _, in := range s.Intents {
		switch shared := in.DoesInstead(asking, clause); {
		case shared > most:
			found, most, only = in, shared, true
		case shared > 0 && shared == most:
			only = false
		}
	}
	return found, only
}
