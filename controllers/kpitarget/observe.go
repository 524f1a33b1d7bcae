// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"context"
	"errors"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

const (
	// minWindow is the shortest window: with less, the time between two scrapes shows.
	minWindow = time.Minute
	// maxWindow is the longest one that the Source measures.
	maxWindow = 10 * 365 * 24 * time.Hour

	defaultWindow     = 7 * 24 * time.Hour
	defaultMinSamples = 100
)

// wanted is a spec that was understood.
type wanted struct {
	definition     kpi.Definition
	series         v1alpha1.Series             // "": the default
	custom         *metricsource.CustomQueries // nil: the bot's metrics
	objective      kpi.Objective
	window         time.Duration
	baselineWindow time.Duration // 0: none is to be captured
	baselineUntil  time.Time     // when that window ended; zero: it ends now
	minSamples     int64
	milestones     []kpi.Milestone
	guardrails     []v1alpha1.Guardrail
}

// measure returns the value of the series that is judged.
func (w wanted) measure(c kpi.Counts) (kpi.Estimate, bool) { return w.definition.Measure(c, w.series) }

// observation is everything that the status follows from.
type observation struct {
	wanted
	now  metav1.Time
	lock lock
	// refused says why what spec asks for cannot be applied; with a lock, another definition
	// may be in force all the same.
	refused error

	// Why there is nothing to measure; at most one is set.
	invalid       error // spec is not one that can be measured
	invalidReason string
	botMissing    bool

	// pending is whether the answers to custom queries are still awaited.
	pending bool
	// badQuery says why Prometheus cannot read an own query; queriesRead is whether it could
	// read all of them, missing what they have no sample for.
	badQuery    error
	queriesRead bool
	missing     string

	// problem says why the counts could not be read or used; "": they were.
	problem string
	counts  reading
	// baseline is set when it is time to capture it; baselineProblem says why it cannot be.
	baseline        *reading
	baselineProblem string
	// counterparts are KPITargets that must not get worse.
	counterparts []v1alpha1.GuardrailStatus
}

// observe reads what the status of a KPITarget depends on. The error is one of the API
// server; what else goes wrong is part of the observation.
func (r *Reconciler) observe(ctx context.Context, target *v1alpha1.KPITarget) (observation, error) {
	seen := observation{now: metav1.NewTime(r.now().Truncate(time.Second))}
	if !r.decide(&seen, target) {
		return seen, nil
	}
	key := client.ObjectKey{Namespace: target.Namespace, Name: target.Spec.BotRef.Name}
	switch err := r.Get(ctx, key, &v1alpha1.Bot{}); {
	case apierrors.IsNotFound(err):
		seen.botMissing = true
		return seen, nil
	case err != nil:
		return observation{}, fmt.Errorf("reading Bot %s: %w", key.Name, err)
	}

	bot := metricsource.BotKey{Namespace: key.Namespace, Bot: key.Name}
	counts, problem := r.read(ctx, seen.wanted, seen.window, bot)
	seen.counts = counts
	if problem == nil && seen.dueForBaseline(target) {
		problem = r.observeBaseline(ctx, &seen, bot)
	}
	if ctx.Err() != nil {
		return observation{}, ctx.Err()
	}
	seen.understandProblem(ctx, problem)
	r.checkPending(ctx, &seen, target, bot)
	var err error
	if seen.counterparts, err = r.counterparts(ctx, target, seen.wanted); err != nil {
		return observation{}, err
	}
	return seen, nil
}

// decide finds the definition in force and reads it. It reports whether it can be measured.
func (r *Reconciler) decide(o *observation, target *v1alpha1.KPITarget) bool {
	spec := &target.Spec
	o.wanted, o.invalidReason, o.invalid = r.understand(target, spec.Definition())
	length, err := parseLock(spec.DefinitionLock)
	if o.invalid == nil && err != nil {
		o.invalid, o.invalidReason = err, v1alpha1.ReasonInvalidSpec
	}
	o.refused = o.invalid
	o.lock = decideLock(spec, &target.Status, length, o.now.Time)
	if o.lock.kept {
		o.wanted, o.invalidReason, o.invalid = r.understand(target, o.lock.inForce)
	}
	return o.invalid == nil
}

