// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// restarted begins the present step again, with counts of its own, where people ask for
// it or the question has changed.
func (p *planner) restarted() bool {
	if p.view.content.revision != p.status.Revision {
		// An intent's newest spec is not a revision yet; it will replace this rollout.
		return false
	}
	asked := p.spec.Retry != "" && string(p.spec.Retry) != p.status.ObservedRetry
	if asked && p.stuck() {
		p.again(v1alpha1.DecisionRetried, v1alpha1.ReasonRetried, fmt.Sprintf("tried again as spec.retry %q asks", p.spec.Retry))
		return true
	}
	if asked {
		p.status.ObservedRetry = string(p.spec.Retry)
	}
	if p.confirmed() && p.gatesChanged() && !p.stuck() {
		why := "the gates or the error rates were changed, so the evidence starts over"
		if p.view.pooled(p.status.Gates) {
			why = "new and changed intents are judged apart from now on, so the evidence starts over"
		}
		p.again(v1alpha1.DecisionSuperseded, v1alpha1.ReasonSuperseded, why)
		return true
	}
	return false
}

// stuck says whether only a person gets the rollout on.
func (p *planner) stuck() bool {
	if p.failed() {
		return true
	}
	h := p.holding()
	return h != nil && (h.Reason == v1alpha1.ReasonHeldOnFailure || h.Reason == v1alpha1.ReasonHeldOnTimeout ||
		h.Reason == v1alpha1.ReasonEvidenceLost || h.Reason == v1alpha1.ReasonMetricsError || h.Reason == v1alpha1.ReasonSampleRatio)
}

// again begins the present step over under a new name, with no more customers than it has.
func (p *planner) again(decision v1alpha1.BatchDecision, reason, because string) {
	if len(p.spec.Gates) == 0 && len(p.view.gates) == 0 {
		// By the steps of now nothing would be compared any more, but this rollout does.
		p.view.gates, p.view.because = p.pinned(), p.status.DefaultGatesReason
	}
	step, since := p.restartStep(), p.status.StartedAt
	p.begin(step)
	if !since.IsZero() {
		// For people it is the same rollout: what they decided about it stays decided, and
		// their next review is due when it was.
		p.status.StartedAt = since
	}
	p.record(decision, reason, fmt.Sprintf("step %s starts again as rollout %s: %s", step.Name, p.status.Rollout, because))
	p.say(Reconciling, v1alpha1.ReasonStepStarted, p.where("begins again; "+p.notLoaded()))
}

// evidenceLost holds when counts fall, as they do when a bot loses its store. A lookup
// that went wrong heals by itself; if the loss lasts, the step starts again.
func (p *planner) evidenceLost(what string) {
	message := "counts were lost: " + what
	h := p.holding()
	lasts := h != nil && h.Reason == v1alpha1.ReasonEvidenceLost && p.Now.Sub(h.At.Time) >= p.lossGrace()
	if lasts && p.view.content.revision == p.status.Revision {
		p.again(v1alpha1.DecisionRetried, v1alpha1.ReasonEvidenceLost, message)
		return
	}
	p.status.Verdict = v1alpha1.VerdictError
	p.stand(Reconciling, v1alpha1.ReasonEvidenceLost, message+"; if they do not come back, the step starts again")
	if h := p.holding(); h != nil {
		p.until = h.At.Add(p.lossGrace())
	}
}

// lossGrace is how long counts may be missing before they count as lost.
func (p *planner) lossGrace() time.Duration { return max(p.Metrics.MaxStaleness, minLossGrace) }

const minLossGrace = 30 * time.Second
