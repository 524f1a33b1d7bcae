// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	promv1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/fairness"
)

const (
	// maxCustomQueries bounds the readings of custom queries that are kept: three of each
	// KPITarget that has them. maxCustomPerTenant of these are of one namespace.
	maxCustomQueries   = 6000
	maxCustomPerTenant = 1500
	// ownQueue is how long queries wait for their turns and for their answers.
	ownQueue = time.Minute
	// fixedSlot is how long a reading of a fixed time in the past is kept.
	fixedSlot = 24 * time.Hour

	// customAtATime is how many custom queries are under way at a time: what users ask for must
	// leave Prometheus time for the bots. One namespace has half of these turns at most, so that
	// the slow queries of one leave turns to the others.
	customAtATime   = 4
	customPerTenant = customAtATime / 2

	familyCustom = "own"
	// unusable is the result of a query that is to blame itself: its KPITarget says so, and
	// who runs the operator need not know.
	unusable = "unusable"
)

var customTurns = fairness.Limits{AtATime: customAtATime, PerNamespace: customPerTenant, Waiting: 500}

// ErrTooManyQueries says that more custom queries are in use than are measured.
var ErrTooManyQueries = fmt.Errorf("more than %d KPITargets have queries of their own; let some use the bots' metrics", maxCustomQueries/3)

// errTooManyOfOne says so of one namespace: others must have room.
var errTooManyOfOne = fmt.Errorf("more than %d KPITargets of this namespace have queries of their own; let some use the bots' metrics", maxCustomPerTenant/3)

// moment is a time at which totals are read: some time ago, or at a fixed time.
type moment struct {
	ago   time.Duration
	fixed time.Time
}

// customReadings keeps the totals that custom queries gave.
type customReadings struct {
	source *Source
	turns  *fairness.Turns

	mu       sync.Mutex
	readings map[customKey]*cell[kpi.CustomTotals]
	// of are the readings of each namespace.
	of map[string]int
}

type customKey struct {
	custom CustomQueries
	ago    time.Duration
	fixed  int64
}

func newCustomReadings(s *Source) *customReadings {
	return &customReadings{source: s, turns: fairness.New(customTurns), readings: map[customKey]*cell[kpi.CustomTotals]{}, of: map[string]int{}}
}

// at returns the totals at that moment. All queries are evaluated at one time, and at the
// same one however late in a slot they are asked.
func (o *customReadings) at(ctx context.Context, custom CustomQueries, m moment) (kpi.CustomTotals, error) {
	c, err := o.cell(custom, m)
	if err != nil {
		return kpi.CustomTotals{}, err
	}
	return c.get(ctx, func(ctx context.Context) (kpi.CustomTotals, error) {
		at := m.fixed
		if at.IsZero() {
			at = o.source.clock.Now().Truncate(c.slot).Add(-m.ago)
		}
		return o.fetch(ctx, custom, at)
	})
}