// understand reads a definition, and whether the operator may measure it for its author.
func (r *Reconciler) understand(target *v1alpha1.KPITarget, def v1alpha1.KPIDefinition) (wanted, string, error) {
	w, reason, err := understand(target.Spec.KPI, def)
	switch {
	case err != nil || w.custom == nil:
	case !r.CustomQueries:
		return wanted{}, v1alpha1.ReasonNotAllowed, errors.New("spec.source.prometheus: custom queries are off: remove spec.source to measure by the bot's metrics, or have the operator started with --custom-queries")
	default:
		w.custom.Namespace = target.Namespace
	}
	return w, reason, err
}

// understand reads a definition. The error names the field of the spec and the fix.
func understand(name v1alpha1.KPI, def v1alpha1.KPIDefinition) (w wanted, reason string, err error) {
	target, err := kpi.ParseTarget(name, def)
	if err != nil {
		return wanted{}, v1alpha1.ReasonInvalidSpec, err
	}
	w = wanted{definition: target.Definition, series: def.Series, objective: target.Objective, milestones: target.Milestones,
		minSamples: defaultMinSamples, guardrails: def.Guardrails}
	if def.Source != nil && def.Source.Prometheus != nil {
		w.custom = &metricsource.CustomQueries{KPI: name, Series: def.Series, Queries: *def.Source.Prometheus}
	}
	if def.MinSamples != nil {
		w.minSamples = *def.MinSamples
	}
	if w.window, reason, err = parseWindow("spec.window", def.Window); err != nil {
		return wanted{}, reason, err
	}
	if reason, err = w.understandBaseline(def.Baseline); err != nil {
		return wanted{}, reason, err
	}
	return w, "", nil
}

// parseLock returns how long a definition is locked; 0: it is not.
func parseLock(d v1alpha1.Duration) (time.Duration, error) {
	if d == "" {
		return 0, nil
	}
	switch length, err := d.Parse(); {
	case err != nil:
		return 0, fmt.Errorf("spec.definitionLock: %w", err)
	case length < minWindow:
		return 0, fmt.Errorf("spec.definitionLock: %s is not a lock; use 1m or more, or remove the field", d)
	case length > maxWindow:
		return 0, fmt.Errorf("spec.definitionLock: %s is too long; use 3650d or less", d)
	default:
		return length, nil
	}
}

func parseWindow(field string, d v1alpha1.Duration) (window time.Duration, reason string, err error) {
	if d == "" {
		return defaultWindow, "", nil
	}
	switch window, err = d.Parse(); {
	case err != nil:
		return 0, v1alpha1.ReasonInvalidSpec, fmt.Errorf("%s: %w", field, err)
	case window < minWindow:
		return 0, v1alpha1.ReasonWindowTooShort, fmt.Errorf("%s: %s is too short to measure; use 1m or more", field, d)
	case window > maxWindow:
		return 0, v1alpha1.ReasonInvalidSpec, fmt.Errorf("%s: %s is too long to measure; use 3650d or less", field, d)
	}
	return window, "", nil
}

// queryWait is how long a reconcile waits for the answers to a KPITarget's custom queries. They
// go on without it: slow ones must not hold up the KPITargets that share the bots' metrics.
const queryWait = 200 * time.Millisecond

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
	if w.custom != nil {
		ctx, cancel := context.WithTimeout(ctx, queryWait)
		defer cancel()
		counts, err := r.Source.CustomKPIs(ctx, *w.custom, window)
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
		o.queriesRead = o.custom != nil
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
		log.FromContext(ctx).V(1).Info("Reading KPIs failed", "reason", err.Error(), "details", metricsource.Details(err))
	}
	// A definition is locked only once it is known that it can be measured.
	if o.custom != nil && !o.queriesRead && !o.lock.kept {
		o.refused = err
	}
}

// checkPending asks whether Prometheus can read the queries of a definition that waits for
// the end of a lock, so that a mistake is known before it counts.
func (r *Reconciler) checkPending(ctx context.Context, seen *observation, target *v1alpha1.KPITarget, bot metricsource.BotKey) {
	if !seen.lock.kept || seen.refused != nil {
		return
	}
	pending, _, err := r.understand(target, target.Spec.Definition())
	if err != nil || pending.custom == nil || seen.custom != nil && *pending.custom == *seen.custom {
		return
	}
	_, err = r.read(ctx, pending, pending.window, bot)
	var query *metricsource.QueryError
	if errors.As(err, &query) && query.Invalid {
		seen.refused = query
	}
}
