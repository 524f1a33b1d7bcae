// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/intentops/intentops/api/v1alpha1"
)

// anyInput draws inputs from sensible to absurd.
func anyInput(t *rapid.T) Input {
	number := rapid.OneOf(
		rapid.Float64Range(0, 1), rapid.Float64Range(0, 5),
		rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 1e300, 0, 1}),
	)
	count := rapid.OneOf(rapid.Int64Range(0, 500), rapid.SampledFrom([]int64{-1, math.MaxInt64, math.MinInt64, 1 << 45}))
	track := rapid.Custom(func(t *rapid.T) v1alpha1.TrackCounts {
		return v1alpha1.TrackCounts{
			Assigned: count.Draw(t, "assigned"), Conversations: count.Draw(t, "conversations"),
			Escalated: count.Draw(t, "escalated"), PolicyEscalated: count.Draw(t, "policy"),
			MissedEscalations: count.Draw(t, "missed"), Ratings: rapid.SliceOfN(count, 0, 6).Draw(t, "ratings"),
		}
	})
	part := func(t *rapid.T) Step {
		return Step{
			Name: "step", Percent: rapid.OneOf(rapid.Int32Range(0, 100), rapid.SampledFrom([]int32{-5, 101})).Draw(t, "percent"),
			BaselineEscalation: number.Draw(t, "g"), BaselineMissed: number.Draw(t, "m"), BaselineCSAT: number.Draw(t, "c"),
			Candidate: track.Draw(t, "candidate"), Stable: track.Draw(t, "stable"),
		}
	}
	step := rapid.Custom(func(t *rapid.T) Step {
		s := part(t)
		for _, kind := range []**Step{&s.New, &s.Changed} {
			if rapid.Bool().Draw(t, "counted") {
				of := part(t)
				of.Percent = s.Percent
				*kind = &of
			}
		}
		return s
	})
	one := rapid.Custom(func(t *rapid.T) Gate {
		return Gate{
			Name:    "gate",
			Kind:    rapid.SampledFrom([]v1alpha1.IntentKind{"", v1alpha1.IntentNew, v1alpha1.IntentChanged}).Draw(t, "kind"),
			Metric:  rapid.SampledFrom([]v1alpha1.GateMetric{v1alpha1.MetricEscalation, v1alpha1.MetricCSAT, v1alpha1.MetricMissedEscalation, "?"}).Draw(t, "metric"),
			Compare: rapid.SampledFrom([]v1alpha1.Comparison{v1alpha1.CompareStable, v1alpha1.CompareTarget, "?"}).Draw(t, "compare"),
			Bound:   number.Draw(t, "bound"),
		}
	})
	return Input{
		Gates:            rapid.SliceOfN(one, 0, 4).Draw(t, "gates"),
		Budget:           Budget{FalseRollback: number.Draw(t, "alpha"), FalsePromotion: number.Draw(t, "beta")},
		Grid:             rapid.SampledFrom([]string{"", "v1", "v0"}).Draw(t, "grid"),
		PlannedSteps:     rapid.IntRange(-1, 6).Draw(t, "planned"),
		Steps:            rapid.SliceOfN(step, 0, 4).Draw(t, "steps"),
		StableAnswers:    rapid.Bool().Draw(t, "answers"),
		Mode:             rapid.SampledFrom([]v1alpha1.GateMode{v1alpha1.GateNoHarm, v1alpha1.GateEvidence, ""}).Draw(t, "mode"),
		MinConversations: count.Draw(t, "min"), MinInStep: count.Draw(t, "minInStep"),
		Elapsed: time.Duration(count.Draw(t, "elapsed")), MinDuration: time.Duration(count.Draw(t, "minDuration")),
		MaxWait: time.Duration(count.Draw(t, "maxWait")), OnTimeout: rapid.SampledFrom([]v1alpha1.StopAction{v1alpha1.StopHold, v1alpha1.StopRollback, ""}).Draw(t, "onTimeout"),
	}
}

// absurd says whether an input has what no bot and no person can mean.
func absurd(in *Input) bool {
	bad := func(x, low, high float64) bool { return !(x >= low && x <= high) }
	for i := range in.Steps {
		s := &in.Steps[i]
		if s.Percent < 0 || s.Percent > 100 {
			return true
		}
		for _, part := range []*Step{s, s.New, s.Changed} {
			if part != nil && (CheckCounts(part.Candidate) != nil || CheckCounts(part.Stable) != nil) {
				return true
			}
		}
	}
	for _, g := range in.Gates {
		if bad(g.Bound, 0, 5) {
			return true
		}
	}
	return len(in.Gates) > 0 && (bad(in.Budget.FalseRollback, 0, 0.5) || bad(in.Budget.FalsePromotion, 0, 0.5))
}

func TestAbsurdInputNeitherPanicsNorPromotesNorRollsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(t)
		out := Evaluate(in)
		if absurd(&in) && (out.Decision == Promote || out.Decision == Rollback) {
			t.Fatalf("%s on absurd input: %s", out.Decision, out.Message)
		}
		if out.Decision == "" || out.Reason == "" || out.Message == "" || len(out.Message) > maxMessage {
			t.Fatalf("an outcome without words: %+v", out)
		}
		if len(out.Gates) != len(in.Gates) {
			t.Fatalf("%d gates answered of %d", len(out.Gates), len(in.Gates))
		}
		for _, g := range out.Gates {
			if g.Verdict == "" || g.Message == "" || len(g.Message) > maxMessage {
				t.Fatalf("a gate without words: %+v", g)
			}
		}
	})
}

func TestDecisionsDoNotDependOnHowOftenOneLooks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(t)
		first := Evaluate(in)
		for i := range in.Steps {
			for _, s := range []*Step{&in.Steps[i], in.Steps[i].New, in.Steps[i].Changed} {
				if s != nil {
					s.PreviousCandidate, s.PreviousStable = s.Candidate, s.Stable
				}
			}
		}
		if second := Evaluate(in); second.Decision != first.Decision && first.Reason != v1alpha1.ReasonMetricsError {
			t.Fatalf("first %s (%s), then %s (%s)", first.Decision, first.Message, second.Decision, second.Message)
		}
	})
}
