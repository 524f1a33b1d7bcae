// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package traffic

import (
	"context"
	"fmt"
	"time"

	"github.com/intentops/intentops/hack/simulator/internal/botclient"
	"github.com/intentops/intentops/hack/simulator/internal/customer"
	"github.com/intentops/intentops/hack/simulator/internal/report"
	"github.com/intentops/intentops/hack/simulator/internal/survey"
	"github.com/intentops/intentops/hack/simulator/journal"
)

// talk is one customer's conversation from beginning to end.
func (t *Traffic) talk(ctx context.Context, n int) report.Conversation {
	who := customer.New(t.options.Scenario, t.options.Seed, n)
	out := report.Conversation{Wants: who.Wants}
	id, err := t.bot.Open(ctx, who.ID, t.options.Scenario.Locale, who.Tier)
	if err != nil {
		return out
	}
	talk := t.options.Journal.Talk("/simulator/customers", id, "api", who.ID, time.Now())
	for text, more := who.Opening(), true; more; {
		sent := time.Now()
		answer, err := t.bot.Say(ctx, id, fmt.Sprintf("%s-%d-%d", who.ID, n, out.Messages), text)
		if err != nil {
			out.Uncertain = botclient.Uncertain(err)
			return out
		}
		out.Messages++
		record(&out, answer)
		talk.Said(sent, time.Now(), journalReply(answer))
		if text, more = who.Next(answer.Reply, t.harmOf); more && !t.think(ctx, who.Think(int(out.Messages))) {
			return out
		}
	}
	out.Harmed = who.Harmed
	if !out.Answered && !out.HandedOver {
		talk.Abandoned(time.Now())
	}
	if who.Feeling != customer.Unsolved {
		// A customer who gives up leaves the conversation open; all others end it.
		if err := t.bot.End(ctx, id); err != nil {
			return out
		}
	}
	if score := who.Rating(); score > 0 && !(out.HandedOver && survey.ThroughHelpdesk(id, t.options.Scenario.Rating.Helpdesk)) {
		if err := t.bot.Rate(ctx, id, score); err == nil {
			out.Rating = score
			talk.Rated(time.Now(), score)
		} else {
			out.Uncertain = out.Uncertain || botclient.Uncertain(err)
		}
	}
	return out
}

// record takes what an answer says into the report.
func record(out *report.Conversation, answer botclient.Answer) {
	if answer.Track != "" {
		out.Track = answer.Track
	}
	if h := answer.Handoff; h != nil {
		disabled := h.Reason == "automation_disabled"
		if !out.HandedOver {
			// After an earlier message the bot had its part already.
			out.Disabled = disabled && out.Messages == 1
		}
		out.HandedOver = true
		out.PolicyRequired = h.Reason == "rule" || disabled
	}
	for _, m := range answer.Messages {
		out.Answered = out.Answered || m.Kind == "answer"
	}
}

// journalReply is an answer as the journal has it.
func journalReply(answer botclient.Answer) journal.Reply {
	out := journal.Reply{Unclassified: answer.Handoff != nil && answer.Handoff.Reason == "automation_disabled"}
	for _, m := range answer.Messages {
		if m.Intent != "" {
			out.Intent = m.Intent
		}
		switch {
		case m.Kind == "answer":
			out.Kind = "answer"
		case out.Kind == "answer":
		case m.Kind == "field" || m.Kind == "clarify":
			out.Kind = "clarify"
		case out.Kind == "":
			out.Kind = "notice"
		}
	}
	return out
}

func (t *Traffic) think(ctx context.Context, share float64) bool {
	if t.options.Think <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(time.Duration(share * float64(t.options.Think)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
