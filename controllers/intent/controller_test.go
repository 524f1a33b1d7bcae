// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// The whole life of an intent, as its status tells it.
func TestLifeOfAnIntent(t *testing.T) {
	w := newWorld(t, nil)
	intent := testenv.MakeIntent("order-status").Confidence(80).Obj()
	w.Create(intent)

	w.expect("order-status", v1alpha1.ConditionReconciling, metav1.ConditionTrue, v1alpha1.ReasonReferenceNotFound)
	w.pass(intent, status.Deadline)
	alone := w.expect("order-status", v1alpha1.ConditionStalled, metav1.ConditionTrue, v1alpha1.ReasonReferenceNotFound)
	w.Expect(testenv.Message(alone, v1alpha1.ConditionReferencesResolved)).To(Equal(
		`spec.botRef.name: there is no Bot "support" in this namespace: create it, or create the Intent again for another Bot`))
	w.Expect(alone.Status.Revision).NotTo(BeEmpty(), "an accepted spec is kept whether there is a Bot or not")
	w.Expect(alone.Status.State).To(Equal(v1alpha1.IntentDraft))
	w.Expect(alone.Status.ConfidencePercent).To(HaveValue(Equal(int32(80))))

	w.Create(testenv.MakeBot("support").Obj())
	alone = w.expect("order-status", v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonDraft)
	w.Expect(testenv.Message(alone, v1alpha1.ConditionReady)).To(Equal(
		"A draft: no IntentBatch names it, so customers do not get it. To bring it to them, add it to spec.intents of one"))

	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	w.Create(batch)
	staged := w.expectState("order-status", v1alpha1.IntentStaged)
	first := staged.Status.Revision
	w.Expect(staged.Status.Batch).To(Equal("week-1"))
	w.expect("order-status", v1alpha1.ConditionReconciling, metav1.ConditionTrue, v1alpha1.ReasonProgressing)

	testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
		b.Status.Revision, b.Status.Attempt = "0123456789abcdef", 1
		b.Status.Rollout = rollout.RolloutID("week-1", b.Status.Revision, 1)
		b.Status.Step, b.Status.Percent = "five", new(int32(5))
		b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "order-status", Candidate: first}}
	})
	rolling := w.expectState("order-status", v1alpha1.IntentRolling)
	w.Expect(testenv.Message(rolling, v1alpha1.ConditionReady)).To(Equal(
		`IntentBatch "week-1" brings revision ` + first + ` to 5% of conversations in step five`))

	testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
		b.Status.Result, b.Status.Percent = v1alpha1.ResultPromoted, new(int32(100))
		b.Status.Intents[0].Stable, b.Status.Intents[0].Candidate = first, ""
	})
	w.Create(releaseOf(1, "order-status", first))
	live := w.expect("order-status", v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady)
	w.Expect(live.Status.State).To(Equal(v1alpha1.IntentLive))
	w.Expect(testenv.Message(live, v1alpha1.ConditionReady)).To(Equal("Every conversation gets revision " + first))

	testenv.Change(t, env, intent, func(i *v1alpha1.Intent) { i.Spec.Reply.Text = "Another answer." })
	edited := w.expectState("order-status", v1alpha1.IntentStaged)
	second := edited.Status.Revision
	w.Expect(second).NotTo(Equal(first))
	w.Eventually(w.Revisions).Should(ConsistOf(first, second))

	testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
		b.Status.Revision, b.Status.Result, b.Status.Percent = "fedcba9876543210", v1alpha1.ResultRolledBack, new(int32(0))
		b.Status.Rollout = rollout.RolloutID("week-1", b.Status.Revision, 1)
	})
	back := w.expect("order-status", v1alpha1.ConditionStalled, metav1.ConditionTrue, v1alpha1.ReasonRolledBack)
	w.Expect(back.Status.State).To(Equal(v1alpha1.IntentRolledBack))
	w.Expect(testenv.Message(back, v1alpha1.ConditionReady)).To(Equal(
		`IntentBatch "week-1" was rolled back with revision ` + second + "; every conversation gets revision " + first + ": change the Intent, or set spec.retry of the batch"))

	testenv.Change(t, env, intent, func(i *v1alpha1.Intent) { i.Spec.Reply.Text = "This is about order-status." })
	again := w.expect("order-status", v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady)
	w.Expect(again.Status.Revision).To(Equal(first), "the content of old is the revision of old")

	env.Delete(t, batch)
	testenv.Change(t, env, intent, func(i *v1alpha1.Intent) { i.Spec.Reply.Text = "Another answer." })
	edit := w.expect("order-status", v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonDraft)
	w.Expect(testenv.Message(edit, v1alpha1.ConditionReady)).To(Equal("This edit is a draft: no IntentBatch names the Intent, so every conversation still gets revision " +
		first + ". To bring the edit to customers, add the Intent to spec.intents of one"))
	w.Eventually(w.Events).WithArguments("order-status").Should(ContainElements(
		ContainSubstring(v1alpha1.ReasonRevisionCreated), ContainSubstring(v1alpha1.ReasonReferenceNotFound), ContainSubstring(v1alpha1.ReasonRolledBack)))
}

