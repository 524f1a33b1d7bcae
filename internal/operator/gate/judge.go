// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/evidence"
	"github.com/intentops/intentops/internal/plural"
)

// floor is how many conversations or ratings of the candidate a failure takes at least:
// five escalations out of five are evidence, but not yet a reason to act.
const floor = 20

// minRatings is how many ratings a gate on CSAT must have seen before it passes: customers
// who rate are few, so asking for as many ratings as conversations would stop everything.
const minRatings = 10

// judged is a gate with what it says.
type judged struct {
	gate    Gate
	figures Figures
	verdict v1alpha1.Verdict
	message string
	// common is true when the gate would fail, but stable is beyond the limit too.
	common bool
}

// judge weighs one gate and puts it into words.
func judge(g Gate, in *Input, omega []float64, alpha float64, ratio SampleRatio) judged {
	j := judged{gate: g, figures: Figures{Name: g.Name}}
	fail := func(err error) judged {
		j.verdict, j.message = v1alpha1.VerdictError, g.Rule()+": "+err.Error()
		j.figures.Verdict = j.verdict
		return j
	}
	segs, err := g.segments(in.Steps)
	if err != nil {
		return fail(err)
	}
	rule := g.rule(alpha, in.Budget.FalsePromotion, in.Grid)
	if j.figures, err = g.weigh(rule, segs, omega); err != nil {
		return fail(err)
	}
	unequal := g.unequal(segs)
	if g.Compare == v1alpha1.CompareTarget && in.stableAnswers(g.Kind) && j.harmful() {
		if j.common, err = evidence.StableBeyondLimit(rule, segs); err != nil {
			return fail(err)
		}
	}
	j.verdict, j.message = j.say(in, unequal, ratio)
	j.figures.Verdict = j.verdict
	return j
}

// harmful says whether the evidence of harm suffices to act.
func (j *judged) harmful() bool {
	return j.figures.LogEHarm >= j.figures.ThresholdHarm && j.figures.Conversations >= floor
}

// unequal says whether customers of the two tracks rate so unequally often that their
// means cannot be compared.
func (g Gate) unequal(segs []evidence.Segment) bool {
	if g.Metric != v1alpha1.MetricCSAT || g.Compare != v1alpha1.CompareStable {
		return false
	}
	_, mismatch, err := evidence.SampleRatio(evidence.AssignedOf(segs))
	return err == nil && mismatch
}

// say finds the verdict and its words. The order is that of what a person must know first.
func (j *judged) say(in *Input, unequal bool, ratio SampleRatio) (v1alpha1.Verdict, string) {
	f := &j.figures
	facts := j.facts()
	compared := j.gate.Compare == v1alpha1.CompareStable
	switch {
	case f.Conversations == 0:
		return v1alpha1.VerdictNoData, fmt.Sprintf("%s: no candidate %s counted yet%s", j.gate.Rule(), plural.Noun(0, j.gate.unit()), j.unlabelled(in))
	case compared && f.StableSamples == 0:
		return v1alpha1.VerdictNoData, fmt.Sprintf("%s: no stable %s counted yet%s", j.gate.Rule(), plural.Noun(0, j.gate.unit()), j.unlabelled(in))
	case compared && ratio.Mismatch:
		return v1alpha1.VerdictInconclusive, facts + ": the tracks did not get their planned shares, so they cannot be compared"
	case unequal:
		return v1alpha1.VerdictInconclusive, facts + ": customers of the two tracks rate unequally often, so their means cannot be compared"
	case j.common:
		return v1alpha1.VerdictInconclusive, fmt.Sprintf("%s: beyond the limit, but so is stable with %s of %s: a common cause, not the batch",
			facts, value(j.gate.Metric, f.Stable), plural.Of(f.StableSamples, j.gate.unit()))
	case j.harmful():
		return v1alpha1.VerdictFail, facts + ": broken" + j.interval()
	case f.LogEHarm >= f.ThresholdHarm:
		return v1alpha1.VerdictInconclusive, fmt.Sprintf("%s: looks broken, but fewer than %s do not decide", facts, plural.Of(floor, j.gate.unit()))
	case in.Mode == v1alpha1.GateEvidence:
		return j.sayEvidence(in, facts)
	default:
		return j.sayNoHarm(in, facts)
	}
}

// unlabelled says why nothing is counted for one kind of intents, if it is the bot.
func (j *judged) unlabelled(in *Input) string {
	if j.gate.Kind == "" {
		return ""
	}
	n := in.unlabelled()
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("; the bot reported %s without the label kind of docs/metrics.md: give it a newer image", plural.Of(n, "conversation"))
}

