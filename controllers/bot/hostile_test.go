// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

// servingBot is a bot that serves order-status in release 2.
func servingBot(t *testing.T) (*fixture, *v1alpha1.Bot, *v1alpha1.Intent, *v1alpha1.IntentBatch) {
	intent := testenv.MakeIntent("order-status").Reply("Old.").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	f := newFixture(t, bot, intent, batch)
	f.live(bot, map[string]string{"order-status": f.revise(intent)})
	f.settle(bot)
	f.Expect(f.history("support")).To(HaveLen(2))
	testenv.Recorded(f.recorder)
	return f, bot, intent, batch
}

func (f *fixture) copyOf(r *v1alpha1.BotRelease, name string, sequence int64, bot string) *v1alpha1.BotRelease {
	out := &v1alpha1.BotRelease{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: f.namespace}, Spec: *r.Spec.DeepCopy()}
	out.Spec.Sequence, out.Spec.BotRef.Name = sequence, bot
	out.Spec.Cause = v1alpha1.ReleaseCause{Type: v1alpha1.CauseRestored, Message: "by hand"}
	return out
}

func (f *fixture) tries(bot *v1alpha1.Bot, n int) (err error) {
	for range n {
		err = f.reconcileOnly(bot)
	}
	return err
}

// accept does what the Intent controller does.
func accept(f *fixture, intent *v1alpha1.Intent) {
	name := f.revise(intent)
	testenv.ChangeStatus(f.t, env, intent, func(i *v1alpha1.Intent) {
		i.Status.Revision, i.Status.ObservedGeneration = name, i.Generation
		i.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionAccepted, Status: metav1.ConditionTrue, Reason: "Accepted", LastTransitionTime: metav1.Now()}}
	})
}

// acceptedBatchOf is a batch whose spec the batch controller has accepted.
func acceptedBatchOf(name string, intents ...string) *v1alpha1.IntentBatch {
	return testenv.MakeBatch(name, intents...).Status(v1alpha1.IntentBatchStatus{ObservedGeneration: 1, Conditions: []metav1.Condition{
		{Type: v1alpha1.ConditionAccepted, Status: metav1.ConditionTrue, Reason: "Accepted", LastTransitionTime: metav1.Now()},
	}}).Obj()
}

// atOnceBot is a Bot that takes in its first intents at once.
func atOnceBot(limit *int32) *v1alpha1.Bot {
	return testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
		s.Rollout = &v1alpha1.BotRollout{FirstRelease: v1alpha1.ReleaseAtOnce, ReleaseHistoryLimit: limit}
	}).Obj()
}

func allConditions(b *v1alpha1.Bot) string {
	var out []string
	for _, c := range b.Status.Conditions {
		out = append(out, c.Type+"="+string(c.Status)+"/"+c.Reason+": "+c.Message)
	}
	return strings.Join(out, "\n")
}

func TestARecordThatTheOperatorDidNotMakeStopsNothing(t *testing.T) {
	f, bot, intent, batch := servingBot(t)
	evil := f.copyOf(f.history("support")[0], "restored", 999999999, "support")
	env.Create(t, f.namespace, evil)
	f.tries(bot, 4)
	intent.Spec.Reply.Text = "New."
	f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
	err := f.tries(bot, 4)
	t.Logf("after promotion: err=%v\n%s", err, allConditions(bot))
	env.Delete(t, evil)
	err = f.tries(bot, 4)
	t.Logf("after deleting the record: err=%v newest=%s/%d\n%s", err, f.history("support")[0].Name, f.history("support")[0].Spec.Sequence, allConditions(bot))
	f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "New."))
}

func TestARecordThatTheOperatorDidNotMakeChangesNoAnswer(t *testing.T) {
	for name, sequence := range map[string]int64{"a-copy": 3, "support-000009": 9} {
		t.Run(name, func(t *testing.T) {
			f, bot, intent, batch := servingBot(t)
			old := f.history("support")[0]
			intent.Spec.Reply.Text = "New."
			f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
			f.settle(bot)
			env.Create(t, f.namespace, f.copyOf(old, name, sequence, "support"))
			f.settle(bot)
			f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "New."))
			f.Expect(f.pointer(bot).Record.Name).To(Equal("support-000003"))
		})
	}
}

