// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"strings"
	"testing"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// rollTo lets a batch roll until it is in a step that customers have.
func (w *world) rollTo(batch, step string) {
	w.t.Helper()
	for range maxTicks {
		w.orderly()
		if inStep(batch, step)(w) {
			return
		}
		w.now = w.now.Add(tick)
		w.converse(tick)
	}
	w.t.Fatalf("%s never came to step %s:\n%s", batch, step, strings.Join(w.log, "\n"))
}

// reverted is a batch whose promoted edit Git has undone.
func reverted(w *world) {
	w.live("week-1", "order")
	w.promoteLive("week-1", "order", "b")
	w.edit("order", "a")
}

func TestHowABatchStands(t *testing.T) {
	held := func(s *v1alpha1.IntentBatchSpec) { s.State = v1alpha1.BatchHeld }
	for name, tc := range map[string]struct {
		setup   func(*world)
		state   State
		reason  string
		message string
	}{
		"content that is live is promoted without a rollout": {
			func(w *world) { w.live("week-1", "order") },
			Ready, v1alpha1.ReasonPromoted, "every conversation gets revision 858cd94e",
		},
		"a lost status changes nothing": {
			func(w *world) {
				w.live("week-1", "order")
				w.batches["week-1"].Status = v1alpha1.IntentBatchStatus{}
			},
			Ready, v1alpha1.ReasonPromoted, "every conversation gets revision ",
		},
		"a promoted batch waits for its Bot": {
			func(w *world) {
				w.batch("week-1", "order").Spec.Steps = steps(step("all", 100))
				w.orderly()
				w.reconcile("week-1")
				w.batches["week-1"].Status = w.plan("week-1", new(w.snapshot("week-1"))).Status
				w.releases = w.releases[len(w.releases)-1:]
				b := w.batches["week-1"]
				b.Status.Result = promoted
				for i := range b.Status.Intents {
					b.Status.Intents[i].Candidate = "order-a"
				}
			},
			Reconciling, v1alpha1.ReasonPromoting, "promoted: waits until Bot support serves revision ",
		},
		"what the Bot refuses beside what is live is not promoted": {
			func(w *world) {
				b := w.batch("week-1", "order")
				w.rollTo("week-1", "half")
				b.Status.Result = promoted
				w.refuse(b, "the release is too large")
			},
			Stalled, v1alpha1.ReasonReleaseInvalid, "Bot support cannot serve it beside what is live now: the release is too large. ",
		},
		"a spec that is not accepted leaves what is live, and says so": {
			func(w *world) {
				w.live("week-1", "order")
				w.name("week-1", "order", "ordr")
			},
			Reconciling, v1alpha1.ReasonReferenceNotFound, "spec.intents: Intent ordr does not exist in this namespace",
		},
		"while the Bot does not confirm what is live, nothing begins": {
			func(w *world) {
				w.batch("week-1", "order")
				w.bot.Status.Release = nil
			},
			Reconciling, v1alpha1.ReasonBotNotReady, "waits until Bot support says which release it serves to every conversation",
		},
		"while the newest record is lost, nothing begins": {
			func(w *world) {
				w.live("week-1", "order")
				w.promoteLive("week-1", "order", "b")
				w.loseNewest()
			},
			Reconciling, v1alpha1.ReasonBotNotReady, "waits until Bot support says",
		},
		"a pinned Bot makes batches wait": {
			func(w *world) {
				w.batch("week-1", "order")
				w.bot.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: "support-000001"}
			},
			Reconciling, v1alpha1.ReasonPinned, "Bot support is pinned to release support-000001: remove spec.releaseRef of the Bot to go on",
		},
		"a pin ends a rollout, which goes on afterwards": {
			func(w *world) {
				w.batch("week-1", "order")
				w.rollTo("week-1", "half")
				w.bot.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: "support-000001"}
			},
			Reconciling, v1alpha1.ReasonPinned, "Bot support is pinned to release support-000001",
		},
		"a first release at once takes in what batches bring": {
			func(w *world) {
				w.batch("week-1", "order")
				w.bot.Spec.Rollout = &v1alpha1.BotRollout{FirstRelease: v1alpha1.ReleaseAtOnce}
			},
			Reconciling, v1alpha1.ReasonFirstRelease, "waits for the first release of Bot support, which takes in what all batches bring",
		},
		"after the first release batches roll": {
			func(w *world) {
				w.live("week-0", "parcel")
				w.batch("week-1", "order")
				w.bot.Spec.Rollout = &v1alpha1.BotRollout{FirstRelease: v1alpha1.ReleaseAtOnce}
			},
			Reconciling, v1alpha1.ReasonStepStarted, "step shadow, 0% of conversations: begins; ",
		},
		"held before it begins is not a failure": {
			func(w *world) {
				w.batch("week-1", "order")
				w.spec("week-1", held)
			},
			Ready, v1alpha1.ReasonHeld, "held by spec.state before it begins",
		},
		"held at a step is not a failure": {
			func(w *world) {
				w.batch("week-1", "order")
				w.rollTo("week-1", "ten")
				w.spec("week-1", held)
			},
			Ready, v1alpha1.ReasonHeld, "step ten, 10% of conversations: held by spec.state; meanwhile: ",
		},
		"rolled back is a failure": {
			func(w *world) {
				w.batch("week-1", "order")
				w.rollTo("week-1", "ten")
				w.review("week-1", v1alpha1.ReviewRollback)
			},
			Stalled, v1alpha1.ReasonRolledBack, "rolled back at step ten, 10% of conversations: dana decided so",
		},
		"going back is served at once": {
			reverted, Reconciling, v1alpha1.ReasonPromoting, "promoted: waits until Bot support serves revision 858cd94e to every conversation",
		},
		"going back passes freezes, approvals, dependencies and the queue": {
			func(w *world) {
				w.batch("week-0", "parcel")
				reverted(w)
				w.orderly()
				w.edit("order", "b")
				w.orderly()
				w.edit("order", "a")
				w.bot.Spec.Rollout = &v1alpha1.BotRollout{Freezes: []v1alpha1.Freeze{{Name: "peak", Schedule: "0 0 * * *", Duration: "24h"}}}
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
					s.DependsOn = []string{"week-0"}
					s.Steps[0].Approval = v1alpha1.ApprovalManual
				})
			},
			Reconciling, v1alpha1.ReasonPromoting, "promoted: ",
		},
		"going back from an edit that rolls is served at once too": {
			func(w *world) {
				w.live("week-1", "order")
				w.promoteLive("week-1", "order", "b")
				w.edit("order", "c")
				w.rollTo("week-1", "ten")
				w.edit("order", "a")
			},
			Reconciling, v1alpha1.ReasonPromoting, "promoted: ",
		},
		"going back does not pass a hold": {
			func(w *world) {
				reverted(w)
				w.spec("week-1", held)
			},
			Ready, v1alpha1.ReasonHeld, "held by spec.state before it begins",
		},
		"going back does not pass a pin": {
			func(w *world) {
				reverted(w)
				w.bot.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: "support-000003"}
			},
			Reconciling, v1alpha1.ReasonPinned, "Bot support is pinned to release support-000003",
		},
		"going back does not pass a spec that is not accepted": {
			func(w *world) {
				reverted(w)
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.DependsOn = []string{"week-0"} })
			},
			Reconciling, v1alpha1.ReasonReferenceNotFound, "spec.dependsOn: Bot support has no IntentBatch week-0",
		},
		"going back by steps, where people want it so": {
			func(w *world) {
				reverted(w)
				w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.OnRevert = v1alpha1.ReleaseSteps })
			},
			Reconciling, v1alpha1.ReasonStepStarted, "step shadow, 0% of conversations: begins; ",
		},
		"what is only partly known from before rolls": {
			func(w *world) {
				reverted(w)
				w.edit("parcel", "a")
				w.name("week-1", "order", "parcel")
			},
			Reconciling, v1alpha1.ReasonStepStarted, "step shadow, 0% of conversations: begins; ",
		},
		"what was in other releases of the history comes back together": {
			func(w *world) {
				w.live("week-1", "order", "parcel")
				w.promoteLive("week-1", "order", "b")
				w.promoteLive("week-1", "parcel", "b")
				w.promoteLive("week-1", "order", "c")
				w.edit("order", "b")
				w.edit("parcel", "a")
			},
			Reconciling, v1alpha1.ReasonPromoting, "promoted: ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			tc.setup(w)
			s := w.snapshot("week-1")
			plan := w.plan("week-1", &s)
			if plan.State != tc.state || plan.Reason != tc.reason || !strings.HasPrefix(plan.Message, tc.message) {
				t.Errorf("%s %s: %s\nwant %s %s: %s", plan.State, plan.Reason, plan.Message, tc.state, tc.reason, tc.message)
			}
		})
	}
}

