// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

var (
	slaQueries   = v1alpha1.PrometheusQueries{Numerator: "met", Denominator: "due"}
	slaCustom    = CustomQueries{Namespace: "shop", KPI: kpi.SLAHitRate, Queries: slaQueries}
	csatCustom   = CustomQueries{Namespace: "shop", KPI: kpi.CSAT, Queries: v1alpha1.PrometheusQueries{Distribution: "stars"}}
	timeCustom   = CustomQueries{Namespace: "shop", KPI: kpi.ResolutionTime, Series: v1alpha1.SeriesFirst, Queries: v1alpha1.PrometheusQueries{Distribution: "took"}}
	handleCustom = CustomQueries{Namespace: "shop", KPI: kpi.AverageHandleTime, Queries: v1alpha1.PrometheusQueries{Distribution: "took", Sum: "all"}}
	volumeCustom = CustomQueries{Namespace: "shop", KPI: kpi.ChatVolume, Queries: v1alpha1.PrometheusQueries{Count: "tickets"}}
)

// answers by query, at three times: now, and one and two windows of an hour ago.
type answersAt [3]map[string]series

func (a answersAt) set(f *fakePrometheus) {
	f.setRequests(func(w http.ResponseWriter, r *http.Request) bool {
		at := r.FormValue("time")
		for ago, answers := range a {
			if !strings.HasPrefix(at, number(int(start.Add(-time.Duration(ago)*time.Hour).Unix()))) {
				continue
			}
			_ = json.NewEncoder(w).Encode(map[string]any{
				"status": "success",
				"data":   map[string]any{"resultType": "vector", "result": answers[strings.TrimSuffix(r.FormValue("query"), `{namespace="shop"}`)].vector()},
			})
			return true
		}
		f.t.Errorf("asked for an answer at %s", at)
		return false
	})
}

func one(value string) series { return series{"": value} }

