// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestFreezes(t *testing.T) {
	at := func(hours map[string][]int) []WeekHour {
		var out []WeekHour
		for day, of := range hours {
			for _, hour := range of {
				out = append(out, WeekHour{Weekday: day, Hour: hour})
			}
		}
		return out
	}
	freeze := func(name, schedule, duration string) v1alpha1.Freeze {
		return v1alpha1.Freeze{Name: name, Schedule: schedule, Duration: v1alpha1.Duration(duration), TimeZone: "UTC"}
	}
	tests := map[string]struct {
		busy map[string][]int
		want []v1alpha1.Freeze
	}{
		"nothing is busy": {nil, []v1alpha1.Freeze{}},
		"hours that follow each other are one freeze": {
			map[string][]int{"Monday": {9, 10, 14}},
			[]v1alpha1.Freeze{freeze("busy-mon-09-2h", "0 9 * * MON", "2h"), freeze("busy-mon-14-1h", "0 14 * * MON", "1h")},
		},
		"days that are alike share a freeze": {
			map[string][]int{"Monday": {9}, "Wednesday": {9, 10}, "Friday": {9}},
			[]v1alpha1.Freeze{freeze("busy-mon-fri-09-1h", "0 9 * * MON,FRI", "1h"), freeze("busy-wed-09-2h", "0 9 * * WED", "2h")},
		},
		"a night from one week to the next": {
			map[string][]int{"Saturday": {23}, "Sunday": {0}},
			[]v1alpha1.Freeze{freeze("busy-sat-23-2h", "0 23 * * SAT", "2h")},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, freezes(at(tc.busy))); diff != "" {
				t.Errorf("freezes (-want +got):\n%s", diff)
			}
		})
	}
}
