// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"slices"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
)

// roll moves a running rollout.
func (p *planner) roll() {
	if p.superseded() {
		return
	}
	if by := p.reviewRollback(); by != "" {
		p.rollBack(v1alpha1.ReasonRolledBack, by)
		return
	}
	if p.restarted() {
		return
	}
	record := p.currentRecord()
	// A status that was damaged may lack them.
	p.addKinds(record, p.status.Steps[:len(p.status.Steps)-1], value(p.present().MinConversations) == 0)
	steps, lost := p.counted()
	if lost != "" && !p.failed() {
		p.evidenceLost(lost)
		return
	}
	loaded, notLoaded := p.loaded()
	if loaded && record.StartedAt.IsZero() {
		record.StartedAt = p.now
	}
	outcome := gate.Evaluate(p.input(steps))
	if lost == "" {
		// The record of a failure stays what it was judged on.
		p.keepCounts(steps)
	}
	p.status.Gates = outcome.Gates
	p.status.Verdict, p.status.Escalation, p.status.CSAT = outcome.Verdict, outcome.Escalation, outcome.CSAT
	p.act(outcome, loaded, notLoaded)
}

// act does what the evidence asks for, as far as people and the bot let it.
func (p *planner) act(o gate.Outcome, loaded bool, notLoaded string) {
	switch {
	case o.Decision == gate.Rollback && o.Reason == v1alpha1.ReasonGateFailed && p.spec.OnFailure == v1alpha1.StopHold:
		p.stand(Stalled, v1alpha1.ReasonHeldOnFailure, fmt.Sprintf(
			"%s; held by spec.onFailure: set spec.retry to a new value to try this step again, or correct an intent", o.Message))
	case o.Decision == gate.Rollback && o.Reason == v1alpha1.ReasonGateFailed:
		p.rollBack(o.Reason, o.Message+p.mostHandedOver(o.Gate))
	case p.stopped(o):
	case !loaded && p.view.refusal != "" && p.view.content.revision == p.status.Revision:
		p.giveUp(p.view.refusal)
	case o.Decision == gate.Hold && unseen[o.Reason]:
		// Without metrics it is not known either what the pods have loaded: the outage is why.
		p.stand(Reconciling, o.Reason, o.Message)
	case !loaded:
		p.wait(v1alpha1.ReasonBotNotReady, notLoaded)
	case o.Decision == gate.Rollback:
		p.rollBack(o.Reason, o.Message)
	case o.Decision == gate.Hold && o.Reason == v1alpha1.ReasonHeldOnTimeout:
		p.stand(Stalled, o.Reason, o.Message+"; a longer maxWait or a new value of spec.retry goes on")
	case o.Decision == gate.Hold:
		p.stand(Reconciling, o.Reason, o.Message)
	case o.Decision == gate.Promote:
		p.earned(o)
	default:
		p.waitForGates(o)
	}
}

// unseen are the reasons to hold when the metrics say nothing, or nothing new.
var unseen = map[string]bool{
	v1alpha1.ReasonMetricsError: true,
	v1alpha1.ReasonStaleData:    true,
}

// currentRecord is the record of the present step.
func (p *planner) currentRecord() *v1alpha1.StepRecord {
	if n := len(p.status.Steps); n > 0 && p.status.Steps[n-1].Name == p.status.Step {
		return &p.status.Steps[n-1]
	}
	// A status without its last step was damaged by somebody; the step starts again.
	p.status.Steps = append(p.status.Steps, v1alpha1.StepRecord{Name: p.status.Step, Percent: new(value(p.status.Percent))})
	return &p.status.Steps[len(p.status.Steps)-1]
}

// minInStep is how many candidate conversations a step with both tracks must have seen
// itself, whatever the steps before saw.
const minInStep = 20

