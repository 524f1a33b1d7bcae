// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"cmp"
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// SortKPIs puts KPITargets into the order of the catalogue.
func SortKPIs(targets []v1alpha1.KPITarget) {
	order := map[v1alpha1.KPI]int{}
	for i, d := range kpi.Catalogue() {
		order[d.KPI] = i
	}
	slices.SortFunc(targets, func(a, b v1alpha1.KPITarget) int {
		return cmp.Or(cmp.Compare(order[a.Spec.KPI], order[b.Spec.KPI]), cmp.Compare(a.Name, b.Name))
	})
}

// DefinitionOf is the definition that is measured: the locked one, where there is one.
func DefinitionOf(t *v1alpha1.KPITarget) v1alpha1.KPIDefinition {
	if t.Status.LockedDefinition != nil {
		return *t.Status.LockedDefinition
	}
	return t.Spec.Definition()
}
