// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
	"github.com/intentops/intentops/internal/operator/live"
	"github.com/intentops/intentops/internal/operator/notes"
)

// problem is a reason why a spec cannot be followed.
type problem struct {
	reason, message string
	// person is true when only a person can solve it; otherwise the object that is missing
	// may still arrive.
	person bool
}

// view is a batch as the planner of any batch sees it, so that all batches of a Bot agree
// on whose turn it is.
type view struct {
	batch    *v1alpha1.IntentBatch
	content  content
	problems []problem
	gates    []gate.Gate
	because  string
	// brings counts what differs from stable.
	brings gate.Composition
	// served: every conversation gets the content already. reverts: it goes back to what was
	// live before, at once. resumes: the suspended rollout goes on with it.
	served, reverts, resumes bool
	// refusal is why the Bot cannot serve the content beside what is live; empty: it can, or
	// has not tried.
	refusal string
	// awaited are KPITargets whose baseline must be there first.
	awaited []string
	// first is the place in the steps that a rollout begins with.
	first int
	steps []v1alpha1.RolloutStep
	// outcomeAfter is when the Bot counts a conversation.
	outcomeAfter time.Duration
}

func (s *Snapshot) look(b *v1alpha1.IntentBatch) view {
	v := view{batch: b, content: s.content(b)}
	v.problems = append(v.problems, s.checkReferences(b, &v.content)...)
	v.problems = append(v.problems, s.checkDependencies(b)...)
	v.problems = append(v.problems, s.checkSteps(b)...)
	var bad []problem
	v.gates, v.because, bad = s.resolveGates(b, &v.content)
	v.problems = append(v.problems, bad...)
	v.steps = s.effectiveSteps(b)
	v.first = v.begins()
	v.outcomeAfter = s.outcomeAfter()
	v.awaited = s.awaited(b)
	v.brings = s.composition(b, &v.content)
	v.served = s.serves(&v.content)
	if s.Bot != nil && v.content.revision != "" {
		if r := live.Refusal(s.Bot, s.Live, b.Name, v.content.revision); r != nil {
			v.refusal = r.Message
		}
	}
	v.resumes = s.resumes(&v)
	v.reverts = v.ready() && b.Spec.OnRevert != v1alpha1.ReleaseSteps && s.wasLive(&v.content)
	return v
}

func (v *view) accepted(doubts []string) Condition {
	if len(v.problems) == 0 {
		return Condition{"True", v1alpha1.ReasonAccepted, notes.Add("the spec is valid", doubts...)}
	}
	return Condition{"False", v.problems[0].reason, v.complaint()}
}

// complaint lists what is wrong.
func (v *view) complaint() string {
	var messages []string
	for _, p := range v.problems {
		messages = append(messages, p.message)
	}
	return strings.Join(messages, "; ")
}

// state says whether somebody has to act.
func (v *view) state() State {
	for _, p := range v.problems {
		if p.person {
			return Stalled
		}
	}
	return Reconciling
}

// failed says whether exactly this content was rolled back, and nobody asked for a retry.
func (v *view) failed(s *v1alpha1.IntentBatchStatus) bool {
	return s.Result == v1alpha1.ResultRolledBack && v.content.revision != "" &&
		IsRolloutOf(s.Rollout, v.batch.Name, v.content.revision) && !v.retryAsked()
}

// begins is where a rollout begins: at a retry of the same content as far as the failed
// step, else with the first step.
func (v *view) begins() int {
	s := &v.batch.Status
	same := IsRolloutOf(s.Rollout, v.batch.Name, v.content.revision)
	if !same || s.Result != v1alpha1.ResultRolledBack || !v.retryAsked() {
		return 0
	}
	var failed int32
	if n := len(s.Steps); n > 0 {
		failed = value(s.Steps[n-1].Percent)
	}
	return retryStep(v.steps, failed)
}

// unapproved says what is missing before a rollout may begin; empty when nothing is.
func (v *view) unapproved() string {
	if !v.resumes {
		return approval(v.batch, v.content.revision, v.steps[v.first])
	}
	step := &v.batch.Status.Suspended.Steps[len(v.batch.Status.Suspended.Steps)-1]
	if i := indexOf(v.steps, step.Name); i >= 0 {
		return approval(v.batch, v.content.revision, v.steps[i])
	}
	return ""
}

func (v *view) retryAsked() bool {
	return v.batch.Spec.Retry != "" && string(v.batch.Spec.Retry) != v.batch.Status.ObservedRetry
}

// ready says whether the present content would change what customers get, if it could.
func (v *view) ready() bool {
	return v.batch.DeletionTimestamp.IsZero() && v.content.revision != "" &&
		!v.served && !v.failed(&v.batch.Status) && len(v.problems) == 0 && v.refusal == "" && v.batch.Spec.State != v1alpha1.BatchHeld
}

// wants says whether the batch would begin a rollout if it were its turn.
func (v *view) wants() bool {
	s := &v.batch.Status
	return v.ready() && !rolling(s) && !promoting(s) && len(v.awaited) == 0 && v.unapproved() == ""
}

// owner is the batch that an intent belongs to, the same for everybody; nil: none. It is the
// one that brings the intent to customers, or else the oldest that names it.
func (s *Snapshot) owner(intent string) *v1alpha1.IntentBatch {
	all := s.batches()
	for _, holds := range []func(*v1alpha1.IntentBatch) bool{
		func(b *v1alpha1.IntentBatch) bool {
			e := find(b.Status.Intents, intent)
			return e != nil && e.Candidate != "" && (rolling(&b.Status) || promoting(&b.Status))
		},
		func(b *v1alpha1.IntentBatch) bool { return slices.Contains(b.Spec.Intents, intent) },
	} {
		if i := slices.IndexFunc(all, holds); i >= 0 {
			return all[i]
		}
	}
	return nil
}

// Owner is the batch of a Bot that an Intent belongs to, of those that name it; nil: none
// does.
func Owner(intent string, batches []*v1alpha1.IntentBatch) *v1alpha1.IntentBatch {
	if len(batches) == 0 {
		return nil
	}
	s := Snapshot{Batch: batches[0], Siblings: batches[1:]}
	return s.owner(intent)
}
