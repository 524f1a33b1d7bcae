// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"
	"testing"

	. "github.com/onsi/gomega"
	corev1 "k8s.io/api/core/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// TestASaltIsRandomAndStaysThatOfItsRollout loses what remembers it.
func TestASaltIsRandomAndStaysThatOfItsRollout(t *testing.T) {
	old := testenv.MakeIntent("order-status").Reply("Old.").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	f := newFixture(t, bot, old, batch)
	f.live(bot, map[string]string{"order-status": f.revise(old)})
	old.Spec.Reply.Text = "New."
	candidate := f.revise(old)
	roll := func(rollout string) string {
		testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
			b.Status.Rollout, b.Status.Step, b.Status.Percent = rollout, "five", new(int32(5))
			b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "order-status", Candidate: candidate}}
		})
		f.Expect(f.reconcile(bot)).To(Succeed())
		return f.pointer(bot).Rollout.Salt
	}
	first := roll("week-1-abc")
	f.Expect(first).To(MatchRegexp("^[0-9a-f]{32}$"))

	kept := []v1alpha1.RolloutSalt{{Rollout: "week-1-abc", Salt: first}}
	losePointer := func() { env.Delete(t, get(f, "support-pointer", &corev1.ConfigMap{})) }
	loseStatus := func() { testenv.ChangeStatus(t, env, bot, func(b *v1alpha1.Bot) { b.Status.RolloutSalts = nil }) }
	loseRecord := func() {
		testenv.ChangeStatus(t, env, f.history("support")[0], func(r *v1alpha1.BotRelease) { r.Status.RolloutSalts = nil })
	}
	for name, lose := range map[string][]func(){
		"nothing": nil, "the pointer": {losePointer}, "the status": {loseStatus}, "the record": {loseRecord},
		"all but the pointer": {loseStatus, loseRecord}, "all but the status": {losePointer, loseRecord}, "all but the record": {losePointer, loseStatus},
	} {
		for _, loss := range lose {
			loss()
		}
		f.Expect(f.reconcile(bot)).To(Succeed())
		f.Expect(f.pointer(bot).Rollout.Salt).To(Equal(first), "%s is lost", name)
		f.Expect(bot.Status.RolloutSalts).To(Equal(kept), "%s is lost", name)
		f.Expect(f.history("support")[0].Status.RolloutSalts).To(Equal(kept), "%s is lost", name)
	}

	// A pin takes the candidate out of the pointer for a while.
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) {
		b.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: f.history("support")[0].Name}
	})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(f.pointer(bot).Rollout).To(BeNil())
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.ReleaseRef = nil })
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(f.pointer(bot).Rollout.Salt).To(Equal(first), "after a pin")

	f.Expect(roll("week-1-abd")).NotTo(Equal(first), "the next rollout has one of its own")
	f.Expect(roll("week-1-abc")).To(Equal(first), "one that was suspended goes on with its own")

	sales := testenv.MakeBot("sales").Obj()
	again := saltsOf(sales, &observation{}, "week-1-abc")
	f.Expect(again).To(HaveLen(1))
	f.Expect(again[0].Salt).NotTo(Equal(first), "nothing can be computed from the name of a rollout")
	for i := range 50 {
		sales.Status.RolloutSalts = saltsOf(sales, &observation{}, fmt.Sprint("week-", i))
	}
	f.Expect(sales.Status.RolloutSalts).To(HaveLen(maxSalts))
	f.Expect(sales.Status.RolloutSalts[0].Rollout).To(Equal("week-49"))
}
