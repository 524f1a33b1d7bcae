// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"fmt"
	"strings"
	"time"

	apiequality "k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/notes"
	"github.com/intentops/intentops/internal/plural"
)

// setStatus describes what was seen. It only computes. Values are rounded to what is
// shown, so that a status differs only where a reader would see it.
// It returns how much longer the KPITarget may wait before it is stalled; 0: it does not wait.
func setStatus(target *v1alpha1.KPITarget, seen observation) (left time.Duration) {
	s := &target.Status
	waiting := func(reason, message string) time.Duration {
		return status.Waiting(&s.Conditions, target.Generation, seen.now.Time, reason, message)
	}
	changed := s.ObservedGeneration != target.Generation || seen.lock.applied
	s.ObservedGeneration = target.Generation
	s.Target = seen.objective.Text
	setLock(target, seen)
	setAccepted(target, seen)
	setBaseline(target, seen.lock.inForce.Baseline)
	s.Guardrails = seen.counterparts
	defer func() { setMilestones(target, seen) }()
	if changed {
		s.LastMeasured = nil // it answers another question
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
		return waiting(v1alpha1.ReasonReferenceNotFound, message+lastKnown(seen, s))
	case seen.badQuery != nil:
		current := s.Current
		forget(s)
		s.Current = current // whoever mistypes a query does not lose what is known
		setData(target, metav1.ConditionFalse, v1alpha1.ReasonInvalidQuery, seen.badQuery.Error())
		status.Stalled(&s.Conditions, target.Generation, v1alpha1.ReasonInvalidQuery, seen.badQuery.Error())
	case seen.problem != "":
		if changed || s.State == "" { // what was measured answers another question
			forget(s)
		}
		setData(target, metav1.ConditionFalse, v1alpha1.ReasonMetricsError, seen.problem)
		return waiting(v1alpha1.ReasonMetricsError, "Values are as last measured: "+seen.problem)
	case !seen.counts.known:
		current := s.Current
		forget(s)
		if !changed {
			s.Current = current
		}
		message := fmt.Sprintf("Prometheus has no metrics of Bot %q from the last 5 minutes; check that its pods run and are scraped", target.Spec.BotRef.Name)
		if seen.missing != "" {
			message = seen.missing
		}
		setData(target, metav1.ConditionFalse, v1alpha1.ReasonNoData, message)
		return waiting(v1alpha1.ReasonNoData, message+lastKnown(seen, s))
	default:
		reason, message := measure(target, seen)
		if s.State == v1alpha1.KPINoData || s.State == v1alpha1.KPIBaselining && !isCurrent(s.LastMeasured, s.Current) {
			message += lastKnown(seen, s)
		}
		available := "Prometheus has metrics of the Bot"
		if seen.custom != nil {
			available = "Prometheus answers the queries of spec.source"
		}
		setData(target, metav1.ConditionTrue, v1alpha1.ReasonMetricsAvailable, available)
		if wrong := wrongCounterparts(seen); wrong != "" {
			return status.Serving(&s.Conditions, target.Generation, seen.now.Time, v1alpha1.ReasonReferenceNotFound, wrong, reason, message)
		}
		status.Ready(&s.Conditions, target.Generation, reason, message)
	}
	return 0
}

// setLock says which definition is in force. A definition that cannot be applied is not
// locked.
func setLock(target *v1alpha1.KPITarget, seen observation) {
	s, l := &target.Status, seen.lock
	if seen.refused != nil && !l.kept {
		return
	}
	if l.until.IsZero() {
		s.LockedDefinition, s.LockedUntil = nil, metav1.Time{}
		meta.RemoveStatusCondition(&s.Conditions, v1alpha1.ConditionDefinitionLocked)
		return
	}
	s.LockedDefinition, s.LockedUntil = &l.inForce, l.until
	value := metav1.ConditionFalse
	if l.active {
		value = metav1.ConditionTrue
	}
	reason, message := l.describe(seen.refused)
	status.Set(&s.Conditions, target.Generation, v1alpha1.ConditionDefinitionLocked, value, reason, message)
}

