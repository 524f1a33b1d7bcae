// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestWhatAKPITargetAsksFor(t *testing.T) {
	atLeast := func(v v1alpha1.Value) v1alpha1.Objective { return v1alpha1.Objective{AtLeast: v} }
	for name, tc := range map[string]struct {
		kpi  v1alpha1.KPI
		def  v1alpha1.KPIDefinition
		want string
	}{
		"a score":                       {CSAT, v1alpha1.KPIDefinition{Objective: atLeast("4.3")}, ""},
		"a KPI of a later version":      {"Delight", v1alpha1.KPIDefinition{Objective: atLeast("4.3")}, "spec.kpi: Delight is not in the catalogue of this version"},
		"more than there is":            {CSAT, v1alpha1.KPIDefinition{Objective: atLeast("7")}, "spec.objective.atLeast: no CSAT can be 7"},
		"a milestone of more than that": {CSAT, v1alpha1.KPIDefinition{Objective: atLeast("4.3"), Milestones: []v1alpha1.Milestone{{Day: 30, AtLeast: "7"}}}, "spec.milestones[0].atLeast: no CSAT can be 7"},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if _, err := ParseTarget(tc.kpi, tc.def); err != nil {
				got = err.Error()
			}
			if got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
	two := []v1alpha1.Milestone{{Day: 60, AtLeast: "4.3"}, {Day: 30, AtLeast: "4"}}
	if target, err := ParseTarget(CSAT, v1alpha1.KPIDefinition{Objective: atLeast("4.3"), Milestones: two}); err != nil || target.Milestones[0].Day != 30 {
		t.Errorf("%+v, %v: want the milestone of day 30 first", target.Milestones, err)
	}
}
