// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// TestOwnQueriesAgainstPrometheus proves custom queries on a real Prometheus, which has series of
// another namespace too: what is said of a query that cannot be read, and totals as they were at
// the beginning of a window.
func TestOwnQueriesAgainstPrometheus(t *testing.T) {
	var scale atomic.Int64
	scale.Store(1)
	helpdesk := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		n := scale.Load()
		for _, line := range []string{
			`helpdesk_sla_total{namespace="shop",team="a",result="met"} %d`, `helpdesk_sla_total{namespace="shop",team="b",result="met"} %d`,
			`helpdesk_sla_total{namespace="shop",team="a",result="breached"} %d`,
			`helpdesk_ratings_total{namespace="shop",team="a",rating="5"} %d`, `helpdesk_ratings_total{namespace="shop",team="b",rating="5"} %d`,
			`helpdesk_ratings_total{namespace="shop",team="b",rating="2"} %d`,
			`helpdesk_sla_total{namespace="bank",team="a",result="met"} %d`, `helpdesk_ratings_total{namespace="bank",team="a",rating="1"} %d`,
			`helpdesk_resolution_seconds_bucket{namespace="shop",team="a",le="60"} %d`, `helpdesk_resolution_seconds_bucket{namespace="shop",team="a",le="+Inf"} %d`,
		} {
			fmt.Fprintf(w, line+"\n", n)
		}
	}))
	t.Cleanup(helpdesk.Close)
	s := startPrometheus(t, helpdesk.Listener.Addr().String())

	count := func(query string) CustomQueries {
		return CustomQueries{Namespace: "shop", KPI: kpi.ChatVolume, Queries: v1alpha1.PrometheusQueries{Count: v1alpha1.Query(query)}}
	}
	eventually(t, "the helpdesk is scraped", func(ctx context.Context) bool {
		got, err := s.CustomKPIs(ctx, count("sum(helpdesk_sla_total) or vector(0)"), time.Hour)
		return err == nil && got.Current.Conversations == 3 && got.HasPrevious
	})
	for query, want := range map[string]struct {
		problem          string
		invalid, missing bool
	}{
		"sum(":               {"1:5: parse error: unclosed left parenthesis", true, false},
		"sum(5)":             {`1:5: parse error: expected type instant vector in aggregation expression, got scalar`, true, false},
		"helpdesk_sla_total": {"it gives several samples where one is expected", false, false},
		"helpdesk_sla_total[5m]": {
			"it gives a matrix where an instant vector is expected", false, false},
		"3": {"it gives a scalar where an instant vector is expected", false, false},
		"helpdesk_sla_total + on (result) helpdesk_sla_total": {"Prometheus cannot evaluate it: several series", false, false},
		`helpdesk_sla_total{namespace="bank"}`:                {"no sample at the end of the window", false, true},
		"sum(helpdesk_sla_totla)":                             {"no sample at the end of the window", false, true},
		"sum(helpdesk_sla_total)":                             {"no sample at the beginning of the window", false, true},
		"sum(helpdesk_sla_total) / 0 * 0":                     {"the value is not a number", false, false},
	} {
		// A scrape that a busy machine misses leaves no sample for a moment.
		eventually(t, fmt.Sprintf("%s: %s", query, want.problem), func(ctx context.Context) bool {
			_, err := s.CustomKPIs(ctx, count(query), time.Hour)
			var problem *QueryError
			return errors.As(err, &problem) && strings.HasPrefix(problem.Problem, want.problem) &&
				problem.Invalid == want.invalid && problem.Missing == want.missing
		})
	}

	rate := CustomQueries{Namespace: "shop", KPI: kpi.SLAHitRate, Queries: v1alpha1.PrometheusQueries{
		Numerator: `sum(helpdesk_sla_total{result="met"})`, Denominator: "sum(helpdesk_sla_total)",
	}}
	ratings := CustomQueries{Namespace: "shop", KPI: kpi.CSAT, Queries: v1alpha1.PrometheusQueries{Distribution: "sum by (rating) (helpdesk_ratings_total)"}}
	times := CustomQueries{Namespace: "shop", KPI: kpi.ResolutionTime, Queries: v1alpha1.PrometheusQueries{Distribution: "sum by (le) (helpdesk_resolution_seconds_bucket)"}}
	eventually(t, "the totals are a second old", func(ctx context.Context) bool {
		_, err := s.CustomKPIs(ctx, rate, time.Second)
		return err == nil
	})
	// Windows begin at a known time however slow the machine is.
	low := time.Now()
	since := func(ctx context.Context, custom CustomQueries, begin time.Time) (BotKPIs, error) {
		return s.CustomKPIs(ctx, custom, max(time.Second, time.Since(begin)))
	}
	scale.Store(101)
	eventually(t, "the window counts the difference", func(ctx context.Context) bool {
		sla, err := since(ctx, rate, low)
		stars, err1 := since(ctx, ratings, low)
		took, err2 := since(ctx, times, low)
		return errors.Join(err, err1, err2) == nil && sla.Current.SLA == kpi.Targets{Hit: 200, Missed: 100} &&
			stars.Current.Ratings == [5]int64{1: 100, 4: 200} && took.Current.Resolution["full"].Total() == 100
	})
	eventually(t, "and nothing once it has passed", func(ctx context.Context) bool {
		got, err := s.CustomKPIs(ctx, rate, time.Second)
		return err == nil && got.Current.SLA == kpi.Targets{}
	})
	high := time.Now()
	scale.Store(1)
	eventually(t, "a total that fell is not a total", func(ctx context.Context) bool {
		_, err := since(ctx, rate, high)
		return err != nil && strings.Contains(err.Error(), "the total fell within the window")
	})
}