func TestOwnKPIsAreDifferencesOfTotals(t *testing.T) {
	inf := math.Inf(1)
	tests := map[string]struct {
		custom  CustomQueries
		answers answersAt
		want    BotKPIs
	}{
		"a rate": {
			custom: slaCustom,
			answers: answersAt{
				{"met": one("170"), "due": one("200")},
				{"met": one("80"), "due": one("100")},
				{"met": one("10"), "due": one("20")},
			},
			want: BotKPIs{
				Current:     kpi.Counts{SLA: kpi.Targets{Hit: 90, Missed: 10}},
				Previous:    kpi.Counts{SLA: kpi.Targets{Hit: 70, Missed: 10}},
				HasPrevious: true,
			},
		},
		"a rate that is not known from before": {
			custom: slaCustom,
			answers: answersAt{
				{"met": one("170"), "due": one("200")},
				{"met": one("80"), "due": one("100")},
				{},
			},
			want: BotKPIs{Current: kpi.Counts{SLA: kpi.Targets{Hit: 90, Missed: 10}}},
		},
		"a rate whose totals fell before": {
			custom: slaCustom,
			answers: answersAt{
				{"met": one("170"), "due": one("200")},
				{"met": one("80"), "due": one("100")},
				{"met": one("81"), "due": one("101")},
			},
			want: BotKPIs{Current: kpi.Counts{SLA: kpi.Targets{Hit: 90, Missed: 10}}},
		},
		"ratings, the worst of which came late": {
			custom: csatCustom,
			answers: answersAt{
				{"stars": {"rating=5": "30", "rating=4": "7", "rating=1": "2"}},
				{"stars": {"rating=5": "10", "rating=4": "7"}},
				{"stars": {"rating=5": "10"}},
			},
			want: BotKPIs{
				Current:     kpi.Counts{Ratings: [5]int64{2, 0, 0, 0, 20}},
				Previous:    kpi.Counts{Ratings: [5]int64{0, 0, 0, 7, 0}},
				HasPrevious: true,
			},
		},
		"times, with a bucket that was added meanwhile": {
			custom: timeCustom,
			answers: answersAt{
				{"took": {"le=60": "5", "le=90": "8", "le=120": "9", "le=+Inf": "10"}},
				{"took": {"le=60": "1", "le=120": "3", "le=+Inf": "4"}},
				{"took": {"le=60": "1", "le=120": "3", "le=+Inf": "4"}},
			},
			want: BotKPIs{
				Current:     kpi.Counts{Resolution: map[string]kpi.Histogram{"first": {60: 4, 120: 6, inf: 6}}},
				Previous:    kpi.Counts{Resolution: map[string]kpi.Histogram{"first": {60: 0, 120: 0, inf: 0}}},
				HasPrevious: true,
			},
		},
		"handle times": {
			custom: handleCustom,
			answers: answersAt{
				{"took": {"le=60.0": "2", "le=60": "3", "le=+Inf": "10"}, "all": one("900.5")},
				{"took": {"le=60.0": "1", "le=+Inf": "4"}, "all": one("400.25")},
				{},
			},
			want: BotKPIs{Current: kpi.Counts{Handle: kpi.Histogram{60: 4, inf: 6}, HandleMilliseconds: 500250}},
		},
		"a volume": {
			custom:  volumeCustom,
			answers: answersAt{{"tickets": one("12")}, {"tickets": one("5")}, {"tickets": one("5")}},
			want:    BotKPIs{Current: kpi.Counts{Conversations: 7}, HasPrevious: true},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakePrometheus(t)
			tc.answers.set(f)
			s, _, _ := newTestSource(t, f)
			got, err := s.CustomKPIs(t.Context(), tc.custom, time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestATrendThatCannotBeHadIsNotWorthTheValue(t *testing.T) {
	f := newFakePrometheus(t)
	f.setRequests(func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.FormValue("time"), number(int(start.Add(-2*time.Hour).Unix()))) {
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"status": "success", "data": map[string]any{"resultType": "vector", "result": one("7").vector()},
		})
		return true
	})
	s, _, _ := newTestSource(t, f)
	got, err := s.CustomKPIs(t.Context(), volumeCustom, time.Hour)
	if err != nil || got.HasPrevious {
		t.Errorf("%+v and error %v, want a value without a window before", got, err)
	}
}

func TestOwnAnswersThatCannotBeUsed(t *testing.T) {
	good := map[string]series{
		"met": one("80"), "due": one("100"), "stars": {"rating=5": "9"}, "all": one("50"), "tickets": one("7"),
		"took": {"le=60": "5", "le=+Inf": "9"},
	}
	many := series{}
	for i := range 201 {
		many["le="+number(i)] = "1"
	}
	with := func(query string, s series) map[string]series {
		out := map[string]series{}
		for q, answer := range good {
			out[q] = answer
		}
		out[query] = s
		return out
	}
	const field = "spec.source.prometheus."
	tests := map[string]struct {
		custom      CustomQueries
		now, begin  map[string]series
		want        string
		wantMissing bool
	}{
		"no sample":                     {custom: slaCustom, now: with("met", nil), begin: good, want: field + "numerator: no sample at the end of the window: check", wantMissing: true},
		"no sample at the beginning":    {custom: slaCustom, now: good, begin: with("due", nil), want: field + "denominator: no sample at the beginning of the window: wait", wantMissing: true},
		"several samples":               {custom: slaCustom, now: with("due", series{"team=a": "1", "team=b": "2"}), begin: good, want: field + "denominator: it gives several samples where one is expected: aggregate them, as in sum(...)"},
		"no number":                     {custom: slaCustom, now: with("met", one("NaN")), begin: good, want: field + "numerator: the value is not a number"},
		"below zero":                    {custom: slaCustom, now: with("met", one("-1")), begin: good, want: field + "numerator: a count below 0"},
		"half a count":                  {custom: volumeCustom, now: with("tickets", one("7.5")), begin: good, want: field + "count: a count that is not whole"},
		"a numerator that fell":         {custom: slaCustom, now: with("met", one("79")), begin: good, want: field + "numerator: the total fell within the window"},
		"a denominator that fell":       {custom: slaCustom, now: with("due", one("99")), begin: good, want: field + "denominator: the total fell within the window"},
		"a volume that fell":            {custom: volumeCustom, now: with("tickets", one("6")), begin: good, want: field + "count: the total fell within the window"},
		"a bucket that fell":            {custom: timeCustom, now: with("took", series{"le=60": "4", "le=+Inf": "9"}), begin: good, want: field + "distribution: the total fell within the window"},
		"a score that went away":        {custom: csatCustom, now: with("stars", series{"rating=4": "20"}), begin: good, want: field + "distribution: the total fell within the window"},
		"a sum that fell":               {custom: handleCustom, now: with("all", one("49.5")), begin: good, want: field + "sum: the total fell within the window"},
		"more hits than there are":      {custom: slaCustom, now: with("met", one("90")), begin: good, want: field + "numerator: it counts more than denominator over the window"},
		"a score beyond the scale":      {custom: csatCustom, now: with("stars", series{"rating=6": "1"}), begin: good, want: field + "distribution: the label rating of a sample is not a whole number from 1 to 5"},
		"ratings by another label":      {custom: csatCustom, now: with("stars", series{"score=5": "1"}), begin: good, want: field + "distribution: a sample lacks the label rating: aggregate, as in sum by (rating) (...)"},
		"ratings of several teams":      {custom: csatCustom, now: with("stars", series{"rating=5,team=a": "1", "rating=5,team=b": "1"}), begin: good, want: field + "distribution: several samples have the same label rating: aggregate them, as in sum by (rating) (...)"},
		"a rating that is not a number": {custom: csatCustom, now: with("stars", series{"rating=5": "+Inf"}), begin: good, want: field + "distribution: a sample by the label rating: the value is not a number"},
		"a bucket without a bound":      {custom: timeCustom, now: with("took", series{"le=soon": "1"}), begin: good, want: field + "distribution: the label le of a sample is not a number of seconds or +Inf"},
		"buckets that miss the largest": {custom: timeCustom, now: with("took", series{"le=60": "6", "le=120": "9"}), begin: good, want: field + `distribution: it must give the bucket le="+Inf" and at least one other`},
		"a count instead of buckets":    {custom: timeCustom, now: with("took", one("9")), begin: good, want: field + "distribution: a sample lacks the label le"},
		"other buckets than before":     {custom: timeCustom, now: with("took", series{"le=30": "5", "le=+Inf": "9"}), begin: good, want: field + "distribution: the buckets are others than at the beginning of the window: wait until it has passed"},
		"too many buckets":              {custom: timeCustom, now: with("took", many), begin: good, want: field + "distribution: it gives more than 200 samples"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakePrometheus(t)
			answersAt{tc.now, tc.begin, good}.set(f)
			s, _, registry := newTestSource(t, f)
			_, err := s.CustomKPIs(t.Context(), tc.custom, time.Hour)
			var problem *QueryError
			if !errors.As(err, &problem) || !strings.HasPrefix(problem.Error(), tc.want) || problem.Missing != tc.wantMissing || problem.Invalid {
				t.Fatalf("error %#v, want %s", err, tc.want)
			}
			if results := counted(t, registry); results["own unavailable"]+results["own bad_data"] > 0 {
				t.Errorf("queries %v: Prometheus is not to blame", results)
			}
		})
	}
}

