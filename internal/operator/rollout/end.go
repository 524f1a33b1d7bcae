// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
	"github.com/intentops/intentops/internal/operator/live"
)

// earned lets the next step begin, or ends the rollout after the last.
func (p *planner) earned(o gate.Outcome) {
	record := p.currentRecord()
	if record.PassedAt.IsZero() {
		record.PassedAt = p.now
	}
	next := nextStep(p.steps, value(record.Percent))
	if message, opening := p.freeze(); message != "" {
		p.until = opening
		p.stand(Reconciling, v1alpha1.ReasonFrozen, message)
		return
	}
	if next == nil {
		p.promote(o.Message)
		return
	}
	if message := p.reused(*next); message != "" {
		p.stand(Stalled, v1alpha1.ReasonInvalidSpec, message)
		return
	}
	if message := approval(p.Batch, p.view.content.revision, *next); message != "" {
		p.stand(Reconciling, v1alpha1.ReasonApprovalRequired, message)
		return
	}
	p.released()
	done := p.status.Step
	p.enter(*next, p.status.Steps)
	p.record(v1alpha1.DecisionAdvanced, v1alpha1.ReasonStepStarted,
		fmt.Sprintf("step %s was earned: %s. Step %s gives the batch to %d%% of conversations", done, o.Message, next.Name, value(next.Percent)))
	p.say(Reconciling, v1alpha1.ReasonStepStarted, p.where("begins; "+p.notLoaded()))
}

// reused refuses a step whose name this rollout has had already, as an edit of the steps
// may bring about: counts are kept by name.
func (p *planner) reused(next v1alpha1.RolloutStep) string {
	for i := range p.status.Steps {
		if p.status.Steps[i].Name == next.Name {
			return fmt.Sprintf("spec.steps[%s]: this rollout had a step of that name with %d%% already: give it another name",
				next.Name, value(p.status.Steps[i].Percent))
		}
	}
	if len(p.status.Steps) >= maxSteps {
		return fmt.Sprintf("spec.steps: this rollout has had %d steps, which is the most that one can have: remove those between %d%% and 100%%, or edit an intent to begin again",
			maxSteps, value(p.status.Percent))
	}
	return ""
}

// maxSteps is how many steps the API keeps.
const maxSteps = 20

func (p *planner) notLoaded() string {
	_, why := p.loaded()
	return why
}

// promote says that the candidate is what every conversation is to get. The Bot makes it so.
func (p *planner) promote(because string) {
	p.status.Result = v1alpha1.ResultPromoted
	p.status.Percent = new(int32(100))
	p.record(v1alpha1.DecisionPromoted, v1alpha1.ReasonPromoted, p.everybodyGets()+": "+because)
	p.say(Reconciling, v1alpha1.ReasonPromoting, p.untilServed())
}

// revert goes back to what was live before, at once.
func (p *planner) revert() {
	p.status.Rollout, p.status.Step, p.status.Steps, p.status.PlannedSteps = "", "", nil, 0
	p.status.Verdict, p.status.Escalation, p.status.CSAT = "", "", ""
	p.status.StartedAt, p.status.ObservedRetry = p.now, string(p.spec.Retry)
	p.setCandidates()
	p.pinGates()
	p.status.Result = v1alpha1.ResultPromoted
	p.status.Percent = new(int32(100))
	p.record(v1alpha1.DecisionReverted, v1alpha1.ReasonReverted, fmt.Sprintf(
		"%s again: %s goes back to what was live before, at once as spec.onRevert asks", p.everybodyGets(), p.brings()))
	p.out.Starts = true
	p.say(Reconciling, v1alpha1.ReasonPromoting, p.untilServed())
}

func (p *planner) untilServed() string {
	return fmt.Sprintf("promoted: waits until Bot %s serves revision %s to every conversation", p.spec.BotRef.Name, short(p.status.Revision))
}

