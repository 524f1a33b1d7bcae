// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"fmt"
	"strings"
	"time"

	apiequality "k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// lock says which definition is in force, and why.
type lock struct {
	// inForce is what is measured against.
	inForce v1alpha1.KPIDefinition
	// active is whether a change of the definition has to wait, kept whether it has been so
	// since before.
	active, kept bool
	// until is when the lock ends or has ended; zero: none is set.
	until metav1.Time
	// differs are the fields of the spec that wait for the lock to end.
	differs []string
	// applied is whether inForce has just taken the place of another locked definition.
	applied bool
}

// decideLock finds the definition in force. A lock that began is kept to its end, whatever
// the spec says now: otherwise whoever may edit the definition could edit the lock first.
func decideLock(spec *v1alpha1.KPITargetSpec, s *v1alpha1.KPITargetStatus, length time.Duration, now time.Time) lock {
	asked := spec.Definition()
	locked := s.LockedDefinition
	switch {
	case locked != nil && now.Before(s.LockedUntil.Time):
		return lock{inForce: *locked, active: true, kept: true, until: s.LockedUntil, differs: differences(spec.KPI, *locked, asked)}
	case length == 0:
		return lock{inForce: asked, applied: locked != nil && len(differences(spec.KPI, *locked, asked)) > 0}
	case locked != nil && len(differences(spec.KPI, *locked, asked)) == 0:
		return lock{inForce: asked, until: s.LockedUntil}
	default:
		return lock{inForce: asked, active: true, until: metav1.NewTime(now.Add(length)), applied: locked != nil}
	}
}

// differences names the fields in which two definitions of a KPI differ.
func differences(name v1alpha1.KPI, a, b v1alpha1.KPIDefinition) []string {
	d, _ := kpi.Lookup(name)
	var fields []string
	for _, field := range []struct {
		name string
		a, b any
	}{
		{"series", d.Judged(a.Series), d.Judged(b.Series)},
		{"source", a.Source, b.Source},
		{"objective", a.Objective, b.Objective},
		{"window", a.Window, b.Window},
		{"minSamples", a.MinSamples, b.MinSamples},
		{"baseline", a.Baseline, b.Baseline},
		{"milestones", a.Milestones, b.Milestones},
		{"guardrails", a.Guardrails, b.Guardrails},
	} {
		if !apiequality.Semantic.DeepEqual(field.a, field.b) {
			fields = append(fields, field.name)
		}
	}
	return fields
}

// describe says how the lock stands. refused is why the spec could not be applied at once
// if the lock ended now.
func (l lock) describe(refused error) (reason, message string) {
	until := l.until.UTC().Format(time.RFC3339)
	switch {
	case !l.active:
		return v1alpha1.ReasonLockEnded, fmt.Sprintf("The definition may be changed since %s; a changed one is locked again", until)
	case len(l.differs) == 0:
		reason, message = v1alpha1.ReasonLocked, fmt.Sprintf("The definition is locked until %s", until)
	default:
		reason, message = v1alpha1.ReasonChangePending, fmt.Sprintf("The definition is locked until %s; until then status.lockedDefinition is in force and not spec: %s",
			until, strings.Join(l.differs, ", "))
	}
	if refused != nil {
		message += ". What spec says could not be applied then either: " + refused.Error()
	}
	return reason, message
}