func TestANameThatIsTakenIsEvaded(t *testing.T) {
	f, bot, intent, batch := servingBot(t)
	env.Create(t, f.namespace, f.copyOf(f.history("support")[0], "support-000003", 3, "support2"))
	intent.Spec.Reply.Text = "New."
	f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
	for range 5 {
		r, err := f.reconciler.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKeyFromObject(bot)})
		t.Logf("%+v %v", r, err)
	}
	f.tries(bot, 1)
	t.Log(allConditions(bot))
	f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "New."))
}

func TestABundleIsWhereItsDigestSays(t *testing.T) {
	f, bot, _, _ := servingBot(t)
	evil := f.copyOf(f.history("support")[0], "restored", 7, "support")
	evil.Spec.Bundle = []string{"no-such-map"}
	env.Create(t, f.namespace, evil)
	err := f.tries(bot, 3)
	t.Logf("err=%v\n%s", err, allConditions(bot))
	for _, c := range f.history("support")[0].Status.Conditions {
		t.Log(c.Type, c.Status, c.Message)
	}
	for _, name := range f.pointer(bot).Stable.ConfigMaps {
		get(f, name, &corev1.ConfigMap{})
	}
}

func TestAPinThatCannotBeServedStopsNothingElse(t *testing.T) {
	f, bot, intent, batch := servingBot(t)
	intent.Spec.Reply.Text = "New."
	old := f.history("support")[0]
	f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
	f.settle(bot)
	// The bundle and the revisions of the old release are gone; so is the operator's memory.
	for _, name := range old.Spec.Bundle {
		env.Delete(t, get(f, name, &corev1.ConfigMap{}))
	}
	env.Delete(t, get(f, old.Spec.Intents[0].Revision, &appsv1.ControllerRevision{}))
	f.reconciler.contents = nil
	f.reconciler = &Reconciler{Client: f.reconciler.Client, Live: env.Client, Recorder: f.recorder, Image: "bot:test", Clock: f.clock}
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) {
		b.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: old.Name}
		b.Spec.Image = "bot:fixed"
	})
	err := f.tries(bot, 3)
	t.Logf("err=%v\n%s", err, allConditions(bot))
	f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "New."))
	f.Expect(get(f, "support", &appsv1.Deployment{}).Spec.Template.Spec.Containers[0].Image).To(Equal("bot:fixed"))
}

func TestAFirstReleaseThatCannotBeServedLeavesPods(t *testing.T) {
	bot := atOnceBot(nil)
	a, b := testenv.MakeIntent("order").Utterances("track it").Obj(), testenv.MakeIntent("parcel").Utterances("track it").Obj()
	f := newFixture(t, bot, a, b, acceptedBatchOf("a", "order", "parcel"))
	accept(f, a)
	accept(f, b)
	err := f.tries(bot, 4)
	t.Logf("err=%v\n%s", err, allConditions(bot))
	f.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: f.namespace, Name: "support"}, &appsv1.Deployment{})).To(Succeed())
}

func TestTheFirstIntentsComeAtOnceOnce(t *testing.T) {
	bot := atOnceBot(new(int32(2)))
	a := testenv.MakeIntent("order").Utterances("my order").Obj()
	batch := acceptedBatchOf("a", "order")
	f := newFixture(t, bot, a, batch)
	accept(f, a)
	f.settle(bot)
	f.Expect(f.answers(bot)).To(HaveKey("order"))
	env.Delete(t, batch)
	env.Delete(t, a)
	f.settle(bot)
	f.Expect(f.answers(bot)).To(BeEmpty())
	// One change more, and no kept release answers anything.
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) {
		b.Spec.Understanding = &v1alpha1.Understanding{Rasa: &v1alpha1.RasaUnderstanding{URL: "http://rasa:5005"}}
	})
	f.settle(bot)
	c := testenv.MakeIntent("refund").Utterances("my money").Obj()
	env.Create(t, f.namespace, c, acceptedBatchOf("b", "refund"))
	accept(f, c)
	f.settle(bot)
	f.Expect(f.answers(bot)).To(BeEmpty(), "a bot that has served for long gets new intents without one step")
}