func (j *judged) sayEvidence(in *Input, facts string) (v1alpha1.Verdict, string) {
	f := &j.figures
	if f.LogESafe >= f.ThresholdSafe && f.Conversations >= j.minimum(in) {
		return v1alpha1.VerdictPass, facts + ": kept, on evidence" + j.interval()
	}
	needed := max(f.Needed, j.minimum(in))
	if f.Needed == 0 || needed <= f.Conversations {
		return v1alpha1.VerdictInconclusive, facts + ": undecided, too close to the bound to say how many more it takes"
	}
	return v1alpha1.VerdictInconclusive, facts + ": " + j.tendency() + "; " + j.progress(in, needed)
}

func (j *judged) sayNoHarm(in *Input, facts string) (v1alpha1.Verdict, string) {
	f := &j.figures
	needed := j.minimum(in)
	f.Needed = needed
	switch {
	case f.Conversations < needed:
		return v1alpha1.VerdictInconclusive, facts + ": " + j.tendency() + "; " + j.progress(in, needed)
	case f.LogEHarm >= f.ThresholdHarm/2:
		// Half way to a failure, more conversations are cheaper than more customers.
		return v1alpha1.VerdictInconclusive, facts + ": leans towards broken, so the step goes on"
	}
	if j.beyond() {
		return v1alpha1.VerdictPass, facts + ": not broken, what is beyond the bound may be chance"
	}
	return v1alpha1.VerdictPass, facts + ": kept"
}

// tendency says on which side of the bound the figures are; either may still be chance.
func (j *judged) tendency() string {
	if j.beyond() {
		return "beyond the bound so far, which may be chance"
	}
	return "kept so far"
}

// beyond says whether the plain figures are on the wrong side of the bound.
func (j *judged) beyond() bool {
	beyond := j.figures.Estimate - j.gate.Bound
	if j.gate.Metric == v1alpha1.MetricCSAT {
		// CSAT is worse when lower; a difference is candidate minus stable.
		beyond = j.gate.Bound - j.figures.Estimate
		if j.gate.Compare == v1alpha1.CompareStable {
			beyond = -j.figures.Estimate - j.gate.Bound
		}
	}
	return beyond > 0
}

// minimum is how many conversations or ratings the gate must have seen.
func (j *judged) minimum(in *Input) int64 {
	if j.gate.Metric == v1alpha1.MetricCSAT {
		return min(minRatings, in.minimum(j.gate.Kind))
	}
	return in.minimum(j.gate.Kind)
}

// facts are the figures and the bound, without a judgement.
func (j *judged) facts() string {
	f, g := &j.figures, j.gate
	s := about(g.Kind) + fmt.Sprintf("%s %s of %s", g.noun(), value(g.Metric, f.Candidate), plural.Of(f.Conversations, g.unit()))
	if g.Compare == v1alpha1.CompareStable {
		s += fmt.Sprintf(", stable %s of %d", value(g.Metric, f.Stable), f.StableSamples)
	}
	switch {
	case g.Compare == v1alpha1.CompareStable && g.Metric == v1alpha1.MetricCSAT:
		return s + ", at most " + kpi.Decimal(g.Bound, 4) + " worse"
	case g.Compare == v1alpha1.CompareStable:
		return s + ", at most " + kpi.PercentagePoints(g.Bound) + " worse"
	case g.Metric == v1alpha1.MetricCSAT:
		return s + ", at least " + kpi.Rating(g.Bound)
	default:
		return s + ", at most " + kpi.Percent(g.Bound, 4)
	}
}

func (j *judged) interval() string {
	f, g := &j.figures, j.gate
	of := ""
	if g.Compare == v1alpha1.CompareStable {
		of = " of the difference"
	}
	return fmt.Sprintf(" (95%% interval%s %s to %s)", of, value(g.Metric, f.Low), value(g.Metric, f.High))
}

// progress says how far the gate is and how long the rest takes as things go.
func (j *judged) progress(in *Input, needed int64) string {
	s := fmt.Sprintf("%d of about %s", j.figures.Conversations, plural.Of(needed, j.gate.unit()))
	if left, ok := j.left(in, needed); ok {
		s += ", roughly " + kpi.Roughly(left) + " at the present rate"
	}
	return s
}

// longest keeps an estimate readable: nobody plans further than two years.
const longest = 2 * 365 * 24 * time.Hour

func (j *judged) left(in *Input, needed int64) (time.Duration, bool) {
	if len(in.Steps) == 0 || in.Elapsed <= 0 {
		return 0, false
	}
	segs, err := j.gate.segments(in.Steps[len(in.Steps)-1:])
	if err != nil || len(segs) == 0 {
		return 0, false
	}
	seen, _ := segs[0].Totals()
	if seen == 0 {
		return 0, false
	}
	left := float64(needed-j.figures.Conversations) / float64(seen) * float64(in.Elapsed)
	if left > float64(longest) {
		return 0, false
	}
	return coarse(time.Duration(left)), true
}

// coarse rounds an estimate in tens of minutes to what it is worth, so that a status that shows it is
// not written each minute while nothing happens.
func coarse(left time.Duration) time.Duration {
	if left < 20*time.Minute || left >= 2*time.Hour {
		return left
	}
	return left.Round(5 * time.Minute)
}
