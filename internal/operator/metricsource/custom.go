// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// CustomQueries asks for a KPI by the custom queries of a KPITarget, in place of a bot's metrics.
type CustomQueries struct {
	// Namespace is the one whose series the queries may read.
	Namespace string
	KPI       v1alpha1.KPI
	Series    v1alpha1.Series
	Queries   v1alpha1.PrometheusQueries
}

// QueryError says that a query cannot be used, or its answer. Its text is the same for the
// same cause each time, so that it may stand in a condition.
type QueryError struct {
	// Field is the member of spec.source.prometheus.
	Field string
	// Problem with it, and the fix.
	Problem string
	// Invalid is whether the query cannot be read, so that asking again is of no use.
	Invalid bool
	// Missing is whether there is no sample.
	Missing bool
}

// Error names the field and the problem.
func (e *QueryError) Error() string { return "spec.source.prometheus." + e.Field + ": " + e.Problem }

// CustomKPIs returns what custom queries counted over a window that ends now: the totals now less
// those at its beginning. Totals are at most one KPI tick old; the window's beginning moves
// in steps of 1/200 of its length. All queries of one CustomQueries are evaluated at the same time.
//
// Previous is set where the totals before the window are known too and did not fall. The
// error is an *UnavailableError, a *QueryError, ErrTooManyQueries, one about the window's
// length, or that of ctx: then the queries go on, and asking again finds their answers.
func (s *Source) CustomKPIs(ctx context.Context, custom CustomQueries, length time.Duration) (BotKPIs, error) {
	if err := checkWindow(length); err != nil {
		return BotKPIs{}, err
	}
	return s.customWindow(ctx, custom, moment{}, moment{ago: length}, moment{ago: 2 * length})
}

