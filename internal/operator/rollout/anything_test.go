// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

// quick are steps that a rollout gets through within hours.
func quick() []v1alpha1.RolloutStep {
	some := steps(step("half", 50), step("all", 100))
	some[0].MinDuration, some[0].MinConversations = "4h", new(int64(20))
	return some
}

// losses are everything that happens to batches, intents, statuses and records, beside what
// people do to a rollout.
func losses() []deed {
	intents := []string{"order", "parcel", "warranty", "invoice"}
	return []deed{
		{"a batch is deleted", func(w *world, name string) { delete(w.batches, name) }},
		{"a batch is renamed", func(w *world, name string) {
			if w.batches[name] != nil {
				w.rename(name, fmt.Sprint("renamed-", w.rng.IntN(1000)))
			}
		}},
		{"a batch is made", func(w *world, _ string) {
			if len(w.batches) < 4 {
				b := w.batch(fmt.Sprint("made-", w.rng.IntN(1000)))
				b.CreationTimestamp.Time = w.now
				b.Spec.Intents, b.Spec.Steps = []string{intents[w.rng.IntN(4)]}, quick()
				if w.rng.IntN(3) == 0 {
					b.Spec.Include = []v1alpha1.Included{v1alpha1.IncludedEscalationPolicy}
				}
			}
		}},
		{"an intent moves", func(w *world, name string) {
			i := intents[w.rng.IntN(4)]
			for other, b := range w.batches {
				if kept := slices.DeleteFunc(slices.Clone(b.Spec.Intents), func(o string) bool { return o == i }); len(kept) > 0 {
					w.name(other, kept...)
				}
			}
			if b := w.batches[name]; b != nil && !slices.Contains(b.Spec.Intents, i) {
				w.name(name, append(slices.Clone(b.Spec.Intents), i)...)
			}
		}},
		{"an intent is misspelt", func(w *world, name string) {
			if b := w.batches[name]; b != nil {
				w.name(name, append(slices.Clone(b.Spec.Intents), "no-such-intent")...)
			}
		}},
		{"typos are mended", func(w *world, name string) {
			if b := w.batches[name]; b != nil {
				if kept := slices.DeleteFunc(slices.Clone(b.Spec.Intents), func(o string) bool { return o == "no-such-intent" }); len(kept) > 0 {
					w.name(name, kept...)
				}
			}
		}},
		{"a spec gets a gate that cannot be understood", func(w *world, name string) {
			if w.batches[name] != nil {
				w.spec(name, func(s *v1alpha1.IntentBatchSpec) {
					s.Gates = []v1alpha1.Gate{{Name: "odd", Metric: v1alpha1.MetricCSAT, Compare: v1alpha1.CompareTarget, Limit: "35%"}}
				})
			}
		}},
		{"the gates are removed", func(w *world, name string) {
			if w.batches[name] != nil {
				w.spec(name, func(s *v1alpha1.IntentBatchSpec) { s.Gates = nil })
			}
		}},
		{"an intent is misspelt for an hour", func(w *world, name string) {
			if b := w.batches[name]; b != nil {
				was := b.Spec.Intents
				w.name(name, append(slices.Clone(was), "no-such-intent")...)
				w.disorderly()
				if w.batches[name] == b {
					w.name(name, was...)
				}
			}
		}},
		{"the Bot is pinned for an hour", func(w *world, _ string) {
			if w.bot.Spec.ReleaseRef == nil && len(w.releases) > 0 {
				w.bot.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: w.releases[w.rng.IntN(len(w.releases))].Name}
				w.disorderly()
				w.bot.Spec.ReleaseRef = nil
			}
		}},
		{"an intent is deleted", func(w *world, _ string) { delete(w.intents, intents[w.rng.IntN(4)]) }},
		{"an intent is edited, or edited back", func(w *world, _ string) { w.edit(intents[w.rng.IntN(4)], string("abc"[w.rng.IntN(3)])) }},
		{"an intent is edited, or edited back", func(w *world, _ string) { w.edit(intents[w.rng.IntN(4)], string("abc"[w.rng.IntN(3)])) }},
		{"the policy is edited, or edited back", func(w *world, _ string) {
			w.policy = &v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-" + string("abc"[w.rng.IntN(3)])}
		}},
		{"a batch loses its status", func(w *world, name string) {
			if b := w.batches[name]; b != nil {
				b.Status = v1alpha1.IntentBatchStatus{}
			}
		}},
		{"every status and the newest record are lost", func(w *world, _ string) { w.loseEverything() }},
		{"the newest record is lost", func(w *world, _ string) { w.loseNewest() }},
		{"the Bot is pinned", func(w *world, _ string) {
			if len(w.releases) > 0 {
				w.bot.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: w.releases[w.rng.IntN(len(w.releases))].Name}
			}
		}},
		{"the pin is removed", func(w *world, _ string) { w.bot.Spec.ReleaseRef = nil }},
		{"the pin is removed", func(w *world, _ string) { w.bot.Spec.ReleaseRef = nil }},
		{"a batch goes back by steps", func(w *world, name string) {
			if w.batches[name] != nil {
				w.spec(name, func(s *v1alpha1.IntentBatchSpec) { s.OnRevert = v1alpha1.ReleaseSteps })
			}
		}},
		{"a batch goes back at once", func(w *world, name string) {
			if w.batches[name] != nil {
				w.spec(name, func(s *v1alpha1.IntentBatchSpec) { s.OnRevert = v1alpha1.ReleaseAtOnce })
			}
		}},
		{"customers suffer from what is new", func(w *world, _ string) { w.candidate = harmful }},
		{"customers like what is new", func(w *world, _ string) { w.candidate = good }},
		{"customers like what is new", func(w *world, _ string) { w.candidate = good }},
	}
}

// TestNothingElseChangesWhatIsLive lets anything happen to batches, intents, statuses and
// records, in any order. What stable serves changes only by a promotion, by going back to what
// was live, by a deleted Intent, a policy or a pin; and nothing that was live rolls again.
func TestNothingElseChangesWhatIsLive(t *testing.T) {
	all := losses()
	seen := map[v1alpha1.BatchDecision]int{v1alpha1.DecisionPromoted: 0, v1alpha1.DecisionReverted: 0, v1alpha1.DecisionResumed: 0}
	for seed := range 10 * orders {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := newWorld(t)
			w.rng = rand.New(rand.NewPCG(uint64(seed), 11))
			w.perHour, w.stable = 100, good
			w.live("week-1", "order", "parcel")
			w.batch("week-2", "warranty", "invoice")
			for _, b := range w.batches {
				b.Spec.Steps = quick()
			}
			for range 80 {
				if w.rng.IntN(4) == 0 {
					d := all[w.rng.IntN(len(all))]
					names := append(w.names(), "nobody")
					w.note("* %s", d.what)
					d.do(w, names[w.rng.IntN(len(names))])
				}
				w.disorderly()
				w.now = w.now.Add(hastyTick)
				w.converse(hastyTick)
			}
			for _, line := range w.log {
				for decision := range seen {
					if strings.Contains(line, " "+string(decision)+" (") {
						seen[decision]++
					}
				}
			}
			if t.Failed() {
				t.Log("\n" + strings.Join(w.log[max(0, len(w.log)-60):], "\n"))
			}
		})
	}
	for decision, n := range seen {
		if n < orders {
			t.Errorf("%s %d times in all, which tests little", decision, n)
		}
	}
}
