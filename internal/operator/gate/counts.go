// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"
	"math"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/evidence"
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
		for _, kind := range [...]v1alpha1.IntentKind{"", v1alpha1.IntentNew, v1alpha1.IntentChanged} {
			if err := checkTracks(s.of(kind)); err != nil {
				return fmt.Errorf("step %s, %s%w", s.Name, about(kind), err)
			}
		}
	}
	return nil
}

func checkTracks(s *Step) error {
	for _, t := range [...]struct {
		name          string
		before, after v1alpha1.TrackCounts
	}{
		{"candidate", s.PreviousCandidate, s.Candidate},
		{"stable", s.PreviousStable, s.Stable},
	} {
		if err := CheckCounts(t.after); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		if err := CheckGrowth(t.before, t.after); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

// sampleRatio checks how the conversations were shared out between the tracks: all of them,
// and those of each kind that gates look at apart. The checks share the chance of a false
// mismatch; the answer is the worst of them.
func sampleRatio(steps []Step, gates []Gate) (SampleRatio, error) {
	looks := []v1alpha1.IntentKind{""}
	for _, kind := range kindsOf(gates) {
		if kind != "" {
			looks = append(looks, kind)
		}
	}
	threshold := math.Log(float64(len(looks)) / evidence.SampleRatioAlpha)
	worst := SampleRatio{LogE: math.Inf(-1)}
	for _, kind := range looks {
		var assigned []evidence.Assigned
		for i := range steps {
			s := steps[i].of(kind)
			if s.Percent <= 0 || s.Percent >= 100 {
				continue
			}
			assigned = append(assigned, evidence.Assigned{
				Share: float64(s.Percent) / 100, Cand: s.Candidate.Assigned, Stable: s.Stable.Assigned,
			})
		}
		logE, _, err := evidence.SampleRatio(assigned)
		if err != nil {
			return SampleRatio{}, err
		}
		if logE > worst.LogE {
			worst = SampleRatio{LogE: logE, Mismatch: logE >= threshold, Kind: kind}
		}
	}
	return worst, nil
}
