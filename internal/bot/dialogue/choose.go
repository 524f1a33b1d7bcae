// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"reflect"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/contract/release"
)

// choose returns the release that decides, and its decision.
func (t *turn) choose() (decide.Side, decide.Decision) {
	s, rollout := &t.state, t.Pointer.Rollout
	m := intents.Message{Signals: t.Signals, Text: t.message.Text, Now: t.Now, Locale: s.Speaks()}
	decideOn := func(side decide.Side) decide.Decision { return side.Decide(s, m) }
	if rollout == nil || t.Candidate == nil {
		return t.Stable, decideOn(t.Stable)
	}
	if s.Assignment != nil {
		if s.Assignment.Rollout == rollout.ID && s.Assignment.Track == conversation.TrackCandidate {
			return *t.Candidate, decideOn(*t.Candidate)
		}
		return t.Stable, decideOn(t.Stable)
	}
	stable := decideOn(t.Stable)
	if s.Shadow != nil && s.Shadow.Rollout == rollout.ID && s.Shadow.Counted {
		return t.Stable, stable // it is in the shadow's counts, so it must not be in a track's too
	}
	candidate := decideOn(*t.Candidate)
	if stable.Failed || candidate.Failed {
		// What the releases make of this message is not known: it assigns no conversation.
		s.EngineFailed = true
		return t.Stable, stable
	}
	kind, differs := conversation.KindChangedIntent, differ(stable, candidate)
	if differs {
		kind = kindOf(t.Stable.Compiled, t.Candidate.Compiled, stable, candidate)
	} else {
		differs = textsDiffer(stable, t.Stable.TextsFor(s.Speaks()), t.Candidate.TextsFor(s.Speaks()))
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
		Track: Track(*rollout, t.state.Customer), Kind: kind, Evidence: t.state.Evidence(), At: t.Now,
		Stable: t.Stable.Hash, Candidate: t.Candidate.Hash,
		OutcomeAt: t.Now.Add(t.Pointer.Measurement.OutcomeAfter()),
	}
	t.state.Assignment = a
	if t.CustomerCounted {
		a.Repeat = true
		return a.Track
	}
	t.out.Claims = append(t.out.Claims, conversation.Claim{
		Key: "rollout/" + rollout.ID + "/" + t.state.Person(), TTL: customerCountedFor,
	})
	if t.NetworkFull {
		a.OverLimit = true
		t.count(rolloutUncounted(a))
		return a.Track
	}
	if a.Evidence == conversation.EvidenceLimited {
		t.out.Quota = quotaOf(a, t.state.Network, t.Pointer.Measurement)
	}
	t.count(rolloutAssigned(a))
	t.due(conversation.DueRolloutOutcome, a.OutcomeAt)
	return a.Track
}

// customerCountedFor is how long it is remembered that a customer was counted in a rollout:
// longer than rollouts take.
const customerCountedFor = 90 * 24 * time.Hour

// shadow notes what the candidate would have done.
func (t *turn) shadow(rollout *release.Rollout, candidate decide.Decision, differs bool) {
	s := &t.state
	if s.OutcomeCounted {
		return // the outcome is counted already: where both agree it would be missing
	}
	if s.Shadow == nil || s.Shadow.Rollout != rollout.ID {
		s.Shadow = &conversation.Shadow{Rollout: rollout.ID}
	}
	if !differs {
		return // counted as the same when the conversation's outcome is
	}
	would := wouldAnswer
	if candidate.Kind == decide.Escalate {
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

// kindOf is the kind of the intent on which two releases differ: the one that the candidate
// understands, else the one that stable does, else that of the batch. It depends on both
// decisions and not on the track, so both tracks count the same conversations of each kind.
func kindOf(stable, candidate *decide.Compiled, ofStable, ofCandidate decide.Decision) string {
	in := ofCandidate.Intent
	if in == nil {
		in = ofStable.Intent
	}
	switch {
	case in == nil && addsIntentsOnly(stable, candidate):
		return conversation.KindNewIntent
	case in != nil && stable.Intents[in.Name] == nil:
		return conversation.KindNewIntent
	}
	return conversation.KindChangedIntent
}

// addsIntentsOnly reports whether the candidate adds intents and changes nothing else: another
// policy or engine changes what stable answers.
func addsIntentsOnly(stable, candidate *decide.Compiled) bool {
	if stable.Policy.Revision != candidate.Policy.Revision || !reflect.DeepEqual(stable.Engine, candidate.Engine) {
		return false
	}
	found := false
	for name, in := range candidate.Intents {
		switch was := stable.Intents[name]; {
		case was == nil:
			found = true
		case was.Revision != in.Revision:
			return false
		}
	}
	return found
}

// Track is the track of a customer in a rollout, the same in every pod and on every
// channel. A customer who has the candidate at one percentage has it at every higher one.
func Track(rollout release.Rollout, customer string) string {
	if rollout.Covers(customer) {
		return conversation.TrackCandidate
	}
	return conversation.TrackStable
}
