// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/chars"
)

// maxHistory and maxMessage are what the API takes.
const (
	maxHistory = 20
	maxMessage = 1024
)

// record keeps a decision with the evidence it was taken on.
func (p *planner) record(decision v1alpha1.BatchDecision, reason, message string) {
	r := v1alpha1.DecisionRecord{
		At: p.now, Decision: decision, Rollout: p.status.Rollout, Step: p.status.Step,
		Reason: reason, Message: chars.Clip(message, maxMessage),
	}
	if p.status.Percent != nil {
		r.Percent = new(*p.status.Percent)
	}
	if evidenced[decision] {
		r.Gates = slices.Clone(p.status.Gates)
	}
	p.out.Decisions = append(p.out.Decisions, r)
	p.forgetRepeats(&r)
	p.status.History = append(p.status.History, r)
	if extra := len(p.status.History) - maxHistory; extra > 0 {
		p.status.History = slices.Delete(p.status.History, 0, extra)
	}
}

// evidenced are the decisions that rest on the gates.
var evidenced = map[v1alpha1.BatchDecision]bool{
	v1alpha1.DecisionAdvanced:   true,
	v1alpha1.DecisionPromoted:   true,
	v1alpha1.DecisionRolledBack: true,
	v1alpha1.DecisionHeld:       true,
}

// forgetRepeats keeps a hold that comes and goes from pushing everything else out: only
// its newest occurrence stays.
func (p *planner) forgetRepeats(r *v1alpha1.DecisionRecord) {
	h := p.status.History
	n := len(h)
	if r.Decision != v1alpha1.DecisionHeld || n < 2 || h[n-1].Decision != v1alpha1.DecisionReleased {
		return
	}
	if held := &h[n-2]; held.Decision == v1alpha1.DecisionHeld && held.Reason == r.Reason && held.Rollout == r.Rollout {
		p.status.History = h[:n-2]
	}
}

// holding is the hold that the rollout is in by its history; nil when it is in none.
func (p *planner) holding() *v1alpha1.DecisionRecord {
	if n := len(p.status.History); n > 0 {
		if r := &p.status.History[n-1]; r.Decision == v1alpha1.DecisionHeld && r.Rollout == p.status.Rollout {
			return r
		}
	}
	return nil
}

// held notes that the rollout stands still for a reason, once.
func (p *planner) held(reason, message string) {
	if h := p.holding(); h == nil || h.Reason != reason {
		p.record(v1alpha1.DecisionHeld, reason, message)
	}
}

// released notes that nothing holds the rollout any more.
func (p *planner) released() {
	if h := p.holding(); h != nil {
		p.record(v1alpha1.DecisionReleased, v1alpha1.ReasonReleased, "goes on: "+over(h.Reason))
	}
}

// over says that a reason to hold is gone.
func over(reason string) string {
	switch reason {
	case v1alpha1.ReasonHeld:
		return "nobody holds it any more"
	case v1alpha1.ReasonApprovalRequired:
		return "the next step is approved"
	case v1alpha1.ReasonFrozen:
		return "the freeze has ended"
	case v1alpha1.ReasonReviewOverdue:
		return "the review took place"
	case v1alpha1.ReasonAutomationDisabled:
		return "automation is enabled again"
	case v1alpha1.ReasonMetricsError, v1alpha1.ReasonNoData:
		return "the metrics can be read again"
	case v1alpha1.ReasonStaleData:
		return "the figures are fresh again"
	case v1alpha1.ReasonEvidenceLost:
		return "the counts are back"
	default:
		return reason + " is over"
	}
}
