// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Direction says which values of a KPI are good.
type Direction int

// The directions. Neither leaves it to the objective.
const (
	Neither Direction = iota
	LowerIsBetter
	HigherIsBetter
)

// Definition is one KPI of the catalogue.
type Definition struct {
	KPI v1alpha1.KPI
	// Meaning is the definition in words.
	Meaning string
	Unit    Unit
	Better  Direction
	// Matures is how old a conversation must be to count.
	Matures string
	// SamplesAre names what samples counts.
	SamplesAre string
	// Counterparts are what gets worse when the number is improved at customers' cost.
	Counterparts string
	// CounterpartKPIs are those of them that are in the catalogue.
	CounterpartKPIs []v1alpha1.KPI
	// Cheat is the common way of doing that.
	Cheat string
	// Interval names the method of low and high; empty: the value is exact, and has none.
	Interval string
	// Metrics are the names behind the value; docs/metrics.md describes them.
	Metrics []string

	measure func(Counts) (Estimate, bool)
}

// Estimate is a KPI's value with its uncertainty, in the KPI's unit.
type Estimate struct {
	Value float64
	// Low and High are the ends of the 95 % interval. High may be +Inf. Where the
	// Definition names no Interval they say how far chance alone moves the value.
	Low, High float64
	// Samples is the number of conversations, ratings or replies.
	Samples int64
	// Series says which of a KPI's series was measured, where it has several.
	Series string
}

// Measure returns the KPI's value; false: there is nothing to measure it by.
func (d Definition) Measure(c Counts) (Estimate, bool) { return d.measure(c) }

// Lookup returns the definition of a KPI; false: the catalogue has none.
func Lookup(name v1alpha1.KPI) (Definition, bool) {
	for _, d := range Catalogue() {
		if d.KPI == name {
			return d, true
		}
	}
	return Definition{}, false
}

// Catalogue returns all definitions, times, then rates, then what people say.
func Catalogue() []Definition {
	return slices.Concat(times, rates, answers)
}
