// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/operator/notes"
)

// setAccepted says whether the definition in force can be measured, with a note where it is
// probably not meant. Whether Prometheus can read own queries is found out by asking it.
func setAccepted(target *v1alpha1.KPITarget, seen observation) {
	s := &target.Status
	const kind = v1alpha1.ConditionAccepted
	known := meta.FindStatusCondition(s.Conditions, kind)
	switch {
	case seen.invalid != nil:
		status.Set(&s.Conditions, target.Generation, kind, metav1.ConditionFalse, seen.invalidReason, seen.invalid.Error())
	case seen.own == nil:
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
