// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/values"
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
	s.Confirming, s.Offered, s.Given = nil, nil, d.given
	if d.kind != Acknowledge {
		s.GoesOn = "" // thanks do not end a subject
	}
	t.begin(d)
	if d.proposed != nil {
		s.Propose(*d.proposed)
	}
	if d.kind == Escalate {
		return t.handOver(d, side)
	}
	t.locale = side.localeOf(d, s.Speaks())
	// A question stands last.
	tooMany := d.tooMany
	sayTooMany := func(before decision) {
		if tooMany && (before.kind == "" || before.asks()) {
			t.say(conversation.KindNotice, side.textsFor(t.locale).TooMuchAtOnce, "")
			tooMany = false
		}
	}
	sayTooMany(d)
	t.reply(d, side)
	for _, also := range d.also {
		sayTooMany(also)
		if also.kind == Field || also.kind == Confirm {
			s.Collecting, s.Given = also.collecting, also.given
			if !also.resumed {
				t.begin(also)
			}
		}
		t.reply(also, side)
		if s.Confirming != nil {
			s.Confirming.AfterAnswer = true
		}
	}
	sayTooMany(decision{})
	return nil
}

// begin notes what the conversation is about.
func (t *turn) begin(d decision) {
	s := &t.state
	attempt := conversation.Attempt{At: t.Now, Decision: string(d.kind), Confidence: d.confidence}
	if d.intent != nil {
		s.Intent, s.IntentRevision, s.IntentRisk = d.intent.Name, d.intent.Revision, d.intent.Risk
		s.Fields = d.fields
		attempt.Intent = d.intent.Name
	}
	s.Attempt(attempt)
}

// reply says what was decided, in the language of the intent's own words.
func (t *turn) reply(d decision, side Side) {
	s := &t.state
	locale := t.locale
	var in release.Intent
	if d.intent != nil {
		if in = d.intent.In(locale); in.Locale != "" {
			locale = in.Locale
		}
	}
	texts := side.textsFor(locale)
	if d.undo && d.kind != Offer {
		t.say(conversation.KindNotice, texts.CannotUndo, "")
	}
	switch d.kind {
	case Reply:
		t.say(conversation.KindAnswer, d.intent.fill(in.Reply.Text, d.fields), d.intent.Name)
		s.Answered, s.GoesOn = true, d.intent.Name
		if s.Assignment != nil {
			s.Assignment.Answered = true
		}
	case Field:
		text := promptOf(in, d.collecting.Field)
		if d.refused != "" {
			text = refusal(d.refused, texts) + " " + text
		}
		t.say(conversation.KindField, text, d.intent.Name, t.offerBeside(d, side)...)
	case Confirm:
		s.Confirming = &conversation.Confirming{Intent: d.intent.Name, Asked: d.asked}
		if d.resumed {
			s.Confirming.Values = d.fields
		}
		text := d.intent.fill(in.Confirmation, d.fields)
		if text == "" {
			text = strings.ReplaceAll(texts.ShallI, "{title}", in.CustomerTitle()+d.intent.listed(d.fields))
		}
		if d.refused != "" {
			text = refusal(d.refused, texts) + " " + text
		}
		answers := append([]string{texts.Yes, texts.No}, t.offerBeside(d, side)...)
		if d.undo {
			answers = append(answers, texts.APerson)
		}
		t.say(conversation.KindConfirm, text, d.intent.Name, answers...)
	case Offer:
		s.Offered = &conversation.Offered{Intents: d.offered, Text: d.about, Texts: d.abouts, Queued: d.queued, Repeated: d.repeated}
		titles, text := side.choices(s.Offered, locale), texts.DidYouMean
		switch {
		case d.undo:
			text = texts.CannotUndo
		case d.queued:
			text = strings.ReplaceAll(texts.AlsoAsked, "{title}", strings.Join(titles, " / "))
		}
		t.say(conversation.KindOffer, text, "", append(titles, texts.APerson)...)
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

// refusal says that a value was none, or what is missing in it.
func refusal(why values.Refusal, texts release.Texts) string {
	switch why {
	case values.NoCountryCode:
		return texts.NoCountryCode
	case values.DayOrMonth:
		return texts.DayOrMonth
	case values.DayOrNumber:
		return texts.DayOrNumber
	}
	return texts.ValueNotAccepted
}

// offerBeside offers what comes later beside a question of the bot's.
func (t *turn) offerBeside(d decision, side Side) []string {
	if d.later == nil {
		return nil
	}
	t.state.Offered = d.later
	return side.choices(d.later, t.locale)
}

// choices are what was offered, as customers read it: the titles of the intents, and in a queue the
// values that they are for, which tell two of one intent apart. One that the release lacks is empty.
func (c *Compiled) choices(o *conversation.Offered, locale string) []string {
	all := make([]string, 0, len(o.Intents)+1)
	for i, name := range o.Intents {
		title := ""
		if in := c.intents[name]; in != nil {
			title = in.In(locale).CustomerTitle()
			if text := o.TextOf(i); o.Queued && text != "" && isValue(text) {
				title += " " + text
			}
		}
		all = append(all, title)
	}
	return all
}

// listed are the values in the order of their fields, in parentheses: a customer who is asked "shall I" reads what
// was understood. Empty: there are none.
func (in *intent) listed(given map[string]string) string {
	var all []string
	for i := range in.fields {
		if value := given[in.fields[i].Name]; value != "" {
			all = append(all, value)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, ", ") + ")"
}

func promptOf(in release.Intent, field string) string {
	for _, f := range in.Fields {
		if f.Name == field {
			return f.Prompt
		}
	}
	return ""
}
