// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
	"github.com/intentops/intentops/internal/operator/live"
	"github.com/intentops/intentops/internal/plural"
)

// earned lets the next step begin, or ends the rollout after the last.
func (p *planner) earned(o gate.Outcome) {
	record := p.record0()
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

// minCulprit is how many conversations of an intent a finger takes to be pointed.
const minCulprit = 10

// culprit names the intent of the rollout that was handed over most over the last day,
// where that is known, of those that the gate is about.
func (p *planner) culprit(gateName string) string {
	var about v1alpha1.IntentKind
	for i := range p.status.Gates {
		if g := &p.status.Gates[i]; g.Name == gateName {
			about = g.IntentKind
		}
	}
	worst, name, of := -1.0, "", 0
	for i := range p.status.Intents {
		entry := &p.status.Intents[i]
		fact := p.Intents[entry.Name]
		kind := brought(entry)
		if kind == "" || (about != "" && kind != about) {
			continue
		}
		of++
		rate, err := strconv.ParseFloat(strings.TrimSuffix(string(fact.Escalation), "%"), 64)
		if err == nil && fact.Conversations >= minCulprit && rate > worst {
			worst, name = rate, entry.Name
		}
	}
	if name == "" || of < 2 || worst <= 0 {
		return ""
	}
	return fmt.Sprintf("; most handed over: intent %s with %s of %s in the last day",
		name, p.Intents[name].Escalation, plural.Of(p.Intents[name].Conversations, "conversation"))
}
