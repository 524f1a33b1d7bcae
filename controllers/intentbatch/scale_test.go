// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"k8s.io/apimachinery/pkg/api/meta"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// looks counts what a look at a batch reads: requests, and the objects in their answers.
type looks struct{ requests, objects int }

func (l *looks) client(c client.WithWatch) client.WithWatch {
	return interceptor.NewClient(c, interceptor.Funcs{
		Get: func(ctx context.Context, c client.WithWatch, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
			l.requests++
			l.objects++
			return c.Get(ctx, key, obj, opts...)
		},
		List: func(ctx context.Context, c client.WithWatch, list client.ObjectList, opts ...client.ListOption) error {
			l.requests++
			err := c.List(ctx, list, opts...)
			l.objects += meta.LenList(list)
			return err
		},
	})
}

func TestALookReadsNothingOfOtherBots(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), intent("refund"),
		batch("week-1", "order-status").Obj(), batch("week-2", "refund").Obj(),
		testenv.MakeKPITarget("escalation").AtMost(v1alpha1.KPIEscalationRate, "30%").Obj())
	b := f.toHalf("week-1")
	count := func() looks {
		var l looks
		f.reconciler.Client = l.client(env.Client)
		f.count(b, counts(10, 1), counts(10, 9))
		f.reconcile("week-1")
		return l
	}
	alone := count()
	f.Expect(alone.objects).To(BeNumerically(">", 5))
	for i := range 20 {
		name := fmt.Sprint("other-", i)
		env.Create(t, f.namespace, testenv.MakeBot(name).Obj(), testenv.MakeIntent(name).Bot(name).Obj(),
			testenv.MakeBatch(name, name).Bot(name).Obj(),
			testenv.MakeKPITarget(name).Bot(name).AtMost(v1alpha1.KPIEscalationRate, "30%").Obj())
		f.source.counts[metricsource.Key{Namespace: f.namespace, Bot: name, Rollout: name}] = map[string]metricsource.StepCounts{"half": {}}
	}
	f.Expect(count()).To(Equal(alone))
}

func TestNamesOfOtherBotsObjectsAreStillFound(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), testenv.MakeIntent("price").Bot("sales").Obj(),
		testenv.MakeKPITarget("sales-csat").Bot("sales").AtLeast(v1alpha1.KPICSAT, "4.0").Obj(),
		testenv.MakeBatch("week-1", "price").Obj(),
		testenv.MakeBatch("week-2", "price").Gate(v1alpha1.Gate{
			Name: "csat", Compare: v1alpha1.CompareTarget, KPITargetRef: &v1alpha1.LocalReference{Name: "sales-csat"},
		}).Obj())
	b, _, _ := f.try("week-1")
	f.Expect(testenv.Message(b, v1alpha1.ConditionAccepted)).To(ContainSubstring("sales"))
	b, _, _ = f.try("week-2")
	f.Expect(testenv.Message(b, v1alpha1.ConditionAccepted)).To(ContainSubstring("KPITarget sales-csat belongs to Bot sales"))
}

func TestBatchesOfOtherBotsBeginMeanwhile(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	week1 := &v1alpha1.IntentBatch{}
	f.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: f.namespace, Name: "week-1"}, week1)).To(Succeed())
	unlock := f.reconciler.lock(week1)
	other := testenv.MakeBatch("other").Namespace(f.namespace).Bot("sales").Obj()
	begun := make(chan struct{})
	go func() {
		f.reconciler.lock(other)()
		close(begun)
	}()
	f.Eventually(begun).Should(BeClosed())

	same := make(chan struct{})
	go func() {
		f.reconciler.lock(testenv.MakeBatch("week-2").Namespace(f.namespace).Obj())()
		close(same)
	}()
	f.Consistently(same, 50*time.Millisecond).ShouldNot(BeClosed())
	unlock()
	f.Eventually(same).Should(BeClosed())
}

func TestCountsThatGrowAreWrittenOnceAMinute(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	b := f.toHalf("week-1")
	f.pass(DefaultTick)
	f.count(b, counts(20, 2, 0, 0, 0, 1, 1), counts(20, 19, 0, 0, 0, 1, 1))
	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Verdict).NotTo(Equal(v1alpha1.VerdictNoData), "a verdict is written at once")

	f.writes = 0
	var last *v1alpha1.IntentBatch
	for look := range int64(10 * 6) {
		f.pass(DefaultTick)
		n := 20 + 5*look
		f.count(b, counts(n, n/10, 0, 0, 0, 1, 1), counts(n, n-1, 0, 0, 0, 1, 1))
		last, _ = f.reconcile("week-1")
		if last.Status.Step != "half" {
			t.Fatalf("the batch moved: %s", testenv.Message(last, v1alpha1.ConditionReady))
		}
		if n >= 95 {
			break // of about 100 conversations that the step takes
		}
	}
	f.Expect(f.writes).To(BeNumerically("<=", 1+15*int(DefaultTick/time.Second)/60))
	written := last.Status.Steps[1].Candidate.Conversations
	f.Expect(written).To(BeNumerically(">", 20))

	for range 12 {
		f.pass(DefaultTick)
		last, _ = f.reconcile("week-1")
	}
	f.Expect(last.Status.Steps[1].Candidate.Conversations).To(BeNumerically(">=", 95), "the last counts come within a minute")
	f.writes = 0
	for range 30 {
		f.pass(DefaultTick)
		f.reconcile("week-1")
	}
	f.Expect(f.writes).To(BeNumerically("<=", 1), "counts that stand still are not written")

	f.pass(DefaultTick)
	f.count(b, counts(200, 180, 0, 0, 0, 1, 1), counts(200, 199, 0, 0, 0, 1, 1))
	last, _ = f.reconcile("week-1")
	f.Expect(last.Status.Result).To(Equal(v1alpha1.ResultRolledBack), "what is decided is written at once")
	f.Expect(last.Status.Steps[1].Candidate.Escalated).To(BeEquivalentTo(180), "with the counts that decided")
}

// TestFiguresAreWrittenBetweenTheTicks: at a tick all batches are due, and the API server has
// other things to do. A batch has its turn once a minute, whatever its place among the others.
func TestFiguresAreWrittenBetweenTheTicks(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), batch("week-1", "order-status").Obj())
	b := f.toHalf("week-1")
	f.pass(DefaultTick)
	look := func(n int64) time.Duration {
		f.count(b, counts(n, n/10, 0, 0, 0, 1, 1), counts(n, n-1, 0, 0, 0, 1, 1))
		_, result := f.reconcile("week-1")
		f.Expect(result.RequeueAfter).To(And(BeNumerically(">", 0), BeNumerically("<=", DefaultTick)))
		return result.RequeueAfter
	}
	f.pass(look(20)) // its first verdict
	f.writes = 0
	const minutes = 3
	looks, others := 0, 0
	for begun := f.clock.Now(); f.clock.Since(begun) < minutes*time.Minute; looks++ {
		before := f.writes
		next := look(20 + int64(f.clock.Since(begun)/(3*time.Second)))
		turn := status.Next(client.ObjectKeyFromObject(b), f.clock.Now(), countsEvery) == countsEvery
		if f.writes > before && !turn {
			others++
		}
		f.pass(next)
	}
	f.Expect(f.writes).To(And(BeNumerically(">=", minutes-1), BeNumerically("<=", minutes+1)), "once a minute")
	f.Expect(others).To(BeNumerically("<=", 1), "but for what is decided")
	f.Expect(looks).To(BeNumerically("<=", minutes*7+1), "one look more for each write")
}