// releaseOf is what the Bot serves from a time on: one Intent.
func releaseOf(sequence int64, intent, revision string) *v1alpha1.BotRelease {
	return &v1alpha1.BotRelease{
		ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("support-%06d", sequence)},
		Spec: v1alpha1.BotReleaseSpec{
			BotRef: v1alpha1.LocalReference{Name: "support"}, Sequence: sequence, Digest: strings.Repeat("a", 64), Bundle: []string{"support-bundle"},
			Intents:          []v1alpha1.ReleasedIntent{{Name: intent, Revision: revision}},
			EscalationPolicy: v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-a"},
			Cause:            v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst},
		},
	}
}

// TestAHeldBatchHoldsItsIntents: people asked for it, so it is not a failure.
func TestAHeldBatchHoldsItsIntents(t *testing.T) {
	w := newWorld(t, nil)
	batch := testenv.MakeBatch("week-1", "order").Obj()
	w.Create(testenv.MakeBot("support").Obj(), testenv.MakeIntent("order").Obj(), batch)
	w.expectState("order", v1alpha1.IntentStaged)
	testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
		status.Ready(&b.Status.Conditions, b.Generation, v1alpha1.ReasonHeld, "held by spec.state before it begins")
	})
	w.expect("order", v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonHeld)
	testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
		status.Stalled(&b.Status.Conditions, b.Generation, v1alpha1.ReasonHeldOnFailure, "a gate failed")
	})
	w.expect("order", v1alpha1.ConditionStalled, metav1.ConditionTrue, v1alpha1.ReasonHeldOnFailure)
}

func TestANewIntentWaitsForWhatIsAppliedWithIt(t *testing.T) {
	w := newWorld(t, nil)
	w.Create(testenv.MakeIntent("order-status").Obj())
	w.expect("order-status", v1alpha1.ConditionReconciling, metav1.ConditionTrue, v1alpha1.ReasonReferenceNotFound)
	w.Create(testenv.MakeBot("support").Obj())
	w.expect("order-status", v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonDraft)
}

