// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
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
