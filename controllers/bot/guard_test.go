// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

// takenBack is how a batch looks after its rollback.
func takenBack(b *v1alpha1.IntentBatch) {
	b.Status.Result, b.Status.Percent = v1alpha1.ResultRolledBack, new(int32(0))
	for i := range b.Status.Intents {
		b.Status.Intents[i].Candidate = ""
	}
}

// TestNothingKeepsTheKillSwitchAndARollbackFromThePods breaks, one by one, everything that
// a reconcile needs beside the pointer.
func TestNothingKeepsTheKillSwitchAndARollbackFromThePods(t *testing.T) {
	refuse := errors.New("refused")
	failing := func(f *fixture, funcs interceptor.Funcs) {
		f.reconciler = &Reconciler{
			Client: interceptor.NewClient(env.Client, funcs), Live: env.Client, Recorder: f.recorder, Image: "bot:test",
		}
	}
	for name, breaks := range map[string]func(*fixture, *v1alpha1.Bot, *v1alpha1.IntentBatch){
		"nothing is broken": func(*fixture, *v1alpha1.Bot, *v1alpha1.IntentBatch) {},
		"the policy is gone": func(f *fixture, _ *v1alpha1.Bot, _ *v1alpha1.IntentBatch) {
			env.Delete(t, &v1alpha1.EscalationPolicy{ObjectMeta: metav1.ObjectMeta{Name: testenv.DefaultPolicy, Namespace: f.namespace}})
		},
		"the policy is not accepted": func(f *fixture, _ *v1alpha1.Bot, _ *v1alpha1.IntentBatch) {
			policy := &v1alpha1.EscalationPolicy{ObjectMeta: metav1.ObjectMeta{Name: testenv.DefaultPolicy, Namespace: f.namespace}}
			testenv.ChangeStatus(t, env, policy, func(p *v1alpha1.EscalationPolicy) { p.Status.AcceptedRevision = "" })
		},
		"a revision is missing": func(_ *fixture, _ *v1alpha1.Bot, b *v1alpha1.IntentBatch) {
			testenv.ChangeStatus(t, env, b, func(b *v1alpha1.IntentBatch) { b.Status.Intents[0].Candidate = "order-status-0000000000" })
		},
		"the release does not compile": func(_ *fixture, _ *v1alpha1.Bot, b *v1alpha1.IntentBatch) {
			testenv.ChangeStatus(t, env, b, func(b *v1alpha1.IntentBatch) {
				b.Status.Intents = append(b.Status.Intents, v1alpha1.BatchIntentStatus{Name: "again", Candidate: b.Status.Intents[0].Stable})
			})
		},
		"the batch is deleted": func(_ *fixture, _ *v1alpha1.Bot, b *v1alpha1.IntentBatch) { env.Delete(t, b) },
		"a Secret cannot be read": func(f *fixture, bot *v1alpha1.Bot, _ *v1alpha1.IntentBatch) {
			testenv.Change(t, env, bot, func(b *v1alpha1.Bot) {
				b.Spec.Channels = []v1alpha1.Channel{{Name: "api", Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{SecretRef: &v1alpha1.SecretReference{Name: "token"}}}}
			})
			f.reconciler.Live = interceptor.NewClient(env.Client, interceptor.Funcs{
				Get: func(ctx context.Context, c client.WithWatch, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
					if key.Name == "token" {
						return refuse
					}
					return c.Get(ctx, key, obj, opts...)
				},
			})
		},
		"the Deployment cannot be read": func(f *fixture, _ *v1alpha1.Bot, _ *v1alpha1.IntentBatch) {
			failing(f, interceptor.Funcs{
				Get: func(ctx context.Context, c client.WithWatch, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
					if _, is := obj.(*appsv1.Deployment); is {
						return refuse
					}
					return c.Get(ctx, key, obj, opts...)
				},
			})
		},
		"no object can be applied": func(f *fixture, bot *v1alpha1.Bot, _ *v1alpha1.IntentBatch) {
			env.Delete(t, get(f, identityName(bot.Name), &rbacv1.Role{}))
			failing(f, interceptor.Funcs{
				Apply: func(context.Context, client.WithWatch, runtime.ApplyConfiguration, ...client.ApplyOption) error {
					return refuse
				},
			})
		},
		"the template is wrong": func(_ *fixture, bot *v1alpha1.Bot, _ *v1alpha1.IntentBatch) {
			testenv.Change(t, env, bot, func(b *v1alpha1.Bot) {
				b.Spec.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"spec":{"nodeSelectr":{}}}`)}
			})
		},
		"the Bot is being deleted": func(_ *fixture, bot *v1alpha1.Bot, _ *v1alpha1.IntentBatch) {
			testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Finalizers = []string{"example.com/somebody-else"} })
			env.Delete(t, bot)
		},
	} {
		t.Run(name, func(t *testing.T) {
			intent := testenv.MakeIntent("order-status").Reply("Old.").Obj()
			bot := testenv.MakeBot("support").Obj()
			batch := testenv.MakeBatch("week-1", "order-status").Obj()
			f := newFixture(t, bot, intent, batch)
			stable := f.revise(intent)
			f.live(bot, map[string]string{"order-status": stable})
			intent.Spec.Reply.Text = "New."
			candidate := f.revise(intent)
			testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
				b.Status.Rollout, b.Status.Step, b.Status.Percent = "week-1-abc", "half", new(int32(50))
				b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "order-status", Stable: stable, Candidate: candidate}}
			})
			f.Expect(f.reconcile(bot)).To(Succeed())
			before := f.pointer(bot)
			f.Expect(before.Rollout).NotTo(BeNil())

			testenv.ChangeStatus(t, env, batch, takenBack)
			testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.Automation = v1alpha1.AutomationDisabled })
			breaks(f, bot, batch)
			_ = f.reconcileOnly(bot)

			after := f.pointer(bot)
			f.Expect(after.Automation).To(Equal("Disabled"))
			f.Expect(after.Rollout).To(BeNil())
			f.Expect(after.Candidate).To(BeNil())
			f.Expect(after.Sequence).To(BeNumerically(">", before.Sequence))
		})
	}
}

func TestTheStatusShowsWhatGuardDid(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	testenv.Recorded(f.recorder)
	env.Delete(t, &v1alpha1.EscalationPolicy{ObjectMeta: metav1.ObjectMeta{Name: testenv.DefaultPolicy, Namespace: f.namespace}})
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.Automation = v1alpha1.AutomationDisabled })
	_ = f.reconcile(bot)
	f.Expect(bot.Status.Release.PointerSequence).To(Equal(f.pointer(bot).Sequence))
	f.Expect(testenv.Recorded(f.recorder)).To(ContainElement(ContainSubstring("All conversations go to a person")))
	*f.writes = nil
	_ = f.reconcile(bot)
	f.Expect(*f.writes).To(BeEmpty(), "what waits for a person is not written again")
}

func TestGuardKeepsWhatMayGoOn(t *testing.T) {
	const id = "week-1-abc"
	rolling := func(change func(*v1alpha1.IntentBatchStatus)) []v1alpha1.IntentBatch {
		b := testenv.MakeBatch("week-1").Obj()
		b.Status.Rollout, b.Status.Step, b.Status.Percent = id, "half", new(int32(50))
		if change != nil {
			change(&b.Status)
		}
		return []v1alpha1.IntentBatch{*b}
	}
	half := &release.Rollout{ID: id, Batch: "week-1", Step: "half", Percent: 50, Salt: "salt"}
	for name, tc := range map[string]struct {
		automation     v1alpha1.Automation
		batches        []v1alpha1.IntentBatch
		wantAutomation string
		wantRollout    *release.Rollout
	}{
		"a rollout under way": {batches: rolling(nil), wantAutomation: "Enabled", wantRollout: half},
		"the kill switch during a rollout": {
			automation: v1alpha1.AutomationDisabled, batches: rolling(nil), wantAutomation: "Disabled", wantRollout: half,
		},
		"a smaller share than the pods have": {
			batches: rolling(func(s *v1alpha1.IntentBatchStatus) { s.Step, s.Percent = "five", new(int32(5)) }), wantAutomation: "Enabled",
			wantRollout: &release.Rollout{ID: id, Batch: "week-1", Step: "five", Percent: 5, Salt: "salt"},
		},
		"a larger share waits for its release": {
			batches:        rolling(func(s *v1alpha1.IntentBatchStatus) { s.Step, s.Percent = "all", new(int32(100)) }),
			wantAutomation: "Enabled", wantRollout: half,
		},
		"a promotion waits for its release": {
			batches:        rolling(func(s *v1alpha1.IntentBatchStatus) { s.Result = v1alpha1.ResultPromoted }),
			wantAutomation: "Enabled", wantRollout: half,
		},
		"a rollback": {
			batches:        rolling(func(s *v1alpha1.IntentBatchStatus) { s.Result = v1alpha1.ResultRolledBack }),
			wantAutomation: "Enabled",
		},
		"a rollout that another replaced": {
			batches:        rolling(func(s *v1alpha1.IntentBatchStatus) { s.Rollout = "week-1-def" }),
			wantAutomation: "Enabled",
		},
		"a rollout that was withdrawn before its end": {
			batches:        rolling(func(s *v1alpha1.IntentBatchStatus) { s.Rollout, s.Step, s.Percent = "", "", nil }),
			wantAutomation: "Enabled",
		},
		"a batch that is gone": {wantAutomation: "Enabled"},
	} {
		t.Run(name, func(t *testing.T) {
			before := *half
			seen := &observation{
				pointer: &release.Pointer{
					Version: release.FormatVersion, Sequence: 7, Automation: "Enabled",
					Candidate: &release.BundleRef{Release: "bb"}, Rollout: &before,
				},
				batches: tc.batches,
			}
			bot := testenv.MakeBot("support").Automation(tc.automation).Obj()
			got := guarded(bot, seen)
			if got.Automation != tc.wantAutomation {
				t.Errorf("automation is %q, want %q", got.Automation, tc.wantAutomation)
			}
			if diff := cmp.Diff(tc.wantRollout, got.Rollout); diff != "" {
				t.Errorf("rollout (-want +got):\n%s", diff)
			}
			if (got.Candidate == nil) != (got.Rollout == nil) {
				t.Errorf("candidate is %v beside rollout %v", got.Candidate, got.Rollout)
			}
			if diff := cmp.Diff(*half, before); diff != "" {
				t.Errorf("the pointer that was read changed (-want +got):\n%s", diff)
			}
		})
	}
}
