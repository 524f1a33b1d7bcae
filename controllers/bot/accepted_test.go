// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"testing"

	. "github.com/onsi/gomega"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// TestFreezesThatCannotBeUnderstoodAreToldAtOnce: without it, a batch would tell when a step
// was earned, days later.
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
	for kind, status := range map[string]metav1.ConditionStatus{v1alpha1.ConditionAccepted: metav1.ConditionFalse, v1alpha1.ConditionStalled: metav1.ConditionTrue} {
		c := apimeta.FindStatusCondition(bot.Status.Conditions, kind)
		f.Expect(c).NotTo(BeNil(), kind)
		f.Expect(c.Status).To(Equal(status), kind)
		f.Expect(c.Reason).To(Equal(v1alpha1.ReasonInvalidSpec), kind)
		f.Expect(c.Message).To(Equal(want), kind)
	}
	f.Expect(f.pointer(bot).Stable.Release).NotTo(BeEmpty(), "the bot serves all the same")

	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.Rollout.Freezes = b.Spec.Rollout.Freezes[2:] })
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(apimeta.IsStatusConditionTrue(bot.Status.Conditions, v1alpha1.ConditionAccepted)).To(BeTrue())
	f.Expect(apimeta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionStalled)).To(BeNil())
}
