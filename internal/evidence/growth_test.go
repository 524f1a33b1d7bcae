// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import "testing"

func TestCheckGrowth(t *testing.T) {
	segment := func(cand, stable int64) Segment {
		return Segment{Share: 0.25, Baseline: 0.3, Cand: []int64{cand, 7}, Stable: []int64{stable, 70}}
	}
	shifted, rebased, rebinned := segment(3, 30), segment(3, 30), segment(3, 30)
	shifted.Share, rebased.Baseline, rebinned.Cand = 0.5, 0.4, []int64{3, 7, 1}
	cases := map[string]struct {
		before, after []Segment
		want          string
	}{
		"the first look":          {after: []Segment{segment(3, 30)}},
		"the same again":          {before: []Segment{segment(3, 30)}, after: []Segment{segment(3, 30)}},
		"more of both, next step": {before: []Segment{segment(3, 30)}, after: []Segment{segment(4, 33), segment(0, 0)}},
		"a step vanished":         {before: []Segment{segment(3, 30)}, want: "segments: fell from 1 to 0"},
		"a count fell":            {before: []Segment{segment(3, 30)}, after: []Segment{segment(2, 30)}, want: "segments[0].cand[0]: fell from 3 to 2"},
		"a count of stable fell":  {before: []Segment{segment(3, 30)}, after: []Segment{segment(3, 29)}, want: "segments[0].stable[0]: fell from 30 to 29"},
		"the share moved":         {before: []Segment{segment(3, 30)}, after: []Segment{shifted}, want: "segments[0].share: changed from 0.25 to 0.5; a new share starts a new segment"},
		"the baseline moved":      {before: []Segment{segment(3, 30)}, after: []Segment{rebased}, want: "segments[0].baseline: changed from 0.3 to 0.4; it is fixed before the segment starts"},
		"the scale changed":       {before: []Segment{segment(3, 30)}, after: []Segment{rebinned}, want: "segments[0].cand: went from 2 counts to 3"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got := ""
			if err := CheckGrowth(tc.before, tc.after); err != nil {
				got = err.Error()
			}
			if got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

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
