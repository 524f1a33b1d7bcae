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
		p.say(Stalled, v1alpha1.ReasonRolledBack, p.lastDecision("rolled back", v1alpha1.DecisionRolledBack))
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
	p.say(Ready, v1alpha1.ReasonPromoted, p.lastDecision(p.everybodyGets(), v1alpha1.DecisionPromoted, v1alpha1.DecisionReverted))
}

func (p *planner) everybodyGets() string {
	return "every conversation gets revision " + short(p.status.Revision)
}

// lastDecision is the message of the newest of some decisions, if it begins as expected, or else
// what was expected.
func (p *planner) lastDecision(expected string, decisions ...v1alpha1.BatchDecision) string {
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

// batches are all batches of the Bot, the planned one included, oldest first. Those that
// are being deleted no longer count.
func (s *Snapshot) batches() []*v1alpha1.IntentBatch {
	var all []*v1alpha1.IntentBatch
	for _, b := range append([]*v1alpha1.IntentBatch{s.Batch}, s.Siblings...) {
		if b.DeletionTimestamp.IsZero() {
			all = append(all, b)
		}
	}
	slices.SortFunc(all, func(a, b *v1alpha1.IntentBatch) int {
		switch {
		case older(a, b):
			return -1
		case older(b, a):
			return 1
		}
		return 0
	})
	return all
}

// older orders batches fairly and the same way for everybody: by age, then by name.
func older(a, b *v1alpha1.IntentBatch) bool {
	if !a.CreationTimestamp.Equal(&b.CreationTimestamp) {
		return a.CreationTimestamp.Before(&b.CreationTimestamp)
	}
	return a.Name < b.Name
}

// checkDependencies checks that dependsOn names batches of the Bot and leads nowhere back.
func (s *Snapshot) checkDependencies(b *v1alpha1.IntentBatch) []problem {
	byName := map[string]*v1alpha1.IntentBatch{}
	for _, other := range s.batches() {
		byName[other.Name] = other
	}
	if path := cycle(byName, b.Name); path != nil {
		return []problem{{v1alpha1.ReasonDependencyCycle, fmt.Sprintf(
			"spec.dependsOn: %s is a cycle, so none of these can begin: remove one of the dependencies", strings.Join(path, " -> ")), true}}
	}
	var missing []string
	for _, name := range b.Spec.DependsOn {
		if byName[name] == nil {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return []problem{{v1alpha1.ReasonReferenceNotFound, fmt.Sprintf(
			"spec.dependsOn: Bot %s has no IntentBatch %s: create it or remove the dependency", b.Spec.BotRef.Name, strings.Join(missing, ", ")), false}}
	}
	return nil
}

// cycle returns the way from a batch back to itself, or nil. Each batch is visited once,
// so the search ends.
func cycle(byName map[string]*v1alpha1.IntentBatch, start string) []string {
	visited := map[string]bool{}
	var search func(name string, path []string) []string
	search = func(name string, path []string) []string {
		b := byName[name]
		if b == nil {
			return nil
		}
		for _, next := range b.Spec.DependsOn {
			if next == start {
				return append(path, next)
			}
			if visited[next] {
				continue
			}
			visited[next] = true
			if found := search(next, append(path, next)); found != nil {
				return found
			}
		}
		return nil
	}
	return search(start, []string{start})
}

// unmet are the dependencies that are not promoted, in words; empty when all are.
func (s *Snapshot) unmet(b *v1alpha1.IntentBatch) []string {
	var out []string
	for _, other := range s.batches() {
		if slices.Contains(b.Spec.DependsOn, other.Name) && other.Status.Result != v1alpha1.ResultPromoted {
			how := "has not begun"
			switch {
			case rolling(&other.Status):
				how = "is being rolled out"
			case other.Status.Result == v1alpha1.ResultRolledBack:
				how = "was rolled back: correct its intents, set its spec.retry, or remove the dependency"
			}
			out = append(out, other.Name+" "+how)
		}
	}
	return out
}

// turn says why it is not the batch's turn; empty when it is.
func (p *planner) turn() (reason, message string) {
	if waits := p.unmet(p.Batch); len(waits) > 0 {
		p.out.Bounded = slices.ContainsFunc(p.batches(), func(other *v1alpha1.IntentBatch) bool {
			return slices.Contains(p.spec.DependsOn, other.Name) && other.Status.Result == v1alpha1.ResultRolledBack
		})
		return v1alpha1.ReasonDependencyPending, "waits until the batches it depends on are promoted: " + strings.Join(waits, ", ")
	}
	for _, other := range p.batches() {
		switch {
		case other == p.Batch:
		case rolling(&other.Status):
			return v1alpha1.ReasonAnotherBatchActive, fmt.Sprintf(
				"waits until %s has ended: one batch of a Bot rolls at a time", other.Name)
		case promoting(&other.Status):
			return v1alpha1.ReasonAnotherBatchActive, fmt.Sprintf(
				"waits until every conversation gets what %s brings", other.Name)
		case p.look(other).reverts:
			return v1alpha1.ReasonQueued, fmt.Sprintf("waits for its turn after %s, which goes back to what was live before", other.Name)
		}
	}
	if p.keepsTurn {
		return "", ""
	}
	if len(p.view.awaited) > 0 {
		return v1alpha1.ReasonBaselinePending, "waits until the baseline of what gates it is captured, while stable serves alone: KPITarget " + strings.Join(p.view.awaited, ", ")
	}
	for _, other := range p.batches() {
		if other == p.Batch || !older(other, p.Batch) {
			continue
		}
		if v := p.look(other); v.wants() && len(p.unmet(other)) == 0 {
			return v1alpha1.ReasonQueued, fmt.Sprintf("waits for its turn after %s, which is older", other.Name)
		}
	}
	return "", ""
}

// refused says that the batch cannot begin beside what is live. What is live of another
// intent may be older than its spec; then the batch of that one has to go first.
func (p *planner) refused() (State, string) {
	message := fmt.Sprintf("Bot %s cannot serve it beside what is live now: %s", p.spec.BotRef.Name, p.view.refusal)
	var first []string
	for _, other := range p.batches() {
		if other == p.Batch {
			continue
		}
		if v := p.look(other); rolling(&other.Status) || promoting(&other.Status) || v.wants() {
			first = append(first, other.Name)
		}
	}
	if len(first) == 0 {
		return Stalled, message + ". What is live may be older than the spec: its batch has to bring the change first, or one batch both"
	}
	return Reconciling, message + ". What is live may be older than the spec: waits for " + strings.Join(first, ", ")
}

// otherRolls names an older batch that rolls at the same time, which only two writers at
// once could bring about; the younger one stands still until the older has ended.
func (p *planner) otherRolls() string {
	for _, other := range p.batches() {
		if other != p.Batch && rolling(&other.Status) && older(other, p.Batch) {
			return other.Name
		}
	}
	return ""
}