func TestASuspendedRolloutGoesOnWhileItsCountsAreValid(t *testing.T) {
	for name, tc := range map[string]struct {
		meanwhile func(*world)
		want      bool
	}{
		"nothing else changed": {func(*world) {}, true},
		"time passed":          {func(w *world) { w.now = w.now.Add(time.Hour) }, true},
		"the gates were changed": {func(w *world) {
			w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
				s.Gates = []v1alpha1.Gate{{Name: "strict", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareTarget, Limit: "30%"}}
			})
		}, false},
		"the error rates was changed": {func(w *world) {
			w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
				s.ErrorRates = &v1alpha1.ErrorRates{FalseRollbackPercent: new(int32(7))}
			})
		}, false},
		"other people's conversations decide": {func(w *world) {
			w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Evidence = v1alpha1.EvidenceVerified })
		}, false},
		"something else became live": {func(w *world) { w.live("week-0", "parcel") }, false},
		"another edit came between": {func(w *world) {
			w.edit("order", "c")
			w.orderly()
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			b := w.batch("week-1", "order")
			w.rollTo("week-1", "half")
			was := b.Status.DeepCopy()
			w.edit("order", "b")
			w.orderly()
			if b.Status.Suspended == nil || b.Status.Suspended.Rollout != was.Rollout || b.Status.Suspended.Live != "support-000001" || b.Status.Step != "shadow" {
				t.Fatalf("in step %s, suspended is %+v", b.Status.Step, b.Status.Suspended)
			}
			tc.meanwhile(w)
			w.edit("order", "a")
			w.orderly()
			if got := b.Status.Rollout == was.Rollout; got != tc.want {
				t.Fatalf("it goes on: %v, want %v:\n%s", got, tc.want, strings.Join(w.log, "\n"))
			}
			if tc.want && (b.Status.Step != "half" || b.Status.Steps[1].Candidate.Conversations != was.Steps[1].Candidate.Conversations || !b.Status.StartedAt.Equal(&was.StartedAt)) {
				t.Errorf("it goes on in step %s with %+v", b.Status.Step, b.Status.Steps)
			}
		})
	}
}

