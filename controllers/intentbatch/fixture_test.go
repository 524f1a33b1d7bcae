// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"context"
	"maps"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"k8s.io/client-go/tools/events"
	clocktesting "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

// fakeSource answers with the counts that a test sets.
type fakeSource struct {
	mu     sync.Mutex
	counts map[metricsource.Key]map[string]metricsource.StepCounts
	bad    map[metricsource.Key]*metricsource.BadDataError
	heard  map[metricsource.BotKey]metricsource.BotLoaded
	at     time.Time
	err    error
}

func (s *fakeSource) Rollouts(context.Context) (metricsource.RolloutSnapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	bots := map[metricsource.BotKey]metricsource.BotRollouts{}
	of := func(k metricsource.Key) metricsource.BotRollouts {
		bot := metricsource.BotKey{Namespace: k.Namespace, Bot: k.Bot}
		if _, known := bots[bot]; !known {
			bots[bot] = metricsource.BotRollouts{Counts: map[string]map[string]metricsource.StepCounts{}, Bad: map[string]*metricsource.BadDataError{}}
		}
		return bots[bot]
	}
	for k, v := range s.counts {
		of(k).Counts[k.Rollout] = maps.Clone(v)
	}
	for k, bad := range s.bad {
		of(k).Bad[k.Rollout] = bad
	}
	return metricsource.RolloutSnapshot{At: s.at, Bots: bots}, s.err
}

func (s *fakeSource) Loaded(context.Context) (metricsource.LoadedSnapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return metricsource.LoadedSnapshot{At: s.at, Bots: maps.Clone(s.heard)}, s.err
}

// fixture is one namespace with a Bot, and a reconciler that counts its writes.
type fixture struct {
	*WithT
	t          *testing.T
	namespace  string
	source     *fakeSource
	clock      *clocktesting.FakePassiveClock
	recorder   *events.FakeRecorder
	reconciler *Reconciler
	writes     int
	// onWrite is called before a status is written.
	onWrite func()
}

func newFixture(t *testing.T, objects ...client.Object) *fixture {
	t.Helper()
	start := time.Now().Truncate(time.Second)
	f := &fixture{
		WithT: NewWithT(t), t: t, namespace: env.Namespace(t),
		source: &fakeSource{
			counts: map[metricsource.Key]map[string]metricsource.StepCounts{},
			heard:  map[metricsource.BotKey]metricsource.BotLoaded{}, at: start,
		},
		clock:    clocktesting.NewFakePassiveClock(start),
		recorder: events.NewFakeRecorder(100),
		onWrite:  func() {},
	}
	counting := interceptor.NewClient(env.Client, interceptor.Funcs{
		SubResourceUpdate: func(ctx context.Context, c client.Client, name string, obj client.Object, opts ...client.SubResourceUpdateOption) error {
			f.onWrite()
			f.writes++
			return c.SubResource(name).Update(ctx, obj, opts...)
		},
	})
	f.reconciler = &Reconciler{Client: counting, Live: env.Client, Recorder: f.recorder, Source: f.source, Clock: f.clock}
	f.source.heard[f.bot()] = metricsource.BotLoaded{LastScrape: start}
	env.Create(t, f.namespace, objects...)
	f.follow()
	return f
}

func (f *fixture) bot() metricsource.BotKey {
	return metricsource.BotKey{Namespace: f.namespace, Bot: testenv.DefaultBot}
}

// intent is an Intent of which the Intent controller has kept a revision.
func intent(name string) *v1alpha1.Intent {
	return testenv.MakeIntent(name).Status(v1alpha1.IntentStatus{ObservedGeneration: 1, Revision: name + "-a"}).Obj()
}

// batch has three short steps.
func batch(name string, intents ...string) *testenv.BatchBuilder {
	return testenv.MakeBatch(name, intents...).
		Step("shadow", 0, func(s *v1alpha1.RolloutStep) { s.MinDuration = "10m" }).
		Step("half", 50, func(s *v1alpha1.RolloutStep) { s.MinDuration, s.MinConversations = "1h", new(int64(100)) }).
		Step("all", 100)
}

// reconcile reconciles a batch and returns it as it is then.
func (f *fixture) reconcile(name string) (*v1alpha1.IntentBatch, ctrl.Result) {
	f.t.Helper()
	got, result, err := f.try(name)
	f.Expect(err).NotTo(HaveOccurred())
	return got, result
}

func (f *fixture) try(name string) (*v1alpha1.IntentBatch, ctrl.Result, error) {
	f.t.Helper()
	key := client.ObjectKey{Namespace: f.namespace, Name: name}
	result, err := f.reconciler.Reconcile(f.t.Context(), reconcile.Request{NamespacedName: key})
	got := &v1alpha1.IntentBatch{}
	f.Expect(env.Client.Get(f.t.Context(), key, got)).To(Succeed())
	if got.Status.ObservedGeneration > 0 {
		f.Expect(testenv.CheckStatus(got)).To(Succeed())
	}
	return got, result, err
}

// count sets what the bots report of a batch's present step.
func (f *fixture) count(b *v1alpha1.IntentBatch, candidate, stable v1alpha1.TrackCounts) {
	f.source.mu.Lock()
	defer f.source.mu.Unlock()
	key := metricsource.Key{Namespace: f.namespace, Bot: testenv.DefaultBot, Rollout: b.Status.Rollout}
	if f.source.counts[key] == nil {
		f.source.counts[key] = map[string]metricsource.StepCounts{}
	}
	f.source.counts[key][b.Status.Step] = metricsource.StepCounts{EvidenceCounts: metricsource.EvidenceCounts{Candidate: candidate, Stable: stable}}
}

// pass lets time go by, in which the bots are scraped.
func (f *fixture) pass(d time.Duration) {
	f.clock.SetTime(f.clock.Now().Add(d))
	f.source.mu.Lock()
	defer f.source.mu.Unlock()
	f.source.at = f.clock.Now()
	f.source.heard[f.bot()] = metricsource.BotLoaded{LastScrape: f.source.at}
}

// counts of n conversations with as many ratings as customers gave.
func counts(n, escalated int64, ratings ...int64) v1alpha1.TrackCounts {
	return v1alpha1.TrackCounts{Assigned: n, Conversations: n, Escalated: escalated, Ratings: ratings}
}

func (f *fixture) events() []string { return testenv.Recorded(f.recorder) }

func conditions(b *v1alpha1.IntentBatch) []string {
	return testenv.Conditions(b, v1alpha1.ConditionReady, v1alpha1.ConditionReconciling, v1alpha1.ConditionStalled,
		v1alpha1.ConditionAccepted, v1alpha1.ConditionGatesPassing)
}