// setMilestones judges the milestones whose day has come, by what was just measured.
func setMilestones(target *v1alpha1.KPITarget, seen observation) {
	s := &target.Status
	if seen.invalid != nil {
		return
	}
	since := target.CreationTimestamp.Time
	if seen.baselineWindow > 0 {
		since = time.Time{}
		if captured(target) {
			since = s.Baseline.At.Time
		}
	}
	var by judged
	if seen.counts.known && seen.problem == "" {
		if now, counted := seen.measure(seen.counts.Current); counted {
			by.measured = measurement(seen.definition, now)
			by.state = func(o kpi.Objective) v1alpha1.KPIState {
				return seen.definition.State(o, now, seen.minSamples, seen.counts.whole)
			}
		}
	}
	s.Milestones = milestones(seen.milestones, s.Milestones, since, seen.now.Time, by)
}

// forget drops what was measured, but for the baseline.
func forget(s *v1alpha1.KPITargetStatus) {
	s.Current, s.Trend, s.State, s.Segments = nil, v1alpha1.TrendUnknown, v1alpha1.KPINoData, nil
}

func setData(target *v1alpha1.KPITarget, value metav1.ConditionStatus, reason, message string) {
	status.Set(&target.Status.Conditions, target.Generation, v1alpha1.ConditionDataAvailable, value, reason, message)
}

// measure sets the values and says how they stand.
func measure(target *v1alpha1.KPITarget, seen observation) (reason, message string) {
	d, s, hasBaseline := seen.definition, &target.Status, captured(target)
	now, counted := seen.measure(seen.counts.Current)
	s.Current, s.Trend, s.State = nil, v1alpha1.TrendUnknown, v1alpha1.KPINoData
	s.Segments = segments(target.Spec.Segments, seen.wanted, seen.counts.BotKPIs)
	if counted {
		s.Current = measurement(d, now)
		s.State = d.State(seen.objective, now, seen.minSamples, seen.counts.whole)
		if s.State != v1alpha1.KPINoData {
			remember(s, seen.now)
		}
		if before, countedBefore := seen.measure(seen.counts.Previous); countedBefore && seen.counts.HasPrevious {
			s.Trend = d.Trend(seen.objective, now, before, seen.minSamples)
		}
	}
	if seen.baseline != nil {
		hasBaseline = capture(s, seen)
	}
	switch {
	case seen.baselineWindow > 0 && !hasBaseline:
		s.State = v1alpha1.KPIBaselining
		return v1alpha1.ReasonBaselining, baselining(seen)
	case s.State == v1alpha1.KPINoData && d.Interval == "":
		return v1alpha1.ReasonTooFewSamples, fmt.Sprintf("The Bot has not been measured for all of spec.window yet; %s so far", plural.Of(now.Samples, d.Sample))
	case s.State == v1alpha1.KPINoData:
		return v1alpha1.ReasonTooFewSamples, tooFew(seen, now)
	}
	message = describe(seen, s)
	if worse := firstWorse(seen.counterparts); worse != nil && s.State == v1alpha1.KPIMet {
		s.State = v1alpha1.KPIGuardrailBreached
		message = fmt.Sprintf("%s, but %s is worse than before: %s", message, worse.Name, worse.Message)
	}
	return v1alpha1.ReasonMeasured, message
}

// tooFew says what is missing. Where another series has what the judged one lacks, it says
// so: a bot without people has no replies by them.
func tooFew(seen observation, now kpi.Estimate) string {
	d := seen.definition
	message := fmt.Sprintf("%d of at least %s in the window", now.Samples, plural.Of(seen.minSamples, d.Sample))
	if now.Samples > 0 || len(d.Series) == 0 {
		return message
	}
	var others []string
	for _, series := range d.Series {
		if e, counted := d.Measure(seen.counts.Current, series); counted {
			others = append(others, fmt.Sprintf("%s has %d", series, e.Samples))
		}
	}
	if len(others) == 0 {
		return message
	}
	return fmt.Sprintf("%s by series %s; %s: spec.series chooses which is judged", message, d.Judged(seen.series), strings.Join(others, ", "))
}