func TestOwnQueriesThatPrometheusRefuses(t *testing.T) {
	refuse := func(code int, kind, message string) func(http.ResponseWriter, string) bool {
		body, _ := json.Marshal(map[string]string{"status": "error", "errorType": kind, "error": message})
		return status(code, string(body))
	}
	tests := map[string]struct {
		raw         func(http.ResponseWriter, string) bool
		want        string
		wantInvalid bool
		wantOutage  bool
	}{
		"it cannot be read": {
			raw:         refuse(http.StatusBadRequest, "bad_data", `invalid parameter "query": 1:5: parse error: unclosed left parenthesis`),
			want:        "spec.source.prometheus.count: this Prometheus cannot read it: it may be older than what the query uses",
			wantInvalid: true,
		},
		"it cannot be evaluated": {
			raw:  refuse(http.StatusUnprocessableEntity, "execution", `found duplicate series for the match group {team="secret"} on the right hand-side of the operation`),
			want: "spec.source.prometheus.count: Prometheus cannot evaluate it: several series on one side match the same labels: aggregate them, or add group_left or group_right",
		},
		"it cannot be evaluated, and nobody knows why": {
			raw:  refuse(http.StatusUnprocessableEntity, "execution", `no luck with {team="secret"}`),
			want: "spec.source.prometheus.count: Prometheus cannot evaluate it: ask Prometheus for it yourself to see the reason",
		},
		"it takes too long": {
			raw:  refuse(http.StatusServiceUnavailable, "timeout", "query timed out in expression evaluation"),
			want: "spec.source.prometheus.count: Prometheus needs too long to evaluate it: record it by a rule, and ask for what was recorded",
		},
		"it gives a number": {
			raw:  status(http.StatusOK, `{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}`),
			want: "spec.source.prometheus.count: it gives a scalar where an instant vector is expected",
		},
		"it gives a range": {
			raw:  status(http.StatusOK, `{"status":"success","data":{"resultType":"matrix","result":[]}}`),
			want: "spec.source.prometheus.count: it gives a matrix where an instant vector is expected",
		},
		"a part of the storage is away": {
			raw:        status(http.StatusOK, `{"status":"success","warnings":["store-2 is away"],"data":{"resultType":"vector","result":[]}}`),
			want:       "reading own metrics from Prometheus: the answer is incomplete: Prometheus gives warnings with it",
			wantOutage: true,
		},
		"Prometheus is down": {
			raw:        status(http.StatusBadGateway, "<html>"),
			want:       "reading own metrics from Prometheus: server error: 502",
			wantOutage: true,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakePrometheus(t)
			f.setRaw(tc.raw)
			s, _, _ := newTestSource(t, f)
			_, err := s.CustomKPIs(t.Context(), volumeCustom, time.Hour)
			if err == nil || err.Error() != tc.want || IsUnavailable(err) != tc.wantOutage {
				t.Fatalf("error %v, want %s", err, tc.want)
			}
			var problem *QueryError
			if errors.As(err, &problem) && problem.Invalid != tc.wantInvalid {
				t.Errorf("invalid: %v, want %v", problem.Invalid, tc.wantInvalid)
			}
		})
	}
}

