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
	same := func(a, b string) bool { return WithoutNumbers(a) == WithoutNumbers(b) }
	if !same("312 of about 1,200 conversations; next step at 15:04", "98 of about 12,345.5 conversations; next step at 9:30") {
		t.Error("numbers are taken for words")
	}
	if same("step five goes on", "step half goes on") {
		t.Error("words are taken for numbers")
	}
}
