// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// Values of labels.
const (
	noReason      = "none"
	responderBot  = "bot"
	responderAny  = "any"
	wouldAnswer   = "answer"
	wouldEscalate = "escalate"
	wouldSame     = "same"
)

func conversationStarted(s *conversation.State) ledger.Entry {
	return ledger.Entry{Metric: ledger.Conversations, Labels: map[string]string{"channel": s.Channel}}
}

func conversationOutcome(s *conversation.State) ledger.Entry {
	reason := noReason
	if h := s.Handoff; h != nil {
		reason = h.Reason
		switch {
		case reason == conversation.ReasonRule:
			reason += "." + h.Rule
		case reason == conversation.ReasonAutomationDisabled && len(s.Attempted) > 0:
			reason = conversation.ReasonAutomationStopped
		}
	}
	return ledger.Entry{Metric: ledger.ConversationOutcomes, Labels: map[string]string{
		"channel": s.Channel, "intent": s.IntentLabel(), "outcome": s.Outcome(), "reason": reason,
	}}
}

func response(metric string, s *conversation.State, responder string, after time.Duration) ledger.Entry {
	return ledger.Entry{
		Metric: metric, Value: max(after, 0).Seconds(),
		Labels: map[string]string{"channel": s.Channel, "responder": responder},
	}
}

// turnConfidence counts an offer as what it is, a message that was not understood.
func turnConfidence(d decide.Decision) ledger.Entry {
	if d.Kind == decide.Offer {
		d.Kind = decide.Clarify
	}
	return ledger.Entry{
		Metric: ledger.TurnConfidence, Value: d.Confidence,
		Labels: map[string]string{"intent": d.Scored, "outcome": string(d.Kind)},
	}
}

func rating(s *conversation.State) ledger.Entry {
	return ledger.Entry{Metric: ledger.Ratings, Labels: map[string]string{
		"channel": s.Channel, "intent": s.IntentLabel(), "handled_by": s.HandledBy(), "rating": strconv.Itoa(s.Rating),
	}}
}

func surveyOffered(s *conversation.State) ledger.Entry {
	return ledger.Entry{Metric: ledger.SurveysOffered, Labels: map[string]string{
		"channel": s.Channel, "handled_by": s.HandledBy(), "survey": "csat",
	}}
}

func handoffReached(state conversation.HandoffState) ledger.Entry {
	return ledger.Entry{Metric: ledger.Handoffs, Labels: map[string]string{"state": string(state)}}
}

// rolloutLabels are those of an assignment, and more: pairs of a name and a value.
func rolloutLabels(a *conversation.Assignment, more ...string) map[string]string {
	labels := map[string]string{"rollout": a.Rollout, "step": a.Step, "track": a.Track, "kind": a.Kind, "evidence": a.Evidence}
	for pair := range slices.Chunk(more, 2) {
		labels[pair[0]] = pair[1]
	}
	return labels
}

// rolloutUncounted says nothing of the track: what is not counted is no evidence about either.
func rolloutUncounted(a *conversation.Assignment) ledger.Entry {
	return ledger.Entry{Metric: ledger.RolloutUncounted, Labels: map[string]string{
		"rollout": a.Rollout, "step": a.Step, "reason": "client_network",
	}}
}

func rolloutAssigned(a *conversation.Assignment) ledger.Entry {
	return ledger.Entry{Metric: ledger.RolloutAssigned, Labels: rolloutLabels(a)}
}

func rolloutOutcome(a *conversation.Assignment, outcome string) ledger.Entry {
	return ledger.Entry{Metric: ledger.RolloutOutcomes, Labels: rolloutLabels(a, "outcome", outcome)}
}

func rolloutMissed(a *conversation.Assignment) ledger.Entry {
	return ledger.Entry{Metric: ledger.RolloutMissedEscalations, Labels: rolloutLabels(a)}
}

func rolloutRating(a *conversation.Assignment, score int) ledger.Entry {
	return ledger.Entry{Metric: ledger.RolloutRatings, Labels: rolloutLabels(a, "rating", strconv.Itoa(score))}
}

func rolloutShadow(rollout, would string) ledger.Entry {
	return ledger.Entry{Metric: ledger.RolloutShadow, Labels: map[string]string{"rollout": rollout, "would": would}}
}
