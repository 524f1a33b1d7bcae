// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/events"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// many is a cluster with many KPITargets, ten for each Bot, and a Prometheus that has
// metrics of all of them and counts queries.
type many struct {
	reconciler *Reconciler
	clock      *clocktesting.FakePassiveClock
	requests   []reconcile.Request
	queries    atomic.Int64
	writes     atomic.Int64
}

func newMany(t testing.TB, targets int, change ...func(*v1alpha1.KPITarget)) *many {
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
		target := b.Obj()
		for _, c := range change {
			c(target)
		}
		objects = append(objects, target)
		m.requests = append(m.requests, reconcile.Request{NamespacedName: client.ObjectKey{Namespace: "shop", Name: name}})
	}
	full := `{"status":"success","data":{"resultType":"vector","result":[` + strings.Join(series, ",") + `]}}`
	const none = `{"status":"success","data":{"resultType":"vector","result":[]}}`
	prometheus := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.queries.Add(1)
		answer := full
		switch query := r.FormValue("query"); {
		case strings.Contains(query, "offset"):
			answer = none
		case strings.HasPrefix(query, "helpdesk"):
			answer = m.helpdesk(query, r.FormValue("time"))
		}
		_, _ = w.Write([]byte(answer))
	}))
	t.Cleanup(prometheus.Close)
	source, err := metricsource.New(prometheus.URL, metricsource.WithClock(m.clock))
	if err != nil {
		t.Fatal(err)
	}
	m.reconciler = &Reconciler{
		Client: newMemory(objects, &m.writes),
		// The buffer has room for what one tick says.
		Recorder: events.NewFakeRecorder(2 * targets), Source: source, Clock: m.clock, CustomQueries: true,
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

func newMemory(objects []client.Object, writes *atomic.Int64) client.Client {
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
			writes.Add(1)
			m.targets[client.ObjectKeyFromObject(obj)] = obj.(*v1alpha1.KPITarget).DeepCopy()
			return nil
		},
	})
}

// helpdesk answers custom queries: of 1000 targets 900 are met in the windows that end now.
func (m *many) helpdesk(query, at string) string {
	value := map[string]string{"helpdesk_due": "1000", "helpdesk_met": "900"}[strings.TrimSuffix(query, `{namespace="shop"}`)]
	if seconds, err := strconv.ParseFloat(at, 64); err != nil || m.clock.Now().Unix()-int64(seconds) > 3600 {
		value = "0"
	}
	return fmt.Sprintf(`{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,%q]}]}}`, value)
}

// tick reconciles all KPITargets once, and those again that still wait for custom queries.
func (m *many) tick(t testing.TB) {
	t.Helper()
	for _, request := range m.requests {
		for {
			result, err := m.reconciler.Reconcile(t.Context(), request)
			if err != nil {
				t.Fatal(err)
			}
			if result.RequeueAfter != stillAsking {
				break
			}
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

func TestManyTargetsWriteNothingThatNobodyWouldSee(t *testing.T) {
	const targets = 100
	i := 0
	m := newMany(t, targets, func(k *v1alpha1.KPITarget) {
		// Of ten, two have queries of their own, and three are broken down.
		switch i++; i % 10 {
		case 0, 1:
			k.Spec.KPI, k.Spec.Series, k.Spec.Objective = v1alpha1.KPISLAHitRate, "", v1alpha1.Objective{AtLeast: "80%"}
			k.Spec.Source = &v1alpha1.KPISource{Prometheus: &v1alpha1.PrometheusQueries{Numerator: "helpdesk_met", Denominator: "helpdesk_due"}}
			k.Spec.Baseline = &v1alpha1.Baseline{Window: "1d", Until: metav1.NewTime(time.Now().Add(-time.Minute))}
		case 2, 3, 4:
			k.Spec.Segments = []v1alpha1.Segment{v1alpha1.SegmentIntent, v1alpha1.SegmentChannel}
		}
	})
	m.tick(t)
	if got := m.writes.Load(); got != targets {
		t.Errorf("%d writes in the first tick, want one each", got)
	}
	var measured [2]int // by the bots' metrics, by custom queries
	for _, request := range m.requests {
		target := &v1alpha1.KPITarget{}
		if err := m.reconciler.Get(t.Context(), request.NamespacedName, target); err != nil {
			t.Fatal(err)
		}
		switch {
		case target.Status.Current == nil:
		case target.Spec.Source == nil:
			measured[0]++
		case target.Status.Current.Value == "90%" && target.Status.Baseline.Value == "90%":
			measured[1]++
		}
	}
	// Of the bots' KPITargets a fifth is about ratings, which nobody gave.
	if measured[0] < 50 || measured[1] != 20 {
		t.Errorf("measured %v, want most of 80, and all 20 with custom queries", measured)
	}
	m.tick(t) // counterparts are as their own status said, for those that came later
	m.queries.Store(0)
	m.writes.Store(0)
	for range 5 {
		m.clock.SetTime(m.clock.Now().Truncate(DefaultTick).Add(DefaultTick))
		m.tick(t)
	}
	if got := m.writes.Load(); got != 0 {
		t.Errorf("%d writes in five ticks in which nothing changed", got)
	}
	// In each tick the bots' totals, two queries for each window of own ones, and at most as
	// much again for beginnings of windows that move; KPITargets share the answers.
	if got := m.queries.Load(); got > 5*2*(1+4+4) {
		t.Errorf("%d queries in five ticks", got)
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
