// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// turnsTo decides a message that asks for something else than the bot's question is about, and gives a
// value that fits both: "no, cancel AB123456" to a question about a refund. A no says so, or a word
// for ending something to a question about what ends nothing; without either, the value is the
// answer. What may do harm is done only after a yes, as "no cancel" may also mean the opposite.
func (s Side) turnsTo(asking *intents.Intent, m intents.Message) (Decision, bool) {
	var d Decision
	if m.Question || m.AsksForHuman || m.Waits || wording.WordCount(m.Text) > intents.MaxAside || !s.asksElse(asking, m.Text) {
		return d, false
	}
	own := m
	if m.No && len(m.Denials) == 0 || intents.BeginsWithNo(m) && !m.Refuses { // "don't cancel AB123456" denies that
		if i := strings.IndexAny(m.Text, " ,，、"); i > 0 {
			own.Text = m.Text[i:]
		}
		own.Signals = signals.Read(own.Text, m.Locale)
	} else if asking.Ends || len(asking.Given(m)) == 0 || !signals.ReadUtterance(m.Text, m.Locale).Ends {
		return d, false
	}
	best, confidence := s.best(&d)
	var names []string
	for name, in := range s.Intents {
		if in != asking && in.HasOwn(own.Text) && !in.Denied(own.Text, own.Signals) && len(in.Given(own)) > 0 {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, s.likelier)
	switch {
	case len(names) == 0:
		return d, false
	case best == nil || !slices.Contains(names, best.Name):
		d.Kind, d.Offered, d.About = Offer, names[:min(len(names), understanding.MaxOffered)], own.Text
		return d, true
	}
	d = s.alone(request{Intent: best, part: wording.Part{Text: own.Text}}, Decision{Confidence: confidence, Scored: best.Name}, own)
	d.careful()
	return d, true
}

const (
	// maxNo is the most words of a no before another topic ("no sorry, the invoice"), and maxTopic the
	// most words of the topic.
	maxNo    = 3
	maxTopic = 4
)

// noAlone are words for no that stand before no noun: "nein Rechnung" is a no and a topic, "no
// invoice" may be a lack of one.
var noAlone = wording.SetOf("nein nee nö nope nah nay non nan hayır hayir いいえ いや いえ")

// afterNo decides a message that is a no and the name of something else, to a question about an intent:
// "no, technician". One that may do harm, or one of several, is offered.
func (s Side) afterNo(asking *intents.Intent, m intents.Message) (Decision, bool) {
	topic := topicAfterNo(m)
	if topic == "" {
		return Decision{}, false
	}
	own := m
	own.Text, own.Signals = topic, signals.Read(topic, m.Locale)
	if own.Withdrawn || own.No || own.Yes || own.Refuses || len(own.Denied) > 0 || own.Question || own.Waits || own.Unknown || own.None || own.AsksForHuman ||
		own.SmallTalk != "" || own.ThanksOnly() || wording.IsAssent(topic) || wording.IsHesitation(topic) || asking.Named(topic, m.Locale) ||
		len(own.Errands) == 0 && signals.ReadUtterance(topic, m.Locale).Ends { // "no, cancel"
		return Decision{}, false
	}
	var names []string
	for name, in := range s.Intents {
		if in != asking && in.Named(topic, m.Locale) && !in.Denied(topic, own.Signals) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, s.likelier)
	names = names[:min(len(names), understanding.MaxOffered)]
	switch {
	case len(names) == 0:
		return Decision{}, false
	case len(names) > 1 || s.Intents[names[0]].Risk == intents.HighRisk:
		return Decision{Kind: Withdraw, Also: []Decision{*offering(&conversation.Offered{Intents: names, Text: topic})}}, true
	}
	in := s.Intents[names[0]]
	d := s.on(request{Intent: in, part: wording.Part{Text: topic, Signals: own.Signals}}, Decision{Confidence: s.confidenceOf(in.Name)}, own)
	d.careful()
	return d, true
}

// topicAfterNo is what stands behind a no in a short message; empty: nothing does.
func topicAfterNo(m intents.Message) string {
	text := strings.TrimSpace(m.Text)
	no, topic := text, ""
	if i := strings.IndexAny(text, ",，、،.。;:–!！"); i > 0 {
		no, topic = text[:i], text[i:]
	} else if first, rest, more := strings.Cut(text, " "); more && noAlone[strings.ToLower(first)] {
		no, topic = first, rest
	}
	topic = strings.TrimFunc(topic, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	if wording.WordCount(no) > maxNo || topic == "" || wording.WordCount(topic) > maxTopic || wording.HasNumber(topic) || !signals.Read(no, m.Locale).No {
		return ""
	}
	return topic
}
