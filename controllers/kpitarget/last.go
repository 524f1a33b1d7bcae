// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"fmt"

	apiequality "k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/plural"
)

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
