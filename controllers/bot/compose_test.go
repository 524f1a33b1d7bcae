// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	. "github.com/onsi/gomega"
	apimeta "k8s.io/apimachinery/pkg/api/meta"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

// rolls puts a batch into a rollout under way, serves into one that has ended.
func (f *fixture) rolls(batch *v1alpha1.IntentBatch, intents ...v1alpha1.BatchIntentStatus) {
	f.t.Helper()
	testenv.ChangeStatus(f.t, env, batch, func(b *v1alpha1.IntentBatch) {
		b.Status.Rollout, b.Status.Step, b.Status.Percent = b.Name+"-1", "five", new(int32(5))
		b.Status.Revision, b.Status.Intents = b.Name+"-content", intents
	})
}

// promoted is a batch that has earned its last step and whose release is to be made.
func (f *fixture) promoted(batch *v1alpha1.IntentBatch, intents ...v1alpha1.BatchIntentStatus) {
	f.t.Helper()
	testenv.ChangeStatus(f.t, env, batch, func(b *v1alpha1.IntentBatch) {
		b.Status.Rollout = fmt.Sprintf("%s-%d", b.Name, b.Status.Attempt)
		b.Status.Attempt++
		b.Status.Result, b.Status.Revision, b.Status.Intents = v1alpha1.ResultPromoted, b.Status.Rollout, intents
	})
}

// live makes revisions of Intents live, by a batch that is gone afterwards.
func (f *fixture) live(bot *v1alpha1.Bot, intents map[string]string) {
	f.t.Helper()
	batch := testenv.MakeBatch("earlier", slices.Collect(maps.Keys(intents))...).Obj()
	env.Create(f.t, f.namespace, batch)
	var candidates []v1alpha1.BatchIntentStatus
	for name, revision := range intents {
		candidates = append(candidates, v1alpha1.BatchIntentStatus{Name: name, Candidate: revision})
	}
	f.promoted(batch, candidates...)
	// The first reconcile makes the first release, without intents.
	f.Expect(f.reconcileOnly(bot)).To(Succeed())
	f.Expect(f.reconcileOnly(bot)).To(Succeed())
	env.Delete(f.t, batch)
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
	f.live(bot, map[string]string{"parcel": f.revise(parcel), "order": f.revise(order)})

	order.Spec.Utterances = []string{"cancel it", "track it"}
	f.rolls(b, v1alpha1.BatchIntentStatus{Name: "order", Candidate: f.revise(order)})
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.Measurement = &v1alpha1.Measurement{OutcomeAfter: "1h"} })
	f.Expect(f.reconcile(bot)).To(Succeed())
	p := f.pointer(bot)
	f.Expect(p.Candidate).To(BeNil())
	f.Expect(p.Measurement.OutcomeAfterSeconds).To(BeEquivalentTo(3600), "the rest of the spec goes on")
	f.Expect(utterances(f.content(p.Stable))).To(Equal(map[string][]string{
		"parcel": {"where is my parcel", "track it"}, "order": {"cancel it"},
	}))
	f.Expect(bot.Status.Refused).To(ConsistOf(And(HaveField("Batch", "b"), HaveField("Revision", "b-content"), HaveField("Live", "support-000002"),
		HaveField("Message", ContainSubstring(`intent "parcel": spec.utterances[1]`)))))
	f.Expect(apimeta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionStalled)).To(BeNil())

	// The other batch brings its part, and b begins again.
	parcel.Spec.Utterances = []string{"where is my parcel"}
	f.promoted(a, v1alpha1.BatchIntentStatus{Name: "parcel", Candidate: f.revise(parcel)})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(bot.Status.Refused).To(BeEmpty())
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
	f.live(bot, map[string]string{"parcel": f.revise(parcel)})
	parcel.Spec.Utterances = []string{"where is it"}
	next := f.revise(parcel)
	f.rolls(a, v1alpha1.BatchIntentStatus{Name: "parcel", Candidate: next})
	f.Expect(f.reconcile(bot)).To(Succeed())
	p := f.pointer(bot)
	f.Expect(utterances(f.content(p.Stable))).To(Equal(map[string][]string{"parcel": {"where is my parcel"}}))
	f.Expect(utterances(f.content(*p.Candidate))).To(Equal(map[string][]string{"parcel": {"where is it"}}))

	f.promoted(a, v1alpha1.BatchIntentStatus{Name: "parcel", Candidate: next})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(utterances(f.content(f.pointer(bot).Stable))).To(Equal(map[string][]string{"parcel": {"where is it"}}))
}
