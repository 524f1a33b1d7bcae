// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"context"
	"errors"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// patience is how long a reconcile waits for the answers to a KPITarget's own queries. They
// go on without it: slow ones must not hold up the KPITargets that share the bots' metrics.
const patience = 200 * time.Millisecond

// stillAsking is when a reconcile looks for answers that were not there in time.
const stillAsking = time.Second

// reading is what was counted over a window.
type reading struct {
	metricsource.BotKPIs
	// known is whether there are metrics, whole whether they cover all of the window.
	known, whole bool
}

// read returns what was counted over a window.
func (r *Reconciler) read(ctx context.Context, w wanted, window time.Duration, bot metricsource.BotKey) (reading, error) {
	if w.own != nil {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		counts, err := r.Source.OwnKPIs(ctx, *w.own, window)
		return reading{BotKPIs: counts, known: err == nil, whole: err == nil}, err
	}
	snapshot, err := r.Source.KPIs(ctx, window)
	if err != nil {
		return reading{}, err
	}
	counts, known := snapshot.Bots[bot]
	if counts.Bad != nil {
		return reading{known: true}, counts.Bad
	}
	return reading{BotKPIs: counts, known: known, whole: counts.HasPrevious}, nil
}

// understandProblem tells what kind of trouble reading met.
func (o *observation) understandProblem(ctx context.Context, err error) {
	var query *metricsource.QueryError
	switch isQuery := errors.As(err, &query); {
	case err == nil:
		o.queriesRead = o.own != nil
		return
	case isQuery && query.Invalid:
		o.badQuery = query
	case isQuery && query.Missing:
		o.queriesRead, o.missing = true, query.Error()
	case errors.Is(err, context.DeadlineExceeded) && !metricsource.IsUnavailable(err):
		o.pending = true
	default:
		o.queriesRead = isQuery
		o.problem = err.Error()
		// The same outage meets every KPITarget, each tick: not an error in the log each time.
		log.FromContext(ctx).V(1).Info("Reading KPIs failed", "reason", err.Error(), "details", errors.Unwrap(err))
	}
	// A definition is locked only once it is known that it can be measured.
	if o.own != nil && !o.queriesRead && !o.lock.kept {
		o.refused = err
	}
}

// checkPending asks whether Prometheus can read the queries of a definition that waits for
// the end of a lock, so that a mistake is known before it counts.
func (r *Reconciler) checkPending(ctx context.Context, seen *observation, target *v1alpha1.KPITarget, bot metricsource.BotKey) {
	if !seen.lock.kept || seen.refused != nil {
		return
	}
	pending, _, err := understand(target.Spec.KPI, target.Spec.Definition())
	if err != nil || pending.own == nil || seen.own != nil && *pending.own == *seen.own {
		return
	}
	_, err = r.read(ctx, pending, pending.window, bot)
	var query *metricsource.QueryError
	if errors.As(err, &query) && query.Invalid {
		seen.refused = query
	}
}
