// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"strings"
	"testing"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// TestFreezesThatCannotBeUnderstoodAreToldAtOnce: without it, a batch would tell when a step
// was earned, days later. The bot itself serves what its spec asks, and is ready.
func TestFreezesThatCannotBeUnderstoodAreToldAtOnce(t *testing.T) {
	bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
		s.Rollout = &v1alpha1.BotRollout{Freezes: []v1alpha1.Freeze{
			{Name: "peak", Schedule: "99 9 * * MON", Duration: "4h"},
			{Name: "night", Schedule: "0 22 * * *", Duration: "8h", TimeZone: "Berlin"},
			{Name: "fine", Schedule: "0 22 * * *", Duration: "8h", TimeZone: "Europe/Berlin"},
		}}
	}).Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())

	const want = `spec.rollout.freezes[peak].schedule of the Bot: "99 9 * * MON": end of range (99) above maximum (59): 99; ` +
		`spec.rollout.freezes[night].timeZone of the Bot: "Berlin" is not a time zone such as "Europe/Berlin"`
	c := apimeta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionAccepted)
	f.Expect(c).To(HaveValue(And(HaveField("Status", metav1.ConditionFalse), HaveField("Reason", v1alpha1.ReasonInvalidSpec), HaveField("Message", want))))
	f.Expect(f.pointer(bot).Stable.Release).NotTo(BeEmpty(), "the bot serves all the same")

	deployment := &appsv1.Deployment{}
	f.Expect(env.Client.Get(t.Context(), client.ObjectKeyFromObject(bot), deployment)).To(Succeed())
	deployment.Status.Replicas, deployment.Status.ReadyReplicas = 1, 1
	f.Expect(env.Client.Status().Update(t.Context(), deployment)).To(Succeed())
	f.Expect(f.reconcile(bot)).To(Succeed())
	ready := apimeta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionReady)
	f.Expect(ready).To(HaveValue(And(HaveField("Status", metav1.ConditionTrue), HaveField("Message", "1 pod serves 0 intents; no batch advances: "+want))))
	emitted := testenv.Recorded(f.recorder)
	f.Expect(emitted).To(ContainElement("Warning InvalidSpec " + want))
	f.Expect(strings.Count(strings.Join(emitted, "\n"), want)).To(Equal(1), "said once")

	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.Rollout.Freezes = b.Spec.Rollout.Freezes[2:] })
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(apimeta.IsStatusConditionTrue(bot.Status.Conditions, v1alpha1.ConditionAccepted)).To(BeTrue())
	ready = apimeta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionReady)
	f.Expect(ready).To(HaveValue(HaveField("Message", "1 pod serves 0 intents")))
}
