// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"testing"

	. "github.com/onsi/gomega"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// TestALostPointerComesBackAsItWas loses the pointer during a rollout, while a new release
// can be composed and while it cannot.
func TestALostPointerComesBackAsItWas(t *testing.T) {
	deleted := func(f *fixture) { env.Delete(t, get(f, "support-pointer", &corev1.ConfigMap{})) }
	overwritten := func(f *fixture) {
		testenv.Change(t, env, get(f, "support-pointer", &corev1.ConfigMap{}), func(c *corev1.ConfigMap) { c.Data = nil })
	}
	immutable := func(f *fixture) {
		testenv.Change(t, env, get(f, "support-pointer", &corev1.ConfigMap{}), func(c *corev1.ConfigMap) { c.Immutable = new(true) })
	}
	for name, tc := range map[string]struct {
		lose          func(*fixture)
		withoutPolicy bool
	}{
		"deleted":                        {lose: deleted},
		"deleted, and no policy":         {lose: deleted, withoutPolicy: true},
		"immutable":                      {lose: immutable},
		"immutable, and no policy":       {lose: immutable, withoutPolicy: true},
		"without content":                {lose: overwritten},
		"without content, and no policy": {lose: overwritten, withoutPolicy: true},
	} {
		t.Run(name, func(t *testing.T) {
			intent := testenv.MakeIntent("order-status").Obj()
			bot := testenv.MakeBot("support").Obj()
			batch := testenv.MakeBatch("week-1", "order-status").Obj()
			f := newFixture(t, bot, intent, batch)
			candidate := f.revise(intent)
			for _, step := range []string{"five", "half"} {
				testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
					b.Status.Rollout, b.Status.Step, b.Status.Percent = "week-1-abc", step, new(int32(5))
					b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "order-status", Candidate: candidate}}
				})
				f.Expect(f.reconcile(bot)).To(Succeed())
			}
			want := f.pointer(bot)
			f.Expect(want.Sequence).To(Equal(int64(2)))

			tc.lose(f)
			if tc.withoutPolicy {
				env.Delete(t, &v1alpha1.EscalationPolicy{ObjectMeta: metav1.ObjectMeta{Name: testenv.DefaultPolicy, Namespace: f.namespace}})
			}
			_ = f.reconcile(bot)
			want.Sequence = 3
			f.Expect(f.pointer(bot)).To(Equal(want))
			f.Expect(bot.Status.Release.PointerSequence).To(Equal(int64(3)))
		})
	}
}

func TestAPodFollowsWhenItsSequenceIsThePointers(t *testing.T) {
	l := loaded{
		want: release.Pointer{Sequence: 5, Stable: release.BundleRef{Release: "aa"}},
		pods: []metricsource.LoadedRelease{
			{Pod: "follows", Track: "stable", Release: "aa", Sequence: 5},
			{Pod: "follows", Track: "candidate", Release: "bb", Sequence: 5},
			{Pod: "is behind", Track: "stable", Release: "aa", Sequence: 4},
			{Pod: "follows a pointer that is gone", Track: "stable", Release: "aa", Sequence: 9},
			{Pod: "has another release", Track: "stable", Release: "cc", Sequence: 5},
		},
	}
	if got := l.count(); got != 1 {
		t.Errorf("%d pods follow, want 1", got)
	}
}
