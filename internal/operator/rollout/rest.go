// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// rest says how a batch stands that is not rolling, and begins a rollout when it can.
func (p *planner) rest() {
	c := &p.view.content
	if c.revision != "" && len(c.missing) == 0 {
		p.status.Revision = c.revision
	}
	if len(p.status.Gates) == 0 || p.status.Result == "" {
		p.pinGates()
	}
	switch {
	case p.view.served && len(p.view.problems) == 0:
		p.settled()
	case p.view.failed(&p.status):
		p.say(Stalled, v1alpha1.ReasonRolledBack, p.lastWords("rolled back", v1alpha1.DecisionRolledBack))
	case len(p.view.problems) > 0:
		p.say(p.view.state(), p.view.problems[0].reason, p.view.complaint())
	case len(c.pending) > 0:
		p.say(Reconciling, v1alpha1.ReasonQueued, "waits until the newest spec of these intents is kept as a revision: "+strings.Join(c.pending, ", "))
	case c.awaited != "":
		p.say(Reconciling, v1alpha1.ReasonQueued, "waits until "+c.awaited)
	case p.pin() != "":
		p.say(Reconciling, v1alpha1.ReasonPinned, p.pin())
	case p.awaitsFirst():
		p.say(Reconciling, v1alpha1.ReasonFirstRelease, fmt.Sprintf("waits for the first release of Bot %s, which takes in what all batches bring", p.Bot.Name))
	case p.spec.State == v1alpha1.BatchHeld:
		p.say(Ready, v1alpha1.ReasonHeld, "held by spec.state before it begins")
	case p.view.refusal != "":
		state, message := p.refused()
		p.say(state, v1alpha1.ReasonReleaseInvalid, message)
	case p.view.reverts && p.confirmed():
		p.revert()
	default:
		p.queue()
	}
}

// settled is a batch whose content every conversation gets.
func (p *planner) settled() {
	p.status.ObservedRetry = string(p.spec.Retry)
	if p.status.Result != v1alpha1.ResultPromoted {
		p.status.Rollout, p.status.Step, p.status.Verdict, p.status.Escalation, p.status.CSAT = "", "", "", "", ""
		p.pinGates()
	}
	p.status.Result = v1alpha1.ResultPromoted
	p.status.Percent = new(int32(100))
	p.say(Ready, v1alpha1.ReasonPromoted, p.lastWords(p.everybodyGets(), v1alpha1.DecisionPromoted, v1alpha1.DecisionReverted))
}

func (p *planner) everybodyGets() string {
	return "every conversation gets revision " + short(p.status.Revision)
}

// lastWords is the message of the newest of some decisions, if it begins as expected, or else
// what was expected.
func (p *planner) lastWords(expected string, decisions ...v1alpha1.BatchDecision) string {
	for i := len(p.status.History) - 1; i >= 0; i-- {
		if r := &p.status.History[i]; slices.Contains(decisions, r.Decision) && strings.HasPrefix(r.Message, expected) {
			return r.Message
		} else if slices.Contains(decisions, r.Decision) {
			break
		}
	}
	return expected
}

// queue begins a rollout when it is the batch's turn.
func (p *planner) queue() {
	if reason, message := p.turn(); reason != "" {
		p.say(Reconciling, reason, message)
		return
	}
	if !p.confirmed() {
		p.say(Reconciling, v1alpha1.ReasonBotNotReady, fmt.Sprintf("waits until Bot %s says which release it serves to every conversation", p.Bot.Name))
		return
	}
	if p.Bot.Spec.Automation == v1alpha1.AutomationDisabled {
		p.say(Reconciling, v1alpha1.ReasonAutomationDisabled, fmt.Sprintf("waits: spec.automation of Bot %s is Disabled", p.Bot.Name))
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
	if p.view.resumes {
		p.resume()
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
