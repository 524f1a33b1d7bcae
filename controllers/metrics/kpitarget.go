// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metrics

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// maxSegments is how many channels, and how many intents, a KPITarget shows: those with the
// most samples.
const maxSegments = 100

// Segment is a KPITarget's value in one channel or intent, in the unit of its KPI.
type Segment struct {
	By      v1alpha1.Segment
	Name    string
	Value   float64
	Samples int64
}

// KPITarget shows the status of a KPITarget from now on. Its values are shown while they
// can be measured.
func (o *Objects) KPITarget(t *v1alpha1.KPITarget) {
	if o == nil {
		return
	}
	labels := labelsOf(t)
	all := []series{{o.kpiState, append(slices.Clone(labels), string(t.Status.State), t.Spec.Owners.Definition, t.Spec.Owners.Execution), 1}}
	definition, _ := kpi.Lookup(t.Spec.KPI)
	add := func(desc *prometheus.Desc, v v1alpha1.Value) {
		if number, err := definition.Unit.Parse(v); err == nil {
			all = append(all, series{desc, labels, number})
		}
	}
	objective := t.Spec.Objective
	if t.Status.LockedDefinition != nil {
		objective = t.Status.LockedDefinition.Objective
	}
	add(o.kpiObjective, cmp.Or(objective.AtLeast, objective.AtMost))
	if m := t.Status.Current; m != nil && meta.IsStatusConditionTrue(t.Status.Conditions, v1alpha1.ConditionDataAvailable) {
		add(o.kpiValue, m.Value)
		add(o.kpiLow, m.Low)
		add(o.kpiHigh, m.High)
		if m.Samples != nil {
			all = append(all, series{o.kpiSamples, labels, float64(*m.Samples)})
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.targets[types.NamespacedName{Namespace: t.Namespace, Name: t.Name}] = all
}

// Segments shows all segments of a KPITarget from now on, in place of those before.
func (o *Objects) Segments(t *v1alpha1.KPITarget, segments []Segment) {
	if o == nil {
		return
	}
	byBreakdown := map[v1alpha1.Segment][]Segment{}
	for _, s := range segments {
		if utf8.ValidString(s.Name) { // a label cannot hold another one
			byBreakdown[s.By] = append(byBreakdown[s.By], s)
		}
	}
	var all []series
	for by, of := range byBreakdown {
		slices.SortFunc(of, func(a, b Segment) int {
			return cmp.Or(cmp.Compare(b.Samples, a.Samples), cmp.Compare(a.Name, b.Name))
		})
		for _, s := range of[:min(len(of), maxSegments)] {
			labels := append(labelsOf(t), string(by), s.Name)
			all = append(all, series{o.segmentValue, labels, s.Value}, series{o.segmentSamples, labels, float64(s.Samples)})
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	name := types.NamespacedName{Namespace: t.Namespace, Name: t.Name}
	if len(all) == 0 {
		delete(o.segments, name)
		return
	}
	o.segments[name] = all
}

func labelsOf(t *v1alpha1.KPITarget) []string {
	return []string{t.Namespace, t.Name, t.Spec.BotRef.Name, string(t.Spec.KPI)}
}
