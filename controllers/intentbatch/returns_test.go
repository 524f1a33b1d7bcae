// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"encoding/json"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

func (f *fixture) name(b *v1alpha1.IntentBatch, intents ...string) {
	f.t.Helper()
	testenv.Change(f.t, env, b, func(b *v1alpha1.IntentBatch) { b.Spec.Intents = intents })
}

func TestATypoChangesNothingThatIsLive(t *testing.T) {
	b := batch("week-1", "order", "parcel").Obj()
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order"), intent("parcel"), b)
	f.makeLive("order-a", "parcel-a")
	f.reconcile("week-1")
	f.name(b, "order", "parsel")
	got, _ := f.reconcile("week-1")
	f.follow()
	f.Expect(f.served()).To(ConsistOf("order-a", "parcel-a"))
	f.Expect(conditions(got)).To(ContainElements("Ready=False ReferenceNotFound", "Accepted=False ReferenceNotFound"))
	f.events()

	f.name(b, "order", "parcel")
	got, _ = f.reconcile("week-1")
	f.Expect(conditions(got)).To(ContainElements("Ready=True Promoted", "Accepted=True Accepted"))
	f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(HavePrefix("every conversation gets revision "))
	f.Expect(f.events()).To(BeEmpty())
}

func TestAMendedTypoGoesOnWhereItWas(t *testing.T) {
	b := batch("week-1", "order", "parcel").Obj()
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order"), intent("parcel"), b)
	was := f.toHalf("week-1")
	f.name(b, "order", "parsel")
	got, _ := f.reconcile("week-1")
	f.Expect(got.Status.Rollout).To(BeEmpty())
	f.Expect(got.Status.Suspended.Rollout).To(Equal(was.Status.Rollout))
	f.pass(time.Hour)
	f.name(b, "order", "parcel")
	f.events()
	got, _ = f.reconcile("week-1")
	f.Expect([]string{got.Status.Rollout, got.Status.Step}).To(Equal([]string{was.Status.Rollout, "half"}))
	f.Expect(got.Status.Steps[1].StartedAt.Time).To(BeTemporally("==", was.Status.Steps[1].StartedAt.Add(time.Hour)))
	f.Expect(f.events()).To(ConsistOf(HavePrefix("Normal Resumed rollout " + was.Status.Rollout + " of 2 new intents goes on at step half")))
}

func TestARenamedBatchChangesNothingThatIsLive(t *testing.T) {
	b := batch("week-1", "order").Obj()
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order"), b)
	f.makeLive("order-a")
	f.reconcile("week-1")
	for _, name := range []string{"orders", "week-1"} {
		env.Delete(t, b)
		b = batch(name, "order").Obj()
		env.Create(t, f.namespace, b)
		f.events()
		got, _ := f.reconcile(name)
		f.follow()
		f.Expect(f.served()).To(ConsistOf("order-a"))
		f.Expect(conditions(got)).To(ContainElement("Ready=True Promoted"))
		f.Expect(f.events()).To(BeEmpty())
	}
}

func TestAnIntentMovesBetweenBatches(t *testing.T) {
	a, b := batch("week-1", "order", "parcel").Obj(), batch("week-2", "warranty").Obj()
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order"), intent("parcel"), intent("warranty"), a, b)
	f.makeLive("order-a", "parcel-a", "warranty-a")
	f.name(b, "warranty", "parcel")
	got, _, err := f.try("week-2")
	f.Expect(err).To(MatchError(reconcile.TerminalError(nil)))
	f.Expect(conditions(got)).To(ContainElement("Stalled=True InSeveralBatches"), "the younger one has the problem")
	got, _ = f.reconcile("week-1")
	f.Expect(conditions(got)).To(ContainElement("Ready=True Promoted"))
	f.name(a, "order")
	for _, name := range []string{"week-1", "week-2"} {
		got, _ = f.reconcile(name)
		f.Expect(conditions(got)).To(ContainElement("Ready=True Promoted"))
	}
	f.follow()
	f.Expect(f.served()).To(ConsistOf("order-a", "parcel-a", "warranty-a"))
}

