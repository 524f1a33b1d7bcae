// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"testing"

	. "github.com/onsi/gomega"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/release"
)

// acceptPolicy does what the EscalationPolicy controller does.
func (f *fixture) acceptPolicy() {
	f.t.Helper()
	policy := testenv.MakePolicy(testenv.DefaultPolicy).Obj()
	env.Create(f.t, f.namespace, policy)
	content, err := release.FromPolicy(policy.Spec, policy.Name)
	f.Expect(err).NotTo(HaveOccurred())
	revised, err := revision.OfPolicy(content)
	f.Expect(err).NotTo(HaveOccurred())
	name := f.keep(policy, revised)
	testenv.ChangeStatus(f.t, env, policy, func(p *v1alpha1.EscalationPolicy) { p.Status.AcceptedRevision = name })
}

func (f *fixture) keep(owner client.Object, content revision.Content) string {
	f.t.Helper()
	stored, _, err := revision.Store{Client: env.Client, Live: env.Client, FieldOwner: "test"}.Ensure(f.t.Context(), owner, content)
	f.Expect(err).NotTo(HaveOccurred())
	return stored.Name
}

// say gives an Intent other utterances, and does what the Intent controller does.
func (f *fixture) say(intent *v1alpha1.Intent, utterances ...string) string {
	f.t.Helper()
	testenv.Change(f.t, env, intent, func(i *v1alpha1.Intent) { i.Spec.Utterances = utterances })
	content, err := revision.OfIntent(release.FromIntent(intent.Spec, intent.Name), intent.Spec.BotRef.Name)
	f.Expect(err).NotTo(HaveOccurred())
	name := f.keep(intent, content)
	testenv.ChangeStatus(f.t, env, intent, func(i *v1alpha1.Intent) {
		i.Status.Revision, i.Status.ObservedGeneration = name, i.Generation
	})
	return name
}

func liveAt(revision, intent string) v1alpha1.IntentBatchStatus {
	return v1alpha1.IntentBatchStatus{
		Result: v1alpha1.ResultPromoted, Percent: new(int32(100)),
		Intents: []v1alpha1.BatchIntentStatus{{Name: intent, Stable: revision}},
	}
}

// TestABatchThatCannotBeServedLetsOthersPass: an utterance moves from an intent of a younger
// batch to that of an older one, which comes first.
func TestABatchThatCannotBeServedLetsOthersPass(t *testing.T) {
	parcel, order := testenv.MakeIntent("parcel").Obj(), testenv.MakeIntent("order").Obj()
	a, b := batch("a", "order").Obj(), batch("b", "parcel").Obj()
	f := newFixture(t, testenv.MakeBot("support").Obj(), parcel, order, a, b)
	f.acceptPolicy()
	for _, live := range []struct {
		batch    *v1alpha1.IntentBatch
		revision string
		intent   string
	}{{a, f.say(order, "cancel it"), "order"}, {b, f.say(parcel, "where is my parcel", "track it"), "parcel"}} {
		testenv.ChangeStatus(t, env, live.batch, func(b *v1alpha1.IntentBatch) { b.Status = liveAt(live.revision, live.intent) })
	}
	f.reconcile("a")
	f.reconcile("b")
	f.events()

	f.say(parcel, "where is my parcel")
	f.say(order, "cancel it", "track it")
	got, _ := f.reconcile("a")
	f.Expect(got.Status.Rollout).To(BeEmpty())
	f.Expect(message(got, v1alpha1.ConditionReady)).To(And(
		HavePrefix(`Bot support cannot serve it beside what is live now: intent "parcel": spec.utterances[1]: says the same as spec.utterances[1] of Intent "order"`),
		HaveSuffix("What is live may be older than the spec: waits for b")))
	f.Expect(conditions(got)).To(ContainElements("Reconciling=True ReleaseInvalid", "Accepted=True Accepted"))

	got, _ = f.reconcile("b")
	f.Expect(got.Status.Rollout).To(HavePrefix("b-"))
	testenv.ChangeStatus(t, env, b, func(b *v1alpha1.IntentBatch) { b.Status = liveAt(parcel.Status.Revision, "parcel") })
	got, _ = f.reconcile("a")
	f.Expect(got.Status.Rollout).To(HavePrefix("a-"))
}

// TestARolloutThatIsNotServedGivesUpItsTurn: the statuses are those of a version that began
// without asking.
func TestARolloutThatIsNotServedGivesUpItsTurn(t *testing.T) {
	parcel, order := testenv.MakeIntent("parcel").Obj(), testenv.MakeIntent("order").Obj()
	a, b := batch("a", "order").Obj(), batch("b", "parcel").Obj()
	f := newFixture(t, testenv.MakeBot("support").Obj(), order, a)
	f.acceptPolicy()
	f.say(order, "cancel it", "track it")
	f.reconcile("a")
	env.Create(t, f.namespace, parcel, b)
	live := f.say(parcel, "where is my parcel", "track it")
	testenv.ChangeStatus(t, env, b, func(b *v1alpha1.IntentBatch) { b.Status = liveAt(live, "parcel") })
	f.say(parcel, "where is my parcel")

	got, _ := f.reconcile("a")
	f.Expect(got.Status.Rollout).To(BeEmpty())
	f.Expect(got.Status.Intents).To(ConsistOf(v1alpha1.BatchIntentStatus{Name: "order"}))
	f.Expect(f.events()).To(ContainElement(And(HavePrefix("Warning ReleaseInvalid revision "), ContainSubstring("gives up its turn"))))
	got, _ = f.reconcile("b")
	f.Expect(got.Status.Rollout).To(HavePrefix("b-"))
}
