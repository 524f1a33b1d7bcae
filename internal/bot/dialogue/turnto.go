// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// turnsTo decides a message that asks for something else than the bot's question is about, and gives a
// value that fits both: "no, cancel AB123456" to a question about a refund. A no says so, or a word
// for ending something to a question about what ends nothing; without either, the value is the
// answer. What may do harm is done only after a yes, as "no cancel" may also mean the opposite.
func (s Side) turnsTo(asking *intent, m said) (decision, bool) {
	var d decision
	if m.Question || m.AsksForHuman || m.Waits || wordsOf(m.Text) > maxAside || !s.asksElse(asking, m.Text) {
		return d, false
	}
	own := m
	if m.No && len(m.Denials) == 0 || beginsWithNo(m) && !m.Refuses { // "don't cancel AB123456" denies that
		if i := strings.IndexAny(m.Text, " ,，、"); i > 0 {
			own.Text = m.Text[i:]
		}
		own.Signals = signals.Read(own.Text, m.locale)
	} else if asking.ends || len(asking.given(m)) == 0 || !signals.ReadUtterance(m.Text, m.locale).Ends {
		return d, false
	}
	best, confidence := s.best(&d)
	var names []string
	for name, in := range s.intents {
		if in != asking && in.hasOwn(own.Text) && !in.denied(own.Text, own.Signals) && len(in.given(own)) > 0 {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, s.likelier)
	switch {
	case len(names) == 0:
		return d, false
	case best == nil || !slices.Contains(names, best.Name):
		d.kind, d.offered, d.about = Offer, names[:min(len(names), understanding.MaxOffered)], own.Text
		return d, true
	}
	d = s.alone(request{intent: best, part: Part{Text: own.Text}}, decision{confidence: confidence, scored: best.Name}, own)
	d.careful()
	return d, true
}

// given are the values that a message gives in passing.
func (in *intent) given(m said) map[string]string {
	values, _ := in.fillFrom(nil, m)
	return values
}
