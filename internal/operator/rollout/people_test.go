// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

// deed is something that people or machines do to a batch.
type deed struct {
	what string
	do   func(*world, string)
}

func onSpec(change func(*v1alpha1.IntentBatchSpec)) func(*world, string) {
	return func(w *world, name string) { w.spec(name, change) }
}

// deeds are everything that can happen to a batch under way, in no order.
func deeds() []deed {
	return []deed{
		{"the bot loses its store", func(w *world, _ string) { w.forget() }},
		{"customers suffer from the batch", func(w *world, _ string) { w.candidate = harmful }},
		{"customers like the batch", func(w *world, _ string) { w.candidate = good }},
		{"Prometheus goes away", func(w *world, _ string) { w.metricsDown = true }},
		{"Prometheus is back", func(w *world, _ string) { w.metricsDown = false }},
		{"automation is Disabled", func(w *world, _ string) { w.bot.Spec.Automation = v1alpha1.AutomationDisabled }},
		{"automation is Enabled", func(w *world, _ string) { w.bot.Spec.Automation = v1alpha1.AutomationEnabled }},
		{"spec.state is set to Held", onSpec(func(s *v1alpha1.IntentBatchSpec) { s.State = v1alpha1.BatchHeld })},
		{"spec.state is set to Active", onSpec(func(s *v1alpha1.IntentBatchSpec) { s.State = v1alpha1.BatchActive })},
		{"a review holds the batch", func(w *world, name string) { w.review(name, v1alpha1.ReviewHold) }},
		{"a review lets the batch go on", func(w *world, name string) { w.review(name, v1alpha1.ReviewContinue) }},
		{"a review rolls the batch back", func(w *world, name string) { w.review(name, v1alpha1.ReviewRollback) }},
		{"failures are to hold", onSpec(func(s *v1alpha1.IntentBatchSpec) { s.OnFailure = v1alpha1.StopHold })},
		{"failures are to roll the batch back", onSpec(func(s *v1alpha1.IntentBatchSpec) { s.OnFailure = v1alpha1.StopRollback })},
		{"spec.retry is set", func(w *world, name string) { w.retry(name) }},
		{"the error rates is edited", func(w *world, name string) { w.rebudget(name) }},
		{"the steps are edited", func(w *world, name string) { w.restep(name) }},
		{"the steps are edited together with the error rates", func(w *world, name string) {
			w.restep(name)
			w.rebudget(name)
		}},
		{"the steps are edited and spec.retry is set", func(w *world, name string) {
			w.restep(name)
			w.retry(name)
		}},
		{"the steps that ask for it are approved", func(w *world, name string) { w.approve(name) }},
		{"approvals are withdrawn", onSpec(func(s *v1alpha1.IntentBatchSpec) { s.Approvals = nil })},
		{"the intent is edited", func(w *world, _ string) { w.edit("order-status", fmt.Sprint("edit-", w.rng.IntN(1000))) }},
	}
}

// retry asks for another attempt.
func (w *world) retry(name string) {
	w.spec(name, func(s *v1alpha1.IntentBatchSpec) { s.Retry = v1alpha1.RetryValue(fmt.Sprint("attempt ", w.now.Unix())) })
}

// rebudget asks the gates another question.
func (w *world) rebudget(name string) {
	w.spec(name, func(s *v1alpha1.IntentBatchSpec) {
		s.ErrorRates = &v1alpha1.ErrorRates{FalseRollbackPercent: new(int32(1 + w.rng.IntN(10)))}
	})
}

// restep gives a batch other steps, under names of which some were there before.
func (w *world) restep(name string) {
	names := []string{"shadow", "ten", "half", "most", "nearly"}
	w.rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	var some []v1alpha1.RolloutStep
	for _, percent := range []int32{0, 2, 10, 50, 80} {
		if w.rng.IntN(2) == 0 {
			some = append(some, step(names[len(some)], percent))
		}
	}
	some = append(some, step("all", 100))
	for i := range some {
		some[i].MinDuration = "1h"
		if w.rng.IntN(4) == 0 {
			some[i].Approval = v1alpha1.ApprovalManual
		}
	}
	w.spec(name, func(s *v1alpha1.IntentBatchSpec) {
		s.Steps = some
		s.Approvals = nil
	})
}

// TestPeopleDoAnythingAtAnyTime lets people and machines do anything, in any order, several
// things at once. What becomes of the batch is of no concern: the invariants are.
func TestPeopleDoAnythingAtAnyTime(t *testing.T) {
	all := deeds()
	for seed := range 3 * orders {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := newWorld(t)
			w.rng = rand.New(rand.NewPCG(uint64(seed), 7))
			w.batch("week-1", "order-status")
			w.batch("week-2", "warranty")
			for range 60 {
				for range w.rng.IntN(3) {
					d := all[w.rng.IntN(len(all))]
					w.note("* %s", d.what)
					d.do(w, "week-1")
				}
				w.disorderly()
				w.now = w.now.Add(hastyTick)
				w.converse(hastyTick)
			}
			if t.Failed() {
				t.Log("\n" + strings.Join(w.log[max(0, len(w.log)-60):], "\n"))
			}
		})
	}
}
