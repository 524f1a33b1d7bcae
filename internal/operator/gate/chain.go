// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/plural"
)

// check looks at one aspect and rules on it, or returns nil to leave it to the next.
type check func(*look) *Outcome

// chain is the order in which aspects decide: a failure that was found stays found; then
// whether the data can be trusted; then harm; then whether the step is earned.
var chain = []check{
	latched,
	dataError,
	dataMissing,
	sharesMismatch,
	dataStale,
	harm,
	shadow,
	atOnce,
	timeout,
	collecting,
	minDuration,
	earned,
}

// rule runs the chain. The last check always rules.
func (l *look) rule() Outcome {
	for _, c := range chain {
		if out := c(l); out != nil {
			return *out
		}
	}
	return Outcome{Decision: Hold, Reason: v1alpha1.ReasonMetricsError, Message: "no check ruled"}
}

// latched keeps a failure: figures that look better later do not undo it.
func latched(l *look) *Outcome {
	for i := range l.in.Latched {
		if g := &l.in.Latched[i]; g.Verdict == v1alpha1.VerdictFail {
			return &Outcome{Decision: Rollback, Reason: v1alpha1.ReasonGateFailed, Gate: g.Name, Message: g.Message}
		}
	}
	return nil
}

// dataError holds: an outage of the metrics says nothing about the batch.
func dataError(l *look) *Outcome {
	if l.in.Data.Error != "" {
		return hold(v1alpha1.ReasonMetricsError, "the metrics cannot be read: "+l.in.Data.Error)
	}
	if l.err != nil {
		return hold(v1alpha1.ReasonMetricsError, "the counts cannot be judged: "+l.err.Error())
	}
	for i := range l.gates {
		if j := &l.gates[i]; j.verdict == v1alpha1.VerdictError {
			out := hold(v1alpha1.ReasonMetricsError, j.message)
			out.Gate = j.gate.Name
			return out
		}
	}
	return nil
}

func dataMissing(l *look) *Outcome {
	if l.in.Data.Missing {
		return hold(v1alpha1.ReasonNoData, "the metrics have no figures of the bot yet")
	}
	return nil
}

// sharesMismatch holds where the comparison itself is broken. A limit that is broken does
// not depend on the comparison: that one still protects customers.
func sharesMismatch(l *look) *Outcome {
	if !l.ratio.Mismatch || l.failing() != nil {
		return nil
	}
	var cand, stable int64
	for i := range l.in.Steps {
		if s := l.in.Steps[i].of(l.ratio.Kind); s.Percent > 0 && s.Percent < 100 {
			cand += s.Candidate.Assigned
			stable += s.Stable.Assigned
		}
	}
	return hold(v1alpha1.ReasonSampleRatio, fmt.Sprintf(
		"%s%d candidate and %d stable conversations do not fit the planned shares: the tracks cannot be compared until it is found out why",
		about(l.ratio.Kind), cand, stable))
}

// dataStale holds: old figures neither promote nor roll back.
func dataStale(l *look) *Outcome {
	d := l.in.Data
	if d.MaxStaleness > 0 && d.Age > d.MaxStaleness {
		return hold(v1alpha1.ReasonStaleData, fmt.Sprintf("the newest figures are %s old, more than %s",
			kpi.Roughly(d.Age), kpi.Roughly(d.MaxStaleness)))
	}
	return nil
}

// failing is the first gate with the verdict Fail.
func (l *look) failing() *judged {
	for i := range l.gates {
		if l.gates[i].verdict == v1alpha1.VerdictFail {
			return &l.gates[i]
		}
	}
	return nil
}

func harm(l *look) *Outcome {
	if j := l.failing(); j != nil {
		return &Outcome{Decision: Rollback, Reason: v1alpha1.ReasonGateFailed, Gate: j.gate.Name, Message: j.message}
	}
	for i := range l.gates {
		if j := &l.gates[i]; j.common {
			out := hold(v1alpha1.ReasonCommonCause, j.message)
			out.Gate = j.gate.Name
			return out
		}
	}
	return nil
}

// shadow steps have no customers, so there is nothing that a gate could say.
func shadow(l *look) *Outcome {
	if l.present().Percent > 0 {
		return nil
	}
	if out := minDuration(l); out != nil {
		return out
	}
	return &Outcome{Decision: Promote, Reason: v1alpha1.ReasonStepStarted, Message: "nobody had the batch in this step; its time is over"}
}

