// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package status

import (
	"fmt"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/types"
)

func TestFiguresOfAnObjectAreWrittenOnceInAPeriod(t *testing.T) {
	var pace Pace
	name := types.NamespacedName{Namespace: "shop", Name: "week-1"}
	begin := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	if pace.Due(name, begin, time.Minute) {
		t.Error("figures of an object that was not seen before are written")
	}
	writes := map[time.Duration]int{}
	for _, every := range []time.Duration{time.Minute, 10 * time.Minute} {
		for now := begin; now.Before(begin.Add(time.Hour)); now = now.Add(10 * time.Second) {
			if pace.Due(name, now, every) {
				writes[every]++
				pace.Written(name, now)
			}
		}
		pace.Written(name, begin)
	}
	if a, b := writes[time.Minute], writes[10*time.Minute]; a != 60 || b != 6 {
		t.Errorf("in an hour %d and %d writes, want 60 and 6", a, b)
	}
	pace.Forget(name)
	if len(pace.written) != 0 {
		t.Error("an object that is gone is remembered")
	}
}

func TestFiguresOfManyObjectsAreNotWrittenAtTheSameTime(t *testing.T) {
	var pace Pace
	begin := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	most := 0
	for tick := range 7 {
		now, writes := begin.Add(time.Duration(tick)*10*time.Second), 0
		for i := range 600 {
			name := types.NamespacedName{Namespace: "shop", Name: fmt.Sprint("week-", i)}
			if pace.Due(name, now, time.Minute) {
				pace.Written(name, now)
				writes++
			}
		}
		most = max(most, writes)
	}
	if most > 150 {
		t.Errorf("%d of 600 are written in one tick of six in a minute, want about 100", most)
	}
}

func TestRounded(t *testing.T) {
	for n, want := range map[int64]int64{0: 0, 7: 7, 99: 99, 100: 100, 109: 100, 110: 110, 12_345: 12_000} {
		if got := Rounded(n); got != want {
			t.Errorf("%d: got %d, want %d", n, got, want)
		}
	}
}

func TestASentenceIsTheSameWithOtherNumbers(t *testing.T) {
	for name, tc := range map[string]struct {
		a, b string
		want bool
	}{
		"a count, and a time of the day": {"312 of about 1,200 conversations; next step at 15:04", "98 of about 12,345.5 conversations; next step at 9:30", true},
		"a number at the end":            {"at most 9", "at most 10.", true},
		"nothing":                        {"", "", true},
		"another word":                   {"step five goes on", "step half goes on", false},
		"a word for a number":            {"5 of them", "some of them", false},
		"more words":                     {"step 5", "step 5 goes on", false},
		"a number more":                  {"step ", "step 5", false},
		"a number split by a word":       {"12 34", "12", false},
	} {
		t.Run(name, func(t *testing.T) {
			if SameSentence(tc.a, tc.b) != tc.want || SameSentence(tc.b, tc.a) != tc.want {
				t.Errorf("%q and %q are the same: %t", tc.a, tc.b, !tc.want)
			}
		})
	}
}

func TestTurnsBeginWhenTheyWereAnnounced(t *testing.T) {
	begin := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	for i := range 50 {
		var pace Pace
		name := types.NamespacedName{Namespace: "shop", Name: fmt.Sprint("week-", i)}
		pace.Written(name, begin)
		next := Next(name, begin, time.Minute)
		if next <= 0 || next > time.Minute {
			t.Fatalf("%s: the next turn is in %s", name, next)
		}
		if pace.Due(name, begin.Add(next-1), time.Minute) || !pace.Due(name, begin.Add(next), time.Minute) {
			t.Errorf("%s: its turn does not begin %s later", name, next)
		}
	}
}