func TestAFailureIsNotForgottenWhileItIsSuspended(t *testing.T) {
	w := newWorld(t)
	b := w.batch("week-1", "order")
	b.Spec.OnFailure, w.candidate = v1alpha1.StopHold, harmful
	for range 60 {
		w.orderly()
		w.now = w.now.Add(tick)
		w.converse(tick)
	}
	failed := b.Status.Rollout
	w.edit("order", "b")
	w.orderly()
	w.edit("order", "a")
	w.orderly()
	plan := Plan(w.snapshot("week-1"))
	if b.Status.Rollout != failed || plan.Reason != v1alpha1.ReasonHeldOnFailure {
		t.Errorf("rollout %s is %s: %s", b.Status.Rollout, plan.Reason, plan.Message)
	}
}

func TestWhatARolloutBringsInWords(t *testing.T) {
	w := newWorld(t)
	w.live("week-1", "order", "parcel")
	w.edit("order", "b")
	w.edit("warranty", "a")
	w.policy = &v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-b"}
	w.bot.Spec.Understanding = &v1alpha1.Understanding{HTTP: &v1alpha1.HTTPUnderstanding{URL: "http://engine"}}
	for want, change := range map[string]func(*v1alpha1.IntentBatchSpec){
		"1 changed intent": func(s *v1alpha1.IntentBatchSpec) { s.Intents = []string{"order", "parcel"} },
		"1 new and 1 changed intents and the escalation policy": func(s *v1alpha1.IntentBatchSpec) {
			s.Intents, s.Include = []string{"order", "warranty"}, []v1alpha1.Included{v1alpha1.IncludedEscalationPolicy}
		},
		"the escalation policy": func(s *v1alpha1.IntentBatchSpec) {
			s.Intents, s.Include = []string{"parcel"}, []v1alpha1.Included{v1alpha1.IncludedEscalationPolicy}
		},
		"the escalation policy and the engine": func(s *v1alpha1.IntentBatchSpec) {
			s.Intents, s.Include = nil, []v1alpha1.Included{v1alpha1.IncludedEscalationPolicy, v1alpha1.IncludedUnderstanding}
		},
	} {
		s := w.snapshot("week-1")
		change(&s.Batch.Spec)
		plan := Plan(s)
		if !plan.Starts || !strings.Contains(plan.Decisions[0].Message, " of "+want+" begins with step shadow") {
			t.Errorf("%+v, want %q", plan.Decisions, want)
		}
		if strings.Contains(want, "policy") && (plan.Status.Candidate == nil || *plan.Status.Candidate.EscalationPolicy != *w.policy) {
			t.Errorf("the candidate is %+v", plan.Status.Candidate)
		}
		if len(s.Batch.Spec.Intents) == 0 && plan.Status.DefaultGatesReason != "Stable has the escalation policy and the engine of its own, so escalation, CSAT and missed escalations are compared with it." {
			t.Errorf("the gates were chosen because: %s", plan.Status.DefaultGatesReason)
		}
	}
}

