// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "math"

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// fitLogistic fits P(yes | x) = sigmoid(slope*x + intercept), where the no
// examples together weigh noShare of the whole whatever their number. The ridge
// keeps the slope finite when the two do not overlap.
func fitLogistic(yes, no []float64, noShare, ridge float64) (slope, intercept float64) {
	loss := func(a, b float64) float64 {
		total := ridge * a * a / 2
		for _, x := range yes {
			total += softplus(-(a*x + b)) * (1 - noShare) / float64(len(yes))
		}
		for _, x := range no {
			total += softplus(a*x+b) * noShare / float64(len(no))
		}
		return total
	}
	intercept = math.Log((1 - noShare) / noShare)
	current := loss(slope, intercept)
	for range 50 {
		da, db := newtonStep(yes, no, noShare, ridge, slope, intercept)
		// Far from the minimum a full step may overshoot.
		improved := false
		for step := 1.0; step > 1e-4; step /= 2 {
			a, b := slope-step*da, intercept-step*db
			if next := loss(a, b); next < current {
				improved = current-next > 1e-9
				slope, intercept, current = a, b, next
				break
			}
		}
		if !improved {
			break
		}
	}
	return slope, intercept
}

// newtonStep is the inverse Hessian times the gradient.
func newtonStep(yes, no []float64, noShare, ridge, a, b float64) (da, db float64) {
	ga, gb := ridge*a, 0.0
	haa, hab, hbb := ridge, 0.0, 1e-9
	add := func(x, target, weight float64) {
		p := sigmoid(a*x + b)
		g, h := weight*(p-target), weight*p*(1-p)
		ga, gb = ga+g*x, gb+g
		haa, hab, hbb = haa+h*x*x, hab+h*x, hbb+h
	}
	for _, x := range yes {
		add(x, 1, (1-noShare)/float64(len(yes)))
	}
	for _, x := range no {
		add(x, 0, noShare/float64(len(no)))
	}
	det := haa*hbb - hab*hab
	return (hbb*ga - hab*gb) / det, (haa*gb - hab*ga) / det
}

// softplus is log(1+exp(x)) without overflow.
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}