func (p *planner) input(steps []gate.Step) gate.Input {
	step, record := p.present(), p.currentRecord()
	in := gate.Input{
		Gates: p.pinned(), Budget: budget(p.Batch), Grid: p.status.EvidenceVersion,
		PlannedSteps: int(p.status.PlannedSteps), Steps: steps,
		StableAnswers: p.stableAnswers(), AtOnce: atOnce(p.steps),
		Data: gate.Data{
			Error: p.Metrics.Error, Missing: !p.Metrics.Known,
			Age: p.Metrics.Age, MaxStaleness: p.Metrics.MaxStaleness,
		},
		Evidence:    p.leftOut(),
		Mode:        step.Require,
		MinDuration: step.MinDuration.Or(0), MaxWait: step.MaxWait.Or(0), OnTimeout: step.OnTimeout,
	}
	if in.MinConversations = value(step.MinConversations); in.MinConversations > 0 {
		in.MinNew, in.MinChanged = in.MinConversations, in.MinConversations
	} else {
		in.MinConversations = record.MinConversations
		in.MinNew, in.MinChanged = minimums(record)
	}
	if percent := value(record.Percent); percent > 0 && percent < 100 {
		in.MinInStep = min(minInStep, max(in.MinConversations, in.MinNew, in.MinChanged))
	}
	if !record.StartedAt.IsZero() {
		in.Elapsed = max(0, p.Now.Sub(record.StartedAt.Time))
	}
	if p.failed() {
		in.Latched = p.status.Gates
	}
	return in
}

// failed says whether a gate has failed in this rollout. Nothing but a new rollout, which
// people ask for, undoes that.
func (p *planner) failed() bool {
	return slices.ContainsFunc(p.status.Gates, func(g v1alpha1.GateStatus) bool { return g.Verdict == v1alpha1.VerdictFail })
}

// loaded says whether every pod serves the rollout as the status has it.
func (p *planner) loaded() (ok bool, why string) {
	if p.Bot == nil {
		return false, fmt.Sprintf("there is no Bot %s in this namespace", p.spec.BotRef.Name)
	}
	r := p.Bot.Status.Release
	if r == nil || r.Rollout != p.status.Rollout || r.Step != p.status.Step || value(r.Percent) != value(p.status.Percent) {
		return false, fmt.Sprintf("waits until Bot %s serves the step", p.Bot.Name)
	}
	if value(p.Bot.Status.ReadyReplicas) == 0 {
		return false, fmt.Sprintf("waits for a ready pod of Bot %s", p.Bot.Name)
	}
	for i := range p.Bot.Status.Conditions {
		if c := &p.Bot.Status.Conditions[i]; c.Type == v1alpha1.ConditionReleaseLoaded {
			if c.Status == "True" {
				return true, ""
			}
			return false, fmt.Sprintf("waits until every pod of Bot %s has loaded the release: %s", p.Bot.Name, c.Message)
		}
	}
	return false, fmt.Sprintf("waits until Bot %s says that every pod has loaded the release", p.Bot.Name)
}

// where begins every message about a running rollout.
func (p *planner) where(message string) string {
	return fmt.Sprintf("step %s, %d%% of conversations: %s", p.status.Step, value(p.status.Percent), message)
}

// wait says what the step is waiting for in its normal course.
func (p *planner) wait(reason, message string) {
	p.released()
	p.say(Reconciling, reason, p.where(message))
}

// stand says why the step stands still, and notes it.
func (p *planner) stand(state State, reason, message string) {
	p.held(reason, message)
	p.say(state, reason, p.where(message))
}

func (p *planner) waitForGates(o gate.Outcome) {
	message := o.Message
	if end := p.minimumEnds(); end.After(p.Now) {
		p.until = end
		message += "; the step lasts at least until " + clock(end)
	}
	p.wait(o.Reason, message)
}

// minimumEnds is when the step's minDuration is over; zero before its clock starts.
func (p *planner) minimumEnds() time.Time {
	record := p.currentRecord()
	if record.StartedAt.IsZero() {
		return time.Time{}
	}
	return record.StartedAt.Add(p.present().MinDuration.Or(0))
}

// clock writes a time for people.
func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
