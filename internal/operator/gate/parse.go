// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// Parse reads a gate's bound and checks it against the metric's scale. The error names
// the field, "limit" or "margin", and the fix.
func Parse(name string, metric v1alpha1.GateMetric, compare v1alpha1.Comparison, bound v1alpha1.Value) (Gate, error) {
	g := Gate{Name: name, Metric: metric, Compare: compare}
	switch metric {
	case v1alpha1.MetricEscalation, v1alpha1.MetricMissedEscalation, v1alpha1.MetricCSAT:
	default:
		return g, fmt.Errorf("metric: %q is not one of Escalation, CSAT, MissedEscalation", string(metric))
	}
	var err error
	switch compare {
	case v1alpha1.CompareTarget:
		g.Bound, err = parseLimit(metric, bound)
	case v1alpha1.CompareStable:
		g.Bound, err = parseMargin(metric, bound)
	default:
		return g, fmt.Errorf("compare: %q is not one of Stable, Target", string(compare))
	}
	return g, err
}

func parseLimit(metric v1alpha1.GateMetric, bound v1alpha1.Value) (float64, error) {
	if metric == v1alpha1.MetricCSAT {
		score, err := parseNumber("limit", bound, "", `a score such as "4.0"`)
		if err != nil {
			return 0, err
		}
		if score <= 1 || score >= 5 {
			return 0, fmt.Errorf("limit: %q must lie between 1 and 5, or the gate could never fail or never pass", string(bound))
		}
		return score, nil
	}
	percent, err := parseNumber("limit", bound, "%", `a percentage such as "35%"`)
	if err != nil {
		return 0, err
	}
	if percent <= 0 || percent >= 100 {
		return 0, fmt.Errorf("limit: %q must lie between 0%% and 100%%, or the gate could never fail or never pass", string(bound))
	}
	return percent / 100, nil
}

func parseMargin(metric v1alpha1.GateMetric, bound v1alpha1.Value) (float64, error) {
	if metric == v1alpha1.MetricCSAT {
		score, err := parseNumber("margin", bound, "", `points such as "0.2"`)
		if err != nil {
			return 0, err
		}
		if score < 0 || score >= 4 {
			return 0, fmt.Errorf("margin: %q must be at least 0 and below 4 points, the width of the scale", string(bound))
		}
		return score, nil
	}
	percent, err := parseNumber("margin", bound, "%", `percentage points such as "2%"`)
	if err != nil {
		return 0, err
	}
	if percent < 0 || percent >= 100 {
		return 0, fmt.Errorf("margin: %q must be at least 0%% and below 100%%", string(bound))
	}
	return percent / 100, nil
}

// parseNumber reads a number with exactly the unit that the field wants.
func parseNumber(field string, v v1alpha1.Value, unit, want string) (float64, error) {
	s := string(v)
	if s == "" {
		return 0, fmt.Errorf("%s: is missing, give %s", field, want)
	}
	number, found := strings.CutSuffix(s, unit)
	x, err := strconv.ParseFloat(number, 64)
	if !found || err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, fmt.Errorf("%s: %q is not %s", field, s, want)
	}
	return x, nil
}

// Text writes the bound the way Parse reads it.
func (g Gate) Text() v1alpha1.Value {
	if g.Metric == v1alpha1.MetricCSAT {
		return v1alpha1.Value(kpi.Decimal(g.Bound, 4))
	}
	return v1alpha1.Value(kpi.Percent(g.Bound, 4))
}

// Rule is the gate in words.
func (g Gate) Rule() string { return about(g.Kind) + g.bounds() }

func (g Gate) bounds() string {
	switch {
	case g.Metric == v1alpha1.MetricCSAT && g.Compare == v1alpha1.CompareTarget:
		return "CSAT at least " + kpi.Rating(g.Bound)
	case g.Metric == v1alpha1.MetricCSAT:
		return "CSAT at most " + kpi.Decimal(g.Bound, 4) + " below stable"
	case g.Compare == v1alpha1.CompareTarget:
		return g.noun() + " at most " + kpi.Percent(g.Bound, 4)
	default:
		return g.noun() + " at most " + kpi.PercentagePoints(g.Bound) + " above stable"
	}
}

// noun is what the gate looks at, as it stands at the start of a message.
func (g Gate) noun() string {
	switch g.Metric {
	case v1alpha1.MetricCSAT:
		return "CSAT"
	case v1alpha1.MetricMissedEscalation:
		return "missed escalations"
	default:
		return "escalation"
	}
}

// unit is what the gate counts.
func (g Gate) unit() string {
	if g.Metric == v1alpha1.MetricCSAT {
		return "rating"
	}
	return "conversation"
}

// ParseBaseline reads what stable's figure was: a rate "30%" as 0.3, a score "4.2".
func ParseBaseline(metric v1alpha1.GateMetric, v v1alpha1.Value) (float64, error) {
	if metric == v1alpha1.MetricCSAT {
		x, err := parseNumber("value", v, "", `a score such as "4.0"`)
		if err == nil && (x < 1 || x > 5) {
			err = fmt.Errorf("value: %q is not a score from 1 to 5", string(v))
		}
		return x, err
	}
	x, err := parseNumber("value", v, "%", `a percentage such as "30%"`)
	if err == nil && (x < 0 || x > 100) {
		err = fmt.Errorf("value: %q is not from 0%% to 100%%", string(v))
	}
	return x / 100, err
}

// value writes a figure of a metric; rates and scores have different units.
func value(m v1alpha1.GateMetric, x float64) v1alpha1.Value {
	if m == v1alpha1.MetricCSAT {
		return v1alpha1.Value(kpi.Rating(x))
	}
	return v1alpha1.Value(kpi.RoundPercent(x))
}