// atOnce lets a plan without any partial share through: its author chose not to look.
func atOnce(l *look) *Outcome {
	if !l.in.AtOnce || l.present().Percent < 100 {
		return nil
	}
	if out := minDuration(l); out != nil {
		return out
	}
	return &Outcome{Decision: Promote, Reason: v1alpha1.ReasonPromoted, Message: "the steps give the batch to every conversation at once, so no gate could look before"}
}

// timeout ends a step that was not earned in time. Missing data is not a reason to roll back.
func timeout(l *look) *Outcome {
	in := l.in
	if in.MaxWait <= 0 || in.Elapsed < in.MaxWait {
		return nil
	}
	waits := collecting(l)
	if waits == nil {
		return nil
	}
	message := fmt.Sprintf("the step was not earned within %s: %s", kpi.Roughly(in.MaxWait), waits.Message)
	if in.OnTimeout == v1alpha1.StopRollback && l.verdict() != v1alpha1.VerdictNoData {
		return &Outcome{Decision: Rollback, Reason: v1alpha1.ReasonHeldOnTimeout, Gate: waits.Gate, Message: message}
	}
	out := hold(v1alpha1.ReasonHeldOnTimeout, message)
	out.Gate = waits.Gate
	return out
}

// collecting waits until every gate passes, and names the one that is furthest away.
func collecting(l *look) *Outcome {
	var worst *judged
	for i := range l.gates {
		j := &l.gates[i]
		if j.verdict != v1alpha1.VerdictPass && (worst == nil || rank[j.verdict] > rank[worst.verdict]) {
			worst = j
		}
	}
	if worst != nil {
		reason := v1alpha1.ReasonCollectingEvidence
		switch {
		case worst.verdict == v1alpha1.VerdictNoData:
			reason = v1alpha1.ReasonNoData
		case l.in.Mode == v1alpha1.GateEvidence || worst.figures.Conversations >= worst.minimum(l.in):
			reason = v1alpha1.ReasonInconclusive
		}
		return &Outcome{Decision: Wait, Reason: reason, Gate: worst.gate.Name, Message: worst.message}
	}
	return tooFewInStep(l)
}

// tooFewInStep waits until the present step itself has seen conversations, of each kind that
// is judged apart.
func tooFewInStep(l *look) *Outcome {
	looks := kindsOf(l.in.Gates)
	if len(looks) == 0 {
		looks = append(looks, "")
	}
	for _, kind := range looks {
		needed := l.in.MinInStep
		if kind != "" {
			needed = min(needed, l.in.minimum(kind))
		}
		if seen := l.present().of(kind).Candidate.Conversations; seen < needed {
			return &Outcome{Decision: Wait, Reason: v1alpha1.ReasonCollectingEvidence, Message: fmt.Sprintf(
				"all gates are kept; %s%d of %s in this step", about(kind), seen, plural.Of(needed, "conversation"))}
		}
	}
	return nil
}

// minDuration waits for the step's time. The caller knows the clock and says until when.
func minDuration(l *look) *Outcome {
	if l.in.Elapsed >= l.in.MinDuration {
		return nil
	}
	message := "all gates are kept"
	if l.present().Percent <= 0 {
		message = "nobody has the batch in this step"
	}
	return &Outcome{Decision: Wait, Reason: v1alpha1.ReasonCollectingEvidence, Message: message}
}

func earned(l *look) *Outcome {
	return &Outcome{Decision: Promote, Reason: v1alpha1.ReasonStepStarted, Message: l.kept()}
}

// kept sums up what the step was earned on.
func (l *look) kept() string {
	if len(l.gates) == 0 {
		return "there is no gate to keep"
	}
	s := ""
	for i := range l.gates {
		if i > 0 {
			s += "; "
		}
		s += l.gates[i].message
	}
	return chars.Clip(s, maxMessage)
}

// present is the step that the batch is in; without any, a shadow step that began now.
func (l *look) present() *Step {
	if n := len(l.in.Steps); n > 0 {
		return &l.in.Steps[n-1]
	}
	return &Step{}
}

func hold(reason, message string) *Outcome {
	return &Outcome{Decision: Hold, Reason: reason, Message: chars.Clip(message, maxMessage)}
}
