// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	. "github.com/onsi/gomega"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

// history returns the Bot's BotReleases, newest first.
func (f *fixture) history(bot string) []*v1alpha1.BotRelease {
	f.t.Helper()
	seen := &observation{}
	f.Expect(f.reconciler.listReleases(f.t.Context(), env.Client, testenv.MakeBot(bot).Namespace(f.namespace).Obj(), seen)).To(Succeed())
	return seen.history
}

// answers are the replies of the live release by intent, as pods read them.
func (f *fixture) answers(bot *v1alpha1.Bot) map[string]string {
	f.t.Helper()
	out := map[string]string{}
	for _, intent := range f.content(f.pointer(bot).Stable).Intents {
		out[intent.Name] = intent.Reply.Text
	}
	return out
}

// settle reconciles until nothing more is due.
func (f *fixture) settle(bot *v1alpha1.Bot) {
	f.t.Helper()
	for range 4 {
		f.Expect(f.reconcileOnly(bot)).To(Succeed())
	}
}

func TestEachChangeOfWhatIsLiveIsARelease(t *testing.T) {
	intent := testenv.MakeIntent("order-status").Reply("Old.").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	f := newFixture(t, bot, intent, batch)
	f.settle(bot)
	first := f.history("support")
	f.Expect(first).To(ConsistOf(And(HaveField("Name", "support-000001"), HaveField("Spec.Cause.Type", v1alpha1.CauseFirst), HaveField("Spec.Intents", BeEmpty()))))

	old := f.revise(intent)
	f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: old})
	testenv.Recorded(f.recorder)
	f.settle(bot)
	history := f.history("support")
	f.Expect(history).To(HaveLen(2))
	f.Expect(history[0].Spec).To(Equal(v1alpha1.BotReleaseSpec{
		BotRef: v1alpha1.LocalReference{Name: "support"}, Sequence: 2, Parent: "support-000001",
		Digest: f.pointer(bot).Stable.Release, Bundle: f.pointer(bot).Stable.ConfigMaps,
		Intents:          []v1alpha1.ReleasedIntent{{Name: "order-status", Revision: old}},
		EscalationPolicy: first[0].Spec.EscalationPolicy,
		Cause:            v1alpha1.ReleaseCause{Type: v1alpha1.CausePromoted, Batch: "week-1", Rollout: "week-1-0", Message: "promoted: Intent order-status"},
	}))
	f.Expect(history[0].OwnerReferences).To(BeEmpty(), "a restored one must not be garbage")
	f.Expect(testenv.Recorded(f.recorder)).To(ContainElement("Normal ReleaseCreated BotRelease support-000002 is live: promoted: Intent order-status"))
	live := func(r *v1alpha1.BotRelease) metav1.ConditionStatus {
		for _, c := range r.Status.Conditions {
			if c.Type == v1alpha1.ConditionLive {
				return c.Status
			}
		}
		return ""
	}
	f.Expect(live(history[0])).To(Equal(metav1.ConditionTrue))
	f.Expect(live(history[1])).To(Equal(metav1.ConditionFalse))
	f.Expect(bot.Status.Release.Name).To(Equal("support-000002"))

	history[0].Spec.Sequence = 9
	f.Expect(env.Client.Update(t.Context(), history[0])).To(MatchError(ContainSubstring("a BotRelease never changes")))
}

func TestOnlyADeletedIntentTakesAnAnswerOut(t *testing.T) {
	order, parcel := testenv.MakeIntent("order").Reply("Order.").Utterances("where is my order").Obj(), testenv.MakeIntent("parcel").Reply("Parcel.").Utterances("my parcel").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "order", "parcel").Obj()
	f := newFixture(t, bot, order, parcel, batch)
	f.live(bot, map[string]string{"order": f.revise(order), "parcel": f.revise(parcel)})
	f.settle(bot)
	before := f.pointer(bot).Stable

	// A batch that is renamed, is mistyped, or loses its status.
	env.Delete(t, batch)
	typo := testenv.MakeBatch("week-1-renamed", "ordre", "parcel").Obj()
	env.Create(t, f.namespace, typo)
	f.settle(bot)
	f.Expect(f.pointer(bot).Stable).To(Equal(before))

	testenv.Recorded(f.recorder)
	env.Delete(t, order)
	f.settle(bot)
	f.Expect(f.answers(bot)).To(Equal(map[string]string{"parcel": "Parcel."}))
	newest := f.history("support")[0]
	f.Expect(newest.Spec.Cause).To(Equal(v1alpha1.ReleaseCause{Type: v1alpha1.CauseDeleted, Message: "Intent order was deleted"}))
	f.Expect(testenv.Recorded(f.recorder)).To(ContainElement("Warning IntentWithdrawn BotRelease support-000003 is live: Intent order was deleted"))
}

