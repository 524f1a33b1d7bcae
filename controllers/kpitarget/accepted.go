// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
)

// setAccepted says whether Prometheus can read the queries in force. Where there are none,
// the schema has checked all that can be.
func setAccepted(target *v1alpha1.KPITarget, seen observation) {
	s := &target.Status
	const kind = v1alpha1.ConditionAccepted
	known := meta.FindStatusCondition(s.Conditions, kind)
	switch {
	case seen.own == nil:
		meta.RemoveStatusCondition(&s.Conditions, kind)
	case seen.badQuery != nil:
		status.Set(&s.Conditions, target.Generation, kind, metav1.ConditionFalse, v1alpha1.ReasonInvalidQuery, seen.badQuery.Error())
	case seen.queriesRead:
		status.Set(&s.Conditions, target.Generation, kind, metav1.ConditionTrue, v1alpha1.ReasonAccepted, "Prometheus can read the queries of spec.source")
	case known == nil || known.ObservedGeneration != target.Generation:
		status.Set(&s.Conditions, target.Generation, kind, metav1.ConditionUnknown, v1alpha1.ReasonMetricsError, "Prometheus has not been asked yet whether it can read the queries of spec.source")
	}
}
