// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

const (
	// maxNo is the most words of a no before another topic ("no sorry, the invoice"), and maxTopic the
	// most words of the topic.
	maxNo    = 3
	maxTopic = 4
)

// noAlone are words for no that stand before no noun: "nein Rechnung" is a no and a topic, "no
// invoice" may be a lack of one.
var noAlone = set("nein nee nö nope nah nay non nan hayır hayir いいえ いや いえ")

// afterNo decides a message that is a no and the name of something else, to a question about an intent:
// "no, technician". One that may do harm, or one of several, is offered.
func (s Side) afterNo(asking *intent, m said) (decision, bool) {
	topic := topicAfterNo(m)
	if topic == "" {
		return decision{}, false
	}
	own := m
	own.Text, own.Signals = topic, signals.Read(topic, m.locale)
	if own.Withdrawn || own.No || own.Yes || own.Refuses || len(own.Denied) > 0 || own.Question || own.Waits || own.Unknown || own.None || own.AsksForHuman ||
		own.SmallTalk != "" || own.thanksOnly() || isAssent(topic) || isHesitation(topic) || asking.named(topic, m.locale) ||
		len(own.Errands) == 0 && signals.ReadUtterance(topic, m.locale).Ends { // "no, cancel"
		return decision{}, false
	}
	var names []string
	for name, in := range s.intents {
		if in != asking && in.named(topic, m.locale) && !in.denied(topic, own.Signals) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, s.likelier)
	names = names[:min(len(names), understanding.MaxOffered)]
	switch {
	case len(names) == 0:
		return decision{}, false
	case len(names) > 1 || s.intents[names[0]].Risk == highRisk:
		return decision{kind: Withdraw, also: []decision{*offering(&conversation.Offered{Intents: names, Text: topic})}}, true
	}
	in := s.intents[names[0]]
	d := s.on(request{intent: in, part: Part{Text: topic, Signals: own.Signals}}, decision{confidence: s.confidenceOf(in.Name)}, own)
	d.careful()
	return d, true
}

// topicAfterNo is what stands behind a no in a short message; empty: nothing does.
func topicAfterNo(m said) string {
	text := strings.TrimSpace(m.Text)
	no, topic := text, ""
	if i := strings.IndexAny(text, ",，、،.。;:–!！"); i > 0 {
		no, topic = text[:i], text[i:]
	} else if first, rest, more := strings.Cut(text, " "); more && noAlone[strings.ToLower(first)] {
		no, topic = first, rest
	}
	topic = strings.TrimFunc(topic, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	if wordsOf(no) > maxNo || topic == "" || wordsOf(topic) > maxTopic || hasNumber(topic) || !signals.Read(no, m.locale).No {
		return ""
	}
	return topic
}

// named tells whether each word of a text that says anything is in the intent's utterances, its title or
// its name, and one is.
func (in *intent) named(text, locale string) bool {
	words := in.terms
	title := signals.Terms(in.In(locale).CustomerTitle() + " " + in.Name)
	all := signals.Terms(text)
	return len(all) > 0 && !slices.ContainsFunc(all, func(term string) bool { return !words[term] && !slices.Contains(title, term) })
}