// TestWhatIsLiveSurvivesLosses empties statuses and deletes the pointer, the newest record and
// its Bot's other traces, several at once and in random order.
func TestWhatIsLiveSurvivesLosses(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	for round := range 25 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			intent := testenv.MakeIntent("order-status").Reply("Where it is.").Obj()
			bot := testenv.MakeBot("support").Obj()
			f := newFixture(t, bot, intent)
			f.live(bot, map[string]string{"order-status": f.revise(intent)})
			f.settle(bot)
			before := f.answers(bot)
			losses := []func(){
				func() { testenv.ChangeStatus(t, env, bot, func(b *v1alpha1.Bot) { b.Status = v1alpha1.BotStatus{} }) },
				func() { env.Delete(t, get(f, "support-pointer", &corev1.ConfigMap{})) },
				func() { env.Delete(t, f.history("support")[0]) },
				func() {
					for _, record := range f.history("support") {
						testenv.ChangeStatus(t, env, record, func(r *v1alpha1.BotRelease) { r.Status = v1alpha1.BotReleaseStatus{} })
					}
				},
				func() {
					// All of it at once: the bundle alone is left.
					env.Delete(t, get(f, "support-pointer", &corev1.ConfigMap{}))
					for _, record := range f.history("support") {
						env.Delete(t, record)
					}
					testenv.ChangeStatus(t, env, bot, func(b *v1alpha1.Bot) { b.Status = v1alpha1.BotStatus{} })
				},
				func() {
					f.reconciler = &Reconciler{Client: f.reconciler.Client, Live: env.Client, Recorder: f.recorder, Image: "bot:test"}
				},
			}
			for range 6 {
				losses[random.IntN(len(losses))]()
				f.settle(bot)
				f.Expect(f.answers(bot)).To(Equal(before))
				f.Expect(f.history("support")[0].Spec.Intents).To(HaveLen(1))
				f.Expect(f.history("support")[0].Name).To(Equal(f.pointer(bot).Record.Name))
			}
			// A deletion is still found out.
			env.Delete(t, intent)
			f.settle(bot)
			f.Expect(f.answers(bot)).To(BeEmpty())
		})
	}
}

func TestALostBundleIsMadeAgain(t *testing.T) {
	intent := testenv.MakeIntent("order-status").Reply("Where it is.").Obj()
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot, intent)
	f.live(bot, map[string]string{"order-status": f.revise(intent)})
	f.settle(bot)
	before := f.pointer(bot).Stable
	env.Delete(t, get(f, before.ConfigMaps[0], &corev1.ConfigMap{}))
	f.reconciler.contents.Clear()
	f.settle(bot)
	f.Expect(f.pointer(bot).Stable).To(Equal(before))
	f.Expect(f.answers(bot)).To(HaveKey("order-status"))
}

// TestARestoreBringsBackWhatWasLive restores objects without statuses, in random order, with
// owners that are gone.
func TestARestoreBringsBackWhatWasLive(t *testing.T) {
	intent := testenv.MakeIntent("order-status").Reply("Where it is.").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	source := newFixture(t, bot, intent, batch)
	source.live(bot, map[string]string{"order-status": source.revise(intent)})
	source.settle(bot)
	record := source.history("support")[0]
	var bundle []client.Object
	for _, name := range record.Spec.Bundle {
		bundle = append(bundle, get(source, name, &corev1.ConfigMap{}))
	}

	random := rand.New(rand.NewPCG(3, 5))
	for round := range 10 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			f := newFixture(t)
			gone := []metav1.OwnerReference{{APIVersion: v1alpha1.GroupVersion.String(), Kind: "Bot", Name: "support", UID: "gone", Controller: new(true)}}
			restored := []client.Object{testenv.MakeBot("support").Obj(), intent.DeepCopy(), batch.DeepCopy(), record.DeepCopy()}
			for _, part := range bundle {
				restored = append(restored, part.DeepCopyObject().(client.Object))
			}
			random.Shuffle(len(restored), func(i, j int) { restored[i], restored[j] = restored[j], restored[i] })
			bot := testenv.MakeBot("support").Obj()
			request := ctrl.Request{NamespacedName: types.NamespacedName{Namespace: f.namespace, Name: "support"}}
			for _, obj := range restored {
				obj.SetUID("")
				obj.SetResourceVersion("")
				obj.SetGeneration(0)
				obj.SetManagedFields(nil)
				if round%2 == 0 {
					obj.SetOwnerReferences(nil)
					if _, isBot := obj.(*v1alpha1.Bot); !isBot {
						obj.SetOwnerReferences(gone)
					}
				}
				obj.SetNamespace(f.namespace)
				// The operator may have made the record again from its bundle; tools that restore
				// leave what exists.
				f.Expect(client.IgnoreAlreadyExists(env.Client.Create(t.Context(), obj))).To(Succeed())
				_, _ = f.reconciler.Reconcile(t.Context(), request)
			}
			for range 4 {
				_, err := f.reconciler.Reconcile(t.Context(), request)
				f.Expect(err).NotTo(HaveOccurred())
			}
			f.Expect(f.answers(bot)).To(Equal(map[string]string{"order-status": "Where it is."}))
			f.Expect(f.pointer(bot).Record.Name).To(Equal(record.Name))
			f.Expect(get(f, record.Spec.Bundle[0], &corev1.ConfigMap{}).OwnerReferences).To(BeEmpty(), "the garbage collector would delete it")
		})
	}
}

