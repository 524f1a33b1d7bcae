// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package kpi is the catalogue of support KPIs: what each means, its unit and direction,
// and how its value and uncertainty follow from a bot's counts. docs/kpitarget.md is its
// description for users.
//
// The package is pure. Ratios are within 0..1, scores 1..5, durations in seconds, counts
// in conversations. Intervals are 95 % unless said otherwise.
package kpi

import (
	"fmt"
	"slices"
	"strings"

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
	// Series are those that may be judged, the default first; none: there is but one.
	Series []v1alpha1.Series
	// Matures is how old a conversation must be to count.
	Matures string
	// Sample is what samples counts, named for one: "reply".
	Sample string
	// Counterparts are what gets worse when the number is improved at customers' cost.
	Counterparts string
	// CounterpartKPIs are those of them that are in the catalogue.
	CounterpartKPIs []v1alpha1.KPI
	// GamingRisk is the common way of doing that.
	GamingRisk string
	// Interval names the method of low and high; empty: the value is exact, and has none.
	Interval string
	// Metrics are the names behind the value; docs/metrics.md describes them.
	Metrics []string

	measure func(Counts) (Estimate, bool)
	// observed are the seconds of one of Series, of which the KPI is the median.
	observed func(Counts, v1alpha1.Series) Histogram
}

// SeriesHint says what may be chosen, such as "use Full or First, or remove the field".
func (d Definition) SeriesHint() string {
	if len(d.Series) == 0 {
		return "remove the field"
	}
	names := make([]string, 0, len(d.Series))
	for _, s := range d.Series {
		names = append(names, string(s))
	}
	last := len(names) - 1
	return fmt.Sprintf("use %s or %s, or remove the field", strings.Join(names[:last], ", "), names[last])
}

// Estimate is a KPI's value with its uncertainty, in the KPI's unit.
type Estimate struct {
	Value float64
	// Low and High are the ends of the 95 % interval. High may be +Inf. Where the
	// Definition names no Interval they say how far chance alone moves the value.
	Low, High float64
	// Samples is the number of conversations, ratings or replies.
	Samples int64
}

// Measure returns the KPI's value by one of its series, "": by the default; false: there is
// nothing to measure it by. Where the KPI has no series, any stands for its only one.
func (d Definition) Measure(c Counts, series v1alpha1.Series) (Estimate, bool) {
	if d.observed == nil {
		return d.measure(c)
	}
	return median(d.observed(c, d.Judged(series)))
}

// Judged is the series that is meant: the default for "". It is "" for a KPI that has none.
func (d Definition) Judged(series v1alpha1.Series) v1alpha1.Series {
	switch {
	case len(d.Series) == 0:
		return ""
	case series == "":
		return d.Series[0]
	default:
		return series
	}
}

// Name is the KPI with the series that is judged, such as "FirstResponseTime (Human)".
func (d Definition) Name(series v1alpha1.Series) string {
	if series = d.Judged(series); series != "" {
		return fmt.Sprintf("%s (%s)", d.KPI, series)
	}
	return string(d.KPI)
}

// Lookup returns the definition of a KPI; false: the catalogue has none.
func Lookup(name v1alpha1.KPI) (Definition, bool) {
	for _, some := range [][]Definition{times, rates, answers} {
		for i := range some {
			if some[i].KPI == name {
				return some[i], true
			}
		}
	}
	return Definition{}, false
}

// Catalogue returns all definitions, times, then rates, then what people say.
func Catalogue() []Definition {
	return slices.Concat(times, rates, answers)
}

// The KPIs of the catalogue.
const (
	FirstResponseTime      = v1alpha1.KPIFirstResponseTime
	AverageResponseTime    = v1alpha1.KPIAverageResponseTime
	AverageHandleTime      = v1alpha1.KPIAverageHandleTime
	ResolutionTime         = v1alpha1.KPIResolutionTime
	DeflectionRate         = v1alpha1.KPIDeflectionRate
	ContainmentRate        = v1alpha1.KPIContainmentRate
	EscalationRate         = v1alpha1.KPIEscalationRate
	CSAT                   = v1alpha1.KPICSAT
	SLAHitRate             = v1alpha1.KPISLAHitRate
	FirstContactResolution = v1alpha1.KPIFirstContactResolution
	NPS                    = v1alpha1.KPINPS
	ChatVolume             = v1alpha1.KPIChatVolume
	ResponseQuality        = v1alpha1.KPIResponseQuality
)

// None stands in labels and reports where a conversation has no intent, or is not known to
// have a channel. Names of Intents and channels cannot begin with an underscore, so that it
// is never taken for one of them.
const None = "_none"
