// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/client-go/tools/events"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/metricsource"
)

// many is a cluster with many KPITargets, ten for each Bot, and a Prometheus that has
// metrics of all of them and counts queries.
type many struct {
	reconciler *Reconciler
	clock      *clocktesting.FakePassiveClock
	requests   []reconcile.Request
	queries    atomic.Int64
}

func newMany(t testing.TB, targets int) *many {
	t.Helper()
	m := &many{clock: clocktesting.NewFakePassiveClock(time.Now())}
	objects := []client.Object{}
	kinds := []func(*testenv.KPITargetBuilder){
		func(b *testenv.KPITargetBuilder) { b.AtMost(v1alpha1.KPIEscalationRate, "30%") },
		func(b *testenv.KPITargetBuilder) { b.AtLeast(v1alpha1.KPIDeflectionRate, "40%") },
		func(b *testenv.KPITargetBuilder) { b.AtLeast(v1alpha1.KPICSAT, "4.3") },
		func(b *testenv.KPITargetBuilder) {
			b.AtMost(v1alpha1.KPIFirstResponseTime, "60s").Series(v1alpha1.SeriesBot)
		},
		func(b *testenv.KPITargetBuilder) { b.AtLeast(v1alpha1.KPIChatVolume, "10") },
	}
	windows := []v1alpha1.Duration{"1d", "7d"}
	bots := targets / 10
	var series []string
	for i := range bots {
		bot := fmt.Sprintf("bot-%d", i)
		objects = append(objects, testenv.MakeBot(bot).Namespace("shop").Obj())
		for _, metric := range []string{
			`"__name__":"intentops_conversations_total","channel":"web"`,
			`"__name__":"intentops_first_response_seconds_bucket","responder":"bot","le":"1"`,
			`"__name__":"intentops_first_response_seconds_bucket","responder":"bot","le":"+Inf"`,
		} {
			series = append(series, fmt.Sprintf(`{"metric":{%s,"namespace":"shop","bot":%q},"value":[%d,"900"]}`, metric, bot, m.clock.Now().Unix()))
		}
		for intent := range 20 {
			for _, outcome := range []string{"contained", "escalated", "abandoned"} {
				series = append(series, fmt.Sprintf(`{"metric":{"__name__":"intentops_conversation_outcomes_total","namespace":"shop","bot":%q,"intent":"intent-%d","outcome":%q},"value":[%d,"15"]}`,
					bot, intent, outcome, m.clock.Now().Unix()))
			}
		}
	}
	for i := range targets {
		name := fmt.Sprintf("target-%d", i)
		b := testenv.MakeKPITarget(name).Namespace("shop").Bot(fmt.Sprintf("bot-%d", i%bots)).Window(windows[i/bots%len(windows)])
		kinds[i/bots%len(kinds)](b)
		objects = append(objects, b.Obj())
		m.requests = append(m.requests, reconcile.Request{NamespacedName: client.ObjectKey{Namespace: "shop", Name: name}})
	}
	full := `{"status":"success","data":{"resultType":"vector","result":[` + strings.Join(series, ",") + `]}}`
	const none = `{"status":"success","data":{"resultType":"vector","result":[]}}`
	prometheus := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.queries.Add(1)
		answer := full
		if strings.Contains(r.FormValue("query"), "offset") {
			answer = none
		}
		_, _ = w.Write([]byte(answer))
	}))
	t.Cleanup(prometheus.Close)
	source, err := metricsource.New(prometheus.URL, metricsource.WithClock(m.clock))
	if err != nil {
		t.Fatal(err)
	}
	m.reconciler = &Reconciler{
		Client: newMemory(objects),
		// The buffer has room for what one tick says.
		Recorder: events.NewFakeRecorder(2 * targets), Source: source, Clock: m.clock,
	}
	return m
}

// memory is a client that does what the manager's cache does: it keeps objects, finds them
// by name and by the Bot that they refer to, and gives copies away. The fake client would
// take most of the time for itself.
type memory struct {
	targets map[client.ObjectKey]*v1alpha1.KPITarget
	byBot   map[string][]client.ObjectKey
	bots    map[client.ObjectKey]*v1alpha1.Bot
}

