// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// judged is what milestones are judged by; measured is nil while there is nothing.
type judged struct {
	measured *v1alpha1.KPIMeasurement
	state    func(kpi.Objective) v1alpha1.KPIState
}

// milestones says how each stands. Days count from since; zero: they have not begun. One
// that was judged stays as it is: it says what was so on its day.
func milestones(wanted []kpi.Milestone, before []v1alpha1.MilestoneStatus, since, now time.Time, by judged) []v1alpha1.MilestoneStatus {
	var out []v1alpha1.MilestoneStatus
	for _, m := range wanted {
		s := v1alpha1.MilestoneStatus{Day: m.Day, Target: m.Objective.Text, State: v1alpha1.MilestonePending}
		if since.IsZero() {
			out = append(out, s)
			continue
		}
		s.Due = metav1.NewTime(since.Add(time.Duration(m.Day) * 24 * time.Hour))
		if old := find(before, s); old != nil {
			s = *old
		} else if by.measured != nil && !now.Before(s.Due.Time) {
			switch by.state(m.Objective) {
			case v1alpha1.KPIMet:
				s.State = v1alpha1.MilestoneMet
			case v1alpha1.KPIMissed:
				s.State = v1alpha1.MilestoneMissed
			case v1alpha1.KPINoData, v1alpha1.KPIBaselining, v1alpha1.KPIGuardrailBreached:
			}
			if s.State != v1alpha1.MilestonePending {
				s.Measured = by.measured.DeepCopy()
				s.Measured.At = metav1.NewTime(now)
			}
		}
		out = append(out, s)
	}
	return out
}

// find returns the judgement of the same milestone.
func find(before []v1alpha1.MilestoneStatus, s v1alpha1.MilestoneStatus) *v1alpha1.MilestoneStatus {
	for i := range before {
		if b := &before[i]; b.State != v1alpha1.MilestonePending && b.Day == s.Day && b.Target == s.Target && b.Due.Equal(&s.Due) {
			return b
		}
	}
	return nil
}
