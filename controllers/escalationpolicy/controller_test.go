// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package escalationpolicy

import (
	"strings"
	"testing"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

func TestAPolicyOfAnExampleSaysThatNobodyIsReached(t *testing.T) {
	w := newWorld(t)
	policy := testenv.MakePolicy("first").Obj()
	policy.Spec.Handoff.Targets[0].Webhook.URL = "https://helpdesk.example/handoffs"
	w.Create(policy)
	w.Expect(testenv.Message(w.expect("first", metav1.ConditionTrue, v1alpha1.ReasonAccepted), v1alpha1.ConditionAccepted)).To(Equal(
		"0 rules compile; note: spec.handoff.targets[0].webhook.url is a placeholder, so that no handoff reaches a person: write the URL of your helpdesk"))
}

func TestAPolicyThatCompilesIsInForce(t *testing.T) {
	w := newWorld(t)
	w.Create(testenv.MakeBot("b").Obj(), testenv.MakeBot("a").Obj(), testenv.MakeBot("other").Policy("strict").Obj(),
		testenv.MakePolicy("standard").Confidence(60).Rule("asked", "message.asksForHuman").Rule("angry", "message.sentiment < -0.4").Obj())
	policy := w.expect("standard", metav1.ConditionTrue, v1alpha1.ReasonAccepted)
	revisionName := policy.Status.AcceptedRevision
	w.Expect(policy.Status.Bots).To(Equal([]string{"a", "b"}))
	w.Expect(policy.Status.Rules).To(HaveValue(Equal(int32(2))))
	w.Expect(testenv.Message(policy, v1alpha1.ConditionAccepted)).To(Equal("2 rules compile"))
	w.Expect(testenv.Message(policy, v1alpha1.ConditionReady)).To(Equal("Revision " + revisionName + " is in force for 2 Bots"))

	stored := &appsv1.ControllerRevision{}
	w.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: w.Namespace, Name: revisionName}, stored)).To(Succeed())
	content, err := revision.ReadPolicy(stored)
	w.Expect(err).NotTo(HaveOccurred())
	w.Expect(content.Name).To(Equal("standard"))
	w.Expect(content.ConfidencePercent).To(Equal(int32(60)))
	w.Expect(content.Rules[1].When).To(Equal("message.sentiment < -0.4"))
	w.Eventually(w.Events).WithArguments("standard").Should(ConsistOf("Normal Accepted"))
}

func TestAPolicyThatDoesNotCompileLeavesTheLastInForce(t *testing.T) {
	cases := map[string]struct {
		change     func(*v1alpha1.EscalationPolicySpec)
		wantReason string
		want       string
	}{
		"an unknown field": {
			change: func(s *v1alpha1.EscalationPolicySpec) {
				s.Rules = append(s.Rules, v1alpha1.EscalationRule{Name: "angry-vip", When: "message.sentiment < 0 && customer.vip"})
			},
			wantReason: v1alpha1.ReasonCompileFailed,
			want:       `spec.rules[1] "angry-vip": 1:34: undefined field 'vip'`,
		},
		"two rules at once": {
			change: func(s *v1alpha1.EscalationPolicySpec) {
				s.Rules = []v1alpha1.EscalationRule{{Name: "a", When: "intent"}, {Name: "b", When: "1 +"}}
			},
			wantReason: v1alpha1.ReasonCompileFailed,
			want:       `spec.rules[0] "a": gives policy.Intent, want true or false: compare it with something; spec.rules[1] "b": 1:4: Syntax error: `,
		},
		"a URL without a host": {
			change: func(s *v1alpha1.EscalationPolicySpec) {
				s.Handoff.Targets[0].Webhook.URL = "https:///handoffs"
			},
			wantReason: v1alpha1.ReasonInvalidSpec,
			want:       "spec.handoff.targets[0].webhook.url: is not a URL such as https://desk.example/handoffs",
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			policy := testenv.MakePolicy("standard").Rule("asked", "message.asksForHuman").Obj()
			w.Create(policy)
			good := w.expect("standard", metav1.ConditionTrue, v1alpha1.ReasonAccepted).Status.AcceptedRevision

			testenv.Change(t, env, policy, func(p *v1alpha1.EscalationPolicy) { tc.change(&p.Spec) })
			bad := w.expect("standard", metav1.ConditionFalse, tc.wantReason)
			w.Expect(bad.Status.AcceptedRevision).To(Equal(good))
			w.Expect(bad.Status.Rules).To(HaveValue(Equal(int32(1))), "the rules in force")
			for _, condition := range []string{v1alpha1.ConditionAccepted, v1alpha1.ConditionStalled, v1alpha1.ConditionReady} {
				w.Expect(testenv.Message(bad, condition)).To(HavePrefix(tc.want))
				w.Expect(testenv.Message(bad, condition)).To(HaveSuffix("; revision " + good + ", the last that was accepted, stays in force"))
			}
			w.Expect(w.Revisions(w)).To(ConsistOf(good))
			w.Eventually(w.Events).WithArguments("standard").Should(ConsistOf("Normal Accepted", "Warning "+tc.wantReason))

			testenv.Change(t, env, policy, func(p *v1alpha1.EscalationPolicy) {
				p.Spec.Rules = nil
				p.Spec.Handoff.Targets[0].Webhook.URL = "https://desk.example"
			})
			again := w.expect("standard", metav1.ConditionTrue, v1alpha1.ReasonAccepted)
			w.Expect(again.Status.AcceptedRevision).NotTo(Equal(good))
			w.Expect(again.Status.Rules).To(HaveValue(Equal(int32(0))))
		})
	}
}