func TestAMarkThatIsNotASequenceIsIgnored(t *testing.T) {
	f, bot, _, _ := servingBot(t)
	part := get(f, f.pointer(bot).Stable.ConfigMaps[0], &corev1.ConfigMap{})
	testenv.Change(t, env, part, func(c *corev1.ConfigMap) { c.Annotations[release.AnnotationSequence] = "9999999999" })
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.Image = "bot:fixed" })
	err := f.tries(bot, 3)
	t.Logf("err=%v\n%s", err, allConditions(bot))
	f.Expect(get(f, "support", &appsv1.Deployment{}).Spec.Template.Spec.Containers[0].Image).To(Equal("bot:fixed"))
}

func TestContentOfAnotherNamespaceIsNotServed(t *testing.T) {
	f, bot, _, _ := servingBot(t)
	secret := f.history("support")[0]
	g := newFixture(t, testenv.MakeBot("support").Obj())
	g.reconciler.Client, g.reconciler.Live = f.reconciler.Client, f.reconciler.Live
	_ = bot
	other := testenv.MakeBot("support").Namespace(g.namespace).Obj()
	g.reconciler = f.reconciler // one operator cares for both namespaces
	g.settle(other)
	env.Create(t, g.namespace, g.copyOf(secret, "support-000009", 9, "support"))
	err := g.tries(other, 3)
	t.Logf("err=%v\n%s", err, allConditions(other))
	g.Expect(g.answers(other)).NotTo(HaveKey("order-status"), "content of another namespace")
}

func TestAHeldBatchIsNotTakenInAtOnce(t *testing.T) {
	bot := atOnceBot(nil)
	a := testenv.MakeIntent("order").Utterances("my order").Obj()
	batch := acceptedBatchOf("a", "order")
	batch.Spec.State = v1alpha1.BatchHeld
	f := newFixture(t, bot, a, batch)
	accept(f, a)
	f.settle(bot)
	f.Expect(f.answers(bot)).To(BeEmpty(), "held by spec.state")
}

func TestAMistypedPinChangesNothing(t *testing.T) {
	f, bot, intent, batch := servingBot(t)
	intent.Spec.Reply.Text = "New."
	f.rolls(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
	f.settle(bot)
	f.Expect(f.pointer(bot).Candidate).NotTo(BeNil())
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: "support-00002"} })
	f.settle(bot)
	t.Log(allConditions(bot))
	f.Expect(f.pointer(bot).Candidate).NotTo(BeNil(), "the message says that nothing changes")
}

func TestRecordsThatThePointerDoesNotKnowYetAreFollowed(t *testing.T) {
	f, bot, _, _ := servingBot(t)
	three, four := f.followers(f.history("support")[0])
	env.Create(t, f.namespace, three, four)
	for _, made := range []*v1alpha1.BotRelease{three, four} {
		testenv.ChangeStatus(t, env, made, func(r *v1alpha1.BotRelease) { r.Status.ObservedGeneration = r.Generation })
	}
	f.settle(bot)
	f.Expect(f.pointer(bot).Record.Name).To(Equal("support-000004"))
}

// followers are two more records, each with the name, the sequence and the parent that the next of
// the operator's own has.
func (f *fixture) followers(r *v1alpha1.BotRelease) (*v1alpha1.BotRelease, *v1alpha1.BotRelease) {
	three := f.copyOf(r, "support-000003", 3, "support")
	three.Spec.Parent = r.Name
	four := f.copyOf(r, "support-000004", 4, "support")
	four.Spec.Parent = three.Name
	return three, four
}