func TestAPinServesExactlyOneRelease(t *testing.T) {
	intent := testenv.MakeIntent("order-status").Reply("Old.").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	f := newFixture(t, bot, intent, batch)
	f.live(bot, map[string]string{"order-status": f.revise(intent)})
	f.settle(bot)
	old := f.history("support")[0].Name
	intent.Spec.Reply.Text = "New."
	f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
	f.settle(bot)
	f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "New."))

	pin := func(name string) {
		testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: name} })
	}
	pin("support-000099")
	f.settle(bot)
	f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "New."), "a mistyped pin changes nothing")
	f.Expect(bot.Status.Conditions).To(ContainElement(And(HaveField("Type", v1alpha1.ConditionReconciling), HaveField("Message", `spec.releaseRef.name: Bot support has no BotRelease "support-000099", so the pin is not followed: use one of support-000003, support-000002, support-000001`))))

	pin(old)
	f.Expect(f.reconcileOnly(bot)).To(Succeed())
	f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "Old."))
	newest := f.history("support")[0]
	f.Expect(newest.Spec.Cause.Type).To(Equal(v1alpha1.CausePin))

	// Nothing else changes what is pinned, and nobody needs the policy for it.
	env.Delete(t, &v1alpha1.EscalationPolicy{ObjectMeta: metav1.ObjectMeta{Name: testenv.DefaultPolicy, Namespace: f.namespace}})
	env.Delete(t, intent)
	f.settle(bot)
	f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "Old."))
	f.Expect(f.history("support")[0].Name).To(Equal(newest.Name))
}

func TestTheHistoryIsBounded(t *testing.T) {
	intent := testenv.MakeIntent("order-status").Obj()
	bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) { s.Rollout = &v1alpha1.BotRollout{ReleaseHistoryLimit: new(int32(3))} }).Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	f := newFixture(t, bot, intent, batch)
	f.settle(bot)
	for i := range 6 {
		intent.Spec.Reply.Text = fmt.Sprintf("Answer %d.", i)
		f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
		f.settle(bot)
	}
	history := f.history("support")
	f.Expect(history).To(HaveLen(3))
	f.Expect(history[0].Spec.Sequence).To(BeEquivalentTo(7))
	seen := &observation{}
	f.Expect(f.reconciler.observeBundles(t.Context(), bot, seen)).To(Succeed())
	f.Expect(seen.bundles).To(HaveLen(3), "bundles go with their records")
}

