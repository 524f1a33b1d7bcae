// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// rest says how a batch stands that is not rolling, and begins a rollout when it can.
func (p *planner) rest() {
	c := &p.view.content
	if c.revision != "" && len(c.missing) == 0 {
		p.status.Revision = c.revision
	}
	p.listIntents()
	if len(p.status.Gates) == 0 || p.status.Result == "" {
		p.pinGates()
	}
	switch {
	case c.stableServes(&p.status):
		p.settled()
	case p.view.failed(&p.status):
		p.say(Ready, v1alpha1.ReasonRolledBack, p.lastWords(v1alpha1.DecisionRolledBack))
	case len(p.view.problems) > 0:
		p.say(p.view.state(), p.view.problems[0].reason, p.view.complaint())
	case len(c.pending) > 0:
		p.say(Reconciling, v1alpha1.ReasonQueued, "waits until the newest spec of these intents is kept as a revision: "+strings.Join(c.pending, ", "))
	case p.spec.State == v1alpha1.BatchHeld:
		p.say(Stalled, v1alpha1.ReasonHeld, "held by spec.state before it begins")
	default:
		p.queue()
	}
}

// listIntents shows every intent of the spec that exists, also before it rolls.
func (p *planner) listIntents() {
	for _, name := range p.spec.Intents {
		if _, exists := p.Intents[name]; exists && find(p.status.Intents, name) == nil {
			p.status.Intents = append(p.status.Intents, v1alpha1.BatchIntentStatus{Name: name})
		}
	}
}

// settled is a batch whose content every conversation gets.
func (p *planner) settled() {
	p.status.ObservedRetry = string(p.spec.Retry)
	if p.status.Result != v1alpha1.ResultPromoted {
		p.status.Result = v1alpha1.ResultPromoted
		p.status.Percent = new(int32(100))
		p.record(v1alpha1.DecisionPromoted, v1alpha1.ReasonPromoted, fmt.Sprintf(
			"every conversation gets revision %s, as stable already serves it", short(p.status.Revision)))
	}
	p.say(Ready, v1alpha1.ReasonPromoted, p.lastWords(v1alpha1.DecisionPromoted))
}

// lastWords is the message of the newest decision of a kind.
func (p *planner) lastWords(d v1alpha1.BatchDecision) string {
	for i := len(p.status.History) - 1; i >= 0; i-- {
		if r := &p.status.History[i]; r.Decision == d {
			return r.Message
		}
	}
	return fmt.Sprintf("revision %s", short(p.status.Revision))
}

// queue begins a rollout when it is the batch's turn.
func (p *planner) queue() {
	if reason, message := p.turn(); reason != "" {
		p.say(Reconciling, reason, message)
		return
	}
	if p.Bot.Spec.Automation == v1alpha1.AutomationDisabled {
		p.say(Reconciling, v1alpha1.ReasonKillSwitch, fmt.Sprintf("waits: spec.automation of Bot %s is Disabled", p.Bot.Name))
		return
	}
	if p.Metrics.Error != "" {
		p.say(Reconciling, v1alpha1.ReasonMetricsError, "waits to begin until the metrics can be read: "+p.Metrics.Error)
		return
	}
	if message, opening := p.freeze(); message != "" {
		p.until = opening
		p.say(Reconciling, v1alpha1.ReasonFrozen, message)
		return
	}
	if message := p.view.unapproved(); message != "" {
		p.say(Reconciling, v1alpha1.ReasonApprovalRequired, message)
		return
	}
	if p.Unservable != "" {
		state, message := p.unservable()
		p.say(state, v1alpha1.ReasonReleaseInvalid, message)
		return
	}
	p.start(p.view.first)
}

func (p *planner) start(from int) {
	decision, reason, why := v1alpha1.DecisionStarted, v1alpha1.ReasonStepStarted, "begins"
	if from > 0 {
		decision, reason = v1alpha1.DecisionRetried, v1alpha1.ReasonRetried
		why = fmt.Sprintf("begins again, as spec.retry %q asks,", p.spec.Retry)
	}
	step := p.steps[from]
	p.begin(step)
	p.record(decision, reason, fmt.Sprintf("rollout %s of %s %s with step %s: %d%% of conversations",
		p.status.Rollout, p.brings(), why, step.Name, value(step.Percent)))
	p.out.Starts = true
	p.say(Reconciling, reason, p.where("begins; "+p.notLoaded()))
}