// handOver waits until the Bot serves to everybody what the batch was promoted with.
func (p *planner) handOver() {
	var refusal string
	if p.Bot != nil {
		if r := live.Refusal(p.Bot, p.Live, p.Batch.Name, p.status.Revision); r != nil {
			refusal = r.Message
		}
	}
	changed := p.view.content.revision != "" && p.view.content.revision != p.status.Revision
	switch {
	case p.handedOver():
		p.dropCandidates()
		p.status.Suspended = nil
	case p.pin() != "" && p.status.Rollout != "":
		p.suspend(v1alpha1.ReasonPinned, fmt.Sprintf("revision %s is not served for now, it goes on at step %s afterwards: %s", short(p.status.Revision), p.status.Step, p.pin()))
	case p.pin() != "":
		p.withdraw(v1alpha1.ReasonPinned, fmt.Sprintf("revision %s is not served for now: %s", short(p.status.Revision), p.pin()))
	case refusal != "":
		p.giveUp(refusal)
	case changed && p.view.served:
		p.withdraw(v1alpha1.ReasonSuperseded, fmt.Sprintf("revision %s is no longer asked for: the batch is again as stable serves it", short(p.status.Revision)))
	case len(p.view.problems) > 0:
		p.say(p.view.state(), p.view.problems[0].reason, p.view.complaint())
	default:
		p.say(Reconciling, v1alpha1.ReasonPromoting, p.untilServed())
	}
}

// handedOver says whether what the batch was promoted with is live, or was since.
func (p *planner) handedOver() bool {
	if p.madeLive(p.status.Rollout) {
		return true
	}
	if p.Live == nil {
		return false
	}
	for _, e := range p.status.Intents {
		if _, exists := p.Intents[e.Name]; exists && e.Candidate != "" && p.stable(e.Name) != e.Candidate {
			return false
		}
	}
	c := p.status.Candidate
	return c == nil || !p.othersDiffer(&content{policy: c.EscalationPolicy, understanding: c.Understanding, texts: c.TextsRevision})
}

// rollBack gives every conversation to stable again.
func (p *planner) rollBack(reason, because string) {
	p.dropCandidates()
	from := value(p.status.Percent)
	p.status.Result = v1alpha1.ResultRolledBack
	p.status.Percent = new(int32(0))
	message := fmt.Sprintf("rolled back at step %s, %d%% of conversations: %s", p.status.Step, from, because)
	event := v1alpha1.ReasonRolledBack
	if reason == v1alpha1.ReasonHeldOnTimeout {
		event = reason
	}
	p.record(v1alpha1.DecisionRolledBack, event, message)
	p.say(Stalled, v1alpha1.ReasonRolledBack, message)
}

// superseded ends a rollout whose content is not the one of the spec any more, or not to be
// served now. It goes on where it was when its content comes back; what replaces it begins
// from the first step.
func (p *planner) superseded() bool {
	c := &p.view.content
	is, goesOn := "revision "+short(p.status.Revision), fmt.Sprintf("it goes on at step %s", p.status.Step)
	switch {
	case p.view.served && p.confirmed() && c.revision == p.status.Revision:
		p.withdraw(v1alpha1.ReasonSuperseded, is+" needs no rollout any more: every conversation gets it")
		p.status.Suspended = nil
		return true
	case p.pin() != "":
		p.suspend(v1alpha1.ReasonPinned, fmt.Sprintf("%s is not served for now, %s afterwards: %s", is, goesOn, p.pin()))
		return true
	case len(c.pending) > 0 || c.awaited != "" || (c.revision == p.status.Revision && len(c.missing) == 0):
		return false
	case len(c.missing) > 0:
		p.suspend(v1alpha1.ReasonSuperseded, fmt.Sprintf("%s is not served for now, %s once the batch is corrected: %s exist", is, goesOn, list(c.missing, "does not", "do not")))
	case p.view.served:
		p.suspend(v1alpha1.ReasonSuperseded, is+" is no longer asked for: the batch is again as stable serves it")
	case p.view.resumes:
		p.suspend(v1alpha1.ReasonSuperseded, fmt.Sprintf("%s is replaced by %s, which goes on where it was", is, short(c.revision)))
	case p.view.reverts:
		p.suspend(v1alpha1.ReasonSuperseded, fmt.Sprintf("%s is replaced by %s, which was live before", is, short(c.revision)))
	default:
		p.suspend(v1alpha1.ReasonSuperseded, fmt.Sprintf("%s is replaced by %s, which begins from the first step; %s if the edit is undone", is, short(c.revision), goesOn))
	}
	p.keepsTurn = true
	return true
}

