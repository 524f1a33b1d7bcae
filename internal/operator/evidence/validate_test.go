// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"errors"
	"math"
	"testing"
)

func TestBadInputIsRefusedByName(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	diffSegment := func(edit func(*Segment)) []Segment {
		s := Segment{Share: 0.25, Baseline: 0.3, Cand: []int64{3, 7}, Stable: []int64{30, 70}}
		edit(&s)
		return []Segment{s}
	}
	limitWith := func(edit func(*Gate)) Gate { g := escalationLimit(0.3); edit(&g); return g }
	marginWith := func(edit func(*Gate)) Gate { g := escalationMargin(0.02); edit(&g); return g }
	rate := []Segment{yesNoSegment(3, 10)}
	same := func(*Segment) {}

	cases := map[string]struct {
		gate      Gate
		segs      []Segment
		omega     []float64
		wantField string
		wantIs    error
	}{
		"no kind":               {gate: Gate{Direction: HigherIsWorse, Limit: 0.3, Alpha: 0.05, Beta: 0.05}, wantField: "kind"},
		"no direction":          {gate: limitWith(func(g *Gate) { g.Direction = "" }), wantField: "direction"},
		"alpha is zero":         {gate: limitWith(func(g *Gate) { g.Alpha = 0 }), wantField: "alpha"},
		"alpha is not a number": {gate: limitWith(func(g *Gate) { g.Alpha = nan }), wantField: "alpha"},
		"alpha above a half":    {gate: limitWith(func(g *Gate) { g.Alpha = 0.6 }), wantField: "alpha"},
		"beta is negative":      {gate: limitWith(func(g *Gate) { g.Beta = -0.05 }), wantField: "beta"},
		"a grid of the future":  {gate: limitWith(func(g *Gate) { g.Grid = "v9" }), wantField: "grid"},

		"a limit of 0 can never pass":           {gate: escalationLimit(0), segs: rate, wantField: "limit", wantIs: ErrNeverPasses},
		"a limit of 1 can never fail":           {gate: escalationLimit(1), segs: rate, wantField: "limit", wantIs: ErrNeverFails},
		"a CSAT target of 1 can never fail":     {gate: csatTarget(1), wantField: "limit", wantIs: ErrNeverFails},
		"a CSAT target of 5 can never pass":     {gate: csatTarget(5), wantField: "limit", wantIs: ErrNeverPasses},
		"a limit above the scale":               {gate: escalationLimit(30), wantField: "limit", wantIs: ErrNeverFails},
		"a limit below the scale":               {gate: escalationLimit(-0.1), wantField: "limit", wantIs: ErrNeverPasses},
		"a limit too near the end to compute":   {gate: escalationLimit(1e-300), wantField: "limit"},
		"a limit that is not a number":          {gate: escalationLimit(nan), wantField: "limit"},
		"an infinite limit":                     {gate: escalationLimit(inf), wantField: "limit"},
		"a negative margin":                     {gate: escalationMargin(-0.01), wantField: "margin"},
		"a margin that is not a number":         {gate: escalationMargin(nan), wantField: "margin"},
		"a margin as wide as the scale":         {gate: escalationMargin(1), wantField: "margin", wantIs: ErrNeverFails},
		"a CSAT margin as wide as its scale":    {gate: csatMargin(4), wantField: "margin", wantIs: ErrNeverFails},
		"a limit outside the values that occur": {gate: csatTarget(4.5), segs: []Segment{{Values: []float64{0, 0.5}, Cand: []int64{1, 1}}}, wantField: "limit", wantIs: ErrNeverPasses},
		"a margin wider than the values allow":  {gate: csatMargin(2.4), segs: []Segment{{Share: 0.5, Baseline: 0.5, Values: []float64{0, 0.5}, Cand: []int64{1, 1}, Stable: []int64{1, 1}}}, wantField: "margin", wantIs: ErrNeverFails},
		"stable hands everybody over already":   {gate: escalationMargin(0.02), segs: diffSegment(func(s *Segment) { s.Baseline = 1 }), wantField: "segments[0].baseline", wantIs: ErrNeverFails},
		"stable has no rating to lose":          {gate: csatMargin(0.4), segs: []Segment{{Share: 0.5, Baseline: 0.05, Values: RatingValues(), Cand: make([]int64, 5), Stable: make([]int64, 5)}}, wantField: "segments[0].baseline", wantIs: ErrNeverFails},

		"no values for a mean":            {gate: csatTarget(4), segs: rate, wantField: "segments[0].values"},
		"values of ratings for a rate":    {gate: escalationLimit(0.3), segs: []Segment{{Values: RatingValues(), Cand: make([]int64, 5)}}, wantField: "segments[0].values"},
		"a rating on its own scale":       {gate: csatTarget(4), segs: []Segment{{Values: []float64{1, 2, 3, 4, 5}, Cand: make([]int64, 5)}}, wantField: "segments[0].values[1]"},
		"values that are not numbers":     {gate: csatTarget(4), segs: []Segment{{Values: []float64{0, nan}, Cand: make([]int64, 2)}}, wantField: "segments[0].values[1]"},
		"values all alike":                {gate: csatTarget(4), segs: []Segment{{Values: []float64{0.5, 0.5}, Cand: make([]int64, 2)}}, wantField: "segments[0].values"},
		"no counts":                       {gate: escalationLimit(0.3), segs: []Segment{{}}, wantField: "segments[0].cand"},
		"escalated above total":           {gate: escalationLimit(0.3), segs: []Segment{yesNoSegment(11, 10)}, wantField: "segments[0].cand[1]"},
		"a negative count":                {gate: escalationLimit(0.3), segs: []Segment{rate[0], yesNoSegment(-1, 10)}, wantField: "segments[1].cand[0]"},
		"a count beyond reason":           {gate: escalationLimit(0.3), segs: []Segment{yesNoSegment(math.MaxInt64, math.MaxInt64)}, wantField: "segments[0].cand[0]"},
		"a negative count of stable":      {gate: escalationMargin(0.02), segs: diffSegment(func(s *Segment) { s.Stable[0] = -5 }), wantField: "segments[0].stable[0]"},
		"stable is missing":               {gate: escalationMargin(0.02), segs: diffSegment(func(s *Segment) { s.Stable = nil }), wantField: "segments[0].stable"},
		"stable miscounted at a limit":    {gate: escalationLimit(0.3), segs: []Segment{{Cand: []int64{1, 1}, Stable: []int64{1}}}, wantField: "segments[0].stable"},
		"a share of 0":                    {gate: escalationMargin(0.02), segs: diffSegment(func(s *Segment) { s.Share = 0 }), wantField: "segments[0].share"},
		"a share of 1 has no stable":      {gate: escalationMargin(0.02), segs: diffSegment(func(s *Segment) { s.Share = 1 }), wantField: "segments[0].share"},
		"a share in percent":              {gate: escalationMargin(0.02), segs: diffSegment(func(s *Segment) { s.Share = 25 }), wantField: "segments[0].share"},
		"a share that is not a number":    {gate: escalationMargin(0.02), segs: diffSegment(func(s *Segment) { s.Share = nan }), wantField: "segments[0].share"},
		"an absurd share at a limit":      {gate: escalationLimit(0.3), segs: []Segment{{Share: -1, Cand: []int64{1, 1}}}, wantField: "segments[0].share"},
		"a baseline in percent":           {gate: escalationMargin(0.02), segs: diffSegment(func(s *Segment) { s.Baseline = 30 }), wantField: "segments[0].baseline"},
		"a baseline that is not a number": {gate: escalationMargin(0.02), segs: diffSegment(func(s *Segment) { s.Baseline = nan }), wantField: "segments[0].baseline"},
		"weights that do not sum to one":  {gate: marginWith(func(*Gate) {}), segs: diffSegment(same), omega: []float64{0.4, 0.2}, wantField: "omega"},
		"too many segments":               {gate: escalationLimit(0.3), segs: make([]Segment, maxSegments+1), wantField: "segments"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r, err := Evaluate(tc.gate, tc.segs, tc.omega)
			var field *FieldError
			if !errors.As(err, &field) {
				t.Fatalf("error %v, want a FieldError about %s", err, tc.wantField)
			}
			if field.Field != tc.wantField {
				t.Errorf("%q names %s, want %s", err, field.Field, tc.wantField)
			}
			if tc.wantIs != nil && !errors.Is(err, tc.wantIs) {
				t.Errorf("%q is not %q", err, tc.wantIs)
			}
			if r != (Result{}) {
				t.Errorf("an error came with a result: %+v", r)
			}
			if _, _, weighErr := Weigh(tc.gate, tc.segs, tc.omega); weighErr == nil || weighErr.Error() != err.Error() {
				t.Errorf("Weigh says %v, Evaluate says %v", weighErr, err)
			}
		})
	}
}

