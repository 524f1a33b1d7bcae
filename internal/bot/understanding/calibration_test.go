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

// judgedAs makes held-out answers of a bot whose right answers have that share at each certainty.
func judgedAs(n int, shareRight func(certainty float64) float64) []judged {
	random := splitMix(3)
	all := make([]judged, n)
	for i := range all {
		certainty := 8*float64(uniform(&random)) - 4
		all[i] = judged{
			evidence: evidence{certainty: certainty, known: 1, match: 0.6, meaning: 0.6},
			right:    float64(uniform(&random)) < shareRight(certainty), weight: 1,
		}
	}
	return all
}

func TestConfidenceIsThePrecisionOfWhatIsAnswered(t *testing.T) {
	for name, steepness := range map[string]float64{"a bot that tells right from wrong": 1.5, "a bot that hardly does": 0.4} {
		t.Run(name, func(t *testing.T) {
			right := func(c float64) float64 { return 1 / (1 + math.Exp(-steepness*c)) }
			taught := judgedAs(4000, right)
			c := calibration{weights: fitWeights(taught)}
			x := newExpectation(c, taught, len(taught))
			for _, threshold := range []float64{0.7, 0.8, 0.9} {
				answered, hits := 0.0, 0.0
				for _, j := range judgedAs(4001, right) {
					if x.of(c.probability(j.evidence)) >= threshold {
						answered++
						if j.right {
							hits++
						}
					}
				}
				if answered > 100 && hits/answered < threshold-0.02 {
					t.Errorf("at %v: %.0f of %.0f right", threshold, hits, answered)
				}
				if got := x.answered(threshold); math.Abs(got-answered/4001) > 0.03 {
					t.Errorf("at %v: %.3f expected to be answered, %.3f were", threshold, got, answered/4001)
				}
			}
		})
	}
}

func TestNonsenseIsNotAnsweredInGoodCompany(t *testing.T) {
	taught := judgedAs(4000, func(c float64) float64 { return min(1, 0.3+max(0, c+3.9)) })
	c := calibration{weights: fitWeights(taught)}
	x := newExpectation(c, taught, len(taught))
	if got := x.of(0.2); got > 0.75 {
		t.Errorf("an answer that is wrong four times in five has confidence %v", got)
	}
}

func TestABotThatIsNotKnownYetIsJudgedAsUsual(t *testing.T) {
	if got := fitWeights(nil); got != usualWeights {
		t.Errorf("weights %v", got)
	}
	few := fitWeights(judgedAs(4, func(float64) float64 { return 1 }))
	for i := range few {
		if math.Abs(few[i]-usualWeights[i]) > spread[i] {
			t.Errorf("four answers moved weight %d from %v to %v", i, usualWeights[i], few[i])
		}
	}
	x := newExpectation(calibration{}, nil, 0)
	for p := 0.0; p < 1; p += 0.01 {
		if x.of(p) > x.of(p+0.01) {
			t.Errorf("less confidence for more probability at %v", p)
		}
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

func TestATextIsAboutAnIntentByItsWordsOrByItsMeaning(t *testing.T) {
	cases := map[string]struct {
		given evidence
		want  float64
	}{
		"words that utterances have":                              {evidence{known: 0.3}, 1},
		"other words that mean what the intent means":             {evidence{meaning: 0.6, covered: 1}, 1},
		"other words that mean nothing of the kind":               {evidence{meaning: 0.1, covered: 1}, leastTrust},
		"a meaning near by, of a text that is about names":        {evidence{meaning: 0.6, covered: 0.2}, leastTrust},
		"a meaning half way between any and that of the intent":   {evidence{meaning: 0.375, covered: 1}, 0.6},
		"half of the words that are enough, and no such meaning":  {evidence{known: 0.125, meaning: 0.1, covered: 1}, 0.6},
		"half of the words that are enough, and half the meaning": {evidence{known: 0.125, meaning: 0.375, covered: 1}, 0.8},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := tc.given.trust(); math.Abs(got-tc.want) > 1e-9 {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
