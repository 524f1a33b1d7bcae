// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/event"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestOnlyWhatAReleaseIsComposedOfWakesABot(t *testing.T) {
	batch := func() *v1alpha1.IntentBatch {
		b := testenv.MakeBatch("week-1", "order-status").Obj()
		b.Status.Rollout, b.Status.Step, b.Status.Percent = "week-1-abc", "five", new(int32(5))
		b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "order-status", Candidate: "order-status-1"}}
		return b
	}
	for name, tc := range map[string]struct {
		change func(*v1alpha1.IntentBatch)
		want   bool
	}{
		"its counts": {change: func(b *v1alpha1.IntentBatch) {
			b.Status.Escalation = "20%"
			b.Status.Steps = []v1alpha1.StepRecord{{Name: "five"}}
		}},
		"its conditions":       {change: func(b *v1alpha1.IntentBatch) { b.Status.Conditions = []metav1.Condition{{Type: "Ready"}} }},
		"its steps":            {change: func(b *v1alpha1.IntentBatch) { b.Spec.Steps, b.Generation = []v1alpha1.RolloutStep{{Name: "all"}}, 2 }},
		"another Bot":          {change: func(b *v1alpha1.IntentBatch) { b.Spec.BotRef.Name = "sales" }, want: true},
		"another step":         {change: func(b *v1alpha1.IntentBatch) { b.Status.Step = "half" }, want: true},
		"another share":        {change: func(b *v1alpha1.IntentBatch) { b.Status.Percent = new(int32(50)) }, want: true},
		"another rollout":      {change: func(b *v1alpha1.IntentBatch) { b.Status.Rollout = "week-1-def" }, want: true},
		"its end":              {change: func(b *v1alpha1.IntentBatch) { b.Status.Result = v1alpha1.ResultRolledBack }, want: true},
		"an intent's revision": {change: func(b *v1alpha1.IntentBatch) { b.Status.Intents[0].Candidate = "order-status-2" }, want: true},
		"its deletion":         {change: func(b *v1alpha1.IntentBatch) { b.DeletionTimestamp = &metav1.Time{Time: time.Unix(1, 0)} }, want: true},
	} {
		t.Run(name, func(t *testing.T) {
			after := batch()
			tc.change(after)
			if got := batchMoved.Update(event.UpdateEvent{ObjectOld: batch(), ObjectNew: after}); got != tc.want {
				t.Errorf("it wakes the Bot: %t, want %t", got, tc.want)
			}
		})
	}
}

// TestTheManagerFollowsPoliciesAndBatches runs the controller as the operator does, on events.
func TestTheManagerFollowsPoliciesAndBatches(t *testing.T) {
	bot, intent := testenv.MakeBot("support").Policy("late").Obj(), testenv.MakeIntent("order-status").Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	f := newFixture(t, bot, testenv.MakeBot("sales").Obj(), intent, batch)
	env.Manager(t, f.namespace, func(mgr ctrl.Manager) error {
		return (&Reconciler{
			Client: mgr.GetClient(), Live: mgr.GetAPIReader(), Recorder: f.recorder, Loaded: podsOf{}, Image: "bot:test",
		}).SetupWithManager(mgr)
	})
	status := func(name string) func() *v1alpha1.ServedRelease {
		return func() *v1alpha1.ServedRelease { return get(f, name, &v1alpha1.Bot{}).Status.Release }
	}
	eventually := func(of string) AsyncAssertion {
		return f.Eventually(status(of)).WithTimeout(time.Minute).WithPolling(20 * time.Millisecond)
	}
	eventually("sales").ShouldNot(BeNil())
	f.Expect(status("support")()).To(BeNil(), "its policy is not there")
	f.acceptPolicy("late")
	eventually("support").ShouldNot(BeNil())

	candidate := f.revise(intent)
	testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
		b.Status.Rollout, b.Status.Step, b.Status.Percent = "week-1-abc", "five", new(int32(5))
		b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "order-status", Candidate: candidate}}
	})
	eventually("support").Should(HaveField("Step", "five"))
	testenv.ChangeStatus(t, env, batch, takenBack)
	eventually("support").Should(HaveField("Step", ""))
	f.Expect(f.pointer(bot)).To(HaveField("Candidate", (*release.BundleRef)(nil)))
}