func TestOwnQueriesAreAskedOncePerTick(t *testing.T) {
	f := newFakePrometheus(t)
	f.set("tickets_", one("5"))
	s, clock, _ := newTestSource(t, f)
	ask := func() {
		t.Helper()
		for range 3 {
			for i := range 10 {
				custom := CustomQueries{Namespace: "shop", KPI: kpi.ChatVolume, Queries: v1alpha1.PrometheusQueries{Count: v1alpha1.Query(fmt.Sprintf("tickets_%d", i))}}
				if _, err := s.CustomKPIs(t.Context(), custom, 7*24*time.Hour); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	ask()
	if got := len(f.asked()); got != 30 {
		t.Errorf("%d queries for ten volumes at three times, want 30", got)
	}
	clock.SetTime(start.Add(DefaultKPITick))
	ask()
	if got := len(f.asked()); got != 40 {
		t.Errorf("%d queries after a tick, want 40: the past has not moved", got)
	}
}

// A query that never ends keeps its turn until its time is up, and no caller.
func TestASlowOwnQueryDoesNotKeepItsCaller(t *testing.T) {
	var inside atomic.Int64
	release := make(chan struct{})
	f := newFakePrometheus(t)
	f.setUnlocked(func(w http.ResponseWriter, _ *http.Request) {
		inside.Add(1)
		<-release
		_ = json.NewEncoder(w).Encode(map[string]any{
			"status": "success", "data": map[string]any{"resultType": "vector", "result": one("5").vector()},
		})
	})
	s, _, _ := newTestSource(t, f, WithTimeout(time.Minute))
	for i := range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		custom := CustomQueries{Namespace: "shop", KPI: kpi.ChatVolume, Queries: v1alpha1.PrometheusQueries{Count: v1alpha1.Query(fmt.Sprintf("slow_%d", i))}}
		if _, err := s.CustomKPIs(ctx, custom, time.Hour); !errors.Is(err, context.Canceled) {
			t.Fatalf("error %v, want that of the caller who left", err)
		}
	}
	eventually(t, "all turns of the namespace are taken", func(context.Context) bool { return inside.Load() == customPerTenant })
	if len(s.custom.readings) != 15 {
		t.Errorf("%d readings are kept, want 15", len(s.custom.readings))
	}
	close(release)
	custom := CustomQueries{Namespace: "shop", KPI: kpi.ChatVolume, Queries: v1alpha1.PrometheusQueries{Count: "slow_0"}}
	if _, err := s.CustomKPIs(t.Context(), custom, time.Hour); err != nil {
		t.Errorf("the answer that came meanwhile: %v", err)
	}
}

// TestSlowQueriesOfANamespaceKeepNoOther: whoever has many queries that never end has half of the
// turns, and others are answered meanwhile.
func TestSlowQueriesOfANamespaceKeepNoOther(t *testing.T) {
	release := make(chan struct{})
	f := newFakePrometheus(t)
	f.setUnlocked(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.FormValue("query"), "slow_") {
			<-release
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"status": "success", "data": map[string]any{"resultType": "vector", "result": one("5").vector()},
		})
	})
	defer close(release)
	s, _, _ := newTestSource(t, f, WithTimeout(time.Minute))
	left, cancel := context.WithCancel(t.Context())
	cancel()
	for i := range 50 {
		custom := CustomQueries{Namespace: "greedy", KPI: kpi.ChatVolume, Queries: v1alpha1.PrometheusQueries{Count: v1alpha1.Query(fmt.Sprintf("slow_%d", i))}}
		_, _ = s.CustomKPIs(left, custom, time.Hour)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for i := range 20 {
		custom := CustomQueries{Namespace: "shop", KPI: kpi.ChatVolume, Queries: v1alpha1.PrometheusQueries{Count: v1alpha1.Query(fmt.Sprintf("quick_%d", i))}}
		if _, err := s.CustomKPIs(ctx, custom, time.Hour); err != nil {
			t.Fatalf("query %d of another namespace: %v", i, err)
		}
	}
}