// suspend ends a rollout that goes on when its content comes back. One is remembered: where
// the content is that of the one before, that one.
func (p *planner) suspend(reason, message string) {
	c, remembered := &p.view.content, p.status.Suspended
	if remembered == nil || len(c.missing) > 0 || remembered.Revision != c.revision || c.revision == p.status.Revision {
		remembered = p.suspension()
	}
	p.withdraw(reason, message)
	p.status.Suspended = remembered
}

// suspension is the rollout under way as it is to be remembered; nil: it has no steps.
func (p *planner) suspension() *v1alpha1.SuspendedRollout {
	s := &p.status
	if s.Revision == "" || s.Rollout == "" || len(s.Steps) == 0 {
		return nil
	}
	out := &v1alpha1.SuspendedRollout{
		Revision: s.Revision, Rollout: s.Rollout, SuspendedAt: p.now, StartedAt: s.StartedAt,
		PlannedSteps: s.PlannedSteps, EvidenceVersion: s.EvidenceVersion,
		Steps: slices.Clone(s.Steps), Gates: slices.Clone(s.Gates), DefaultGatesReason: s.DefaultGatesReason, Evidence: s.Evidence,
	}
	if r := p.compared(); r != nil {
		out.Live = r.Name
	}
	return out
}

// withdraw ends a rollout that was not judged.
func (p *planner) withdraw(reason, message string) {
	p.dropCandidates()
	p.status.Result = ""
	p.status.Percent = new(int32(0))
	p.record(v1alpha1.DecisionSuperseded, reason, message)
	p.status.Rollout, p.status.Step, p.status.Percent = "", "", nil
}

func (p *planner) dropCandidates() {
	for i := range p.status.Intents {
		p.status.Intents[i].Candidate = ""
	}
	p.status.Candidate = nil
}

// giveUp lets other batches pass where the Bot cannot serve this one: theirs may be the
// change that it lacks.
func (p *planner) giveUp(refusal string) {
	p.withdraw(v1alpha1.ReasonReleaseInvalid, fmt.Sprintf(
		"revision %s gives up its turn: Bot %s cannot serve it beside what is live now: %s", short(p.status.Revision), p.spec.BotRef.Name, refusal))
}

// resumes says whether the suspended rollout of a batch goes on with its present content:
// compared with the same release, and judged by the same gates.
func (s *Snapshot) resumes(v *view) bool {
	was := v.batch.Status.Suspended
	return was != nil && was.Revision == v.content.revision && len(v.content.missing) == 0 && len(was.Steps) > 0 &&
		!v.served && s.sameLive(was.Live) && !v.asksOtherwise(was.Gates, was.DefaultGatesReason) && !v.otherEvidence(was.Evidence)
}

// resume goes on with the suspended rollout, in its step and with its counts.
func (p *planner) resume() {
	was := p.status.Suspended.DeepCopy()
	p.status.Suspended, p.status.Result = nil, ""
	p.status.Revision, p.status.Rollout, p.status.StartedAt = was.Revision, was.Rollout, was.StartedAt
	p.status.PlannedSteps, p.status.EvidenceVersion = was.PlannedSteps, was.EvidenceVersion
	p.status.Gates, p.status.DefaultGatesReason, p.status.Evidence = was.Gates, was.DefaultGatesReason, was.Evidence
	p.setCandidates()
	p.status.Steps = was.Steps
	last := &p.status.Steps[len(p.status.Steps)-1]
	p.status.Step, p.status.Percent = last.Name, new(value(last.Percent))
	if away := p.now.Sub(was.SuspendedAt.Time); !was.SuspendedAt.IsZero() && away > 0 {
		for _, t := range []*metav1.Time{&last.StartedAt, &last.PassedAt} {
			if !t.IsZero() {
				*t = metav1.NewTime(t.Add(away))
			}
		}
	}
	p.record(v1alpha1.DecisionResumed, v1alpha1.ReasonResumed, fmt.Sprintf("rollout %s of %s goes on at step %s: %d%% of conversations",
		p.status.Rollout, p.brings(), p.status.Step, value(p.status.Percent)))
	p.out.Starts = true
	p.say(Reconciling, v1alpha1.ReasonResumed, p.where("goes on; "+p.notLoaded()))
}
