// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "math"

// Temperatures outside these mean too few answers to tell.
const minTemperature, maxTemperature = 0.05, 20

// Where a few answers are all right, any sharper temperature looks better than
// the last. What is usual counts as much as a few answers against that.
const usualTemperature, usualWeight = 0.5, 2.0

// fitTemperature finds the one number that scores are divided by so that
// confidence means frequency: of the answers given with 0.8, eight in ten are
// right (Guo et al., "On Calibration of Modern Neural Networks", 2017). It
// changes no order of intents. With no answers it is the usual one.
func fitTemperature(answers []answer) float64 {
	if len(answers) == 0 {
		return usualTemperature
	}
	loss := func(logT float64) float64 {
		away := logT - math.Log(usualTemperature)
		return meanLoss(answers, math.Exp(logT)) + usualWeight*away*away/float64(len(answers))
	}
	return math.Exp(minimise(loss, math.Log(minTemperature), math.Log(maxTemperature)))
}

// meanLoss is the mean negative log likelihood of the right class, in nats.
func meanLoss(answers []answer, temperature float64) float64 {
	inverse := 1 / temperature
	var total float64
	for _, a := range answers {
		top := a.scores[0]
		for _, s := range a.scores {
			top = max(top, s)
		}
		var sum float64
		for _, s := range a.scores {
			sum += math.Exp(float64(s-top) * inverse)
		}
		total += math.Log(sum) - float64(a.scores[a.label]-top)*inverse
	}
	return total / float64(len(answers))
}

// minimise finds the lowest point of a function with one valley between low
// and high, by golden section, to 1e-3.
func minimise(f func(float64) float64, low, high float64) float64 {
	const ratio = 0.6180339887498949
	a, b := high-ratio*(high-low), low+ratio*(high-low)
	fa, fb := f(a), f(b)
	for high-low > 1e-3 {
		if fa < fb {
			high, b, fb = b, a, fa
			a = high - ratio*(high-low)
			fa = f(a)
		} else {
			low, a, fa = a, b, fb
			b = low + ratio*(high-low)
			fb = f(b)
		}
	}
	return (low + high) / 2
}

// certainty is the log odds of a class among all, within bounds: with one class it says
// nothing.
func certainty(scores []float32, best int, temperature float64) float64 {
	if len(scores) < 2 {
		return onlyClass
	}
	var others float64
	for i, s := range scores {
		if i != best {
			others += math.Exp(float64(s-scores[best]) / temperature)
		}
	}
	return min(maxCertainty, max(-maxCertainty, -math.Log(others)))
}

const onlyClass, maxCertainty = 1.5, 6

// energy is the log of the mean of exp(score/temperature): how much evidence
// there is for the intents together (Liu et al., "Energy-based
// Out-of-distribution Detection", 2020). Without any known feature it is 0.
func energy(scores []float32, temperature float64) float64 {
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	inverse := 1 / temperature
	var sum float64
	for _, s := range scores {
		sum += math.Exp(float64(s-top) * inverse)
	}
	return float64(top)*inverse + math.Log(sum/float64(len(scores)))
}
