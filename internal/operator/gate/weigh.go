// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/evidence"
)

// scale is how many units of Gate.Bound the scale of the evidence, 0 to 1, is wide.
func (g Gate) scale() float64 {
	if g.Metric == v1alpha1.MetricCSAT {
		return 4
	}
	return 1
}

// rule turns the gate into one of the evidence, with its part alpha of the budget.
func (g Gate) rule(alpha, beta float64, grid string) evidence.Gate {
	r := evidence.Gate{
		Kind: evidence.RateAbsolute, Direction: evidence.HigherIsWorse,
		Alpha: alpha, Beta: beta, Grid: grid,
	}
	if g.Metric == v1alpha1.MetricCSAT {
		r.Kind, r.Direction = evidence.MeanAbsolute, evidence.LowerIsWorse
		r.Limit = evidence.ScaleRating(g.Bound)
	} else {
		r.Limit = g.Bound
	}
	if g.Compare == v1alpha1.CompareStable {
		r.Limit, r.Margin = 0, g.Bound/g.scale()
		if r.Kind == evidence.MeanAbsolute {
			r.Kind = evidence.MeanDifference
		} else {
			r.Kind = evidence.RateDifference
		}
	}
	return r
}

// segments are the counts of the steps that say something about the gate: those with
// customers, and for a comparison those with customers on both tracks; of its kind of
// intents only, where it is about one.
func (g Gate) segments(steps []Step) ([]evidence.Segment, error) {
	var segs []evidence.Segment
	for i := range steps {
		s := steps[i].of(g.Kind)
		if s.Percent <= 0 || (g.Compare == v1alpha1.CompareStable && s.Percent >= 100) {
			continue
		}
		seg := evidence.Segment{Share: float64(s.Percent) / 100, Baseline: g.baseline(s)}
		var err error
		if seg.Cand, err = g.counts(s.Candidate); err != nil {
			return nil, fmt.Errorf("step %s, candidate: %w", s.Name, err)
		}
		if seg.Stable, err = g.counts(s.Stable); err != nil {
			return nil, fmt.Errorf("step %s, stable: %w", s.Name, err)
		}
		if g.Metric == v1alpha1.MetricCSAT {
			seg.Values = evidence.RatingValues()
		}
		segs = append(segs, seg)
	}
	return segs, nil
}

// room keeps a baseline so far from the end of the scale that a candidate worse by the
// margin still exists; otherwise the gate could never fail. Any baseline is valid.
const room = 0.01

func (g Gate) baseline(s *Step) float64 {
	margin := g.Bound / g.scale()
	switch g.Metric {
	case v1alpha1.MetricCSAT:
		return min(1, max(evidence.ScaleRating(s.BaselineCSAT), margin+room))
	case v1alpha1.MetricMissedEscalation:
		return max(0, min(s.BaselineMissed, 1-margin-room))
	default:
		return max(0, min(s.BaselineEscalation, 1-margin-room))
	}
}

func (g Gate) counts(t v1alpha1.TrackCounts) ([]int64, error) {
	switch g.Metric {
	case v1alpha1.MetricCSAT:
		counts := make([]int64, 5)
		copy(counts, t.Ratings)
		return counts, nil
	case v1alpha1.MetricMissedEscalation:
		return evidence.YesNoCounts(t.MissedEscalations, t.Conversations)
	default:
		return evidence.YesNoCounts(t.Escalated, t.Conversations)
	}
}

// weigh evaluates the gate; the figures come back in the unit of Bound.
func (g Gate) weigh(r evidence.Gate, segs []evidence.Segment, omega []float64) (Figures, error) {
	f := Figures{Name: g.Name, ThresholdHarm: r.ThresholdHarm(), ThresholdSafe: r.ThresholdSafe()}
	res, err := evidence.Evaluate(r, segs, omega)
	if err != nil {
		return f, err
	}
	f.LogEHarm, f.LogESafe = res.LogEHarm, res.LogESafe
	f.Conversations, f.Needed = res.N, res.Needed
	f.CandidateSamples, f.StableSamples = res.N, res.NStable
	scale, offset := g.scale(), 0.0
	if g.Metric == v1alpha1.MetricCSAT {
		offset = 1
	}
	f.Candidate, f.Stable = offset+scale*res.CandMean, offset+scale*res.StableMean
	if g.Compare == v1alpha1.CompareStable {
		offset = 0
	}
	f.Estimate = offset + scale*res.Estimate
	f.Low, f.High = offset+scale*res.Lower, offset+scale*res.Upper
	return f, nil
}