// TestAPolicyThatOnlyHandsOverMoreIsNotRolledOut leaves it to the Bot, which serves it at once.
func TestAPolicyThatOnlyHandsOverMoreIsNotRolledOut(t *testing.T) {
	w := newWorld(t)
	w.live("week-1", "order")
	w.policy = &v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-b"}
	for _, onlyMore := range []bool{true, false} {
		s := w.snapshot("week-1")
		s.Batch.Spec.Include = []v1alpha1.Included{v1alpha1.IncludedEscalationPolicy}
		s.PolicyOnlyHandsOverMore = onlyMore
		plan := Plan(s)
		if plan.Starts == onlyMore {
			t.Errorf("only hands over more: %t, begins: %t (%s)", onlyMore, plan.Starts, plan.Message)
		}
		if want := "waits until the Bot serves its EscalationPolicy, which only hands over more"; onlyMore && plan.Message != want {
			t.Errorf("%q, want %q", plan.Message, want)
		}
	}
}

func TestGatesThatAreKeptHaveTheirOwnReason(t *testing.T) {
	w := newWorld(t)
	w.batch("week-1", "order")
	w.rollTo("week-1", "half")
	w.batches["week-1"].Status.Verdict = v1alpha1.VerdictPass
	p := newPlanner(new(w.snapshot("week-1")))
	if got := p.gatesPassing(); got.Status != "True" || got.Reason != v1alpha1.ReasonGatesKept {
		t.Errorf("%+v", got)
	}
}
