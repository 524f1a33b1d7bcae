// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
)

func TestDesignSamples(t *testing.T) {
	cases := map[string]struct {
		limit, harm, alpha, miss float64
		want                     int
	}{
		"3 points over 30 %":                {0.3, 0.03, 0.05, 0.05, 4555},
		"5 points over 30 %":                {0.3, 0.05, 0.05, 0.05, 1635},
		"8 points over 30 %":                {0.3, 0.08, 0.05, 0.05, 650},
		"10 points over 30 %":               {0.3, 0.10, 0.05, 0.05, 421},
		"15 points over 30 %":               {0.3, 0.15, 0.05, 0.05, 191},
		"20 points over 30 %":               {0.3, 0.20, 0.05, 0.05, 108},
		"5 points, one in five missed":      {0.3, 0.05, 0.05, 0.2, 1049},
		"10 points, one in five missed":     {0.3, 0.10, 0.05, 0.2, 270},
		"a tenth of the error rates":        {0.3, 0.10, 0.005, 0.05, 597},
		"a rare harm, missed escalations":   {0.01, 0.02, 0.05, 0.05, 977},
		"everybody is handed over, nearly":  {0.9, 0.09, 0.05, 0.05, 114},
		"a disaster shows within minutes":   {0.3, 0.60, 0.05, 0.05, 12},
		"a small harm for a patient person": {0.3, 0.02, 0.05, 0.05, 10653},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := DesignSamples(tc.limit, tc.harm, tc.alpha, tc.miss)
			if err != nil || got != tc.want {
				t.Errorf("got %d, %v, want %d", got, err, tc.want)
			}
		})
	}
}

func TestDesignsRefuseBadInput(t *testing.T) {
	nan := math.NaN()
	cases := map[string]struct {
		limit, harm, alpha, miss float64
		want                     string
	}{
		"no harm to find":       {0.3, 0, 0.05, 0.05, "harm: 0 is not positive"},
		"harm is not a number":  {0.3, nan, 0.05, 0.05, "harm: NaN is not positive"},
		"harm beyond the scale": {0.3, 0.7, 0.05, 0.05, "harm: 0.7 puts the candidate's rate at 1, beyond 1"},
		"no room for error":     {0.3, 0.1, 0, 0.05, "alpha: 0 is not an error rate in [1e-09, 0.5]"},
		"never to be missed":    {0.3, 0.1, 0.05, 0, "miss: 0 is not an error rate in [1e-09, 0.5]"},
		"limit in percent":      {30, 0.1, 0.05, 0.05, "limit: 30 is at or above the highest value 1: the gate can never fail"},
		"an invisible harm":     {0.3, 0.0001, 0.05, 0.05, "harm: 0.0001 takes more than 200000 candidate conversations to find"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if n, err := DesignSamples(tc.limit, tc.harm, tc.alpha, tc.miss); err == nil || err.Error() != tc.want {
				t.Errorf("got %d, %v\nwant %s", n, err, tc.want)
			}
		})
	}
	t.Run("against stable", func(t *testing.T) {
		for _, tc := range [][6]float64{
			{0, 0.3, 0.02, 0.1, 0.05, 0.05}, {nan, 0.3, 0.02, 0.1, 0.05, 0.05}, {0.5, 1.3, 0.02, 0.1, 0.05, 0.05},
			{0.5, 0.3, -0.02, 0.1, 0.05, 0.05}, {0.5, 0.9, 0.02, 0.1, 0.05, 0.05}, {0.5, 0.3, 0.02, 1e-7, 0.05, 0.05},
		} {
			if n, err := DesignSamplesDiff(tc[0], tc[1], tc[2], tc[3], tc[4], tc[5]); err == nil {
				t.Errorf("%v gave %d", tc, n)
			}
		}
		for _, tc := range [][5]float64{
			{0, 0.3, 0.05, 0.05, 0.05}, {0.5, nan, 0.05, 0.05, 0.05}, {0.5, 0.3, 0, 0.05, 0.05},
			{0.5, 0.3, 0.05, 0, 0.05}, {0.5, 0.3, 0.05, 0.05, nan}, {0.5, 0.3, 1e-6, 0.05, 0.05},
		} {
			if n, err := DesignSamplesPass(tc[0], tc[1], tc[2], tc[3], tc[4]); err == nil {
				t.Errorf("%v gave %d", tc, n)
			}
		}
	})
}