func TestOwnQueriesAreBounded(t *testing.T) {
	s, clock, _ := newTestSource(t, newFakePrometheus(t))
	for i := range maxCustomQueries {
		namespace := number(i / maxCustomPerTenant)
		if _, err := s.custom.cell(CustomQueries{Namespace: namespace, Series: v1alpha1.Series(number(i))}, moment{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range s.custom.readings {
		c.used = clock.Now()
	}
	if _, err := s.CustomKPIs(t.Context(), slaCustom, time.Hour); !errors.Is(err, ErrTooManyQueries) {
		t.Errorf("error %v, want that there are too many", err)
	}
	clock.SetTime(start.Add(3 * DefaultKPITick))
	if _, err := s.custom.cell(slaCustom, moment{}); err != nil {
		t.Errorf("after nobody asked for two ticks: %v", err)
	}
	if len(s.custom.of) != 1 || s.custom.of[slaCustom.Namespace] != 1 {
		t.Errorf("kept of namespaces: %v", s.custom.of)
	}
}

// TestOneNamespaceLeavesRoomForOthers: a quarter of what is kept is one namespace's at most.
func TestOneNamespaceLeavesRoomForOthers(t *testing.T) {
	s, clock, _ := newTestSource(t, newFakePrometheus(t))
	ask := func(namespace string, i int) error {
		c, err := s.custom.cell(CustomQueries{Namespace: namespace, Series: v1alpha1.Series(number(i))}, moment{})
		if err == nil {
			c.used = clock.Now()
		}
		return err
	}
	for i := range maxCustomPerTenant {
		if err := ask("greedy", i); err != nil {
			t.Fatal(err)
		}
	}
	const want = "more than 500 KPITargets of this namespace have queries of their own"
	if err := ask("greedy", maxCustomPerTenant); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q", err, want)
	}
	if err := ask("greedy", 0); err != nil {
		t.Errorf("one that is kept: %v", err)
	}
	if err := ask("shop", 0); err != nil {
		t.Errorf("another namespace: %v", err)
	}
}
