// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/utils/lru"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/internal/testenv"

	. "github.com/onsi/gomega"
)

// reads are the names of the ControllerRevisions and of the bundles' contents that a reconcile reads.
func (f *fixture) reads(bot *v1alpha1.Bot) []string {
	f.t.Helper()
	var names []string
	get := func(ctx context.Context, c client.WithWatch, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
		switch obj.(type) {
		case *appsv1.ControllerRevision, *corev1.ConfigMap:
			names = append(names, key.Name)
		}
		return c.Get(ctx, key, obj, opts...)
	}
	was, live := f.reconciler.Client, f.reconciler.Live
	defer func() { f.reconciler.Client, f.reconciler.Live = was, live }()
	f.reconciler.Client = interceptor.NewClient(was.(client.WithWatch), interceptor.Funcs{Get: get})
	f.reconciler.Live = interceptor.NewClient(env.Client, interceptor.Funcs{Get: get})
	// Many Bots share what is remembered of contents, so that it has none of this one's.
	f.reconciler.contents = lru.New(1)
	f.Expect(f.reconcileOnly(bot)).To(Succeed())
	return slices.DeleteFunc(names, func(name string) bool { return strings.HasSuffix(name, "-pointer") })
}

// TestAReconcileOfSomethingElseComposesNothing: a pod that becomes ready changes no release.
func TestAReconcileOfSomethingElseComposesNothing(t *testing.T) {
	parcel := testenv.MakeIntent("parcel").Utterances("where is my parcel").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "parcel").Obj()
	f := newFixture(t, bot, parcel, batch)
	f.settle(bot)
	f.rolls(batch, v1alpha1.BatchIntentStatus{Name: "parcel", Candidate: f.revise(parcel)})
	f.settle(bot)
	f.deployed(1, 1)
	f.Expect(f.reads(bot)).To(BeEmpty())
	before := f.pointer(bot)

	// Another percent is of the same content.
	testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) { b.Status.Step, b.Status.Percent = "half", new(int32(50)) })
	f.Expect(f.reads(bot)).To(BeEmpty())
	after := f.pointer(bot)
	f.Expect(after.Rollout.Percent).To(BeEquivalentTo(50))
	f.Expect(after.Candidate).To(Equal(before.Candidate))

	// Another revision is not, and neither is a bundle that somebody deleted.
	parcel.Spec.Utterances = []string{"where is it"}
	next := f.revise(parcel)
	testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) { b.Status.Intents[0].Candidate = next })
	f.Expect(f.reads(bot)).To(ContainElement(next))
	p := f.pointer(bot)
	f.Expect(utterances(f.content(*p.Candidate))).To(Equal(map[string][]string{"parcel": {"where is it"}}))
	part := get(f, p.Candidate.ConfigMaps[0], &corev1.ConfigMap{})
	env.Delete(t, part)
	f.Expect(f.reads(bot)).NotTo(BeEmpty())
	f.Expect(utterances(f.content(*p.Candidate))).To(HaveKey("parcel"), "it is there again")
}

// TestWhatTellsNobodyIsLookedAtLessOften: nobody says when a pod of another make reports at last.
func TestWhatTellsNobodyIsLookedAtLessOften(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.settle(bot)
	f.loads(bot)
	f.deployed(1, 0) // a pod serves, but the newest one does not come
	look := func() time.Duration {
		t.Helper()
		result, err := f.reconciler.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKeyFromObject(bot)})
		f.Expect(err).NotTo(HaveOccurred())
		return result.RequeueAfter
	}
	looks, stalled := 0, time.Duration(0)
	for begun := f.clock.Now(); f.clock.Since(begun) < 2*time.Hour; looks++ {
		next := look()
		f.Expect(next).To(And(BeNumerically(">", 0), BeNumerically("<=", 10*mendInterval)))
		if stalled == 0 && apimeta.IsStatusConditionTrue(get(f, "support", &v1alpha1.Bot{}).Status.Conditions, v1alpha1.ConditionStalled) {
			stalled = f.clock.Since(begun)
		}
		f.pass(next)
	}
	f.Expect(stalled).To(And(BeNumerically(">", 0), BeNumerically("<=", status.Deadline+mendInterval)), "the end of its patience is not missed")
	f.Expect(looks).To(BeNumerically("<", 60), "every 30s would be 240")
}
