// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/release"
)

// act does what was decided.
func (t *turn) act(d decision, side Side) error {
	s := &t.state
	s.Confidence = d.confidence
	s.UnresolvedTurns, s.UnreadTurns = d.unresolved, d.engineFailures
	s.EngineFailed = s.EngineFailed || d.failed
	if d.kind != Escalate {
		s.Collecting = d.collecting // what is missing is part of the packet
	}
	s.Confirming, s.Offered, s.GoesOn, s.Given = nil, nil, "", d.given
	if d.intent != nil {
		s.Intent, s.IntentRevision, s.IntentRisk = d.intent.Name, d.intent.Revision, d.intent.Risk
		s.Fields = d.fields
	}
	attempt := conversation.Attempt{At: t.Now, Decision: string(d.kind), Confidence: d.confidence}
	if d.intent != nil {
		attempt.Intent = d.intent.Name
	}
	s.Attempt(attempt)
	if d.proposed != nil {
		s.Propose(*d.proposed)
	}
	if d.kind == Escalate {
		return t.handOver(d, side)
	}
	t.reply(d, side)
	if d.also != nil {
		t.reply(*d.also, side)
	}
	if d.resume != nil {
		s.Collecting = d.resume
		if in := side.intents[d.resume.Intent]; in != nil {
			said := in.In(s.Locale)
			t.say(conversation.KindField, promptOf(said, d.resume.Field), in.Name)
		}
	}
	return nil
}

// reply says what was decided, in the language of the intent's own words.
func (t *turn) reply(d decision, side Side) {
	s := &t.state
	locale := s.Locale
	var in release.Intent
	if d.intent != nil {
		if in = d.intent.In(locale); in.Locale != "" {
			locale = in.Locale
		}
	}
	texts := side.textsFor(locale)
	switch d.kind {
	case Reply:
		t.say(conversation.KindAnswer, d.intent.fill(in.Reply.Text, d.fields), d.intent.Name)
		s.Answered, s.GoesOn = true, d.intent.Name
		if s.Assignment != nil {
			s.Assignment.Answered = true
		}
	case Field:
		text := promptOf(in, d.collecting.Field)
		if d.refused {
			text = texts.ValueNotAccepted + " " + text
		}
		t.say(conversation.KindField, text, d.intent.Name)
	case Confirm:
		s.Confirming = &conversation.Confirming{Intent: d.intent.Name, Asked: d.asked}
		text := d.intent.fill(in.Confirmation, d.fields)
		if text == "" {
			text = strings.ReplaceAll(texts.ShallI, "{title}", in.CustomerTitle())
		}
		t.say(conversation.KindConfirm, text, d.intent.Name, texts.Yes, texts.No)
	case Offer:
		s.Offered = &conversation.Offered{Intents: d.offered, Text: d.about}
		t.say(conversation.KindOffer, texts.DidYouMean, "", side.choices(d.offered, s.Locale, texts)...)
	case Acknowledge:
		t.say(conversation.KindNotice, texts.YouAreWelcome, "")
	case Chat:
		t.say(conversation.KindNotice, chatText(texts, d.chat), "")
	case Withdraw:
		t.say(conversation.KindNotice, texts.LeftAsItIs, "")
	case Clarify:
		t.say(conversation.KindClarify, texts.NotUnderstood, "")
	}
}

// choices are the titles of the intents, and a person.
func (c *Compiled) choices(names []string, locale string, texts release.Texts) []string {
	all := make([]string, 0, len(names)+1)
	for _, name := range names {
		all = append(all, c.intents[name].In(locale).CustomerTitle())
	}
	return append(all, texts.APerson)
}

func promptOf(in release.Intent, field string) string {
	for _, f := range in.Fields {
		if f.Name == field {
			return f.Prompt
		}
	}
	return ""
}