func TestAPromotedEditIsRevertedAtOnce(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order"), batch("week-1", "order").Obj())
	f.makeLive("order-a")
	f.makeLive("order-bad")
	f.revise("order", "bad")
	f.reconcile("week-1")
	f.revise("order", "a")
	f.events()
	got, _ := f.reconcile("week-1")
	f.Expect(conditions(got)).To(ContainElement("Ready=False Promoting"))
	f.Expect(f.events()).To(ConsistOf(And(HavePrefix("Normal Reverted every conversation gets revision "),
		HaveSuffix(" again: 1 changed intent goes back to what was live before, at once as spec.onRevert asks"))))
	f.follow()
	f.Expect(f.served()).To(ConsistOf("order-a"))
	f.Expect(f.history()[0].Spec.Cause.Type).To(Equal(v1alpha1.CauseReverted))
	got, _ = f.reconcile("week-1")
	f.Expect(conditions(got)).To(ContainElement("Ready=True Promoted"))
}

func TestAForgedPastIsNotHistory(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order"), batch("week-1", "order").Obj())
	f.makeLive("order-a")
	f.makeLive("order-b")
	f.makeLive("order-c")
	// Somebody writes down that another content was live in the place of order-b.
	past := f.history()[1]
	forged := &v1alpha1.BotRelease{ObjectMeta: metav1.ObjectMeta{Name: past.Name}, Spec: *past.Spec.DeepCopy()}
	forged.Spec.Intents[0].Revision = "order-forged"
	env.Delete(t, past)
	env.Create(t, f.namespace, forged)
	f.revise("order", "forged")
	got, _ := f.reconcile("week-1")
	f.Expect(conditions(got)).To(ContainElement("Reconciling=True StepStarted"), "it earns its steps")
	f.Expect(got.Status.Step).To(Equal("shadow"))
}

func TestABatchDoesNotWaitBesideAForeignRecord(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order"), batch("week-1", "order").Obj())
	f.makeLive("order-old")
	foreign := &v1alpha1.BotRelease{ObjectMeta: metav1.ObjectMeta{Name: "support-000099"}, Spec: *f.history()[0].Spec.DeepCopy()}
	foreign.Spec.Sequence, foreign.Spec.Intents[0].Revision = 99, "order-foreign"
	env.Create(t, f.namespace, foreign)
	got, _ := f.reconcile("week-1")
	f.Expect(conditions(got)).To(ContainElement("Reconciling=True StepStarted"))
	f.Expect(got.Status.Intents).To(ConsistOf(v1alpha1.BatchIntentStatus{Name: "order", Stable: "order-old", Candidate: "order-a"}))
}

func TestAHandEditThatIsRepairedGoesOnWhereItWas(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order"), intent("parcel"), batch("week-1", "order", "parcel").Obj())
	was := f.toHalf("week-1")
	f.revise("parcel", "by-hand")
	got, _ := f.reconcile("week-1")
	f.Expect(got.Status.Step).To(Equal("shadow"))
	f.Expect(got.Status.Rollout).NotTo(Equal(was.Status.Rollout))
	f.follow()
	f.revise("parcel", "a")
	got, _ = f.reconcile("week-1")
	f.Expect([]string{got.Status.Rollout, got.Status.Step}).To(Equal([]string{was.Status.Rollout, "half"}))
	f.Expect(got.Status.Suspended).To(BeNil())
}

