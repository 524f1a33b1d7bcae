// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"
	"math"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/evidence"
)

// Evaluate decides. It never fails: what cannot be judged is the verdict Error, which
// holds.
func Evaluate(in Input) Outcome {
	l := look{in: &in}
	l.err = l.judgeAll()
	out := l.rule()
	if in.Latched == nil || out.Decision != Rollback {
		out.Message = in.Evidence.noted(out.Message)
	}
	out.Verdict = l.verdict()
	if in.Latched != nil {
		out.Verdict = v1alpha1.VerdictFail
		out.Gates = in.Latched
	} else {
		out.Gates = l.statuses()
	}
	for i := range l.gates {
		out.Figures = append(out.Figures, l.gates[i].figures)
	}
	out.SampleRatio = l.ratio
	out.Escalation, out.CSAT = Headline(in.Steps)
	out.Ready = max(0, in.MinDuration-in.Elapsed)
	return out
}

// look is one evaluation under way.
type look struct {
	in    *Input
	gates []judged
	ratio SampleRatio
	// err is why the counts cannot be judged at all.
	err error
}

func (l *look) judgeAll() error {
	in := l.in
	countsErr := checkSteps(in.Steps)
	if countsErr == nil {
		l.ratio, countsErr = sampleRatio(in.Steps, in.Gates)
	}
	var omega []float64
	var alphas []float64
	if countsErr == nil {
		omega, countsErr = evidence.StartWeights(max(1, in.PlannedSteps))
	}
	if countsErr == nil && len(in.Gates) > 0 {
		weights := make([]float64, len(in.Gates))
		for i := range weights {
			weights[i] = 1
		}
		alphas, countsErr = evidence.SplitAlpha(in.Budget.FalseRollback, weights...)
	}
	for i, g := range in.Gates {
		if countsErr != nil {
			l.gates = append(l.gates, judged{
				gate: g, verdict: v1alpha1.VerdictError, message: g.Rule() + ": " + countsErr.Error(),
				figures: Figures{Name: g.Name, Verdict: v1alpha1.VerdictError},
			})
			continue
		}
		l.gates = append(l.gates, judge(g, in, omega, alphas[i], l.ratio))
	}
	return countsErr
}

// rank orders verdicts from the best to the one a person must know first.
var rank = map[v1alpha1.Verdict]int{
	v1alpha1.VerdictPass:         0,
	v1alpha1.VerdictInconclusive: 1,
	v1alpha1.VerdictNoData:       2,
	v1alpha1.VerdictError:        3,
	v1alpha1.VerdictFail:         4,
}

// verdict of all gates together. Without gates there is nothing to keep.
func (l *look) verdict() v1alpha1.Verdict {
	worst := v1alpha1.VerdictPass
	if l.err != nil || l.in.Data.Error != "" {
		worst = v1alpha1.VerdictError
	}
	for i := range l.gates {
		if rank[l.gates[i].verdict] > rank[worst] {
			worst = l.gates[i].verdict
		}
	}
	return worst
}

func (l *look) statuses() []v1alpha1.GateStatus {
	var out []v1alpha1.GateStatus
	for i := range l.gates {
		out = append(out, l.gates[i].status(l.in.Evidence))
	}
	return out
}

func (j *judged) status(e Evidence) v1alpha1.GateStatus {
	f, g := &j.figures, j.gate
	s := v1alpha1.GateStatus{
		Name: g.Name, IntentKind: g.Kind, Rule: g.Rule(), Metric: g.Metric, Compare: g.Compare, Bound: g.Text(),
		Verdict: j.verdict, Message: e.noted(j.message),
		CandidateSamples: f.CandidateSamples, StableSamples: f.StableSamples, Needed: f.Needed,
		HarmMilliNats: evidence.MilliNats(f.LogEHarm), SafeMilliNats: evidence.MilliNats(f.LogESafe),
		HarmThresholdMilliNats: evidence.MilliNats(f.ThresholdHarm),
		SafeThresholdMilliNats: evidence.MilliNats(f.ThresholdSafe),
	}
	if f.CandidateSamples > 0 {
		s.Candidate = value(g.Metric, f.Candidate)
	}
	if f.StableSamples > 0 {
		s.Stable = value(g.Metric, f.Stable)
	}
	if f.CandidateSamples > 0 && (g.Compare == v1alpha1.CompareTarget || f.StableSamples > 0) {
		s.Low, s.High = value(g.Metric, f.Low), value(g.Metric, f.High)
	}
	return s
}

// maxMessage is the longest message that a status or an event takes, in bytes.
const maxMessage = 1024

// Headline gives the candidate's figures over all steps with customers.
func Headline(steps []Step) (escalation, csat v1alpha1.Value) {
	var n, escalated, ratings, points int64
	for i := range steps {
		c := &steps[i].Candidate
		n += c.Conversations
		escalated += c.Escalated
		for r, count := range c.Ratings {
			ratings += count
			points += count * int64(r+1)
		}
	}
	if n > 0 && escalated >= 0 && escalated <= n {
		escalation = value(v1alpha1.MetricEscalation, float64(escalated)/float64(n))
	}
	if ratings > 0 {
		if mean := float64(points) / float64(ratings); !math.IsNaN(mean) && mean >= 1 && mean <= 5 {
			csat = value(v1alpha1.MetricCSAT, mean)
		}
	}
	return escalation, csat
}

// Thresholds are a gate's thresholds as its status shows them, to notice a changed budget.
func Thresholds(budget Budget, gates int) (harm, safe int64, err error) {
	if gates < 1 {
		return 0, 0, nil
	}
	g := evidence.Gate{Alpha: budget.FalseRollback / float64(gates), Beta: budget.FalsePromotion}
	for _, rate := range []float64{budget.FalseRollback, budget.FalsePromotion} {
		if !(rate > 0 && rate <= 0.5) {
			return 0, 0, fmt.Errorf("errorRates: %v is not a chance between 0 and 50%%", rate)
		}
	}
	return evidence.MilliNats(g.ThresholdHarm()), evidence.MilliNats(g.ThresholdSafe()), nil
}