func TestAPolicyIsAppliedAtOnceUnlessABatchBringsIt(t *testing.T) {
	edit := func(f *fixture, change func(*v1alpha1.EscalationPolicy)) string {
		policy := get(f, testenv.DefaultPolicy, &v1alpha1.EscalationPolicy{})
		change(policy)
		content, err := release.FromPolicy(policy.Spec, policy.Name)
		f.Expect(err).NotTo(HaveOccurred())
		revised, err := revision.OfPolicy(content)
		f.Expect(err).NotTo(HaveOccurred())
		stored, _, err := revision.Store{Client: env.Client, Live: env.Client, FieldOwner: FieldOwner}.Ensure(t.Context(), policy, revised)
		f.Expect(err).NotTo(HaveOccurred())
		testenv.ChangeStatus(t, env, policy, func(p *v1alpha1.EscalationPolicy) { p.Status.AcceptedRevision = stored.Name })
		return stored.Name
	}
	lower := func(p *v1alpha1.EscalationPolicy) { p.Spec.ConfidencePercent = new(int32(40)) }
	more := func(p *v1alpha1.EscalationPolicy) {
		p.Spec.Rules = append(p.Spec.Rules, v1alpha1.EscalationRule{Name: "angry", When: "message.sentiment < -0.5"})
	}
	for name, tc := range map[string]struct {
		included  bool
		edit      func(*v1alpha1.EscalationPolicy)
		wantLive  bool
		wantEvent string
	}{
		"lower thresholds that no batch brings": {
			edit: lower, wantLive: true,
			wantEvent: "Warning UnguardedChange BotRelease support-000002 is live: EscalationPolicy standard is in force at once: confidencePercent 40 instead of 70",
		},
		"lower thresholds that a batch brings": {included: true, edit: lower},
		"a rule more that a batch brings": {
			included: true, edit: more, wantLive: true,
			wantEvent: "Normal UnguardedChange BotRelease support-000002 is live: EscalationPolicy standard is in force at once: rule angry added",
		},
	} {
		t.Run(name, func(t *testing.T) {
			bot := testenv.MakeBot("support").Obj()
			batch := testenv.MakeBatch("thresholds", "order-status").Obj()
			if tc.included {
				batch.Spec.Intents, batch.Spec.Include = nil, []v1alpha1.Included{v1alpha1.IncludedEscalationPolicy}
			}
			f := newFixture(t, bot, batch)
			f.settle(bot)
			testenv.Recorded(f.recorder)
			wanted := edit(f, tc.edit)
			f.settle(bot)
			f.Expect(f.history("support")[0].Spec.EscalationPolicy.Revision == wanted).To(Equal(tc.wantLive))
			events := testenv.Recorded(f.recorder)
			if tc.wantEvent != "" {
				f.Expect(events).To(ContainElement(tc.wantEvent))
			}
			if tc.wantLive {
				return
			}

			// The batch brings it: first as a candidate, then for all.
			candidate := &v1alpha1.BatchCandidate{EscalationPolicy: &v1alpha1.ReleasedPolicy{Name: testenv.DefaultPolicy, Revision: wanted}}
			testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
				b.Status.Rollout, b.Status.Step, b.Status.Percent, b.Status.Candidate = "thresholds-1", "half", new(int32(50)), candidate
			})
			f.settle(bot)
			f.Expect(f.content(*f.pointer(bot).Candidate).Policy.ConfidencePercent).To(BeEquivalentTo(40))
			testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) { b.Status.Result = v1alpha1.ResultPromoted })
			f.settle(bot)
			f.Expect(f.content(f.pointer(bot).Stable).Policy.ConfidencePercent).To(BeEquivalentTo(40))
		})
	}
}

func TestTheFirstIntentsMayComeAtOnce(t *testing.T) {
	bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
		s.Rollout = &v1alpha1.BotRollout{FirstRelease: v1alpha1.ReleaseAtOnce}
	}).Obj()
	order, parcel := testenv.MakeIntent("order").Utterances("my order").Obj(), testenv.MakeIntent("parcel").Utterances("my parcel").Obj()
	refused := testenv.MakeBatch("b", "parcel").Obj()
	f := newFixture(t, bot, acceptedBatchOf("a", "order"), refused, order)
	accept := func(intent *v1alpha1.Intent) {
		name := f.revise(intent)
		testenv.ChangeStatus(t, env, intent, func(i *v1alpha1.Intent) {
			i.Status.Revision, i.Status.ObservedGeneration = name, i.Generation
			i.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionAccepted, Status: metav1.ConditionTrue, Reason: "Accepted", LastTransitionTime: metav1.Now()}}
		})
	}
	accept(order)
	f.settle(bot)
	f.Expect(f.answers(bot)).To(BeEmpty(), "b is not complete")
	env.Create(t, f.namespace, parcel)
	accept(parcel)
	f.settle(bot)
	f.Expect(f.answers(bot)).To(BeEmpty(), "the spec of b is not accepted")
	testenv.ChangeStatus(t, env, refused, func(b *v1alpha1.IntentBatch) { b.Status = acceptedBatchOf("b").Status })
	f.settle(bot)
	f.Expect(f.answers(bot)).To(And(HaveKey("order"), HaveKey("parcel")))
	f.Expect(f.history("support")[0].Spec.Cause.Type).To(Equal(v1alpha1.CauseFirst))
}

func TestReleasesEndWithTheirBot(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.settle(bot)
	bundle := slices.Clone(f.pointer(bot).Stable.ConfigMaps)
	env.Delete(t, bot)
	request := ctrl.Request{NamespacedName: client.ObjectKeyFromObject(bot)}
	_, err := f.reconciler.Reconcile(t.Context(), request)
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(f.history("support")).To(HaveLen(1), "a Bot that is not there yet keeps what was restored for it")

	f.reconciler.deleted.Store(request.NamespacedName, struct{}{})
	_, err = f.reconciler.Reconcile(t.Context(), request)
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(f.history("support")).To(BeEmpty())
	f.Expect(client.IgnoreNotFound(env.Client.Get(t.Context(), client.ObjectKey{Namespace: f.namespace, Name: bundle[0]}, &corev1.ConfigMap{}))).To(Succeed())
}
