// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Labels drawn from the softmax at a temperature must give it back.
func TestTemperatureIsFound(t *testing.T) {
	for _, want := range []float64{0.3, 1, 3} {
		random := splitMix(5)
		var answers []answer
		for range 5000 {
			a := answer{scores: make([]float32, 4)}
			for i := range a.scores {
				a.scores[i] = 4 * uniform(&random)
			}
			p := append([]float32(nil), a.scores...)
			softmax(p, want)
			for u := uniform(&random); a.label < 3 && u > p[a.label]; a.label++ {
				u -= p[a.label]
			}
			answers = append(answers, a)
		}
		if got := fitTemperature(answers); math.Abs(math.Log(got/want)) > 0.1 {
			t.Errorf("got %.3f, want %.3f", got, want)
		}
	}
}

func TestTemperatureOfFewAnswersStaysUsual(t *testing.T) {
	sure := answer{scores: []float32{5, 0}, label: 0}
	cases := map[string]struct {
		answers   []answer
		low, high float64
	}{
		"none at all":   {nil, usualTemperature, usualTemperature},
		"two, right":    {[]answer{sure, sure}, 0.3, 0.7},
		"always wrong":  {[]answer{{scores: []float32{5, 0}, label: 1}}, usualTemperature, maxTemperature},
		"says nothing":  {[]answer{{scores: []float32{0, 0}, label: 1}}, 0.49, 0.51},
		"a single word": {[]answer{sure}, 0.3, 0.7},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := fitTemperature(tc.answers); !(got >= tc.low && got <= tc.high) {
				t.Errorf("got %v, want %v to %v", got, tc.low, tc.high)
			}
		})
	}
}

func TestLogistic(t *testing.T) {
	cases := map[string]struct {
		yes, no   []float64
		wantAt    float64
		low, high float64
	}{
		"cannot be told apart, the share decides": {[]float64{1, 2, 3}, []float64{1, 2, 3}, 2, 0.79, 0.81},
		"apart, on the yes side":                  {[]float64{8, 9, 10}, []float64{0, 1, 2}, 10, 0.95, 1},
		"apart, on the no side":                   {[]float64{8, 9, 10}, []float64{0, 1, 2}, 0, 0, 0.05},
		"far out of what was seen":                {[]float64{8, 9, 10}, []float64{0, 1, 2}, 1e6, 0.95, 1},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			slope, intercept := fitLogistic(tc.yes, tc.no, 0.2, scopeRidge)
			if got := sigmoid(slope*tc.wantAt + intercept); !(got >= tc.low && got <= tc.high) {
				t.Errorf("got %v (slope %v, intercept %v), want %v to %v", got, slope, intercept, tc.low, tc.high)
			}
		})
	}
}

func TestEnergyOfNoEvidenceIsZero(t *testing.T) {
	for _, classes := range []int{1, 2, 150} {
		if got := energy(make([]float32, classes), 0.4); math.Abs(got) > 1e-9 {
			t.Errorf("%d classes: %v", classes, got)
		}
	}
}

// The generator decides the model: another sequence would roll out every bot.
func TestRandomNumbersStayTheSame(t *testing.T) {
	random := splitMix(1)
	order := sequence(10)
	random.shuffle(order)
	if diff := cmp.Diff([]int{4, 2, 8, 1, 9, 3, 0, 6, 7, 5}, order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	first := splitMix(0)
	if got := first.next(); got != 0xe220a8397b1dcdaf {
		t.Errorf("first number %#x is not SplitMix64's", got)
	}
}

func uniform(random *splitMix) float32 { return float32(random.next()>>40) / (1 << 24) }