func newMemory(objects []client.Object) client.Client {
	m := memory{
		targets: map[client.ObjectKey]*v1alpha1.KPITarget{},
		byBot:   map[string][]client.ObjectKey{},
		bots:    map[client.ObjectKey]*v1alpha1.Bot{},
	}
	for _, o := range objects {
		key := client.ObjectKeyFromObject(o)
		switch o := o.(type) {
		case *v1alpha1.Bot:
			m.bots[key] = o
		case *v1alpha1.KPITarget:
			m.targets[key] = o
			m.byBot[o.Spec.BotRef.Name] = append(m.byBot[o.Spec.BotRef.Name], key)
		}
	}
	return interceptor.NewClient(fake.NewClientBuilder().WithScheme(env.Scheme).Build(), interceptor.Funcs{
		Get: func(_ context.Context, _ client.WithWatch, key client.ObjectKey, obj client.Object, _ ...client.GetOption) error {
			switch obj := obj.(type) {
			case *v1alpha1.Bot:
				m.bots[key].DeepCopyInto(obj)
			case *v1alpha1.KPITarget:
				m.targets[key].DeepCopyInto(obj)
			}
			return nil
		},
		List: func(_ context.Context, _ client.WithWatch, list client.ObjectList, opts ...client.ListOption) error {
			options := (&client.ListOptions{}).ApplyOptions(opts)
			bot, _ := options.FieldSelector.RequiresExactMatch(index.KPITargetsByBot.Field)
			for _, key := range m.byBot[bot] {
				targets := list.(*v1alpha1.KPITargetList)
				targets.Items = append(targets.Items, *m.targets[key].DeepCopy())
			}
			return nil
		},
		SubResourceUpdate: func(_ context.Context, _ client.Client, _ string, obj client.Object, _ ...client.SubResourceUpdateOption) error {
			m.targets[client.ObjectKeyFromObject(obj)] = obj.(*v1alpha1.KPITarget).DeepCopy()
			return nil
		},
	})
}

// tick reconciles all KPITargets once.
func (m *many) tick(t testing.TB) {
	t.Helper()
	for _, request := range m.requests {
		if _, err := m.reconciler.Reconcile(t.Context(), request); err != nil {
			t.Fatal(err)
		}
	}
}

func TestManyTargetsShareQueries(t *testing.T) {
	const targets = 200 // the benchmark has 1000
	m := newMany(t, targets)
	m.tick(t)
	// The present, and for the windows of 1 and 7 days their beginnings and those of the
	// windows before: 1, 2, 7 and 14 days ago.
	if got := m.queries.Load(); got != 5 {
		t.Errorf("%d queries for %d KPITargets in the first tick, want 5", got, targets)
	}
	target := &v1alpha1.KPITarget{}
	if err := m.reconciler.Get(t.Context(), m.requests[0].NamespacedName, target); err != nil {
		t.Fatal(err)
	}
	if target.Status.Current == nil || target.Status.Current.Value != "33.3%" {
		t.Errorf("current %+v, want 33.3%%", target.Status.Current)
	}
	m.clock.SetTime(m.clock.Now().Truncate(DefaultTick).Add(DefaultTick))
	m.queries.Store(0)
	m.tick(t)
	// Beginnings of windows move every 1/200 of their age and may be due in this tick.
	if got := m.queries.Load(); got < 1 || got > 5 {
		t.Errorf("%d queries in the second tick, want from 1 to 5", got)
	}
}

// BenchmarkTick reconciles 1000 KPITargets over 100 Bots, each with 20 intents.
func BenchmarkTick(b *testing.B) {
	m := newMany(b, 1000)
	m.tick(b)
	m.queries.Store(0)
	for b.Loop() {
		m.clock.SetTime(m.clock.Now().Add(DefaultTick))
		m.tick(b)
	}
	b.ReportMetric(float64(m.queries.Load())/float64(b.N), "queries/tick")
}