func TestWhatTheBotRefusesGivesUpItsTurn(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot, intent("order"), intent("warranty"), batch("week-1", "order").Obj(), batch("week-2", "warranty").Obj())
	got, _ := f.reconcile("week-1")
	testenv.ChangeStatus(t, env, bot, func(bot *v1alpha1.Bot) {
		bot.Status.Refused = []v1alpha1.RefusedCandidate{{
			Batch: "week-1", Revision: got.Status.Revision, Live: f.history()[0].Name, Message: "the release is too large",
		}}
	})
	f.events()
	got, _ = f.reconcile("week-1")
	f.Expect(got.Status.Rollout).To(BeEmpty())
	f.Expect(conditions(got)).To(ContainElement("Reconciling=True ReleaseInvalid"))
	f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal("Bot support cannot serve it beside what is live now: the release is too large. " +
		"What is live may be older than the spec: waits for week-2"))
	f.Expect(f.events()).To(ConsistOf(ContainSubstring("gives up its turn")))
	got, _ = f.reconcile("week-2")
	f.Expect(got.Status.Rollout).To(HavePrefix("week-2-"))

	f.makeLive("other-a")
	env.Delete(t, got)
	got, _ = f.reconcile("week-1")
	f.Expect(got.Status.Rollout).To(HavePrefix("week-1-"), "beside another release it is tried again")
}

func TestAnEscalationPolicyRollsBySteps(t *testing.T) {
	edited := testenv.MakePolicy(testenv.DefaultPolicy).Status(v1alpha1.EscalationPolicyStatus{ObservedGeneration: 1, AcceptedRevision: "standard-b"}).Obj()
	b := batch("policy").Obj()
	b.Spec.Include = []v1alpha1.Included{v1alpha1.IncludedEscalationPolicy}
	f := newFixture(t, testenv.MakeBot("support").Obj(), b)
	got, _ := f.reconcile("policy")
	f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal("waits until the EscalationPolicy of the Bot is accepted"))
	env.Create(t, f.namespace, edited)
	got, _ = f.reconcile("policy")
	f.Expect(got.Status.Step).To(Equal("shadow"))
	f.Expect(got.Status.Candidate.EscalationPolicy).To(Equal(&v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-b"}))
	f.Expect(f.events()).To(ContainElement(ContainSubstring(" of the escalation policy begins with step shadow")))
}

// TestAPolicyThatOnlyHandsOverMoreWaitsForTheBot edits the policy below a batch that includes it:
// the Bot serves a threshold that rises at once, one that falls is rolled out.
func TestAPolicyThatOnlyHandsOverMoreWaitsForTheBot(t *testing.T) {
	for name, tc := range map[string]struct {
		confidence int32
		wantReady  string
		wantStep   string
	}{
		"a higher threshold": {80, "waits until the Bot serves its EscalationPolicy, which only hands over more", ""},
		"a lower threshold":  {60, "", "shadow"},
	} {
		t.Run(name, func(t *testing.T) {
			b := batch("policy").Obj()
			b.Spec.Include = []v1alpha1.Included{v1alpha1.IncludedEscalationPolicy}
			f := newFixture(t, testenv.MakeBot("support").Obj(), b)
			live := f.history()[0].Spec.EscalationPolicy
			for revision, confidence := range map[string]int32{live.Revision: 70, "standard-edited": tc.confidence} {
				raw, err := json.Marshal(release.Policy{Name: live.Name, ConfidencePercent: confidence, UnresolvedTurns: 2})
				f.Expect(err).NotTo(HaveOccurred())
				env.Create(t, f.namespace, &appsv1.ControllerRevision{
					ObjectMeta: metav1.ObjectMeta{Name: revision}, Data: runtime.RawExtension{Raw: raw}, Revision: 1,
				})
			}
			env.Create(t, f.namespace, testenv.MakePolicy(testenv.DefaultPolicy).Status(v1alpha1.EscalationPolicyStatus{
				ObservedGeneration: 1, AcceptedRevision: "standard-edited",
			}).Obj())
			got, _ := f.reconcile("policy")
			f.Expect(got.Status.Step).To(Equal(tc.wantStep))
			if tc.wantReady != "" {
				f.Expect(testenv.Message(got, v1alpha1.ConditionReady)).To(Equal(tc.wantReady))
			}
		})
	}
}
