// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Target is what a KPITarget asks of a KPI, in numbers.
type Target struct {
	Definition Definition
	Objective  Objective
	// Milestones by day.
	Milestones []Milestone
}

// Milestone is an objective for a day, counted from the baseline.
type Milestone struct {
	Day       int32
	Objective Objective
}

// ParseTarget reads the objectives of a KPITarget. The error names the field and the fix.
func ParseTarget(name v1alpha1.KPI, def v1alpha1.KPIDefinition) (t Target, err error) {
	definition, known := Lookup(name)
	if !known {
		return Target{}, fmt.Errorf("spec.kpi: %s is not in the catalogue of this version", name)
	}
	if def.Series != "" && !slices.Contains(definition.Series, def.Series) {
		return Target{}, fmt.Errorf("spec.series: %s has no series %s; %s", name, def.Series, definition.SeriesHint())
	}
	t.Definition = definition
	if t.Objective, err = definition.ParseObjective(def.Objective); err != nil {
		return Target{}, err
	}
	for i, m := range def.Milestones {
		objective, err := definition.ParseObjective(m.Objective())
		if err != nil {
			return Target{}, errors.New(strings.Replace(err.Error(), "spec.objective", fmt.Sprintf("spec.milestones[%d]", i), 1))
		}
		t.Milestones = append(t.Milestones, Milestone{m.Day, objective})
	}
	slices.SortFunc(t.Milestones, func(a, b Milestone) int { return cmp.Compare(a.Day, b.Day) })
	return t, nil
}
