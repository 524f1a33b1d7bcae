// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	clocktesting "k8s.io/utils/clock/testing"
)

var start = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// series is what a query answers with: labels as name=value, separated by commas, and the
// value as Prometheus writes it.
type series map[string]string

// fakePrometheus answers each query with the series set for the first key that it
// contains, and counts the queries.
type fakePrometheus struct {
	*httptest.Server
	t *testing.T

	mu      sync.Mutex
	answers []answer
	raw     func(w http.ResponseWriter, r *http.Request) bool // true: it has answered
	queries []string

	unlocked func(w http.ResponseWriter, r *http.Request) // answers all, several at a time
}

type answer struct {
	contains string
	series   series
}

func newFakePrometheus(t *testing.T) *fakePrometheus {
	t.Helper()
	f := &fakePrometheus{t: t}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	return f
}

func (f *fakePrometheus) set(contains string, s series) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers = append([]answer{{contains, s}}, f.answers...)
}

func (f *fakePrometheus) setRaw(raw func(w http.ResponseWriter, query string) bool) {
	if raw == nil {
		f.setRequests(nil)
		return
	}
	f.setRequests(func(w http.ResponseWriter, r *http.Request) bool { return raw(w, r.FormValue("query")) })
}

func (f *fakePrometheus) setRequests(raw func(w http.ResponseWriter, r *http.Request) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.raw = raw
}

func (f *fakePrometheus) setUnlocked(answer func(w http.ResponseWriter, r *http.Request)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.unlocked = answer
}

func (f *fakePrometheus) asked() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.queries...)
}

func (f *fakePrometheus) serve(w http.ResponseWriter, r *http.Request) {
	query := r.FormValue("query")
	f.mu.Lock()
	if answer := f.unlocked; answer != nil {
		f.mu.Unlock()
		answer(w, r)
		return
	}
	defer f.mu.Unlock()
	f.queries = append(f.queries, query)
	if f.raw != nil && f.raw(w, r) {
		return
	}
	result := []any{}
	for _, a := range f.answers {
		if strings.Contains(query, a.contains) {
			result = a.series.vector()
			break
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"status": "success",
		"data":   map[string]any{"resultType": "vector", "result": result},
	})
}

func (s series) vector() []any {
	out := []any{}
	for labels, value := range s {
		metric := map[string]string{}
		for pair := range strings.SplitSeq(labels, ",") {
			if name, v, some := strings.Cut(pair, "="); some {
				metric[strings.TrimSpace(name)] = v
			}
		}
		out = append(out, map[string]any{"metric": metric, "value": []any{start.Unix(), value}})
	}
	return out
}

func newTestSource(t *testing.T, f *fakePrometheus, opts ...Option) (*Source, *clocktesting.FakePassiveClock, *prometheus.Registry) {
	t.Helper()
	clock := clocktesting.NewFakePassiveClock(start)
	registry := prometheus.NewRegistry()
	s, err := New(f.URL, append([]Option{WithClock(clock), WithRegisterer(registry)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return s, clock, registry
}

// counted returns intentops_metricsource_queries_total by "family result".
func counted(t *testing.T, registry *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			out[value(m, "family")+" "+value(m, "result")] = m.GetCounter().GetValue()
		}
	}
	return out
}

func value(m *dto.Metric, label string) string {
	for _, pair := range m.GetLabel() {
		if pair.GetName() == label {
			return pair.GetValue()
		}
	}
	return ""
}

func rollout(name, labels string) string {
	return fmt.Sprintf("__name__=intentops_rollout_%s_total,namespace=shop,bot=support,rollout=week-1-abc,%s", name, labels)
}

func number(n int) string { return strconv.Itoa(n) }