func (o *customReadings) cell(custom CustomQueries, m moment) (*cell[kpi.CustomTotals], error) {
	key := customKey{custom: custom, ago: m.ago}
	tick := o.source.kpiTick
	slot := max(tick, m.ago/pastSlots)
	if !m.fixed.IsZero() {
		key.fixed, slot = m.fixed.UnixMilli(), max(tick, fixedSlot)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if c, found := o.readings[key]; found {
		return c, nil
	}
	full := func() error {
		switch {
		case o.of[custom.Namespace] >= maxCustomPerTenant:
			return errTooManyOfOne
		case len(o.readings) >= maxCustomQueries:
			return ErrTooManyQueries
		}
		return nil
	}
	if full() != nil {
		o.dropIdle(2 * tick)
	}
	if err := full(); err != nil {
		return nil, err
	}
	c := newCell[kpi.CustomTotals](o.source, slot, tick)
	c.timeout = ownQueue
	o.readings[key] = c
	o.of[custom.Namespace]++
	return c, nil
}

// dropIdle forgets the readings that nobody asked for.
func (o *customReadings) dropIdle(longer time.Duration) {
	now := o.source.clock.Now()
	for k, c := range o.readings {
		if !c.idle(now, longer) {
			continue
		}
		delete(o.readings, k)
		if o.of[k.custom.Namespace]--; o.of[k.custom.Namespace] == 0 {
			delete(o.of, k.custom.Namespace)
		}
	}
}

// fetch evaluates all queries, one after the other, each with a turn of its own: a turn is taken
// for no longer than one query may take.
func (o *customReadings) fetch(ctx context.Context, custom CustomQueries, at time.Time) (kpi.CustomTotals, error) {
	var totals kpi.CustomTotals
	for _, q := range custom.queries() {
		done, err := o.turns.Take(ctx, custom.Namespace)
		if err != nil {
			o.source.count(familyCustom, "unavailable")
			return kpi.CustomTotals{}, &UnavailableError{Family: familyCustom, Reason: "too many custom queries wait for an answer", Err: err}
		}
		vector, err := o.source.askCustom(ctx, q, custom.Namespace, at)
		done()
		if err != nil {
			return kpi.CustomTotals{}, err
		}
		if problem := q.read(&totals, vector); problem != nil {
			o.source.count(familyCustom, unusable)
			return kpi.CustomTotals{}, problem
		}
		o.source.count(familyCustom, "ok")
	}
	return totals, nil
}

func (s *Source) askCustom(ctx context.Context, q customQuery, namespace string, at time.Time) (model.Vector, error) {
	expr, err := scoped(string(q.expr), namespace)
	if err != nil {
		s.count(familyCustom, unusable)
		return nil, &QueryError{Field: q.field, Problem: chars.Clip(err.Error(), maxText), Invalid: true}
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	// Prometheus gives up a little earlier, and so can say that it was the query.
	value, warnings, err := s.api.Query(ctx, expr, at, promv1.WithTimeout(s.timeout*9/10))
	if err == nil && len(warnings) > 0 {
		err = incomplete(warnings)
	}
	var refused *promv1.Error
	if errors.As(err, &refused) {
		if problem := q.refused(refused); problem != nil {
			s.count(familyCustom, unusable)
			return nil, problem
		}
	}
	if err != nil {
		s.count(familyCustom, "unavailable")
		return nil, unavailable(familyCustom, err)
	}
	vector, isVector := value.(model.Vector)
	if !isVector {
		s.count(familyCustom, unusable)
		return nil, q.problem(fmt.Sprintf("it gives a %s where an instant vector is expected", value.Type()))
	}
	return vector, nil
}

// queries are those that are set, in the order of the fields.
func (o CustomQueries) queries() []customQuery {
	var out []customQuery
	for _, q := range []customQuery{
		{field: "numerator", expr: o.Queries.Numerator},
		{field: "denominator", expr: o.Queries.Denominator},
		{field: "distribution", expr: o.Queries.Distribution},
		{field: "sum", expr: o.Queries.Sum},
		{field: "count", expr: o.Queries.Count},
	} {
		if q.expr != "" {
			q.definition, _ = kpi.Lookup(o.KPI)
			out = append(out, q)
		}
	}
	return out
}

type customQuery struct {
	definition kpi.Definition
	field      string
	expr       v1alpha1.Query
}

// refused is the problem that Prometheus has with the query; nil: the trouble is elsewhere. Its own
// words stay out: they may quote labels of the answer.
func (q customQuery) refused(err *promv1.Error) *QueryError {
	switch err.Type {
	case promv1.ErrBadData:
		problem := q.problem("this Prometheus cannot read it: it may be older than what the query uses")
		problem.Invalid = true
		return problem
	case promv1.ErrExec:
		return q.problem("Prometheus cannot evaluate it: " + evaluation(err.Msg))
	case promv1.ErrServer:
		if !strings.Contains(err.Detail, `"errorType":"timeout"`) {
			return nil
		}
		return q.problem("Prometheus needs too long to evaluate it: record it by a rule, and ask for what was recorded")
	default:
		return nil
	}
}

// evaluation says what kind of trouble Prometheus had, without what it quotes.
func evaluation(said string) string {
	for _, known := range []struct{ words, problem string }{
		{"duplicate series for the match group", "several series on one side match the same labels: aggregate them, or add group_left or group_right"},
		{"multiple matches for labels", "several series match the same labels: aggregate them, or add group_left or group_right"},
		{"too many samples", "it reads more samples than Prometheus allows: aggregate less at a time, or record it by a rule"},
		{"vector cannot contain metrics with the same labelset", "several series of the result have the same labels: aggregate them"},
	} {
		if strings.Contains(said, known.words) {
			return known.problem
		}
	}
	return "ask Prometheus for it yourself to see the reason"
}

func (q customQuery) problem(text string) *QueryError {
	return &QueryError{Field: q.field, Problem: chars.Clip(text, maxText)}
}
