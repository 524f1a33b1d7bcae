// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
)

// stopped says why people, or the state of the bot, let no step advance, whatever the
// gates say. A failing gate has been acted upon before this is asked.
func (p *planner) stopped(o gate.Outcome) bool {
	gates := "; meanwhile: " + o.Message
	switch {
	case p.Bot != nil && p.Bot.Spec.Automation == v1alpha1.AutomationDisabled:
		p.stand(Reconciling, v1alpha1.ReasonAutomationDisabled, fmt.Sprintf(
			"spec.automation of Bot %s is Disabled, so every conversation goes to a person and no step advances", p.Bot.Name))
	case p.spec.State == v1alpha1.BatchHeld:
		p.stand(Ready, v1alpha1.ReasonHeld, "held by spec.state"+gates)
	case len(p.view.problems) > 0:
		p.stand(p.view.state(), p.view.problems[0].reason, p.view.complaint())
	case p.otherRolls() != "":
		p.stand(Reconciling, v1alpha1.ReasonAnotherBatchActive, fmt.Sprintf("waits until %s has ended: one batch of a Bot rolls at a time", p.otherRolls()))
	default:
		return p.reviewStops(gates)
	}
	return true
}

// reviewStops says whether a review is overdue or asked to hold.
func (p *planner) reviewStops(gates string) bool {
	if r := p.review(); r != nil && r.Decision == v1alpha1.ReviewHold {
		p.stand(Ready, v1alpha1.ReasonHeld, fmt.Sprintf("held by the review of %s at %s%s", r.By, clock(r.At.Time), gates))
		return true
	}
	due, asked := p.reviewDue()
	if !asked {
		return false
	}
	if p.Now.Before(due) {
		p.until = due
		return false
	}
	p.stand(Reconciling, v1alpha1.ReasonReviewOverdue, fmt.Sprintf(
		"a review was due at %s: look at the figures and set spec.lastReview%s", clock(due), gates))
	return true
}

// review is the last one, if it belongs to this rollout.
func (p *planner) review() *v1alpha1.Review {
	r := p.spec.LastReview
	if r == nil || r.At.Time.Before(p.status.StartedAt.Time) {
		return nil
	}
	return r
}

// reviewDue is when the next review has to take place.
func (p *planner) reviewDue() (due time.Time, asked bool) {
	if p.spec.Review == nil {
		return time.Time{}, false
	}
	last := p.status.StartedAt.Time
	if r := p.review(); r != nil {
		last = r.At.Time
		if last.After(p.Now) {
			// A review in the future would put all reviews off.
			last = p.Now
		}
	}
	return last.Add(p.spec.Review.Every.Or(0)), true
}

// reviewRollback says who decided to roll back, if anybody did.
func (p *planner) reviewRollback() string {
	if r := p.review(); r != nil && r.Decision == v1alpha1.ReviewRollback {
		return fmt.Sprintf("%s decided so in the review at %s", r.By, clock(r.At.Time))
	}
	return ""
}
