// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/contract/release"
)

// InForce are the releases that conversations get.
type InForce struct {
	// Stable is nil before any release is loaded: then the bot speaks in its default texts.
	Stable *decide.Compiled
	// Candidate is set together with Rollout.
	Candidate *decide.Compiled
	Rollout   *release.Rollout
}

// texts are those of the release that the conversation is on.
func (f InForce) texts(s *conversation.State) release.Texts {
	return f.of(s).TextsFor(s.Speaks())
}

// of is the release that the conversation is on.
func (f InForce) of(s *conversation.State) *decide.Compiled {
	if f.Candidate != nil && f.Rollout != nil && s.Assignment != nil &&
		s.Assignment.Rollout == f.Rollout.ID && s.Assignment.Track == conversation.TrackCandidate {
		return f.Candidate
	}
	return f.Stable
}

// inForce are the releases that the turn is decided on.
func (in *Inputs) inForce() InForce {
	f := InForce{Stable: in.Stable.Compiled, Rollout: in.Pointer.Rollout}
	if in.Candidate != nil {
		f.Candidate = in.Candidate.Compiled
	}
	return f
}
