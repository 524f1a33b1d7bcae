// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Withheld is what the spec of the Bot asks for, beside intents, and a batch keeps from being
// served at once; nil: nothing is. What was withheld stays so when its batch is deleted or no
// longer includes it: whoever deletes a batch does not decide that its content is good, least
// of all when it was rolled back.
func (s *Snapshot) Withheld() *v1alpha1.BatchCandidate {
	if s.Live() == nil {
		return nil
	}
	var out v1alpha1.BatchCandidate
	if s.wantsPolicy() && s.holdsPolicy() {
		out.EscalationPolicy = s.Policy
	}
	if s.wantsUnderstanding() && s.holdsUnderstanding() {
		if out.Understanding = s.Bot.Spec.Understanding; out.Understanding == nil {
			out.Understanding = &v1alpha1.Understanding{}
		}
	}
	if s.wantsTexts() && s.holdsTexts() {
		out.TextsRevision = new(s.wantedTexts())
	}
	if out == (v1alpha1.BatchCandidate{}) {
		return nil
	}
	return out.DeepCopy()
}

// Abandoned says in words what is withheld although no batch includes it any more; empty:
// nothing is.
func (s *Snapshot) Abandoned() string {
	withheld := s.Withheld()
	if withheld == nil {
		return ""
	}
	var parts []string
	for _, part := range []struct {
		withheld bool
		what     v1alpha1.Included
	}{
		{withheld.EscalationPolicy != nil, v1alpha1.IncludedEscalationPolicy},
		{withheld.Understanding != nil, v1alpha1.IncludedUnderstanding},
		{withheld.TextsRevision != nil, v1alpha1.IncludedTexts},
	} {
		if part.withheld && !s.included(part.what) {
			parts = append(parts, string(part.what))
		}
	}
	return strings.Join(parts, ", ")
}

func (s *Snapshot) wantsPolicy() bool {
	return s.Policy != nil && *s.Policy != s.Live().Spec.EscalationPolicy
}

func (s *Snapshot) holdsPolicy() bool {
	held := s.before().EscalationPolicy
	return s.included(v1alpha1.IncludedEscalationPolicy) || (held != nil && *held == *s.Policy)
}

func (s *Snapshot) wantsUnderstanding() bool {
	return !SameUnderstanding(s.Bot.Spec.Understanding, s.Live().Spec.Understanding)
}

func (s *Snapshot) holdsUnderstanding() bool {
	held := s.before().Understanding
	return s.included(v1alpha1.IncludedUnderstanding) || (held != nil && SameUnderstanding(held, s.Bot.Spec.Understanding))
}

func (s *Snapshot) wantsTexts() bool { return s.wantedTexts() != s.Live().Spec.TextsRevision }

func (s *Snapshot) holdsTexts() bool {
	held := s.before().TextsRevision
	return s.included(v1alpha1.IncludedTexts) || (held != nil && *held == s.wantedTexts())
}

// before is what was withheld so far.
func (s *Snapshot) before() v1alpha1.BatchCandidate {
	if s.Bot.Status.Withheld == nil {
		return v1alpha1.BatchCandidate{}
	}
	return *s.Bot.Status.Withheld
}
