// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"testing"

	. "github.com/onsi/gomega"
	apimeta "k8s.io/apimachinery/pkg/api/meta"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/release"
)

// rolls puts a batch into a rollout under way, serves into one that has ended.
func (f *fixture) rolls(batch *v1alpha1.IntentBatch, intents ...v1alpha1.BatchIntentStatus) {
	f.t.Helper()
	testenv.ChangeStatus(f.t, env, batch, func(b *v1alpha1.IntentBatch) {
		b.Status.Rollout, b.Status.Step, b.Status.Percent = b.Name+"-1", "five", new(int32(5))
		b.Status.Intents = intents
	})
}

func (f *fixture) serves(batch *v1alpha1.IntentBatch, intents ...v1alpha1.BatchIntentStatus) {
	f.t.Helper()
	testenv.ChangeStatus(f.t, env, batch, func(b *v1alpha1.IntentBatch) { b.Status.Intents = intents })
}

func utterances(r release.Release) map[string][]string {
	out := map[string][]string{}
	for _, i := range r.Intents {
		out[i.Name] = i.Utterances
	}
	return out
}

// TestACandidateThatCannotBeMadeStopsNothingElse: an utterance moves from an intent of one
// batch to that of another, which comes first.
func TestACandidateThatCannotBeMadeStopsNothingElse(t *testing.T) {
	parcel := testenv.MakeIntent("parcel").Utterances("where is my parcel", "track it").Obj()
	order := testenv.MakeIntent("order").Utterances("cancel it").Obj()
	bot := testenv.MakeBot("support").Obj()
	a, b := testenv.MakeBatch("a", "parcel").Obj(), testenv.MakeBatch("b", "order").Obj()
	f := newFixture(t, bot, parcel, order, a, b)
	live := f.revise(order)
	f.serves(a, v1alpha1.BatchIntentStatus{Name: "parcel", Stable: f.revise(parcel)})
	f.serves(b, v1alpha1.BatchIntentStatus{Name: "order", Stable: live})
	f.Expect(f.reconcile(bot)).To(Succeed())

	order.Spec.Utterances = []string{"cancel it", "track it"}
	f.rolls(b, v1alpha1.BatchIntentStatus{Name: "order", Stable: live, Candidate: f.revise(order)})
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.Measurement = &v1alpha1.Measurement{OutcomeAfter: "1h"} })
	f.Expect(f.reconcile(bot)).To(Succeed())
	p := f.pointer(bot)
	f.Expect(p.Candidate).To(BeNil())
	f.Expect(p.Measurement.OutcomeAfterSeconds).To(BeEquivalentTo(3600), "the rest of the spec goes on")
	f.Expect(utterances(f.content(p.Stable))).To(Equal(map[string][]string{
		"parcel": {"where is my parcel", "track it"}, "order": {"cancel it"},
	}))
	ready := apimeta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionReady)
	f.Expect(ready.Reason).To(Equal(v1alpha1.ReasonReleaseInvalid))
	f.Expect(ready.Message).To(ContainSubstring(`Every conversation gets stable: candidate release of IntentBatch b: intent "parcel": spec.utterances[1]`))
	f.Expect(apimeta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionStalled)).To(BeNil())

	// The other batch brings its part, and b begins again.
	parcel.Spec.Utterances = []string{"where is my parcel"}
	f.serves(a, v1alpha1.BatchIntentStatus{Name: "parcel", Stable: f.revise(parcel)})
	f.Expect(f.reconcile(bot)).To(Succeed())
	p = f.pointer(bot)
	f.Expect(p.Candidate).NotTo(BeNil())
	f.Expect(utterances(f.content(*p.Candidate))).To(HaveKeyWithValue("order", []string{"cancel it", "track it"}))
}

// TestAnIntentThatMovesBetweenBatchesIsServedOnce: two statuses name it for a while.
func TestAnIntentThatMovesBetweenBatchesIsServedOnce(t *testing.T) {
	parcel := testenv.MakeIntent("parcel").Utterances("where is my parcel").Obj()
	bot := testenv.MakeBot("support").Obj()
	a, b := testenv.MakeBatch("a", "parcel").Obj(), testenv.MakeBatch("b", "parcel").Obj()
	f := newFixture(t, bot, parcel, a, b)
	live := f.revise(parcel)
	f.serves(b, v1alpha1.BatchIntentStatus{Name: "parcel", Stable: live})
	parcel.Spec.Utterances = []string{"where is it"}
	next := f.revise(parcel)
	f.rolls(a, v1alpha1.BatchIntentStatus{Name: "parcel", Candidate: next})
	f.Expect(f.reconcile(bot)).To(Succeed())
	p := f.pointer(bot)
	f.Expect(utterances(f.content(p.Stable))).To(Equal(map[string][]string{"parcel": {"where is my parcel"}}))
	f.Expect(utterances(f.content(*p.Candidate))).To(Equal(map[string][]string{"parcel": {"where is it"}}))

	testenv.ChangeStatus(t, env, a, func(b *v1alpha1.IntentBatch) {
		b.Status.Result = v1alpha1.ResultPromoted
		b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "parcel", Stable: next}}
	})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(utterances(f.content(f.pointer(bot).Stable))).To(Equal(map[string][]string{"parcel": {"where is it"}}))
}
