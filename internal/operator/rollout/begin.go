// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"strings"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/evidence"
	"github.com/intentops/intentops/internal/operator/gate"
	"github.com/intentops/intentops/internal/plural"
)

// begin starts a rollout of the present content, from a step on. Counts start over under a
// name that was never used before. The caller records the decision.
func (p *planner) begin(step v1alpha1.RolloutStep) {
	carried := p.status.Steps
	p.status.Revision = p.view.content.revision
	p.status.Attempt, p.status.Rollout = p.freshName()
	p.status.StartedAt = p.now
	p.status.PlannedSteps = planned(step, p.steps)
	p.status.Result = ""
	p.status.Verdict, p.status.Escalation, p.status.CSAT = "", "", ""
	p.status.EvidenceVersion = evidence.CurrentGrid
	p.status.ObservedRetry = string(p.spec.Retry)
	if s := p.status.Suspended; s != nil && (s.Revision == p.status.Revision || !p.sameLive(s.Live)) {
		p.status.Suspended = nil
	}
	p.setCandidates()
	p.pinGates()
	p.status.Steps = nil
	p.enter(step, carried)
}

// freshName counts attempts up past names that bots still report, or that made a release,
// such as those of a deleted batch of the same name.
func (p *planner) freshName() (int32, string) {
	for attempt := p.status.Attempt + 1; ; attempt++ {
		id := RolloutID(p.Batch.Name, p.status.Revision, attempt)
		if _, used := p.Metrics.Rollouts[id]; !used && !p.madeLive(id) {
			return attempt, id
		}
	}
}

// setCandidates names for each intent what the candidate track serves, also where that is
// what stable serves.
func (p *planner) setCandidates() {
	var entries []v1alpha1.BatchIntentStatus
	for _, name := range p.view.content.names {
		entries = append(entries, v1alpha1.BatchIntentStatus{Name: name, Stable: p.stable(name), Candidate: p.view.content.revisions[name]})
	}
	p.status.Intents, p.status.Candidate = entries, nil
	c := &p.view.content
	brings := v1alpha1.BatchCandidate{EscalationPolicy: c.policy}
	if p.understandingDiffers(c) {
		brings.Understanding = c.understanding
	}
	if p.textsDiffer(c) {
		brings.TextsRevision = c.texts
	}
	if brings != (v1alpha1.BatchCandidate{}) {
		p.status.Candidate = brings.DeepCopy()
	}
}

// pinGates fixes the gates for the rollout, so that no edit changes the question after
// the answers were seen.
func (p *planner) pinGates() {
	gates, because := p.view.gates, p.view.because
	if len(p.view.problems) > 0 && p.rolling() {
		gates, because = p.pinned(), p.status.DefaultGatesReason
	}
	p.status.Gates = gate.Evaluate(gate.Input{Gates: gates, Budget: budget(p.Batch), PlannedSteps: 1}).Gates
	harm, safe, err := gate.Thresholds(budget(p.Batch), len(p.status.Gates))
	for i := range p.status.Gates {
		if err == nil {
			p.status.Gates[i].HarmThresholdMilliNats, p.status.Gates[i].SafeThresholdMilliNats = harm, safe
		}
	}
	p.status.DefaultGatesReason = because
	p.status.Evidence = p.spec.Evidence
}

// enter puts the batch into a step. Its clock starts when the bot serves it.
func (p *planner) enter(step v1alpha1.RolloutStep, before []v1alpha1.StepRecord) {
	percent := value(step.Percent)
	p.status.Step, p.status.Percent = step.Name, new(percent)
	record := v1alpha1.StepRecord{Name: step.Name, Percent: new(percent)}
	setBaselines(&record, before, p.stableAnswers())
	computed := value(step.MinConversations) == 0
	p.addKinds(&record, before, computed)
	if computed && len(record.IntentKinds) == 0 {
		record.MinConversations = gate.Minimum(p.pinned(), "", budget(p.Batch), int(p.status.PlannedSteps), gateStep(&record))
	}
	p.status.Steps = append(p.status.Steps, record)
}

// stableAnswers says whether stable answers every intent that the rollout brings.
func (p *planner) stableAnswers() bool {
	for _, entry := range p.status.Intents {
		if entry.Candidate != "" && entry.Stable == "" {
			return false
		}
	}
	return true
}

// brings says what the rollout brings, in words.
func (p *planner) brings() string {
	var parts []string
	if intents := p.bringsIntents(); intents != "" {
		parts = append(parts, intents)
	}
	if c := p.status.Candidate; c != nil && c.EscalationPolicy != nil && (p.Live == nil || *c.EscalationPolicy != p.Live.Spec.EscalationPolicy) {
		parts = append(parts, "the escalation policy")
	}
	if c := p.status.Candidate; c != nil && c.Understanding != nil {
		parts = append(parts, "the engine")
	}
	if c := p.status.Candidate; c != nil && c.TextsRevision != nil {
		parts = append(parts, "the bot's texts")
	}
	return strings.Join(parts, " and ")
}

// bringsIntents counts the intents of the rollout, in words; empty: none differs from stable.
func (p *planner) bringsIntents() string {
	fresh, changed := 0, 0
	for i := range p.status.Intents {
		switch brought(&p.status.Intents[i]) {
		case v1alpha1.IntentNew:
			fresh++
		case v1alpha1.IntentChanged:
			changed++
		}
	}
	noun := plural.Noun(fresh+changed, "intent")
	switch {
	case fresh+changed == 0:
		return ""
	case changed == 0:
		return fmt.Sprintf("%d new %s", fresh, noun)
	case fresh == 0:
		return fmt.Sprintf("%d changed %s", changed, noun)
	default:
		return fmt.Sprintf("%d new and %d changed %s", fresh, changed, noun)
	}
}

// brought is the kind of an intent that the rollout brings; empty: it brings no other content.
func brought(e *v1alpha1.BatchIntentStatus) v1alpha1.IntentKind {
	switch {
	case e.Candidate == "" || e.Candidate == e.Stable:
		return ""
	case e.Stable == "":
		return v1alpha1.IntentNew
	default:
		return v1alpha1.IntentChanged
	}
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
		p.restart(v1alpha1.DecisionRetried, v1alpha1.ReasonRetried, fmt.Sprintf("tried again as spec.retry %q asks", p.spec.Retry))
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
		if p.view.otherEvidence(p.status.Evidence) {
			why = "spec.evidence was changed, so the evidence starts over"
		}
		p.restart(v1alpha1.DecisionSuperseded, v1alpha1.ReasonSuperseded, why)
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

// restart begins the present step over under a new name, with no more customers than it has.
func (p *planner) restart(decision v1alpha1.BatchDecision, reason, because string) {
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
		p.restart(v1alpha1.DecisionRetried, v1alpha1.ReasonEvidenceLost, message)
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
