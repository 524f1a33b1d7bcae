// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/plural"
)

// emit tells people when a target is missed or a guardrail is breached, and when it is met after that; what
// became of milestones; and when a changed definition waits or comes into force. It is
// called after the status was written.
func (r *Reconciler) emit(target *v1alpha1.KPITarget, before *v1alpha1.KPITargetStatus, seen observation) {
	was, is := before.State, target.Status.State
	switch {
	case was == is:
	case is == v1alpha1.KPIMissed:
		r.state(target, corev1.EventTypeWarning, "is missed", "")
	case is == v1alpha1.KPIGuardrailBreached:
		worse := firstWorse(target.Status.Guardrails)
		r.state(target, corev1.EventTypeWarning, "is met at a price", fmt.Sprintf("; %s is worse than before: %s", worse.Name, worse.Message))
	case is == v1alpha1.KPIMet && (was == v1alpha1.KPIMissed || was == v1alpha1.KPIGuardrailBreached):
		r.state(target, corev1.EventTypeNormal, "is met again", "")
	}
	for _, m := range target.Status.Milestones {
		if m.Measured == nil || find(before.Milestones, m) != nil {
			continue
		}
		kind, reason := corev1.EventTypeNormal, v1alpha1.ReasonMilestoneMet
		if m.State == v1alpha1.MilestoneMissed {
			kind, reason = corev1.EventTypeWarning, v1alpha1.ReasonMilestoneMissed
		}
		r.event(target, kind, reason, fmt.Sprintf("Milestone %s of day %d: %s is %s with %s",
			m.Target, m.Day, target.Spec.KPI, m.Measured.Value, plural.Of(*m.Measured.Samples, "sample")), target.Spec.Owners.Execution)
	}
	if doubts := status.NewNotes(before.Conditions, target.Status.Conditions); doubts != "" {
		r.event(target, corev1.EventTypeWarning, v1alpha1.ReasonSpecDoubtful, doubts, target.Spec.Owners.Definition)
	}
	r.lockEvents(target, before, seen)
}

func (r *Reconciler) lockEvents(target *v1alpha1.KPITarget, before *v1alpha1.KPITargetStatus, seen observation) {
	owner := target.Spec.Owners.Definition
	if seen.lock.applied && seen.refused == nil {
		r.event(target, corev1.EventTypeNormal, v1alpha1.ReasonDefinitionChanged, "A changed definition is in force: objective "+target.Status.Target, owner)
	}
	pending := meta.FindStatusCondition(target.Status.Conditions, v1alpha1.ConditionDefinitionLocked)
	old := meta.FindStatusCondition(before.Conditions, v1alpha1.ConditionDefinitionLocked)
	if pending != nil && pending.Reason == v1alpha1.ReasonChangePending && (old == nil || old.Message != pending.Message) {
		r.event(target, corev1.EventTypeNormal, v1alpha1.ReasonChangePending, pending.Message, owner)
	}
}

func (r *Reconciler) state(target *v1alpha1.KPITarget, kind, what, more string) {
	s := target.Status
	r.event(target, kind, string(s.State), fmt.Sprintf("Objective %s of Bot %s %s: %s is %s with %s%s",
		s.Target, target.Spec.BotRef.Name, what, target.Spec.KPI, s.Current.Value, plural.Of(*s.Current.Samples, "sample"), more), target.Spec.Owners.Execution)
}

func (r *Reconciler) event(target *v1alpha1.KPITarget, kind, reason, note, owner string) {
	if owner != "" {
		note += " (owner: " + owner + ")"
	}
	r.Recorder.Eventf(target, nil, kind, reason, "Measure", "%s", status.Note(note))
}
