// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/kpi"
)

// setStatus describes what was seen. It only computes. Values are rounded to what is
// shown, so that a status differs only where a reader would see it.
func setStatus(target *v1alpha1.KPITarget, seen observation) {
	s := &target.Status
	changed := s.ObservedGeneration != target.Generation
	s.ObservedGeneration = target.Generation
	s.Target = seen.objective.Text
	switch b := target.Spec.Baseline; {
	case b != nil && b.Value != "":
		s.Baseline = &v1alpha1.KPIMeasurement{Value: b.Value}
	case b == nil, !captured(target):
		s.Baseline = nil
	}

	switch {
	case seen.invalid != nil:
		forget(s)
		setData(target, metav1.ConditionUnknown, seen.invalidReason, seen.invalid.Error())
		status.Stalled(&s.Conditions, target.Generation, seen.invalidReason, seen.invalid.Error())
	case seen.botMissing:
		message := fmt.Sprintf("spec.botRef.name: there is no Bot %q in namespace %q; create it or a KPITarget for another one",
			target.Spec.BotRef.Name, target.Namespace)
		forget(s)
		setData(target, metav1.ConditionFalse, v1alpha1.ReasonReferenceNotFound, message)
		status.Stalled(&s.Conditions, target.Generation, v1alpha1.ReasonReferenceNotFound, message)
	case seen.problem != "":
		if changed || s.State == "" { // what was measured answers another question
			forget(s)
		}
		setData(target, metav1.ConditionFalse, v1alpha1.ReasonMetricsError, seen.problem)
		status.Reconciling(&s.Conditions, target.Generation, v1alpha1.ReasonMetricsError, "Values are as last measured: "+seen.problem)
	case !seen.known:
		current := s.Current
		forget(s)
		if !changed {
			s.Current = current
		}
		message := fmt.Sprintf("Prometheus has no metrics of Bot %q from the last 5 minutes; check that its pods run and are scraped", target.Spec.BotRef.Name)
		setData(target, metav1.ConditionFalse, v1alpha1.ReasonNoData, message)
		status.Reconciling(&s.Conditions, target.Generation, v1alpha1.ReasonNoData, message)
	default:
		reason, message := measure(s, seen, captured(target))
		setData(target, metav1.ConditionTrue, v1alpha1.ReasonMetricsAvailable, "Prometheus has metrics of the Bot")
		status.Ready(&s.Conditions, target.Generation, reason, message)
	}
}

// forget drops what was measured, but for the baseline.
func forget(s *v1alpha1.KPITargetStatus) {
	s.Current, s.Trend, s.State = nil, v1alpha1.TrendUnknown, v1alpha1.KPINoData
}

func setData(target *v1alpha1.KPITarget, value metav1.ConditionStatus, reason, message string) {
	status.Set(&target.Status.Conditions, target.Generation, v1alpha1.ConditionDataAvailable, value, reason, message)
}

// measure sets the values and says how they stand.
func measure(s *v1alpha1.KPITargetStatus, seen observation, hasBaseline bool) (reason, message string) {
	d := seen.definition
	now, counted := d.Measure(seen.counts.Current)
	s.Current, s.Trend, s.State = nil, v1alpha1.TrendUnknown, v1alpha1.KPINoData
	if counted {
		s.Current = measurement(d, now)
		s.State = d.State(seen.objective, now, seen.minSamples, seen.counts.HasPrevious)
		if before, countedBefore := d.Measure(seen.counts.Previous); countedBefore && seen.counts.HasPrevious {
			s.Trend = d.Trend(seen.objective, now, before, seen.minSamples)
		}
	}
	if seen.baseline != nil {
		hasBaseline = capture(s, seen)
	}
	switch {
	case seen.baselineWindow > 0 && !hasBaseline:
		s.State = v1alpha1.KPIBaselining
		return v1alpha1.ReasonBaselining, fmt.Sprintf("The baseline is captured once spec.baseline.window has passed with %d %s in it", seen.minSamples, d.SamplesAre)
	case s.State == v1alpha1.KPINoData && d.Interval == "":
		return v1alpha1.ReasonTooFewSamples, fmt.Sprintf("The Bot has not been measured for all of spec.window yet; %d %s so far", now.Samples, d.SamplesAre)
	case s.State == v1alpha1.KPINoData:
		return v1alpha1.ReasonTooFewSamples, fmt.Sprintf("%d of at least %d %s in the window", now.Samples, seen.minSamples, d.SamplesAre)
	}
	return v1alpha1.ReasonMeasured, describe(seen, s)
}

// capture sets the baseline, if it has the samples, and reports whether it did.
func capture(s *v1alpha1.KPITargetStatus, seen observation) bool {
	d := seen.definition
	value, counted := d.Measure(seen.baseline.Current)
	enough := value.Samples >= seen.minSamples
	if d.Interval == "" {
		enough = seen.baseline.HasPrevious
	}
	if !counted || !enough {
		return false
	}
	s.Baseline = measurement(d, value)
	s.Baseline.At = seen.now
	return true
}

func measurement(d kpi.Definition, e kpi.Estimate) *v1alpha1.KPIMeasurement {
	m := &v1alpha1.KPIMeasurement{Value: d.Unit.Print(e.Value), Samples: new(e.Samples)}
	if d.Interval != "" {
		m.Low, m.High = d.Unit.Print(e.Low), d.Unit.Print(e.High)
	}
	return m
}

// describe says in a sentence how the KPI stands.
func describe(seen observation, s *v1alpha1.KPITargetStatus) string {
	value := string(s.Current.Value)
	if s.Current.Low != "" && s.Current.High != "" {
		value += fmt.Sprintf(" (95%% interval %s to %s)", s.Current.Low, s.Current.High)
	}
	return fmt.Sprintf("%s is %s, objective %s: %s", seen.definition.KPI, value, seen.objective.Text, s.State)
}
