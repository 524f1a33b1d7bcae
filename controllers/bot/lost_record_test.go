// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
	corev1 "k8s.io/api/core/v1"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// TestALostRecordIsMadeAgainBeforeAnythingElse runs with the manager's cache: the pointer must
// not go back to the release before, not even for a moment.
func TestALostRecordIsMadeAgainBeforeAnythingElse(t *testing.T) {
	intent := testenv.MakeIntent("order-status").Reply("Where it is.").Obj()
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot, intent)
	f.live(bot, map[string]string{"order-status": f.revise(intent)})
	f.settle(bot)
	before := f.pointer(bot)
	env.Manager(t, f.namespace, func(mgr ctrl.Manager) error {
		return (&Reconciler{
			Client: mgr.GetClient(), Live: mgr.GetAPIReader(), Recorder: f.recorder, Loaded: podsOf{}, Image: "bot:test",
		}).SetupWithManager(mgr)
	})
	for range 3 {
		f.Eventually(func() int64 { return get(f, "support", &v1alpha1.Bot{}).Status.ObservedGeneration }).Should(Equal(bot.Generation))
		newest := f.history("support")[0]
		env.Delete(t, newest)
		f.Eventually(func(g Gomega) {
			g.Expect(f.pointer(bot).Stable).To(Equal(before.Stable), "the pointer went back")
			again := f.history("support")
			g.Expect(again[0].Name).To(Equal(newest.Name))
			g.Expect(again[0].UID).NotTo(Equal(newest.UID))
		}).WithTimeout(20 * time.Second).WithPolling(time.Millisecond).Should(Succeed())
		f.Expect(f.pointer(bot).Sequence).To(Equal(before.Sequence), "pods were told nothing")
	}
}

// TestARecordAndABundleThatAreBothLostBringNothingBack loses all that the newest release could
// be made again from, beside an older one that is whole.
func TestARecordAndABundleThatAreBothLostBringNothingBack(t *testing.T) {
	f, bot, _, _ := servingBot(t)
	before := f.pointer(bot)
	env.Delete(t, f.history("support")[0])
	for _, name := range before.Stable.ConfigMaps {
		env.Delete(t, get(f, name, &corev1.ConfigMap{}))
	}
	// An operator that was restarted has nothing of it in memory.
	f.reconciler = &Reconciler{Client: f.reconciler.Client, Live: env.Client, Recorder: f.recorder, Image: "bot:test", Clock: f.clock}
	_ = f.tries(bot, 3)
	f.Expect(stalled(f, bot)).To(HaveField("Message", ContainSubstring("is lost and so is its bundle; pods serve what they hold")))
	f.Expect(f.pointer(bot).Stable).To(Equal(before.Stable), "the release before is not served in its place")
	f.Expect(f.history("support")).To(HaveLen(1), "nothing is recorded as live")

	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: "support-000001"} })
	f.Expect(f.tries(bot, 3)).To(Succeed())
	f.Expect(f.pointer(bot).Stable).NotTo(Equal(before.Stable), "people choose what is served instead")
}
