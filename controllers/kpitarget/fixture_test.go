// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"cmp"
	"context"
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
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

// fakeSource answers with the counts that a test sets, by window; 0: any other window.
type fakeSource struct {
	mu    sync.Mutex
	bots  map[time.Duration]map[metricsource.BotKey]metricsource.BotKPIs
	err   error
	asked []time.Duration

	// Own queries: what they counted, and what went wrong.
	custom      metricsource.BotKPIs
	customErr   error
	customAsked []metricsource.CustomQueries
	// ownErrOver is what went wrong over one window only.
	customErrOver map[time.Duration]error
	// ownErrOf is what went wrong with one numerator only.
	customErrOf map[v1alpha1.Query]error

	// What was counted in the past, and the windows that were asked for.
	past      kpi.Counts
	pastErr   error
	pastAsked []string
}

func (s *fakeSource) KPIsUntil(_ context.Context, bot metricsource.BotKey, window time.Duration, until time.Time) (kpi.Counts, error) {
	return s.askPast(bot.Bot, window, until)
}

func (s *fakeSource) CustomKPIsUntil(_ context.Context, custom metricsource.CustomQueries, window time.Duration, until time.Time) (kpi.Counts, error) {
	return s.askPast(string(custom.KPI), window, until)
}

func (s *fakeSource) askPast(who string, window time.Duration, until time.Time) (kpi.Counts, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pastAsked = append(s.pastAsked, who+" "+window.String()+" "+until.UTC().Format(time.RFC3339))
	return s.past, s.pastErr
}

func (s *fakeSource) CustomKPIs(_ context.Context, custom metricsource.CustomQueries, window time.Duration) (metricsource.BotKPIs, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.customAsked = append(s.customAsked, custom)
	if err := cmp.Or(s.customErrOver[window], s.customErrOf[custom.Queries.Numerator]); err != nil {
		return metricsource.BotKPIs{}, err
	}
	return s.custom, s.customErr
}

func (s *fakeSource) KPIs(_ context.Context, window time.Duration) (metricsource.KPISnapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, window)
	bots, set := s.bots[window]
	if !set {
		bots = s.bots[0]
	}
	return metricsource.KPISnapshot{Window: window, Bots: bots}, s.err
}

// fixture is one namespace with a Bot and a reconciler that counts its writes.
type fixture struct {
	*WithT
	t          *testing.T
	namespace  string
	source     *fakeSource
	clock      *clocktesting.FakePassiveClock
	recorder   *events.FakeRecorder
	reconciler *Reconciler
	writes     int
}

func newFixture(t *testing.T, objects ...client.Object) *fixture {
	t.Helper()
	f := &fixture{
		WithT: NewWithT(t), t: t, namespace: env.Namespace(t),
		source:   &fakeSource{bots: map[time.Duration]map[metricsource.BotKey]metricsource.BotKPIs{}},
		clock:    clocktesting.NewFakePassiveClock(time.Now()),
		recorder: events.NewFakeRecorder(20),
	}
	counting := interceptor.NewClient(env.Client, interceptor.Funcs{
		SubResourceUpdate: func(ctx context.Context, c client.Client, name string, obj client.Object, opts ...client.SubResourceUpdateOption) error {
			f.writes++
			return c.SubResource(name).Update(ctx, obj, opts...)
		},
	})
	f.reconciler = &Reconciler{Client: counting, Recorder: f.recorder, Source: f.source, Clock: f.clock, CustomQueries: true}
	env.Create(t, f.namespace, objects...)
	return f
}

// measured sets what the Bot counted, over all windows.
func (f *fixture) measured(counts metricsource.BotKPIs) { f.measuredOver(0, counts) }

func (f *fixture) measuredOver(window time.Duration, counts metricsource.BotKPIs) {
	key := metricsource.BotKey{Namespace: f.namespace, Bot: testenv.DefaultBot}
	f.source.bots[window] = map[metricsource.BotKey]metricsource.BotKPIs{key: counts}
}

// pass lets time go by.
func (f *fixture) pass(d time.Duration) { f.clock.SetTime(f.clock.Now().Add(d)) }

// reconcile reconciles a KPITarget and returns it as it is then.
func (f *fixture) reconcile(name string) (*v1alpha1.KPITarget, ctrl.Result, error) {
	f.t.Helper()
	result, err := f.reconciler.Reconcile(f.t.Context(), f.request(name))
	target := f.get(name)
	f.Expect(testenv.CheckStatus(target)).To(Succeed())
	return target, result, err
}

func (f *fixture) request(name string) reconcile.Request {
	return reconcile.Request{NamespacedName: client.ObjectKey{Namespace: f.namespace, Name: name}}
}

func (f *fixture) get(name string) *v1alpha1.KPITarget {
	f.t.Helper()
	target := &v1alpha1.KPITarget{}
	f.Expect(env.Client.Get(f.t.Context(), f.request(name).NamespacedName, target)).To(Succeed())
	return target
}

func escalations(contained, escalated int64) metricsource.BotKPIs {
	return metricsource.BotKPIs{Current: kpi.Counts{Outcomes: kpi.Outcomes{Contained: contained, Escalated: escalated}}}
}

func (f *fixture) events() []string { return testenv.Recorded(f.recorder) }

func conditions(target *v1alpha1.KPITarget) []string {
	return testenv.Conditions(target, v1alpha1.ConditionReady, v1alpha1.ConditionReconciling, v1alpha1.ConditionStalled, v1alpha1.ConditionDataAvailable)
}
