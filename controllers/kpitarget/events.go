// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// emit tells people when a target is missed, and when it is met after that. It is called
// after the status was written.
func (r *Reconciler) emit(target *v1alpha1.KPITarget, before *v1alpha1.KPITargetStatus) {
	was, is := before.State, target.Status.State
	switch {
	case was == is:
	case is == v1alpha1.KPIMissed:
		r.event(target, corev1.EventTypeWarning, "is missed")
	case is == v1alpha1.KPIMet && was == v1alpha1.KPIMissed:
		r.event(target, corev1.EventTypeNormal, "is met again")
	}
}

func (r *Reconciler) event(target *v1alpha1.KPITarget, kind, what string) {
	s := target.Status
	note := fmt.Sprintf("Objective %s of Bot %s %s: %s is %s with %d samples",
		s.Target, target.Spec.BotRef.Name, what, target.Spec.KPI, s.Current.Value, *s.Current.Samples)
	r.Recorder.Eventf(target, nil, kind, string(s.State), "Measure", "%s", note)
}