// A caller that forgets to look at the error must not promote.
func TestTheResultOfAnErrorDecidesNothing(t *testing.T) {
	r, err := Evaluate(Gate{}, nil, nil)
	if err == nil || r.Fails() || r.Passes() {
		t.Errorf("error %v, fails %v, passes %v", err, r.Fails(), r.Passes())
	}
}

func TestErrorMessagesReadWell(t *testing.T) {
	cases := map[string]struct {
		gate Gate
		segs []Segment
		want string
	}{
		"limit": {
			gate: escalationLimit(1),
			want: "limit: 1 is at or above the highest value 1: the gate can never fail",
		},
		"count": {
			gate: escalationLimit(0.3), segs: []Segment{yesNoSegment(11, 10)},
			want: "segments[0].cand[1]: -1 is negative",
		},
		"baseline": {
			gate: escalationMargin(0.02), segs: []Segment{{Share: 0.5, Baseline: 1, Cand: []int64{0, 0}, Stable: []int64{9, 0}}},
			want: "segments[0].baseline: 1 leaves no room for a candidate that is worse by the margin 0.02: the gate can never fail",
		},
		"share": {
			gate: escalationMargin(0.02), segs: []Segment{{Share: 1, Baseline: 0.3, Cand: []int64{0, 0}, Stable: []int64{9, 0}}},
			want: "segments[0].share: 1 is not in (0, 1): a comparison with stable needs both",
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := Evaluate(tc.gate, tc.segs, nil); err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestYesNoCounts(t *testing.T) {
	cases := map[string]struct {
		count, total int64
		wantErr      string
	}{
		"nothing counted yet":   {},
		"all of them":           {count: 7, total: 7},
		"escalated above total": {count: 8, total: 7, wantErr: "count: 8 is more than the total of 7"},
		"a negative count":      {count: -1, total: 7, wantErr: "count: -1 is negative"},
		"a negative total":      {count: 0, total: -7, wantErr: "total: -7 is negative"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			counts, err := YesNoCounts(tc.count, tc.total)
			if tc.wantErr != "" {
				if err == nil || err.Error() != tc.wantErr {
					t.Errorf("error %v, want %s", err, tc.wantErr)
				}
				return
			}
			if err != nil || counts[0] != tc.count || counts[0]+counts[1] != tc.total {
				t.Errorf("counts %v, error %v", counts, err)
			}
		})
	}
}
