// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"
	"math"
)

// SplitAlpha divides the budget for false rollbacks over the gates, in
// proportion to the weights: the chance that any gate ever fails a harmless
// candidate is then at most alpha, whatever the gates have in common. Equal
// weights are the default. There is no such split for beta: a promotion needs
// every gate, so each keeps the whole beta (intersection-union; see arXiv
// 2402.11609).
func SplitAlpha(alpha float64, weights ...float64) ([]float64, error) {
	if err := checkErrorRate("alpha", alpha); err != nil {
		return nil, err
	}
	var total float64
	for i, w := range weights {
		if !(w > 0) || math.IsInf(w, 0) {
			return nil, fieldErrorf(fmt.Sprintf("weights[%d]", i), "%v is not a positive number", w)
		}
		total += w
	}
	parts := make([]float64, len(weights))
	for i, w := range weights {
		parts[i] = alpha * w / total
		if err := checkErrorRate(fmt.Sprintf("weights[%d]", i), parts[i]); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// MilliNats rounds a log evidence to thousandths for a status field, which must
// be an integer.
func MilliNats(logE float64) int64 {
	const limit = 1e15
	switch {
	case math.IsNaN(logE):
		return 0
	case logE > limit/1000:
		return limit
	case logE < -limit/1000:
		return -limit
	}
	return int64(math.Round(logE * 1000))
}
