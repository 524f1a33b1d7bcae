// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/release"
)

// choose returns the release that decides, and its decision.
func (t *turn) choose() (Side, decision) {
	s, rollout := &t.state, t.Pointer.Rollout
	decide := func(side Side) decision { return side.decide(s, t.message.Text, t.Signals) }
	if rollout == nil || t.Candidate == nil {
		return t.Stable, decide(t.Stable)
	}
	if s.Assignment != nil {
		if s.Assignment.Rollout == rollout.ID && s.Assignment.Track == conversation.TrackCandidate {
			return *t.Candidate, decide(*t.Candidate)
		}
		return t.Stable, decide(t.Stable)
	}
	stable := decide(t.Stable)
	if s.Shadow != nil && s.Shadow.Rollout == rollout.ID && s.Shadow.Counted {
		return t.Stable, stable // it is in the shadow's counts, and never in a track's too
	}
	candidate := decide(*t.Candidate)
	if stable.failed || candidate.failed {
		// What the releases make of this message is not known: nobody is assigned by it.
		s.EngineFailed = true
		return t.Stable, stable
	}
	kind, differs := conversation.KindChangedIntent, differ(stable, candidate)
	if differs {
		kind = kindOf(t.Stable.Compiled, t.Candidate.Compiled, stable, candidate)
	} else {
		differs = wordsDiffer(stable, t.Stable.textsFor(s.Locale), t.Candidate.textsFor(s.Locale))
	}
	if rollout.Percent <= 0 {
		t.shadow(rollout, candidate, differs)
		return t.Stable, stable
	}
	if !differs {
		return t.Stable, stable
	}
	if t.assign(rollout, kind) == conversation.TrackCandidate {
		return *t.Candidate, candidate
	}
	return t.Stable, stable
}

// assign makes the conversation part of the rollout.
func (t *turn) assign(rollout *release.Rollout, kind string) string {
	a := &conversation.Assignment{
		Rollout: rollout.ID, Step: rollout.Step,
		Track: Track(*rollout, t.state.Customer), Kind: kind, At: t.Now,
		Stable: t.Stable.Hash, Candidate: t.Candidate.Hash,
		OutcomeAt: t.Now.Add(t.Pointer.Measurement.OutcomeAfter()),
	}
	t.state.Assignment = a
	if t.CustomerCounted {
		a.Repeat = true
		return a.Track
	}
	t.out.Claims = append(t.out.Claims, conversation.Claim{
		Key: "rollout/" + rollout.ID + "/" + t.state.Customer, TTL: customerCountedFor,
	})
	t.count(rolloutAssigned(a))
	t.due(conversation.DueRolloutOutcome, a.OutcomeAt)
	return a.Track
}

// customerCountedFor is how long it is remembered that a customer was counted in a rollout:
// longer than rollouts take.
const customerCountedFor = 90 * 24 * time.Hour

// shadow notes what the candidate would have done.
func (t *turn) shadow(rollout *release.Rollout, candidate decision, differs bool) {
	s := &t.state
	if s.OutcomeCounted {
		return // it could be counted where it differs, and no longer where it is the same
	}
	if s.Shadow == nil || s.Shadow.Rollout != rollout.ID {
		s.Shadow = &conversation.Shadow{Rollout: rollout.ID}
	}
	if !differs {
		return // counted as the same when the conversation's outcome is
	}
	would := wouldAnswer
	if candidate.kind == Escalate {
		would = wouldEscalate
	}
	s.Shadow.Counted = true
	t.count(rolloutShadow(rollout.ID, would))
}

// trackOf is the track by which the conversation is served now.
func trackOf(s *conversation.State, pointer release.Pointer) string {
	if s.Assignment == nil || pointer.Rollout == nil || s.Assignment.Rollout != pointer.Rollout.ID {
		return ""
	}
	return s.Assignment.Track
}