func TestAFirstPolicyThatDoesNotCompile(t *testing.T) {
	w := newWorld(t)
	w.Create(testenv.MakePolicy("standard").Rule("r", "x").Obj(), testenv.MakeBot("support").Obj())
	policy := w.expect("standard", metav1.ConditionFalse, v1alpha1.ReasonCompileFailed)
	w.Expect(policy.Status.AcceptedRevision).To(BeEmpty())
	w.Expect(policy.Status.Rules).To(BeNil())
	w.Expect(testenv.Message(policy, v1alpha1.ConditionStalled)).To(Equal(
		`spec.rules[0] "r": 1:1: undeclared reference to 'x'; no earlier spec was accepted, so that Bots with this policy cannot start`))
}

func TestBotsThatComeAndGo(t *testing.T) {
	w := newWorld(t)
	bot := testenv.MakeBot("support").Policy("another").Obj()
	w.Create(testenv.MakePolicy("standard").Obj(), bot)
	bots := func(g Gomega) []string {
		policy := &v1alpha1.EscalationPolicy{}
		g.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: w.Namespace, Name: "standard"}, policy)).To(Succeed())
		g.Expect(testenv.CheckStatus(policy)).To(Succeed())
		return policy.Status.Bots
	}
	w.Eventually(bots).Should(BeEmpty())
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.EscalationPolicyRef.Name = "standard" })
	w.Eventually(bots).Should(Equal([]string{"support"}))
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.EscalationPolicyRef.Name = "another" })
	w.Eventually(bots).Should(BeEmpty())
}

func TestRevisionsThatGoMissing(t *testing.T) {
	w := newWorld(t)
	policy := testenv.MakePolicy("standard").Obj()
	w.Create(policy)
	good := w.expect("standard", metav1.ConditionTrue, v1alpha1.ReasonAccepted).Status.AcceptedRevision
	lose := func() {
		env.Delete(t, &appsv1.ControllerRevision{ObjectMeta: metav1.ObjectMeta{Namespace: w.Namespace, Name: good}})
	}
	lose()
	w.Eventually(w.Revisions).Should(ConsistOf(good), "a spec that compiles is kept again")

	testenv.Change(t, env, policy, func(p *v1alpha1.EscalationPolicy) {
		p.Spec.Rules = []v1alpha1.EscalationRule{{Name: "r", When: "x"}}
	})
	w.expect("standard", metav1.ConditionFalse, v1alpha1.ReasonCompileFailed)
	lose()
	w.Eventually(func(g Gomega) {
		g.Expect(env.Client.Get(t.Context(), client.ObjectKeyFromObject(policy), policy)).To(Succeed())
		g.Expect(policy.Status.AcceptedRevision).To(BeEmpty())
		g.Expect(strings.Contains(testenv.Message(policy, v1alpha1.ConditionReady), "no earlier spec was accepted")).To(BeTrue())
	}).Should(Succeed(), "what is gone is not said to be in force")
}

func TestAConflictIsNoError(t *testing.T) {
	g, namespace := NewWithT(t), env.Namespace(t)
	policy := testenv.MakePolicy("standard").Obj()
	env.Create(t, namespace, policy)
	mgr := env.Manager(t, namespace, func(mgr ctrl.Manager) error { return index.Ensure(mgr, index.BotsByPolicy) })
	recorder := events.NewFakeRecorder(10)
	r := &Reconciler{
		Client: testenv.Conflicting{Client: mgr.GetClient()}, Recorder: recorder,
		revisions: revision.Store{Client: mgr.GetClient(), Live: mgr.GetAPIReader(), FieldOwner: FieldOwner},
	}
	result, err := r.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKeyFromObject(policy)})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(result.RequeueAfter).To(BeNumerically(">", 0))
	g.Expect(recorder.Events).To(BeEmpty(), "what was not written did not happen")
}