// TestARecordInTheOperatorsNameIsNotServed: who may write BotReleases knows what the next one is
// called and what it follows, and cannot write its status.
func TestARecordInTheOperatorsNameIsNotServed(t *testing.T) {
	f, bot, intent, batch := servingBot(t)
	old := f.history("support")[1] // without intents
	three, four := f.followers(f.history("support")[0])
	for _, forged := range []*v1alpha1.BotRelease{three, four} {
		forged.Spec.Digest, forged.Spec.Bundle, forged.Spec.Intents = old.Spec.Digest, old.Spec.Bundle, nil
	}
	env.Create(t, f.namespace, three, four)
	f.tries(bot, 4)
	f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "Old."))

	// What the operator decides next gets another name, and is served.
	intent.Spec.Reply.Text = "New."
	f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
	f.settle(bot)
	f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "New."))
	f.Expect(f.pointer(bot).Record.Name).To(Equal("support-000003-1"))
}

// TestARecordInThePlaceOfTheServedOneIsNotServed: who may write BotReleases can delete what is
// served and put something else in its place.
func TestARecordInThePlaceOfTheServedOneIsNotServed(t *testing.T) {
	for name, sequence := range map[string]int64{"the same sequence": 2, "a higher one": 3} {
		t.Run(name, func(t *testing.T) {
			f, bot, _, _ := servingBot(t)
			served, old := f.history("support")[0], f.history("support")[1]
			forged := f.copyOf(old, served.Name, sequence, "support")
			env.Delete(t, served)
			env.Create(t, f.namespace, forged)
			f.settle(bot)
			f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "Old."))
			f.Expect(f.pointer(bot).Record.Name).To(Equal("support-000002-1"))
		})
	}
}

// TestARecordOfBeforeACrashIsServed: the operator stopped after it had created a record, before it
// had noted so.
func TestARecordOfBeforeACrashIsServed(t *testing.T) {
	f, bot, intent, batch := servingBot(t)
	intent.Spec.Reply.Text = "New."
	f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
	healthy := f.reconciler.Client
	f.reconciler.Client = interceptor.NewClient(env.Client, interceptor.Funcs{
		SubResourceUpdate: func(ctx context.Context, c client.Client, subResource string, obj client.Object, opts ...client.SubResourceUpdateOption) error {
			if _, is := obj.(*v1alpha1.BotRelease); is {
				return errors.New("the operator is stopped")
			}
			return c.SubResource(subResource).Update(ctx, obj, opts...)
		},
	})
	f.Expect(f.tries(bot, 1)).To(MatchError(ContainSubstring("the operator is stopped")))
	f.Expect(f.history("support")).To(HaveLen(3))
	f.reconciler.Client = healthy
	f.settle(bot)
	f.Expect(f.answers(bot)).To(HaveKeyWithValue("order-status", "New."))
	f.Expect(f.pointer(bot).Record.Name).To(Equal("support-000003"))
	f.Expect(f.history("support")).To(HaveLen(3))
}

func TestABotThatIsDeletedWithoutItsChildrenLeavesThemWhole(t *testing.T) {
	f, bot, _, _ := servingBot(t)
	testenv.Change(t, env, get(f, "support-pointer", &corev1.ConfigMap{}), func(c *corev1.ConfigMap) { c.OwnerReferences = nil })
	env.Delete(t, bot)
	key := client.ObjectKeyFromObject(bot)
	f.reconciler.deleted.Store(key, struct{}{})
	_, err := f.reconciler.Reconcile(t.Context(), ctrl.Request{NamespacedName: key})
	f.Expect(err).NotTo(HaveOccurred())
	get(f, "support", &appsv1.Deployment{})
	for _, name := range f.pointer(bot).Stable.ConfigMaps {
		get(f, name, &corev1.ConfigMap{}) // what the pointer names, which pods still follow
	}
}