// customWindow asks for all totals at once: one that is slow must not hold up the others.
func (s *Source) customWindow(ctx context.Context, custom CustomQueries, end, begin, before moment) (BotKPIs, error) {
	var totals [3]kpi.CustomTotals
	var errs [3]error
	var asking sync.WaitGroup
	for i, m := range []moment{begin, before, end} {
		asking.Go(func() { totals[i], errs[i] = s.custom.at(ctx, custom, m) })
	}
	asking.Wait()
	// What is wrong with a query is told by its present answer, where it has one.
	if errs[2] != nil {
		return BotKPIs{}, withoutSample(errs[2], "no sample at the end of the window: check the metric's name and that it is scraped; add `or vector(0)` where no sample means 0")
	}
	if errs[0] != nil {
		return BotKPIs{}, withoutSample(errs[0], "no sample at the beginning of the window: wait until the metric is that old, or choose a shorter window; add `or vector(0)` where it began at 0")
	}
	current, fell := customSince(custom, totals[2], totals[0])
	if fell != nil {
		return BotKPIs{}, fell
	}
	definition, _ := kpi.Lookup(custom.KPI)
	counts := BotKPIs{Current: definition.Counts(current, custom.Series)}
	var unusable *QueryError
	switch err := errs[1]; {
	case errors.As(err, &unusable), IsUnavailable(err): // the trend is not worth the value
	case err != nil:
		return BotKPIs{}, err
	default:
		if previous, fell := customSince(custom, totals[0], totals[1]); fell == nil {
			counts.Previous, counts.HasPrevious = definition.Counts(previous, custom.Series), true
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

// customSince returns what was counted between two readings.
func customSince(custom CustomQueries, now, begin kpi.CustomTotals) (kpi.CustomTotals, *QueryError) {
	all := "denominator"
	if custom.Queries.Count != "" {
		all = "count"
	}
	out := kpi.CustomTotals{
		Hits: now.Hits - begin.Hits, All: now.All - begin.All,
		Milliseconds: now.Milliseconds - begin.Milliseconds,
		Times:        now.Times.Within(begin.Times), By: map[int]int64{},
	}
	switch {
	case out.Hits < 0:
		return kpi.CustomTotals{}, fell("numerator")
	case out.All < 0:
		return kpi.CustomTotals{}, fell(all)
	case out.Hits > out.All:
		return kpi.CustomTotals{}, &QueryError{Field: "numerator", Problem: "it counts more than denominator over the window: the one must be a part of the other"}
	case out.Milliseconds < 0:
		return kpi.CustomTotals{}, fell("sum")
	case len(now.Times) > 0 && !out.Times.Complete():
		return kpi.CustomTotals{}, &QueryError{Field: "distribution", Problem: "the buckets are others than at the beginning of the window: wait until it has passed"}
	}
	for bound, n := range out.Times {
		if out.Times[bound] = n - begin.Times[bound]; out.Times[bound] < 0 {
			return kpi.CustomTotals{}, fell("distribution")
		}
	}
	for score := range begin.By {
		if now.By[score] < begin.By[score] {
			return kpi.CustomTotals{}, fell("distribution")
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

// maxBuckets is how many samples a distribution may have.
const maxBuckets = 200

// read puts the answer of the query into the totals.
func (q customQuery) read(totals *kpi.CustomTotals, answer model.Vector) *QueryError {
	if len(answer) == 0 {
		return &QueryError{Field: q.field, Problem: "no sample", Missing: true}
	}
	if q.field == "distribution" {
		if label, lowest, highest := q.definition.Scale(); label != "" {
			return q.readScores(totals, answer, label, lowest, highest)
		}
		return q.readTimes(totals, answer)
	}
	if len(answer) > 1 {
		return q.problem("it gives several samples where one is expected: aggregate them, as in sum(...)")
	}
	value := whole
	if q.field == "sum" {
		value = milliseconds
	}
	n, bad := value(answer[0])
	if bad != nil {
		return q.problem(bad.Problem)
	}
	switch q.field {
	case "numerator":
		totals.Hits = n
	case "sum":
		totals.Milliseconds = n
	default:
		totals.All = n
	}
	return nil
}

func (q customQuery) readScores(totals *kpi.CustomTotals, answer model.Vector, label string, lowest, highest int) *QueryError {
	totals.By = map[int]int64{}
	return q.each(answer, label, func(text string, n int64) bool {
		score, err := strconv.Atoi(text)
		if err != nil || score < lowest || score > highest {
			return false
		}
		totals.By[score] = n
		return true
	}, fmt.Sprintf("a whole number from %d to %d", lowest, highest))
}

func (q customQuery) readTimes(totals *kpi.CustomTotals, answer model.Vector) *QueryError {
	totals.Times = kpi.Histogram{}
	problem := q.each(answer, "le", func(text string, n int64) bool {
		bound, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(bound) || bound < 0 {
			return false
		}
		totals.Times[bound] += n // some write 1 and others 1.0
		return true
	}, "a number of seconds or +Inf")
	if problem == nil && !totals.Times.Complete() {
		return q.problem(`it must give the bucket le="+Inf" and at least one other`)
	}
	return problem
}

// each hands over the samples by their label, each value of which may be there once. What it says
// repeats no value: they are whatever somebody else's program exports.
func (q customQuery) each(answer model.Vector, label string, put func(string, int64) bool, expected string) *QueryError {
	if len(answer) > maxBuckets {
		return q.problem(fmt.Sprintf("it gives more than %d samples: aggregate them, as in sum by (%s) (...)", maxBuckets, label))
	}
	// The order of an answer is left to chance, and what is said about it must not be.
	slices.SortFunc(answer, func(a, b *model.Sample) int {
		return strings.Compare(a.Metric.String(), b.Metric.String())
	})
	seen := map[model.LabelValue]bool{}
	for _, sample := range answer {
		value, there := sample.Metric[model.LabelName(label)]
		switch {
		case !there:
			return q.problem(fmt.Sprintf("a sample lacks the label %s: aggregate, as in sum by (%s) (...)", label, label))
		case seen[value]:
			return q.problem(fmt.Sprintf("several samples have the same label %s: aggregate them, as in sum by (%s) (...)", label, label))
		}
		seen[value] = true
		n, bad := whole(sample)
		if bad != nil {
			return q.problem(fmt.Sprintf("a sample by the label %s: %s", label, bad.Problem))
		}
		if !put(string(value), n) {
			return q.problem(fmt.Sprintf("the label %s of a sample is not %s", label, expected))
		}
	}
	return nil
}