func TestInvalidSpecLeavesTheLastRevision(t *testing.T) {
	w := newWorld(t, nil)
	intent := testenv.MakeIntent("order-status").Field("orderId", "Which order?", "[A-Z]+").Obj()
	w.Create(testenv.MakeBot("support").Obj(), testenv.MakeBatch("week-1", "order-status").Obj(), intent)
	good := w.expectState("order-status", v1alpha1.IntentStaged).Status.Revision
	w.Expect(good).NotTo(BeEmpty())

	testenv.Change(t, env, intent, func(i *v1alpha1.Intent) {
		i.Spec.Fields[0].Pattern = "(?!x)"
		i.Spec.Reply.Text = "About {order}."
	})
	bad := w.expect("order-status", v1alpha1.ConditionAccepted, metav1.ConditionFalse, v1alpha1.ReasonInvalidSpec)
	w.Expect(bad.Status.Revision).To(Equal(good))
	w.Expect(testenv.Message(bad, v1alpha1.ConditionStalled)).To(Equal(
		"spec.fields[0].pattern: not an RE2 expression: error parsing regexp: invalid or unsupported Perl syntax: `(?!`: see https://github.com/google/re2/wiki/Syntax; " +
			"spec.reply.text: refers to {order}, but there is no such field: add it to spec.fields or correct the name; " +
			"revision " + good + ", the last that was accepted, stays as it is"))
	w.Expect(w.Revisions(w)).To(ConsistOf(good))

	testenv.Change(t, env, intent, func(i *v1alpha1.Intent) { i.Spec.Fields[0].Pattern, i.Spec.Reply.Text = "[0-9]+", "Soon." })
	w.expect("order-status", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
}

// TestLookAlikesAreDuplicates: an apostrophe of another keyboard makes no other utterance.
func TestLookAlikesAreDuplicates(t *testing.T) {
	w := newWorld(t, nil)
	w.Create(testenv.MakeBot("support").Obj(), testenv.MakeIntent("bill").Utterances("hello", "where's my bill").Obj())
	w.expect("bill", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
	for name, utterance := range map[string]string{
		"apostrophe": "where’s my bill", "accent": "where´s my bill", "unseen": "where's my\u200b bill\u200f", "full-width": "ｗｈｅｒｅ＇ｓ ｍｙ ｂｉｌｌ",
	} {
		w.Create(testenv.MakeIntent(name).Utterances("something else "+name, utterance).Obj())
		refused := w.expect(name, v1alpha1.ConditionAccepted, metav1.ConditionFalse, v1alpha1.ReasonDuplicateUtterance)
		w.Expect(testenv.Message(refused, v1alpha1.ConditionStalled)).To(ContainSubstring(`spec.utterances[1]: says the same as spec.utterances[1] of Intent "bill"`))
	}
	w.expect("bill", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
}

func TestDuplicateUtterances(t *testing.T) {
	w := newWorld(t, nil)
	parcel := testenv.MakeIntent("parcel").Utterances("hello", "Where is my parcel?").Obj()
	w.Create(testenv.MakeBot("support").Obj(), parcel)
	w.expect("parcel", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)

	order := testenv.MakeIntent("order").Utterances("where is MY parcel").Obj()
	w.Create(order, testenv.MakeIntent("elsewhere").Bot("sales").Utterances("where is my parcel").Obj())
	refused := w.expect("order", v1alpha1.ConditionAccepted, metav1.ConditionFalse, v1alpha1.ReasonDuplicateUtterance)
	w.Expect(testenv.Message(refused, v1alpha1.ConditionStalled)).To(Equal(
		`spec.utterances[0]: says the same as spec.utterances[1] of Intent "parcel": remove it from Intent "order" or from Intent "parcel"`))
	w.Expect(refused.Status.Revision).To(BeEmpty())
	w.expect("parcel", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
	w.expect("elsewhere", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)

	// The one that has it gives it up.
	testenv.Change(t, env, parcel, func(i *v1alpha1.Intent) { i.Spec.Utterances = []string{"track a parcel"} })
	w.expect("order", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)

	// Being older does not help against one that was accepted meanwhile.
	testenv.Change(t, env, parcel, func(i *v1alpha1.Intent) { i.Spec.Utterances = []string{"Where is my parcel"} })
	w.expect("parcel", v1alpha1.ConditionAccepted, metav1.ConditionFalse, v1alpha1.ReasonDuplicateUtterance)
	w.expect("order", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)

	env.Delete(t, order)
	w.expect("parcel", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
}

// TestAnEditDoesNotLoseUtterances: a copy that was refused, and is older, gets its chance
// each time the one it was copied from is edited.
func TestAnEditDoesNotLoseUtterances(t *testing.T) {
	w := newWorld(t, nil)
	copied := testenv.MakeIntent("copy").Utterances("hello").Obj()
	w.Create(testenv.MakeBot("support").Obj(), copied)
	w.expect("copy", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
	order := testenv.MakeIntent("order").Utterances("where is my order").Obj()
	w.Create(order)
	first := w.expect("order", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted).Status.Revision
	testenv.Change(t, env, copied, func(i *v1alpha1.Intent) { i.Spec.Utterances = []string{"hello", "Where is my order?"} })
	w.expect("copy", v1alpha1.ConditionAccepted, metav1.ConditionFalse, v1alpha1.ReasonDuplicateUtterance)

	testenv.Change(t, env, order, func(i *v1alpha1.Intent) { i.Spec.Reply.Text = "It is on its way." })
	edited := w.expect("order", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
	w.Expect(edited.Status.Revision).NotTo(Equal(first))
	w.expect("copy", v1alpha1.ConditionAccepted, metav1.ConditionFalse, v1alpha1.ReasonDuplicateUtterance)

	// What it gives up may be taken.
	testenv.Change(t, env, order, func(i *v1alpha1.Intent) { i.Spec.Utterances = []string{"order status"} })
	w.expect("copy", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
	w.expect("order", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
}

func TestIntentInTwoBatches(t *testing.T) {
	w := newWorld(t, nil)
	second := testenv.MakeBatch("b", "order").Obj()
	w.Create(testenv.MakeBot("support").Obj(), testenv.MakeIntent("order").Obj(),
		testenv.MakeBatch("a", "order").Obj(), second, testenv.MakeBatch("c", "order").Bot("sales").Obj())
	staged := w.expect("order", v1alpha1.ConditionReconciling, metav1.ConditionTrue, v1alpha1.ReasonProgressing)
	w.Expect(staged.Status.Batch).To(Equal("a"), "the other batch has the problem")

	// What a batch brings is its own, also against an older one.
	testenv.ChangeStatus(t, env, second, func(b *v1alpha1.IntentBatch) {
		b.Status.Rollout = "b-01234567"
		b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "order", Candidate: staged.Status.Revision}}
	})
	w.Expect(w.expectState("order", v1alpha1.IntentRolling).Status.Batch).To(Equal("b"))
	testenv.ChangeStatus(t, env, second, func(b *v1alpha1.IntentBatch) { b.Status.Intents = nil })

	testenv.Change(t, env, second, func(b *v1alpha1.IntentBatch) { b.Spec.Intents = []string{"another"} })
	w.expect("order", v1alpha1.ConditionReconciling, metav1.ConditionTrue, v1alpha1.ReasonProgressing)
}

func TestThresholdIsThePolicysInForce(t *testing.T) {
	w := newWorld(t, nil)
	policy := testenv.MakePolicy("standard").Obj()
	w.Create(testenv.MakeIntent("order").Obj(), testenv.MakeBot("support").Obj(), policy)
	w.Expect(w.expect("order", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted).Status.ConfidencePercent).To(BeNil())

	store := revision.Store{Client: env.Client, Live: env.Client, FieldOwner: "test"}
	for _, percent := range []int32{65, 75} {
		content, err := release.FromPolicy(testenv.MakePolicy("standard").Confidence(percent).Obj().Spec, "standard")
		w.Expect(err).NotTo(HaveOccurred())
		kept, err := revision.OfPolicy(content)
		w.Expect(err).NotTo(HaveOccurred())
		stored, _, err := store.Ensure(t.Context(), policy, kept)
		w.Expect(err).NotTo(HaveOccurred())
		testenv.ChangeStatus(t, env, policy, func(p *v1alpha1.EscalationPolicy) { p.Status.AcceptedRevision = stored.Name })
		w.Eventually(func(g Gomega) {
			intent := &v1alpha1.Intent{}
			g.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: w.Namespace, Name: "order"}, intent)).To(Succeed())
			g.Expect(intent.Status.ConfidencePercent).To(HaveValue(Equal(percent)))
		}).Should(Succeed())
	}
}

func TestADeletedRevisionIsMadeAgain(t *testing.T) {
	w := newWorld(t, nil)
	w.Create(testenv.MakeIntent("order").Obj())
	w.expect("order", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
	names := w.Revisions(w)
	w.Expect(names).To(HaveLen(1))
	env.Delete(t, &appsv1.ControllerRevision{ObjectMeta: metav1.ObjectMeta{Namespace: w.Namespace, Name: names[0]}})
	w.Eventually(w.Revisions).Should(Equal(names))
}

func TestOldRevisionsGoAndThoseInUseStay(t *testing.T) {
	w := newWorld(t, nil)
	intent := testenv.MakeIntent("order").Obj()
	w.Create(intent)
	first := w.expect("order", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted).Status.Revision
	// A release of the history has it.
	w.Create(releaseOf(1, "order", first), releaseOf(2, "another", "another-1"))
	for i := range 14 {
		testenv.Change(t, env, intent, func(o *v1alpha1.Intent) { o.Spec.Reply.Text += "." })
		w.Eventually(func(g Gomega) {
			g.Expect(env.Client.Get(t.Context(), client.ObjectKeyFromObject(intent), intent)).To(Succeed())
			g.Expect(intent.Status.ObservedGeneration).To(Equal(intent.Generation))
		}).Should(Succeed(), "edit %d", i)
	}
	// The present one, the first, and ten more.
	w.Eventually(w.Revisions).Should(And(HaveLen(12), ContainElements(first, intent.Status.Revision)))
}

func TestMeasurementsAreShownAndRefreshed(t *testing.T) {
	source := &figures{}
	source.set(&v1alpha1.IntentMeasurements{Escalation: "23%", CSAT: "4.3", Conversations: new(int64(100))}, nil)
	w := newWorld(t, source)
	w.Create(testenv.MakeIntent("order").Obj())
	shown := func(g Gomega) *v1alpha1.IntentMeasurements {
		intent := &v1alpha1.Intent{}
		g.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: w.Namespace, Name: "order"}, intent)).To(Succeed())
		return intent.Status.Measurements
	}
	w.Eventually(shown).Should(Equal(&v1alpha1.IntentMeasurements{Escalation: "23%", CSAT: "4.3", Conversations: new(int64(100))}))

	// tick lets the time between two looks pass, and waits until all have been asked.
	tick := func() {
		t.Helper()
		w.Eventually(w.clock.HasWaiters).Should(BeTrue())
		asked := source.count()
		w.clock.Step(time.Minute)
		w.Eventually(source.count).Should(BeNumerically(">", asked))
	}
	source.set(&v1alpha1.IntentMeasurements{Escalation: "24%", Conversations: new(int64(101))}, nil)
	for range int(showEvery / time.Minute) {
		tick() // in one of them it is the Intent's turn
	}
	w.Eventually(shown).Should(Equal(&v1alpha1.IntentMeasurements{Escalation: "24%", Conversations: new(int64(101))}))

	source.set(nil, errors.New("no answer"))
	tick()
	// An edit makes it look again, and finds nothing better to show.
	testenv.Change(t, env, testenv.MakeIntent("order").Namespace(w.Namespace).Obj(), func(i *v1alpha1.Intent) { i.Spec.Reply.Text = "Soon." })
	w.Eventually(func(g Gomega) {
		intent := &v1alpha1.Intent{}
		g.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: w.Namespace, Name: "order"}, intent)).To(Succeed())
		g.Expect(intent.Status.ObservedGeneration).To(Equal(int64(2)))
	}).Should(Succeed())
	w.Expect(shown(w)).To(Equal(&v1alpha1.IntentMeasurements{Escalation: "24%", Conversations: new(int64(101))}))

	source.set(nil, nil)
	tick()
	w.Eventually(shown).Should(BeNil())
}

// TestAnIntentOfOneWordIsServedAndDoubted: refusing it would break what works today.
func TestAnIntentOfOneWordIsServedAndDoubted(t *testing.T) {
	w := newWorld(t, nil)
	w.Create(testenv.MakeIntent("cancel").Utterances("cancel").Obj())
	intent := w.expect("cancel", v1alpha1.ConditionAccepted, metav1.ConditionTrue, v1alpha1.ReasonAccepted)
	w.Expect(testenv.Message(intent, v1alpha1.ConditionAccepted)).To(Equal("The spec is kept as revision " + intent.Status.Revision +
		"; note: spec.utterances: with only 1 example the bot understands little else: give at least 5 that differ" +
		"; spec.utterances: all are single words, so the bot takes nearly any message with such a word for this intent: write whole sentences"))
	w.Eventually(w.Events).WithArguments("cancel").Should(ContainElement("Warning " + v1alpha1.ReasonSpecDoubtful))
}
