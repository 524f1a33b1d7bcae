// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/evidence"
)

// CheckCounts refuses counts that cannot be: negative ones, more escalated than counted,
// more counted than assigned. The error says which.
func CheckCounts(t v1alpha1.TrackCounts) error {
	for _, c := range named(t) {
		if c.n < 0 {
			return fmt.Errorf("%s is %d, below zero", c.name, c.n)
		}
	}
	if len(t.Ratings) > 5 {
		return fmt.Errorf("ratings has %d counts, want one for each of 1 to 5", len(t.Ratings))
	}
	var ratings int64
	for i, n := range t.Ratings {
		if n < 0 {
			return fmt.Errorf("ratings of %d is %d, below zero", i+1, n)
		}
		ratings += n
	}
	if t.Escalated > t.Conversations {
		return fmt.Errorf("%d escalated of %d conversations", t.Escalated, t.Conversations)
	}
	if t.MissedEscalations > t.Conversations {
		return fmt.Errorf("%d missed escalations of %d conversations", t.MissedEscalations, t.Conversations)
	}
	if t.Assigned > 0 && t.Conversations+t.PolicyEscalated > t.Assigned {
		return fmt.Errorf("%d conversations counted of %d assigned", t.Conversations+t.PolicyEscalated, t.Assigned)
	}
	if t.Assigned > 0 && ratings > t.Assigned {
		return fmt.Errorf("%d ratings of %d conversations assigned", ratings, t.Assigned)
	}
	return nil
}

// CheckGrowth refuses counts below earlier ones: a conversation is counted once and for
// ever, so a fall means that the record was lost or another one was read.
func CheckGrowth(before, after v1alpha1.TrackCounts) error {
	b, a := named(before), named(after)
	for i := range b {
		if a[i].n < b[i].n {
			return fmt.Errorf("%s fell from %d to %d", b[i].name, b[i].n, a[i].n)
		}
	}
	for i, n := range before.Ratings {
		var now int64
		if i < len(after.Ratings) {
			now = after.Ratings[i]
		}
		if now < n {
			return fmt.Errorf("ratings of %d fell from %d to %d", i+1, n, now)
		}
	}
	return nil
}

type namedCount struct {
	name string
	n    int64
}

func named(t v1alpha1.TrackCounts) [5]namedCount {
	return [5]namedCount{
		{"assigned", t.Assigned},
		{"conversations", t.Conversations},
		{"escalated", t.Escalated},
		{"policyEscalated", t.PolicyEscalated},
		{"missedEscalations", t.MissedEscalations},
	}
}

// checkSteps refuses what no gate can be judged on.
func checkSteps(steps []Step) error {
	for i := range steps {
		s := &steps[i]
		if s.Percent < 0 || s.Percent > 100 {
			return fmt.Errorf("step %s: percent is %d, want 0 to 100", s.Name, s.Percent)
		}
		for _, t := range [...]struct {
			name          string
			before, after v1alpha1.TrackCounts
		}{
			{"candidate", s.PreviousCandidate, s.Candidate},
			{"stable", s.PreviousStable, s.Stable},
		} {
			if err := CheckCounts(t.after); err != nil {
				return fmt.Errorf("step %s, %s: %w", s.Name, t.name, err)
			}
			if err := CheckGrowth(t.before, t.after); err != nil {
				return fmt.Errorf("step %s, %s: %w", s.Name, t.name, err)
			}
		}
	}
	return nil
}

// sampleRatio checks how the conversations were shared out between the tracks.
func sampleRatio(steps []Step) (SampleRatio, error) {
	var assigned []evidence.Assigned
	for i := range steps {
		s := &steps[i]
		if s.Percent <= 0 || s.Percent >= 100 {
			continue
		}
		assigned = append(assigned, evidence.Assigned{
			Share: float64(s.Percent) / 100, Cand: s.Candidate.Assigned, Stable: s.Stable.Assigned,
		})
	}
	logE, mismatch, err := evidence.SampleRatio(assigned)
	return SampleRatio{LogE: logE, Mismatch: mismatch}, err
}
