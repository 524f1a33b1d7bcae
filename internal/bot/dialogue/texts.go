// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/release"
)

// InForce are the releases that conversations get.
type InForce struct {
	// Stable is nil before any release is loaded: then the bot speaks in its default texts.
	Stable *Compiled
	// Candidate is set together with Rollout.
	Candidate *Compiled
	Rollout   *release.Rollout
}

// texts are those of the release that the conversation is on.
func (f InForce) texts(s *conversation.State) release.Texts {
	if f.Candidate != nil && f.Rollout != nil && s.Assignment != nil &&
		s.Assignment.Rollout == f.Rollout.ID && s.Assignment.Track == conversation.TrackCandidate {
		return f.Candidate.textsFor(s.Locale)
	}
	return f.Stable.textsFor(s.Locale)
}

// inForce are the releases that the turn is decided on.
func (in *Inputs) inForce() InForce {
	f := InForce{Stable: in.Stable.Compiled, Rollout: in.Pointer.Rollout}
	if in.Candidate != nil {
		f.Candidate = in.Candidate.Compiled
	}
	return f
}

func (c *Compiled) textsFor(locale string) release.Texts {
	if c == nil {
		return release.TextsFor(nil, locale)
	}
	return release.TextsFor(c.texts, locale)
}

// wordsDiffer tells whether two releases that decide the same say it in other texts. Those that
// come after a handoff belong to the decision to hand over.
func wordsDiffer(d decision, a, b release.Texts) bool {
	switch d.kind {
	case Clarify:
		return a.NotUnderstood != b.NotUnderstood
	case Acknowledge:
		return a.YouAreWelcome != b.YouAreWelcome
	case Field:
		return d.collecting.Asked > 1 && a.ValueNotAccepted != b.ValueNotAccepted
	case Escalate:
		return a.HandingOver != b.HandingOver || a.WaitingForAgent != b.WaitingForAgent ||
			a.NoAgentYet != b.NoAgentYet || a.RequestReceived != b.RequestReceived
	}
	return false
}