// The whole table of a planning page must feel instant. The goal is 50 ms, which
// "make bench-gates" measures; the slack here is for busy machines and the race
// detector.
func TestDesignOfTwentyThousandIsQuick(t *testing.T) {
	start := time.Now()
	if n, err := DesignSamples(0.3, 0.015, 0.05, 0.05); err != nil || n < 20000 {
		t.Fatal(n, err)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

// Simulated rollouts decide by the designed size about as often as promised:
// never much less, and not so much more that the plan wastes weeks.
func TestDesignsAgainstStableAgreeWithSimulation(t *testing.T) {
	const baseline = 0.3
	cases := map[string]struct {
		share, margin, harm float64
		pass                bool
	}{
		"half, 10 points worse":         {share: 0.5, margin: 0.02, harm: 0.10},
		"half, 5 points worse":          {share: 0.5, margin: 0.02, harm: 0.05},
		"a quarter, 10 points worse":    {share: 0.25, margin: 0.02, harm: 0.10},
		"5 %, 20 points worse":          {share: 0.05, margin: 0.02, harm: 0.20},
		"half, equal, margin 5 points":  {share: 0.5, margin: 0.05, pass: true},
		"a quarter, equal, 8 points":    {share: 0.25, margin: 0.08, pass: true},
		"half, equal, margin 10 points": {share: 0.5, margin: 0.10, pass: true},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			n, err := DesignSamplesDiff(tc.share, baseline, tc.margin, max(tc.harm, 0.01), 0.05, 0.05)
			cand := baseline + tc.margin + tc.harm
			if tc.pass {
				n, err = DesignSamplesPass(tc.share, baseline, tc.margin, 0.05, 0.05)
				cand = baseline
			}
			if err != nil {
				t.Fatal(err)
			}
			if power := simulatedPower(t, tc.share, baseline, tc.margin, cand, n, tc.pass); power < 0.93 || power > 0.99 {
				t.Errorf("%d candidate conversations decide %v of the rollouts, want about 0.95", n, power)
			}
		})
	}
}

// simulatedPower returns the share of rollouts that are decided, the right way,
// by n candidate conversations with 40 looks.
func simulatedPower(t *testing.T, share, baseline, margin, cand float64, n int, pass bool) float64 {
	const runs, looks = 400, 40
	src := rand.NewPCG(1, 2)
	draw := func(n int64, rate float64) int64 {
		return int64(distuv.Binomial{N: float64(n), P: rate, Src: src}.Rand())
	}
	gate := escalationMargin(margin)
	decided := 0
	for range runs {
		seg := Segment{Share: share, Baseline: baseline, Cand: make([]int64, 2), Stable: make([]int64, 2)}
		for range looks {
			total := int64(float64(n) / share / looks)
			c := draw(total, share)
			bad, badStable := draw(c, cand), draw(total-c, baseline)
			seg.Cand[0] += bad
			seg.Cand[1] += c - bad
			seg.Stable[0] += badStable
			seg.Stable[1] += total - c - badStable
			harm, safe := mustWeigh(t, gate, []Segment{seg}, nil)
			if !pass && harm >= gate.ThresholdHarm() || pass && safe >= gate.ThresholdSafe() {
				decided++
				break
			}
		}
	}
	return float64(decided) / runs
}

// The dynamic programme agrees with walking every possible history.
func TestCrossingAgreesWithEveryHistory(t *testing.T) {
	const limit, rate, alpha, length = 0.3, 0.55, 0.2, 14
	gate := escalationLimit(limit)
	gate.Alpha = alpha
	var walk func(s, n int64, prob float64) float64
	walk = func(s, n int64, prob float64) float64 {
		if harm, _ := mustWeigh(t, gate, []Segment{yesNoSegment(s, n)}, nil); harm >= gate.ThresholdHarm() {
			return prob
		}
		if n == length {
			return 0
		}
		return walk(s+1, n+1, prob*rate) + walk(s, n+1, prob*(1-rate))
	}
	got, err := CrossingProbability(limit, rate, alpha, length)
	if err != nil {
		t.Fatal(err)
	}
	wantClose(t, "crossing", got, walk(0, 0, 1), 1e-12)
}

func TestMeanConversations(t *testing.T) {
	// 1.3 to 1.4 times the theoretical floor of 3184, 518, 133, 34 and 16.
	for harm, want := range map[float64]float64{0.02: 4213, 0.05: 666, 0.1: 174, 0.2: 47, 0.3: 22} {
		got, err := MeanConversations(0.3, harm, 0.05)
		if err != nil || math.Abs(got-want) > 0.5 {
			t.Errorf("harm %v: got %v, %v, want %v", harm, got, err, want)
		}
	}
	for _, harm := range []float64{0, -1, 0.7, math.NaN()} {
		if n, err := MeanConversations(0.3, harm, 0.05); err == nil {
			t.Errorf("harm %v gave %v", harm, n)
		}
	}
}
