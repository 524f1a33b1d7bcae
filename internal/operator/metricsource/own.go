// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// Own asks for a KPI by queries of a KPITarget's own, in place of a bot's metrics.
type Own struct {
	KPI     v1alpha1.KPI
	Series  v1alpha1.Series
	Queries v1alpha1.PrometheusQueries
}

// QueryError says that a query cannot be used, or its answer. Its text is the same for the
// same cause each time, so that it may stand in a condition.
type QueryError struct {
	// Field is the member of spec.source.prometheus.
	Field string
	// Problem with it, and the fix.
	Problem string
	// Invalid is whether Prometheus cannot read the query, so that asking again is of no use.
	Invalid bool
	// Missing is whether there is no sample.
	Missing bool
}

// Error names the field and the problem.
func (e *QueryError) Error() string { return "spec.source.prometheus." + e.Field + ": " + e.Problem }

// OwnKPIs returns what own queries counted over a window that ends now: the totals now less
// those at its beginning. Totals are at most one KPI tick old; the window's beginning moves
// in steps of 1/200 of its length. All queries of one Own are evaluated at the same time.
//
// Previous is set where the totals before the window are known too and did not fall. The
// error is an *UnavailableError, a *QueryError, ErrTooManyQueries, one about the window's
// length, or that of ctx: then the queries go on, and asking again finds their answers.
func (s *Source) OwnKPIs(ctx context.Context, own Own, length time.Duration) (BotKPIs, error) {
	if err := checkWindow(length); err != nil {
		return BotKPIs{}, err
	}
	return s.ownWindow(ctx, own, moment{}, moment{ago: length}, moment{ago: 2 * length})
}

// ownWindow asks for all totals at once: one that is slow must not hold up the others.
func (s *Source) ownWindow(ctx context.Context, own Own, end, begin, before moment) (BotKPIs, error) {
	var totals [3]kpi.OfOwn
	var errs [3]error
	var asking sync.WaitGroup
	for i, m := range []moment{begin, before, end} {
		asking.Go(func() { totals[i], errs[i] = s.own.at(ctx, own, m) })
	}
	asking.Wait()
	// What is wrong with a query is told by its present answer, where it has one.
	if errs[2] != nil {
		return BotKPIs{}, withoutSample(errs[2], "no sample at the end of the window: check the metric's name and that it is scraped; add `or vector(0)` where no sample means 0")
	}
	if errs[0] != nil {
		return BotKPIs{}, withoutSample(errs[0], "no sample at the beginning of the window: wait until the metric is that old, or choose a shorter window; add `or vector(0)` where it began at 0")
	}
	current, fell := ownSince(own, totals[2], totals[0])
	if fell != nil {
		return BotKPIs{}, fell
	}
	definition, _ := kpi.Lookup(own.KPI)
	counts := BotKPIs{Current: definition.Counts(current, own.Series)}
	var unusable *QueryError
	switch err := errs[1]; {
	case errors.As(err, &unusable), IsUnavailable(err): // the trend is not worth the value
	case err != nil:
		return BotKPIs{}, err
	default:
		if previous, fell := ownSince(own, totals[0], totals[1]); fell == nil {
			counts.Previous, counts.HasPrevious = definition.Counts(previous, own.Series), true
		}
	}
	return counts, nil
}

// withoutSample says what it means that there is no sample at that time.
func withoutSample(err error, problem string) error {
	var unusable *QueryError
	if errors.As(err, &unusable) && unusable.Missing {
		return &QueryError{Field: unusable.Field, Problem: problem, Missing: true}
	}
	return err
}

// ownSince returns what was counted between two readings.
func ownSince(own Own, now, begin kpi.OfOwn) (kpi.OfOwn, *QueryError) {
	all := "denominator"
	if own.Queries.Count != "" {
		all = "count"
	}
	out := kpi.OfOwn{
		Hits: now.Hits - begin.Hits, All: now.All - begin.All,
		Milliseconds: now.Milliseconds - begin.Milliseconds,
		Times:        now.Times.Within(begin.Times), By: map[int]int64{},
	}
	switch {
	case out.Hits < 0:
		return kpi.OfOwn{}, fell("numerator")
	case out.All < 0:
		return kpi.OfOwn{}, fell(all)
	case out.Hits > out.All:
		return kpi.OfOwn{}, &QueryError{Field: "numerator", Problem: "it counts more than denominator over the window: the one must be a part of the other"}
	case out.Milliseconds < 0:
		return kpi.OfOwn{}, fell("sum")
	case len(now.Times) > 0 && !out.Times.Complete():
		return kpi.OfOwn{}, &QueryError{Field: "distribution", Problem: "the buckets are others than at the beginning of the window: wait until it has passed"}
	}
	for bound, n := range out.Times {
		if out.Times[bound] = n - begin.Times[bound]; out.Times[bound] < 0 {
			return kpi.OfOwn{}, fell("distribution")
		}
	}
	for score := range begin.By {
		if now.By[score] < begin.By[score] {
			return kpi.OfOwn{}, fell("distribution")
		}
	}
	for score, n := range now.By {
		out.By[score] = n - begin.By[score]
	}
	return out, nil
}

func fell(field string) *QueryError {
	return &QueryError{Field: field, Problem: "the total fell within the window, so that what was counted is not known: use a metric that keeps its total over restarts, or wait until the window has passed"}
}
