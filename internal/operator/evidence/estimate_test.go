// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import "testing"

func TestStableBeyondLimit(t *testing.T) {
	segment := func(s, n int64) []Segment {
		return []Segment{{Cand: []int64{4, 6}, Stable: []int64{s, n - s}}}
	}
	cases := map[string]struct {
		gate    Gate
		segs    []Segment
		want    bool
		wantErr bool
	}{
		"a bad hour for both":      {gate: escalationLimit(0.3), segs: segment(35, 100), want: true},
		"only the candidate":       {gate: escalationLimit(0.3), segs: segment(25, 100)},
		"stable exactly at it":     {gate: escalationLimit(0.3), segs: segment(30, 100)},
		"no stable conversations":  {gate: escalationLimit(0.3), segs: segment(0, 0)},
		"stable is not counted":    {gate: escalationLimit(0.3), segs: []Segment{yesNoSegment(4, 10)}},
		"ratings below the target": {gate: csatTarget(4), segs: []Segment{{Values: RatingValues(), Cand: make([]int64, 5), Stable: []int64{5, 0, 0, 0, 5}}}, want: true},
		"a margin has no limit":    {gate: escalationMargin(0.02), wantErr: true},
		"bad counts":               {gate: escalationLimit(0.3), segs: segment(101, 100), wantErr: true},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := StableBeyondLimit(tc.gate, tc.segs)
			if got != tc.want || (err != nil) != tc.wantErr {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}
