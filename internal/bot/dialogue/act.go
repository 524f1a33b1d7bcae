// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// act does what was decided.
func (t *turn) act(d decide.Decision, side decide.Side) error {
	s := &t.state
	s.Confidence = d.Confidence
	s.UnresolvedTurns, s.UnreadTurns = d.Unresolved, d.EngineFailures
	s.EngineFailed = s.EngineFailed || d.Failed
	if d.Kind != decide.Escalate {
		s.Collecting = d.Collecting // what is missing is part of the packet
	}
	s.Confirming, s.Offered, s.Given = nil, nil, d.Given
	if d.Kind != decide.Acknowledge {
		s.GoesOn = "" // thanks do not end a subject
	}
	t.begin(d)
	if d.Proposed != nil {
		s.Propose(*d.Proposed)
	}
	if d.Kind == decide.Escalate {
		return t.handOver(d, side)
	}
	t.locale = localeOf(side, d, s.Speaks())
	// A question stands last.
	tooMany := d.TooMany
	sayTooMany := func(before decide.Decision) {
		if tooMany && (before.Kind == "" || before.Asks()) {
			t.say(conversation.KindNotice, side.TextsFor(t.locale).TooMuchAtOnce, "")
			tooMany = false
		}
	}
	sayTooMany(d)
	t.reply(d, side)
	for _, also := range d.Also {
		sayTooMany(also)
		if also.Kind == decide.Field || also.Kind == decide.Confirm {
			s.Collecting, s.Given = also.Collecting, also.Given
			if !also.Resumed {
				t.begin(also)
			}
		}
		t.reply(also, side)
	}
	sayTooMany(decide.Decision{})
	if s.Confirming != nil && len(t.out.Replies) > 1 {
		s.Confirming.AfterAnswer = true
	}
	return nil
}

// begin notes what the conversation is about.
func (t *turn) begin(d decide.Decision) {
	s := &t.state
	attempt := conversation.Attempt{At: t.Now, Decision: string(d.Kind), Confidence: d.Confidence}
	if d.Intent != nil {
		s.Intent, s.IntentRevision, s.IntentRisk = d.Intent.Name, d.Intent.Revision, d.Intent.Risk
		s.Fields = d.Fields
		attempt.Intent = d.Intent.Name
	}
	s.Attempt(attempt)
}

// reply says what was decided, in the language of the intent's own words.
func (t *turn) reply(d decide.Decision, side decide.Side) {
	s := &t.state
	locale := t.locale
	var in release.Intent
	if d.Intent != nil {
		if in = d.Intent.In(locale); in.Locale != "" {
			locale = in.Locale
		}
	}
	texts := side.TextsFor(locale)
	if d.Undo && (d.Kind != decide.Offer || d.Queued) {
		t.say(conversation.KindNotice, texts.CannotUndo, "")
	}
	switch d.Kind {
	case decide.Reply:
		t.say(conversation.KindAnswer, d.Intent.Fill(in.Reply.Text, d.Fields, t.locale), d.Intent.Name)
		s.Answered, s.GoesOn = true, d.Intent.Name
		if s.Assignment != nil {
			s.Assignment.Answered = true
		}
	case decide.Field:
		field := intents.FieldOf(in, d.Collecting.Field)
		answers := append(slices.Clone(field.Choices), t.offerBeside(d, side)...)
		t.say(conversation.KindField, behind(d.Refused, texts, field.Prompt), d.Intent.Name, answers...)
	case decide.Confirm:
		s.Confirming = &conversation.Confirming{Intent: d.Intent.Name, Asked: d.Asked}
		if d.Resumed {
			s.Confirming.Values = d.Fields
		}
		text := d.Intent.Fill(in.Confirmation, d.Fields, t.locale)
		if text == "" {
			text = strings.ReplaceAll(texts.ShallI, "{title}", in.CustomerTitle()+listed(d.Intent, d.Fields, t.locale))
		}
		text = behind(d.Refused, texts, text)
		answers := append([]string{texts.Yes, texts.No}, t.offerBeside(d, side)...)
		if d.Undo {
			answers = append(answers, texts.APerson)
		}
		t.say(conversation.KindConfirm, text, d.Intent.Name, answers...)
	case decide.Offer:
		s.Offered = &conversation.Offered{Intents: d.Offered, Text: d.About, Texts: d.Abouts, Begun: d.Begun, Queued: d.Queued, Repeated: d.Repeated}
		titles, text := side.Choices(s.Offered, locale), texts.DidYouMean
		switch {
		case d.Undo && !d.Queued:
			text = texts.CannotUndo
		case d.Queued:
			text = strings.ReplaceAll(texts.AlsoAsked, "{title}", strings.Join(titles, " / "))
		}
		t.say(conversation.KindOffer, text, "", append(titles, texts.APerson)...)
	case decide.Acknowledge:
		t.say(conversation.KindNotice, texts.YouAreWelcome, "")
	case decide.Chat:
		t.say(conversation.KindNotice, chatText(texts, d.Chat), "")
	case decide.Withdraw:
		t.say(conversation.KindNotice, texts.LeftAsItIs, "")
	case decide.Clarify:
		t.say(conversation.KindClarify, texts.NotUnderstood, "")
	}
}

// offerBeside offers what comes later beside a question of the bot's.
func (t *turn) offerBeside(d decide.Decision, side decide.Side) []string {
	if d.Later == nil {
		return nil
	}
	t.state.Offered = d.Later
	return side.Choices(d.Later, t.locale)
}

// listed are the values in parentheses: a customer who is asked "shall I" reads what was understood. Empty: there are
// none.
func listed(in *intents.Intent, given map[string]string, locale string) string {
	all := in.Listed(given, locale)
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, ", ") + ")"
}

// behind is a question after what says why the last answer to it was none. A release that is older than that text has none.
func behind(why values.Refusal, texts release.Texts, question string) string {
	if why == "" {
		return question
	}
	return strings.TrimSpace(refusal(why, texts) + " " + question)
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
	case values.YesOrNo:
		return texts.YesOrNo
	}
	return texts.ValueNotAccepted
}

// chatText is what answers small talk.
func chatText(texts release.Texts, kind signals.SmallTalk) string {
	switch kind {
	case signals.WhoAreYou:
		return texts.IAmABot
	case signals.HowAreYou:
		return texts.IAmWell
	case signals.Goodbye:
		return texts.Goodbye
	}
	return texts.Greeting
}
