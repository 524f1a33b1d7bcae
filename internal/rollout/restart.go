// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// superseded ends a rollout whose content is no longer the one of the spec. What replaces
// it begins from the first step.
func (p *planner) superseded() bool {
	c := &p.view.content
	if len(c.pending) > 0 || (c.revision == p.status.Revision && len(c.missing) == 0) {
		return false
	}
	message := fmt.Sprintf("revision %s is replaced by %s, which begins from the first step", short(p.status.Revision), short(c.revision))
	switch {
	case c.revision == "":
		message = fmt.Sprintf("revision %s is taken back: none of the batch's intents exist any more", short(p.status.Revision))
	case len(c.missing) > 0:
		message = fmt.Sprintf("revision %s is taken back: %s exist any more", short(p.status.Revision), list(c.missing, "does not", "do not"))
	case c.stableServes(&p.status):
		message = fmt.Sprintf("revision %s is taken back: the intents are again as stable serves them", short(p.status.Revision))
	}
	p.withdraw(v1alpha1.ReasonSuperseded, message)
	p.keepsTurn = true
	return true
}

// withdraw ends a rollout that was not judged.
func (p *planner) withdraw(reason, message string) {
	for i := range p.status.Intents {
		p.status.Intents[i].Candidate = ""
	}
	p.status.Percent = new(int32(0))
	p.record(v1alpha1.DecisionSuperseded, reason, message)
	p.status.Rollout, p.status.Step, p.status.Percent = "", "", nil
}

// giveUp lets other batches pass where the Bot cannot serve this one: theirs may be the
// change that it lacks.
func (p *planner) giveUp() {
	p.withdraw(v1alpha1.ReasonReleaseInvalid, fmt.Sprintf(
		"revision %s is taken back and gives up its turn: Bot %s cannot serve it beside what is live now: %s", short(p.status.Revision), p.spec.BotRef.Name, p.Unservable))
}

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
	if p.gatesChanged() && !p.stuck() {
		why := "the gates or the error budget were changed, so the evidence starts anew"
		if p.pooled() {
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

// again begins the present step anew under a new name, with no more customers than it has.
func (p *planner) again(decision v1alpha1.BatchDecision, reason, because string) {
	if len(p.spec.Gates) == 0 && len(p.view.gates) == 0 {
		// By the steps of now nothing would be compared any more, but this rollout does.
		p.view.gates, p.view.because = p.pinned(), p.status.GatesChosenBecause
	}
	step, since := p.anew(), p.status.StartedAt
	p.begin(step)
	if !since.IsZero() {
		// For people it is the same rollout: what they decided about it stays decided, and
		// their next review is due when it was.
		p.status.StartedAt = since
	}
	p.record(decision, reason, fmt.Sprintf("step %s starts anew as rollout %s: %s", step.Name, p.status.Rollout, because))
	p.say(Reconciling, v1alpha1.ReasonStepStarted, p.where("begins anew; "+p.notLoaded()))
}

// evidenceLost holds when counts fall, as they do when a bot loses its store. A lookup
// that went wrong heals by itself; if the loss lasts, the step starts anew.
func (p *planner) evidenceLost(what string) {
	message := "counts were lost: " + what
	h := p.holding()
	lasts := h != nil && h.Reason == v1alpha1.ReasonEvidenceLost && p.Now.Sub(h.At.Time) >= p.lossGrace()
	if lasts && p.view.content.revision == p.status.Revision {
		p.again(v1alpha1.DecisionRetried, v1alpha1.ReasonEvidenceLost, message)
		return
	}
	p.status.Verdict = v1alpha1.VerdictError
	p.stand(Reconciling, v1alpha1.ReasonEvidenceLost, message+"; if they do not come back, the step starts anew")
	if h := p.holding(); h != nil {
		p.until = h.At.Add(p.lossGrace())
	}
}

// lossGrace is how long counts may be missing before they count as lost.
func (p *planner) lossGrace() time.Duration { return max(p.Metrics.MaxStaleness, minLossGrace) }

const minLossGrace = 30 * time.Second
