// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// Names of the metric families; docs/metrics.md says what they mean.
const (
	metricAssigned      = "intentops_rollout_assigned_total"
	metricOutcomes      = "intentops_rollout_outcomes_total"
	metricRatings       = "intentops_rollout_ratings_total"
	metricMissed        = "intentops_rollout_missed_escalations_total"
	metricShadow        = "intentops_rollout_shadow_total"
	metricConversations = "intentops_conversations_total"
	metricResults       = "intentops_conversation_outcomes_total"
	metricAllRatings    = "intentops_ratings_total"
	metricSurveys       = "intentops_surveys_offered_total"
	metricFirstResponse = "intentops_first_response_seconds"
	metricConfidence    = "intentops_turn_confidence"
)

// Values of labels.
const (
	none          = "none"
	responderBot  = "bot"
	handledMixed  = "mixed"
	handledHuman  = "human"
	wouldAnswer   = "answer"
	wouldEscalate = "escalate"
	wouldSame     = "same"
)

func conversationStarted(s *conversation.State) ledger.Entry {
	return ledger.Entry{Metric: metricConversations, Labels: map[string]string{"channel": s.Channel}}
}

func conversationOutcome(s *conversation.State) ledger.Entry {
	reason := none
	if h := s.Handoff; h != nil {
		reason = h.Reason
		if reason == conversation.ReasonRule {
			reason += ":" + h.Rule
		}
	}
	return ledger.Entry{Metric: metricResults, Labels: map[string]string{
		"channel": s.Channel, "intent": orNone(s.Intent), "outcome": outcomeOf(s, s.Answered), "reason": reason,
	}}
}

func firstResponse(s *conversation.State, after time.Duration) ledger.Entry {
	return ledger.Entry{
		Metric: metricFirstResponse, Value: max(after, 0).Seconds(),
		Labels: map[string]string{"channel": s.Channel, "responder": responderBot},
	}
}

func turnConfidence(d decision) ledger.Entry {
	return ledger.Entry{
		Metric: metricConfidence, Value: d.confidence,
		Labels: map[string]string{"intent": d.scored, "outcome": string(d.kind)},
	}
}

func rating(s *conversation.State) ledger.Entry {
	return ledger.Entry{Metric: metricAllRatings, Labels: map[string]string{
		"channel": s.Channel, "intent": orNone(s.Intent), "handled_by": handledBy(s), "rating": strconv.Itoa(s.Rating),
	}}
}

func surveyOffered(s *conversation.State) ledger.Entry {
	return ledger.Entry{Metric: metricSurveys, Labels: map[string]string{"channel": s.Channel, "handled_by": handledBy(s)}}
}

// handledBy says who served the customer: a person who took over after the bot had answered
// something makes it mixed.
func handledBy(s *conversation.State) string {
	switch {
	case s.Handoff == nil:
		return responderBot
	case s.Answered:
		return handledMixed
	}
	return handledHuman
}

func rolloutLabels(a *conversation.Assignment) map[string]string {
	return map[string]string{"rollout": a.Rollout, "step": a.Step, "track": a.Track}
}

func rolloutAssigned(a *conversation.Assignment) ledger.Entry {
	return ledger.Entry{Metric: metricAssigned, Labels: rolloutLabels(a)}
}

func rolloutOutcome(a *conversation.Assignment, outcome string) ledger.Entry {
	return ledger.Entry{Metric: metricOutcomes, Labels: with(rolloutLabels(a), "outcome", outcome)}
}

func rolloutMissed(a *conversation.Assignment) ledger.Entry {
	return ledger.Entry{Metric: metricMissed, Labels: rolloutLabels(a)}
}

func rolloutRating(a *conversation.Assignment, score int) ledger.Entry {
	return ledger.Entry{Metric: metricRatings, Labels: with(rolloutLabels(a), "rating", strconv.Itoa(score))}
}

func rolloutShadow(rollout, would string) ledger.Entry {
	return ledger.Entry{Metric: metricShadow, Labels: map[string]string{"rollout": rollout, "would": would}}
}

func orNone(s string) string {
	if s == "" {
		return none
	}
	return s
}
