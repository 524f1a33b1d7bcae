// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
)

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