func firstWorse(counterparts []v1alpha1.GuardrailStatus) *v1alpha1.GuardrailStatus {
	for i := range counterparts {
		if counterparts[i].State == v1alpha1.GuardrailWorse {
			return &counterparts[i]
		}
	}
	return nil
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
	return fmt.Sprintf("%s is %s, objective %s: %s", seen.definition.Name(seen.series), shown(s.Current), seen.objective.Text, s.State)
}

// shown is a value with its interval.
func shown(m *v1alpha1.KPIMeasurement) string {
	if m.Low == "" || m.High == "" {
		return string(m.Value)
	}
	return fmt.Sprintf("%s (95%% interval %s to %s)", m.Value, m.Low, m.High)
}

// setAccepted says whether the definition in force can be measured, with a note where it is
// probably not meant. Whether Prometheus can read custom queries is found out by asking it.
func setAccepted(target *v1alpha1.KPITarget, seen observation) {
	s := &target.Status
	const kind = v1alpha1.ConditionAccepted
	known := meta.FindStatusCondition(s.Conditions, kind)
	switch {
	case seen.invalid != nil:
		status.Set(&s.Conditions, target.Generation, kind, metav1.ConditionFalse, seen.invalidReason, seen.invalid.Error())
	case seen.custom == nil:
		status.Set(&s.Conditions, target.Generation, kind, metav1.ConditionTrue, v1alpha1.ReasonAccepted, notes.Add("The spec is valid", seen.doubts()...))
	case seen.badQuery != nil:
		status.Set(&s.Conditions, target.Generation, kind, metav1.ConditionFalse, v1alpha1.ReasonInvalidQuery, seen.badQuery.Error())
	case seen.queriesRead:
		status.Set(&s.Conditions, target.Generation, kind, metav1.ConditionTrue, v1alpha1.ReasonAccepted,
			notes.Add("Prometheus can read the queries of spec.source", seen.doubts()...))
	case known == nil || known.ObservedGeneration != target.Generation:
		status.Set(&s.Conditions, target.Generation, kind, metav1.ConditionUnknown, v1alpha1.ReasonMetricsError, "Prometheus has not been asked yet whether it can read the queries of spec.source")
	}
}

// doubts are what is probably not meant in a definition that can be measured.
func (w wanted) doubts() []string {
	if doubt := w.definition.Doubt(w.objective); doubt != "" {
		return []string{doubt}
	}
	return nil
}

// remember keeps what was measured for the time when there is nothing to measure. An
// unchanged value keeps its time, so that it needs no write.
func remember(s *v1alpha1.KPITargetStatus, now metav1.Time) {
	last := *s.Current
	if s.LastMeasured != nil {
		last.At = s.LastMeasured.At
		if apiequality.Semantic.DeepEqual(&last, s.LastMeasured) {
			return
		}
	}
	last.At = now
	s.LastMeasured = &last
}

// isCurrent says whether what was measured last was measured just now.
func isCurrent(last, current *v1alpha1.KPIMeasurement) bool {
	return last != nil && current != nil && last.Value == current.Value && apiequality.Semantic.DeepEqual(last.Samples, current.Samples)
}

// lastKnown says what was measured last; empty: nothing was.
func lastKnown(seen observation, s *v1alpha1.KPITargetStatus) string {
	last := s.LastMeasured
	if last == nil || last.Samples == nil {
		return ""
	}
	return fmt.Sprintf("; last known %s of %s at %s", last.Value, plural.Of(*last.Samples, seen.definition.Sample),
		last.At.UTC().Format("2006-01-02 15:04 UTC"))
}
