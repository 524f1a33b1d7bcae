// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// TestFreezesWhoseBeginningIsLeftOut: where clocks are put forward, schedules of that hour
// name a time that does not exist. Each freeze is looked at in every minute of its day.
func TestFreezesWhoseBeginningIsLeftOut(t *testing.T) {
	for name, tc := range map[string]struct {
		freeze v1alpha1.Freeze
		// day is looked at; frozen is from when until when it must be.
		day, from, until string
	}{
		"Cairo, where Friday begins at one": {
			v1alpha1.Freeze{Schedule: "0 0 24 4 *", Duration: "24h", TimeZone: "Africa/Cairo"},
			"2026-04-24", "2026-04-24T01:00:00+03:00", "2026-04-25T01:00:00+03:00"},
		"New York, at half past two": {
			v1alpha1.Freeze{Schedule: "30 2 * * SUN", Duration: "8h", TimeZone: "America/New_York"},
			"2026-03-08", "2026-03-08T03:00:00-04:00", "2026-03-08T11:00:00-04:00"},
		"Santiago, every day": {
			v1alpha1.Freeze{Schedule: "0 0 * * *", Duration: "24h", TimeZone: "America/Santiago"},
			"2026-09-06", "2026-09-05T00:00:00-04:00", "2026-09-08T00:00:00-03:00"},
		"Beirut, where Sunday begins at one": {
			v1alpha1.Freeze{Schedule: "0 0 * * SUN", Duration: "24h", TimeZone: "Asia/Beirut"},
			"2026-03-29", "2026-03-29T01:00:00+03:00", "2026-03-30T01:00:00+03:00"},
	} {
		t.Run(name, func(t *testing.T) {
			w := parsed(t, []v1alpha1.Freeze{tc.freeze})[0]
			from, until := instant(t, tc.from), instant(t, tc.until)
			noon, err := time.ParseInLocation("2006-01-02T15", tc.day+"T12", w.clock.zone)
			if err != nil {
				t.Fatal(err)
			}
			for at := noon.Add(-18 * time.Hour); at.Before(noon.Add(18 * time.Hour)); at = at.Add(time.Minute) {
				want := !at.Before(from) && at.Before(until)
				if got := covers(w, at); got != want {
					t.Fatalf("at %s: frozen %t, want %t", at, got, want)
				}
			}
		})
	}
}

// changing are zones that set their clocks at midnight, by half an hour, by two hours, by a
// day, during Ramadan, or not at all.
var changing = []string{
	"Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Havana", "America/New_York", "America/Nuuk",
	"America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut",
	"Asia/Gaza", "Asia/Kathmandu", "Asia/Pyongyang", "Asia/Tehran", "Atlantic/Azores", "Australia/Lord_Howe",
	"Europe/Berlin", "Europe/London", "Pacific/Apia", "Pacific/Chatham", "UTC",
}

// changes are when clocks of a zone are set in the years from 2000 to 2037.
func changes(t *testing.T, name string) (*time.Location, []time.Time) {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []time.Time
	last := time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, at := (time.Date(2000, 1, 1, 0, 0, 0, 0, zone)).ZoneBounds(); !at.IsZero() && at.Before(last); _, at = at.ZoneBounds() {
		out = append(out, at)
	}
	return zone, out
}

// TestDailyFreezesCoverEveryMinute: a freeze of a day that begins every day never ends,
// whatever becomes of the hour in which it begins.
func TestDailyFreezesCoverEveryMinute(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for _, name := range changing {
		_, sets := changes(t, name)
		for range min(len(sets), 8) {
			set := sets[rng.IntN(len(sets))]
			freeze := v1alpha1.Freeze{Schedule: fmt.Sprintf("%d %d * * *", rng.IntN(60), rng.IntN(4)), Duration: "24h", TimeZone: name}
			if rng.IntN(2) == 0 {
				freeze.Schedule = "0 0 * * *"
			}
			w := parsed(t, []v1alpha1.Freeze{freeze})[0]
			for at := set.Add(-5 * time.Hour); at.Before(set.Add(30 * time.Hour)); at = at.Add(time.Duration(1+rng.IntN(20)) * time.Minute) {
				if !covers(w, at) {
					t.Fatalf("%s in %s, set at %s: not frozen at %s", freeze.Schedule, name, set, at)
				}
			}
		}
	}
}

// TestFreezesAgreeWithWatchingTheClock compares with somebody who looks at the clock on the
// wall each minute: a freeze begins when the clock first shows its time or skips it.
func TestFreezesAgreeWithWatchingTheClock(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 11))
	schedules := []string{"0 0 * * *", "30 2 * * *", "*/20 1-3 * * *", "59 23 * * *", "0 * * * *", "0 1 * * SUN,FRI", "15 0-1 * * *"}
	lengths := []v1alpha1.Duration{"1m", "20m", "1h", "3h30m", "24h"}
	for _, name := range changing {
		zone, sets := changes(t, name)
		for range min(len(sets), 3) {
			set := sets[rng.IntN(len(sets))]
			freeze := v1alpha1.Freeze{Schedule: schedules[rng.IntN(len(schedules))], Duration: lengths[rng.IntN(len(lengths))], TimeZone: name}
			w := parsed(t, []v1alpha1.Freeze{freeze})[0]
			begin := set.Add(-30 * time.Hour).Truncate(time.Minute)
			var started []time.Time
			most := reads(begin.Add(-time.Minute), zone)
			for at := begin; at.Before(set.Add(6 * time.Hour)); at = at.Add(time.Minute) {
				for ; most.Before(reads(at, zone)); most = most.Add(time.Minute) {
					if w.schedule.Next(most).Equal(most.Add(time.Minute)) {
						started = append(started, at)
					}
				}
				if at.Before(set.Add(-6 * time.Hour)) {
					continue // what began earlier may last
				}
				want := false
				for _, start := range started {
					want = want || at.Before(start.Add(w.length)) || most.Before(reads(start, zone).Add(w.length))
				}
				if got := covers(w, at); got != want {
					t.Fatalf("%+v, set at %s: at %s frozen %t, want %t", freeze, set, at, got, want)
				}
			}
		}
	}
}

func reads(at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	return time.Date(y, m, d, at.In(zone).Hour(), at.In(zone).Minute(), 0, 0, time.UTC)
}

// covers says whether a freeze is in force at a time, as the search finds out.
func covers(w window, at time.Time) bool {
	looks := 20
	start := w.latest(at, &looks)
	return looks >= 0 && !start.IsZero() && !start.After(at) && w.clock.end(start, w.length).After(at)
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
