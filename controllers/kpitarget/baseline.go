// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"context"
	"errors"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/metricsource"
	"github.com/intentops/intentops/internal/plural"
)

// understandBaseline reads spec.baseline. The error names the field and the fix.
func (w *wanted) understandBaseline(b *v1alpha1.Baseline) (reason string, err error) {
	switch {
	case b == nil:
		return "", nil
	case b.Window != "":
		w.baselineUntil = b.Until.Time
		w.baselineWindow, reason, err = parseWindow("spec.baseline.window", b.Window)
		return reason, err
	}
	value, err := w.definition.Unit.Parse(b.Value)
	if err != nil {
		return v1alpha1.ReasonInvalidSpec, fmt.Errorf("spec.baseline.value: %w", err)
	}
	for _, end := range []struct {
		field, side string
		at          v1alpha1.Value
		beyond      func(at float64) bool
	}{
		{"low", "above", b.Low, func(at float64) bool { return at > value }},
		{"high", "below", b.High, func(at float64) bool { return at < value }},
	} {
		if end.at == "" {
			continue
		}
		at, err := w.definition.Unit.Parse(end.at)
		if err != nil {
			return v1alpha1.ReasonInvalidSpec, fmt.Errorf("spec.baseline.%s: %w", end.field, err)
		}
		if end.beyond(at) {
			return v1alpha1.ReasonInvalidSpec, fmt.Errorf("spec.baseline.%s: %s is %s the value %s", end.field, end.at, end.side, b.Value)
		}
	}
	return "", nil
}

// setBaseline shows what was given, and drops what was captured where no baseline is asked
// for any more.
func setBaseline(target *v1alpha1.KPITarget, asked *v1alpha1.Baseline) {
	switch s := &target.Status; {
	case asked != nil && asked.Value != "":
		s.Baseline = &v1alpha1.KPIMeasurement{Value: asked.Value, Low: asked.Low, High: asked.High, Samples: asked.Samples}
	case asked == nil, !captured(target):
		s.Baseline = nil
	}
}

// captured reports whether the status has a measured baseline; one that was given has no
// time.
func captured(target *v1alpha1.KPITarget) bool {
	return target.Status.Baseline != nil && !target.Status.Baseline.At.IsZero()
}

// dueForBaseline reports whether the window of the baseline has passed, since the KPITarget
// was created or as spec says, and no baseline was captured yet.
func (o *observation) dueForBaseline(target *v1alpha1.KPITarget) bool {
	ends := o.baselineUntil
	if ends.IsZero() {
		ends = target.CreationTimestamp.Add(o.baselineWindow)
	}
	return o.baselineWindow > 0 && !captured(target) && !o.now.Time.Before(ends)
}

// observeBaseline reads what the baseline is to be captured from. What is wrong with that
// window alone does not keep the present from being shown; the error is of other troubles.
func (r *Reconciler) observeBaseline(ctx context.Context, seen *observation, bot metricsource.BotKey) error {
	baseline, err := r.readBaseline(ctx, seen.wanted, bot)
	var (
		query   *metricsource.QueryError
		bad     *metricsource.BadDataError
		history *metricsource.HistoryError
	)
	switch {
	case errors.As(err, &query), errors.As(err, &bad), errors.As(err, &history):
		seen.baselineProblem = err.Error()
		return nil
	case err == nil && baseline.known:
		seen.baseline = &baseline
	}
	return err
}

func (r *Reconciler) readBaseline(ctx context.Context, w wanted, bot metricsource.BotKey) (reading, error) {
	if w.baselineUntil.IsZero() {
		return r.read(ctx, w, w.baselineWindow, bot)
	}
	past := reading{known: true, whole: true}
	var err error
	if w.custom != nil {
		ctx, cancel := context.WithTimeout(ctx, queryWait)
		defer cancel()
		past.Current, err = r.Source.CustomKPIsUntil(ctx, *w.custom, w.baselineWindow, w.baselineUntil)
	} else {
		past.Current, err = r.Source.KPIsUntil(ctx, bot, w.baselineWindow, w.baselineUntil)
	}
	return past, err
}

// capture sets the baseline, if it has the samples, and reports whether it did.
func capture(s *v1alpha1.KPITargetStatus, seen observation) bool {
	d := seen.definition
	value, counted := seen.measure(seen.baseline.Current)
	enough := value.Samples >= seen.minSamples
	if d.Interval == "" {
		enough = seen.baseline.whole
	}
	if !counted || !enough {
		return false
	}
	s.Baseline = measurement(d, value)
	s.Baseline.At = seen.now
	if !seen.baselineUntil.IsZero() {
		s.Baseline.At = metav1.NewTime(seen.baselineUntil)
	}
	return true
}

// baselining says what the baseline waits for.
func baselining(seen observation) string {
	const instead = "; choose another window, or give spec.baseline.value: `kubectl intentops scorecard --from` computes it from events of the past"
	samples := plural.Of(seen.minSamples, seen.definition.Sample)
	until := seen.baselineUntil
	switch {
	case until.IsZero():
		message := fmt.Sprintf("The baseline is captured once spec.baseline.window has passed with %s in it", samples)
		if seen.baselineProblem != "" {
			message += "; it cannot be yet: " + seen.baselineProblem
		}
		return message
	case seen.now.Time.Before(until):
		return "The baseline is captured once spec.baseline.until has come"
	case seen.baselineProblem != "":
		return "The baseline cannot be computed: " + seen.baselineProblem + instead
	default:
		var has int64
		if seen.baseline != nil {
			value, _ := seen.measure(seen.baseline.Current)
			has = value.Samples
		}
		return fmt.Sprintf("The baseline cannot be computed: %d of at least %s in the window that ended at %s%s",
			has, samples, until.UTC().Format(time.RFC3339), instead)
	}
}
