// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

const (
	promoted   = v1alpha1.ResultPromoted
	rolledBack = v1alpha1.ResultRolledBack
)

type results = map[string]v1alpha1.BatchResult

func stories() map[string]story {
	return map[string]story{
		"a good batch of new intents is promoted": {
			setup: func(w *world) { w.batch("week-1", "order-status", "opening-hours") },
			want:  results{"week-1": promoted},
		},
		"a harmful batch of new intents is rolled back": {
			setup: func(w *world) {
				w.batch("week-1", "order-status", "refund-status")
				w.candidate = harmful
				for name, rate := range map[string]v1alpha1.Value{"order-status": "21%", "refund-status": "88%"} {
					i := w.intents[name]
					i.Escalation, i.Conversations = rate, 40
					w.intents[name] = i
				}
			},
			want: results{"week-1": rolledBack},
		},
		"a regression in the middle of a rollout is found": {
			setup:  func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{{hour: 9, what: "a release of the shop breaks what the batch tells customers", do: func(w *world) { w.candidate = harmful }}},
			want:   results{"week-1": rolledBack},
		},
		"batches take turns by age and by what they depend on": {
			setup: func(w *world) {
				w.batch("week-3", "warranty").Spec.DependsOn = []string{"week-2"}
				w.batch("week-1", "order-status")
				w.batch("week-2", "invoice-copy").Spec.DependsOn = []string{"week-1"}
				w.batch("extra", "discount-code")
			},
			want: results{"week-1": promoted, "week-2": promoted, "week-3": promoted, "extra": promoted},
		},
		"a batch waits for ever behind one that was rolled back": {
			setup: func(w *world) {
				w.batch("week-1", "order-status")
				w.batch("week-2", "invoice-copy").Spec.DependsOn = []string{"week-1"}
				w.candidate = harmful
			},
			events: []happening{{hour: 30, what: "week-2 no longer depends on week-1, and harm is over", do: func(w *world) {
				w.candidate = good
				w.spec("week-2", func(s *v1alpha1.IntentBatchSpec) { s.DependsOn = nil })
			}}},
			want: results{"week-1": rolledBack, "week-2": promoted},
		},
		"an approval counts only for the revision it was given for": {
			setup: func(w *world) { w.batch("week-1", "order-status").Spec.Steps[2].Approval = v1alpha1.ApprovalManual },
			events: []happening{
				{hour: 9, what: "somebody approves another revision", do: func(w *world) {
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
						s.Approvals = []v1alpha1.StepApproval{{Step: "half", Revision: "00c0ffee"}}
					})
				}},
				{hour: 12, what: "somebody approves this revision", do: func(w *world) {
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
						s.Approvals = []v1alpha1.StepApproval{{Step: "half", Revision: short(w.batches["week-1"].Status.Revision)}}
					})
				}},
			},
			want: results{"week-1": promoted},
		},
		"a freeze holds the next step until it opens": {
			setup: func(w *world) {
				w.batch("week-1", "order-status")
				w.bot.Spec.Rollout = &v1alpha1.BotRollout{Freezes: []v1alpha1.Freeze{
					{Name: "peak", Schedule: "0 9 * * MON", Duration: "8h", TimeZone: "Europe/Berlin"},
					{Name: "evening", Schedule: "0 16 * * *", Duration: "4h"},
				}}
			},
			want: results{"week-1": promoted},
		},
		"people hold a batch and let it go on": {
			setup: func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{
				{hour: 3, what: "spec.state is set to Held", do: func(w *world) { w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.State = v1alpha1.BatchHeld }) }},
				{hour: 20, what: "spec.state is set to Active", do: func(w *world) { w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.State = v1alpha1.BatchActive }) }},
			},
			want: results{"week-1": promoted},
		},
		"harm rolls a held batch back": {
			setup: func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{
				{hour: 3, what: "spec.state is set to Held", once: inStep("week-1", "ten"), do: func(w *world) {
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.State = v1alpha1.BatchHeld })
				}},
				{hour: 6, what: "the batch begins to harm", do: func(w *world) { w.candidate = harmful }},
			},
			atLeast: 24,
			want:    results{"week-1": rolledBack},
		},
		"a failure holds where people want it so, until they retry": {
			setup: func(w *world) {
				w.batch("week-1", "order-status").Spec.OnFailure = v1alpha1.StopHold
				w.candidate = harmful
			},
			events: []happening{{hour: 20, what: "the shop is repaired and spec.retry set", do: func(w *world) {
				w.candidate = good
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Retry = "after the repair" })
			}}},
			want: results{"week-1": promoted},
		},
		"a retry begins at the step that failed": {
			setup: func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{
				{hour: 9, what: "the batch begins to harm", do: func(w *world) { w.candidate = harmful }},
				{hour: 24, what: "the shop is repaired and spec.retry set", do: func(w *world) {
					w.candidate = good
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Retry = "2" })
				}},
			},
			want: results{"week-1": promoted},
		},
		"a retry begins no higher when the steps were edited": {
			setup: func(w *world) {
				w.batch("week-1", "order-status")
				w.candidate = harmful
			},
			events: []happening{{hour: 12, what: "the shop is repaired, spec.retry set, and the steps begin with fewer customers and jump", do: func(w *world) {
				w.candidate = good
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
					s.Retry = "2"
					s.Steps = steps(step("shadow", 0), step("two", 2), step("most", 80), step("all", 100))
				})
			}}},
			want: results{"week-1": promoted},
		},
		"a retried step asks for its approval": {
			setup: func(w *world) {
				w.batch("week-1", "order-status")
				w.candidate = harmful
			},
			events: []happening{
				{hour: 12, what: "the shop is repaired and spec.retry set; from now on step ten needs an approval", do: func(w *world) {
					w.candidate = good
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Retry, s.Steps[1].Approval = "2", v1alpha1.ApprovalManual })
				}},
				{hour: 20, what: "somebody approves it", do: func(w *world) { w.approve("week-1") }},
			},
			want: results{"week-1": promoted},
		},
		"a retry that waits for its approval lets others pass": {
			setup: func(w *world) {
				w.batch("week-1", "order-status")
				w.candidate = harmful
			},
			events: []happening{
				{hour: 12, what: "the shop is repaired, spec.retry set, step ten needs an approval, and week-2 is there", do: func(w *world) {
					w.candidate = good
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Retry, s.Steps[1].Approval = "2", v1alpha1.ApprovalManual })
					w.batch("week-2", "warranty")
				}},
				{hour: 16, what: "somebody approves it", do: func(w *world) { w.approve("week-1") }},
			},
			want: results{"week-1": promoted, "week-2": promoted},
		},
		"steps that are edited together with the budget give nobody more, nor without approval": {
			setup: func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{
				{hour: 4, what: "the steps become 80% with an approval and 100%, and the error rates is edited", once: inStep("week-1", "ten"), do: func(w *world) {
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
						s.Steps = steps(step("most", 80), step("all", 100))
						s.Steps[0].Approval = v1alpha1.ApprovalManual
						s.ErrorRates = &v1alpha1.ErrorRates{FalseRollbackPercent: new(int32(6))}
					})
				}},
				{hour: 20, what: "somebody approves it", do: func(w *world) { w.approve("week-1") }},
			},
			want: results{"week-1": promoted},
		},
		"steps that come later bring gates with them": {
			setup: func(w *world) {
				w.batch("week-1", "order-status").Spec.Steps = []v1alpha1.RolloutStep{step("shadow", 0), {Name: "all", Percent: new(int32(100))}}
				w.candidate = harmful
			},
			events: []happening{{hour: 2, what: "somebody would rather see 10% first", do: func(w *world) {
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
					s.Steps = steps(step("shadow", 0), step("ten", 10), step("all", 100))
				})
			}}},
			atLeast: 3,
			want:    results{"week-1": rolledBack},
		},
		"an approval that is withdrawn is asked for when the counts are lost": {
			setup: func(w *world) {
				w.batch("week-1", "order-status").Spec.Steps = steps(step("ten", 10), step("half", 50), step("all", 100))
				w.batches["week-1"].Spec.Steps[1].Approval = v1alpha1.ApprovalManual
			},
			events: []happening{
				{hour: 7, what: "somebody approves it", once: inStep("week-1", "ten"), do: func(w *world) { w.approve("week-1") }},
				{hour: 8, what: "the approval is withdrawn and step half made 40%", once: inStep("week-1", "half"), do: func(w *world) {
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Approvals, s.Steps[1].Percent = nil, new(int32(40)) })
				}},
				{hour: 9, what: "the bot loses its store", do: func(w *world) { w.forget() }},
				{hour: 30, what: "somebody approves it", do: func(w *world) { w.approve("week-1") }},
			},
			want: results{"week-1": promoted},
		},
		"an edit of a live intent is rolled out from the first step": {
			setup: func(w *world) {
				w.live("week-1", "order-status", "opening-hours")
				w.stable = good
			},
			events:  []happening{{hour: 1, what: "order-status gets another reply", do: func(w *world) { w.edit("order-status", "b") }}},
			atLeast: 2,
			want:    results{"week-1": promoted},
		},
		"a harmful edit of a live intent is rolled back and the old one stays": {
			setup: func(w *world) {
				w.live("week-1", "order-status", "opening-hours")
				w.stable, w.candidate = good, harmful
			},
			events:  []happening{{hour: 1, what: "order-status gets a worse reply", do: func(w *world) { w.edit("order-status", "b") }}},
			atLeast: 2,
			want:    results{"week-1": rolledBack},
		},
		"an edit during a rollout begins from the first step": {
			setup:  func(w *world) { w.batch("week-1", "order-status", "opening-hours") },
			events: []happening{{hour: 10, what: "opening-hours gets another reply", do: func(w *world) { w.edit("opening-hours", "b") }}},
			want:   results{"week-1": promoted},
		},
		"an edit that is undone ends the rollout": {
			setup: func(w *world) {
				w.live("week-1", "order-status")
				w.stable = good
			},
			events: []happening{
				{hour: 1, what: "order-status gets another reply", do: func(w *world) { w.edit("order-status", "b") }},
				{hour: 5, what: "order-status gets its old reply again", do: func(w *world) { w.edit("order-status", "a") }},
			},
			want: results{"week-1": promoted},
		},
		"the kill switch stops the steps": {
			setup: func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{
				{hour: 4, what: "automation is Disabled", do: func(w *world) { w.bot.Spec.Automation = v1alpha1.AutomationDisabled }},
				{hour: 30, what: "automation is Enabled", do: func(w *world) { w.bot.Spec.Automation = v1alpha1.AutomationEnabled }},
			},
			want: results{"week-1": promoted},
		},
		"an intent that is deleted under way stops the rollout": {
			setup: func(w *world) { w.batch("week-1", "order-status", "opening-hours") },
			events: []happening{
				{hour: 10, what: "opening-hours is deleted", do: func(w *world) { delete(w.intents, "opening-hours") }},
				{hour: 20, what: "opening-hours is removed from the batch", do: func(w *world) {
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Intents = []string{"order-status"} })
				}},
			},
			want: results{"week-1": promoted},
		},
		"a batch that is deleted under way makes room": {
			setup: func(w *world) {
				w.batch("week-1", "order-status")
				w.batch("week-2", "invoice-copy")
			},
			events: []happening{{hour: 4, what: "week-1 is deleted", do: func(w *world) { delete(w.batches, "week-1") }}},
			want:   results{"week-2": promoted},
		},
		"an overdue review holds until somebody looked": {
			setup: func(w *world) { w.batch("week-1", "order-status").Spec.Review = &v1alpha1.ReviewSchedule{Every: "5h"} },
			events: []happening{{hour: 12, what: "dana reviews and lets it go on", do: func(w *world) {
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
					s.LastReview = &v1alpha1.Review{At: metav1.NewTime(w.now), By: "dana", Decision: v1alpha1.ReviewContinue}
					s.Review.Every = "24h"
				})
			}}},
			want: results{"week-1": promoted},
		},
		"a review rolls a batch back": {
			setup: func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{{hour: 5, what: "dana decides to roll back", do: func(w *world) {
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
					s.LastReview = &v1alpha1.Review{At: metav1.NewTime(w.now), By: "dana", Decision: v1alpha1.ReviewRollback}
				})
			}}},
			want: results{"week-1": rolledBack},
		},
		"an outage of the metrics holds and does no harm": {
			setup: func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{
				{hour: 4, what: "Prometheus goes away", do: func(w *world) { w.metricsDown = true }},
				{hour: 20, what: "Prometheus is back", do: func(w *world) { w.metricsDown = false }},
				{hour: 21, what: "the bots are not scraped any more", do: func(w *world) { w.scrapeStopped = true }},
				{hour: 30, what: "the bots are scraped again", do: func(w *world) { w.scrapeStopped = false }},
			},
			want: results{"week-1": promoted},
		},
		"counts that are lost begin the step again": {
			setup:  func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{{hour: 9.5, what: "the bot loses its store", do: func(w *world) { w.forget() }}},
			want:   results{"week-1": promoted},
		},
		"a review holds a batch, also when its bot loses the counts": {
			setup: func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{
				{hour: 4, what: "dana reviews and holds the batch", once: inStep("week-1", "ten"), do: func(w *world) { w.review("week-1", v1alpha1.ReviewHold) }},
				{hour: 6, what: "the bot loses its store", do: func(w *world) { w.forget() }},
				{hour: 40, what: "dana reviews and lets it go on", do: func(w *world) { w.review("week-1", v1alpha1.ReviewContinue) }},
			},
			want: results{"week-1": promoted},
		},
		"harm rolls a held batch back, also when its bot has lost the counts": {
			setup: func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{
				{hour: 4, what: "dana reviews and holds the batch", once: inStep("week-1", "ten"), do: func(w *world) { w.review("week-1", v1alpha1.ReviewHold) }},
				{hour: 6, what: "the bot loses its store", do: func(w *world) { w.forget() }},
				{hour: 12, what: "the batch begins to harm", do: func(w *world) { w.candidate = harmful }},
			},
			atLeast: 24,
			want:    results{"week-1": rolledBack},
		},
		"a failure stays a failure when the bot loses the counts": {
			setup: func(w *world) {
				w.batch("week-1", "order-status").Spec.OnFailure = v1alpha1.StopHold
				w.candidate = harmful
			},
			events: []happening{
				{hour: 12, what: "the bot loses its store, and the figures look better", once: failed("week-1"), do: func(w *world) {
					w.forget()
					w.candidate = good
				}},
				{hour: 40, what: "somebody would rather have it rolled back", do: func(w *world) {
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.OnFailure = v1alpha1.StopRollback })
				}},
			},
			want: results{"week-1": rolledBack},
		},
		"a retry does not undo what a review decided": {
			setup: func(w *world) {
				w.batch("week-1", "order-status").Spec.OnFailure = v1alpha1.StopHold
				w.candidate = harmful
			},
			events: []happening{
				{hour: 12, what: "dana reviews and holds the batch", once: failed("week-1"), do: func(w *world) { w.review("week-1", v1alpha1.ReviewHold) }},
				{hour: 20, what: "the shop is repaired and spec.retry set", do: func(w *world) {
					w.candidate = good
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Retry = "after the repair" })
				}},
				{hour: 50, what: "dana reviews and lets it go on", do: func(w *world) { w.review("week-1", v1alpha1.ReviewContinue) }},
			},
			want: results{"week-1": promoted},
		},
		"evidence is asked for, and a deadline holds": {
			setup: func(w *world) {
				b := w.batch("week-1", "order-status")
				b.Spec.Steps[2].Require, b.Spec.Steps[2].MaxWait = v1alpha1.GateEvidence, "12h"
				w.candidate.escalation = 0.345
				w.perHour = 1500
			},
			events: []happening{{hour: 40, what: "the answer is made better and spec.retry set", do: func(w *world) {
				w.candidate = good
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Retry = "better" })
			}}},
			want: results{"week-1": promoted},
		},
		"a deadline rolls back where people want it so": {
			setup: func(w *world) {
				s := &w.batch("week-1", "order-status").Spec.Steps[2]
				s.Require, s.MaxWait, s.OnTimeout = v1alpha1.GateEvidence, "12h", v1alpha1.StopRollback
				w.candidate.escalation = 0.36
			},
			want: results{"week-1": rolledBack},
		},
		"batches that wait for each other say so": {
			setup: func(w *world) {
				w.batch("week-1", "order-status").Spec.DependsOn = []string{"week-3"}
				w.batch("week-2", "invoice-copy").Spec.DependsOn = []string{"week-1"}
				w.batch("week-3", "warranty").Spec.DependsOn = []string{"week-2"}
			},
			want: results{"week-1": "", "week-2": "", "week-3": ""},
		},
		"an intent in two batches stays with the older one": {
			setup: func(w *world) {
				w.batch("week-1", "order-status")
				w.batch("week-2", "order-status", "invoice-copy")
			},
			events: []happening{{hour: 30, what: "order-status is removed from week-2", do: func(w *world) {
				w.spec("week-2", func(s *v1alpha1.IntentBatchSpec) { s.Intents = []string{"invoice-copy"} })
			}}},
			want: results{"week-1": promoted, "week-2": promoted},
		},
		"changed gates start the evidence over at the same step": {
			setup: func(w *world) { w.batch("week-1", "order-status") },
			events: []happening{{hour: 4, what: "the batch gets a gate of its own", do: func(w *world) {
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
					s.Gates = []v1alpha1.Gate{{Name: "strict", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareTarget, Limit: "30%"}}
				})
			}}},
			want: results{"week-1": promoted},
		},
		"tracks that do not get their shares hold": {
			setup: func(w *world) {
				w.batch("week-1", "order-status")
				w.share = 1.5
			},
			events: []happening{{hour: 24, what: "the assignment is repaired and spec.retry set", do: func(w *world) {
				w.share = 1
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Retry = "assignment repaired" })
			}}},
			want: results{"week-1": promoted},
		},
		"a bad day of both tracks holds a changed intent": {
			setup: func(w *world) {
				b := w.live("week-1", "order-status")
				b.Spec.Gates = []v1alpha1.Gate{{Name: "limit", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareTarget, Limit: "30%"}}
				w.stable = good
			},
			events: []happening{
				{hour: 1, what: "order-status gets another reply", do: func(w *world) { w.edit("order-status", "b") }},
				{hour: 1, what: "the shop is down: everybody asks for a person", do: func(w *world) { w.stable.escalation, w.candidate.escalation = 0.6, 0.6 }},
				{hour: 20, what: "the shop is back, and somebody retries", do: func(w *world) {
					w.stable.escalation, w.candidate.escalation = 0.2, 0.2
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Retry = "shop is back" })
				}},
			},
			atLeast: 3,
			want:    results{"week-1": promoted},
		},
		"a batch without partial steps goes to everybody at once": {
			setup: func(w *world) {
				b := w.batch("week-1", "order-status")
				b.Spec.Steps = b.Spec.Steps[3:]
			},
			want: results{"week-1": promoted},
		},
		"an intent that leaves a promoted batch stays live": {
			setup: func(w *world) { w.live("week-1", "order-status", "opening-hours") },
			events: []happening{{hour: 1, what: "opening-hours is removed from the batch", do: func(w *world) {
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Intents = []string{"order-status"} })
			}}},
			atLeast: 1.5,
			want:    results{"week-1": promoted},
		},
		"a new intent joins a promoted batch": {
			setup: func(w *world) { w.live("week-1", "order-status") },
			events: []happening{{hour: 1, what: "warranty joins the batch", do: func(w *world) {
				w.edit("warranty", "a")
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Intents = append(s.Intents, "warranty") })
			}}},
			atLeast: 1.5,
			want:    results{"week-1": promoted},
		},
	}
}
