// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhatABatchHeldBackStaysWithheldWithoutIt walks each kind of content through an edit under
// a batch, the deletion of the batch, and both ways out.
func TestWhatABatchHeldBackStaysWithheldWithoutIt(t *testing.T) {
	own := []v1alpha1.BotTexts{{Locale: "de", YouAreWelcome: "Bitte."}}
	other := []v1alpha1.BotTexts{{Locale: "de", YouAreWelcome: "Gern."}}
	engine := func(url v1alpha1.URL) *v1alpha1.Understanding {
		return &v1alpha1.Understanding{Rasa: &v1alpha1.RasaUnderstanding{URL: url}}
	}
	for name, tc := range map[string]struct {
		include  v1alpha1.Included
		edit     func(*Snapshot)
		another  func(*Snapshot)
		promoted func(*v1alpha1.BotReleaseSpec)
		want     v1alpha1.BatchCandidate
		cause    v1alpha1.ReleaseCauseType
	}{
		"a policy": {
			include:  v1alpha1.IncludedEscalationPolicy,
			edit:     func(s *Snapshot) { s.Policy = &v1alpha1.ReleasedPolicy{Name: "standard", Revision: "b"} },
			another:  func(s *Snapshot) { s.Policy = &v1alpha1.ReleasedPolicy{Name: "standard", Revision: "c"} },
			promoted: func(r *v1alpha1.BotReleaseSpec) { r.EscalationPolicy.Revision = "b" },
			want:     v1alpha1.BatchCandidate{EscalationPolicy: &v1alpha1.ReleasedPolicy{Name: "standard", Revision: "b"}},
			cause:    v1alpha1.CausePolicy,
		},
		"an engine": {
			include:  v1alpha1.IncludedUnderstanding,
			edit:     func(s *Snapshot) { s.Bot.Spec.Understanding = engine("http://b") },
			another:  func(s *Snapshot) { s.Bot.Spec.Understanding = engine("http://c") },
			promoted: func(r *v1alpha1.BotReleaseSpec) { r.Understanding = engine("http://b") },
			want:     v1alpha1.BatchCandidate{Understanding: engine("http://b")},
			cause:    v1alpha1.CauseUnderstanding,
		},
		"texts": {
			include:  v1alpha1.IncludedTexts,
			edit:     func(s *Snapshot) { s.Bot.Spec.Texts = own },
			another:  func(s *Snapshot) { s.Bot.Spec.Texts = other },
			promoted: func(r *v1alpha1.BotReleaseSpec) { r.TextsRevision = release.TextsRevision(own) },
			want:     v1alpha1.BatchCandidate{TextsRevision: new(release.TextsRevision(own))},
			cause:    v1alpha1.CauseTexts,
		},
	} {
		t.Run(name, func(t *testing.T) {
			policy := v1alpha1.ReleasedPolicy{Name: "standard", Revision: "a"}
			batch := &v1alpha1.IntentBatch{Spec: v1alpha1.IntentBatchSpec{Include: []v1alpha1.Included{tc.include}}}
			s := Snapshot{
				Bot: &v1alpha1.Bot{}, Policy: &policy, Batches: []*v1alpha1.IntentBatch{batch},
				History: []*v1alpha1.BotRelease{{Spec: v1alpha1.BotReleaseSpec{EscalationPolicy: policy}}},
			}
			look := func(when string, want *v1alpha1.BatchCandidate, cause v1alpha1.ReleaseCauseType) {
				t.Helper()
				var got v1alpha1.ReleaseCauseType
				if change := Next(s); change != nil {
					got = change.Cause.Type
				}
				if got != cause {
					t.Errorf("%s: change by %q, want %q", when, got, cause)
				}
				s.Bot.Status.Withheld = s.Withheld()
				if diff := cmp.Diff(want, s.Bot.Status.Withheld); diff != "" {
					t.Errorf("%s: withheld (-want +got):\n%s", when, diff)
				}
			}
			look("before the edit", nil, "")
			tc.edit(&s)
			look("the edit waits for its batch", &tc.want, "")
			s.Batches = nil
			look("the batch is deleted", &tc.want, "")
			if got := s.Abandoned(); got != string(tc.include) {
				t.Errorf("abandoned %q, want %q", got, tc.include)
			}
			s.Batches = []*v1alpha1.IntentBatch{batch}
			look("another batch includes it", &tc.want, "")
			if got := s.Abandoned(); got != "" {
				t.Errorf("abandoned %q beside a batch that includes it", got)
			}
			s.Batches = nil
			served := s
			served.History = []*v1alpha1.BotRelease{{Spec: *s.Live().Spec.DeepCopy()}}
			tc.promoted(&served.History[0].Spec)
			if got := served.Withheld(); got != nil {
				t.Errorf("promoted, and still withheld: %+v", got)
			}
			tc.another(&s)
			look("the spec asks for something else", nil, tc.cause)
		})
	}
}
