// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestFreezes(t *testing.T) {
	freeze := func(name, schedule string, d v1alpha1.Duration, zone string) v1alpha1.Freeze {
		return v1alpha1.Freeze{Name: name, Schedule: schedule, Duration: d, TimeZone: zone}
	}
	at := func(s string) time.Time {
		t.Helper()
		x, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for name, tc := range map[string]struct {
		freezes     []v1alpha1.Freeze
		now         string
		wantName    string
		wantOpening string // empty: none in sight
		wantErr     string
	}{
		"no freeze":                           {nil, "2026-11-02T10:00:00Z", "", "2026-11-02T10:00:00Z", ""},
		"before it":                           {[]v1alpha1.Freeze{freeze("peak", "0 9 * * MON", "4h", "")}, "2026-11-02T08:59:59Z", "", "2026-11-02T08:59:59Z", ""},
		"at its beginning":                    {[]v1alpha1.Freeze{freeze("peak", "0 9 * * MON", "4h", "")}, "2026-11-02T09:00:00Z", "peak", "2026-11-02T13:00:00Z", ""},
		"at its end":                          {[]v1alpha1.Freeze{freeze("peak", "0 9 * * MON", "4h", "")}, "2026-11-02T13:00:00Z", "", "2026-11-02T13:00:00Z", ""},
		"in another time zone":                {[]v1alpha1.Freeze{freeze("peak", "0 9 * * MON", "4h", "Europe/Berlin")}, "2026-11-02T08:30:00Z", "peak", "2026-11-02T12:00:00Z", ""},
		"in summer an hour earlier":           {[]v1alpha1.Freeze{freeze("peak", "0 9 * * MON", "4h", "Europe/Berlin")}, "2026-07-06T07:00:00Z", "peak", "2026-07-06T11:00:00Z", ""},
		"while clocks are set back":           {[]v1alpha1.Freeze{freeze("night", "0 22 * * SAT", "8h", "Europe/Berlin")}, "2026-10-25T01:30:00Z", "night", "2026-10-25T05:00:00Z", ""},
		"while clocks are put forward":        {[]v1alpha1.Freeze{freeze("night", "0 22 * * SAT", "8h", "Europe/Berlin")}, "2026-03-29T01:30:00Z", "night", "2026-03-29T05:00:00Z", ""},
		"from an hour that is left out":       {[]v1alpha1.Freeze{freeze("night", "30 2 * * SUN", "10m", "Europe/Berlin")}, "2026-03-29T01:00:00Z", "night", "2026-03-29T01:10:00Z", ""},
		"in the hour that comes twice":        {[]v1alpha1.Freeze{freeze("night", "30 2 * * *", "10m", "Europe/Berlin")}, "2026-10-25T00:30:00Z", "night", "2026-10-25T00:40:00Z", ""},
		"when that hour comes again":          {[]v1alpha1.Freeze{freeze("night", "30 2 * * *", "10m", "Europe/Berlin")}, "2026-10-25T01:30:00Z", "", "2026-10-25T01:30:00Z", ""},
		"each hour, the one that comes twice": {[]v1alpha1.Freeze{freeze("always", "0 * * * *", "1h", "Europe/Berlin")}, "2026-10-25T01:30:00Z", "always", "", ""},
		"a day that is left out":              {[]v1alpha1.Freeze{freeze("day", "0 0 30 12 *", "24h", "Pacific/Apia")}, "2011-12-30T10:00:00Z", "day", "2011-12-31T10:00:00Z", ""},
		"one that leads into another":         {[]v1alpha1.Freeze{freeze("day", "0 9 * * *", "8h", ""), freeze("evening", "0 16 * * *", "4h", "")}, "2026-11-02T10:00:00Z", "day", "2026-11-02T20:00:00Z", ""},
		"over a weekend":                      {[]v1alpha1.Freeze{freeze("weekend", "0 17 * * FRI", "2d15h", "")}, "2026-11-07T12:00:00Z", "weekend", "2026-11-09T08:00:00Z", ""},
		"one that never ends":                 {[]v1alpha1.Freeze{freeze("always", "0 * * * *", "1h", "")}, "2026-11-02T10:00:00Z", "always", "", ""},
		"on a leap day":                       {[]v1alpha1.Freeze{freeze("leap", "0 0 29 2 *", "1h", "")}, "2028-02-29T00:00:00Z", "leap", "2028-02-29T01:00:00Z", ""},
		"each minute, for a month":            {[]v1alpha1.Freeze{freeze("always", "* * * * *", "30d", "Europe/Berlin")}, "2026-11-02T10:00:00Z", "always", "", ""},
		"each minute of the day":              {[]v1alpha1.Freeze{freeze("day", "* 8-17 * * *", "1m", "")}, "2026-11-02T10:00:30Z", "day", "2026-11-02T18:00:00Z", ""},
		"often, and long after":               {[]v1alpha1.Freeze{freeze("sale", "*/5 8-17 2 11 *", "3d", "")}, "2026-11-04T10:00:00Z", "sale", "2026-11-05T17:55:00Z", ""},
		"after the last of many":              {[]v1alpha1.Freeze{freeze("sale", "*/5 8-17 2 11 *", "3d", "")}, "2026-11-05T17:55:00Z", "", "2026-11-05T17:55:00Z", ""},
		"longer than anybody lives":           {[]v1alpha1.Freeze{freeze("for-ever", "0 0 1 1 *", "36500d", "")}, "2026-11-02T10:00:00Z", "for-ever", "", ""},
		"a zone in the schedule": {[]v1alpha1.Freeze{freeze("peak", "TZ=Europe/Berlin", "4h", "")}, "2026-11-02T10:00:00Z", "", "",
			`spec.rollout.freezes[peak].schedule of the Bot: "TZ=Europe/Berlin": write the zone into timeZone`},
		"an unknown time zone": {[]v1alpha1.Freeze{freeze("peak", "0 9 * * MON", "4h", "Mars/Olympus")}, "2026-11-02T10:00:00Z", "", "",
			`spec.rollout.freezes[peak].timeZone of the Bot: "Mars/Olympus" is not a time zone such as "Europe/Berlin"`},
		"the time zone of nobody knows where": {[]v1alpha1.Freeze{freeze("peak", "0 9 * * MON", "4h", "Local")}, "2026-11-02T10:00:00Z", "", "",
			`spec.rollout.freezes[peak].timeZone of the Bot: Local is wherever the operator runs; name the zone, such as "Europe/Berlin"`},
		"a day that no month has": {[]v1alpha1.Freeze{freeze("peak", "0 9 30,31 FEB *", "4h", "")}, "2026-11-02T10:00:00Z", "", "",
			`spec.rollout.freezes[peak].schedule of the Bot: "0 9 30,31 FEB *" never happens: no month that it names has such a day; correct the day of month or the month`},
		"no length": {[]v1alpha1.Freeze{freeze("peak", "0 9 * * MON", "0m", "")}, "2026-11-02T10:00:00Z", "", "",
			`spec.rollout.freezes[peak].duration of the Bot: "0m" is not a length of time; say how long nothing is to advance, such as "4h"`},
		"a day of the week that there is not": {[]v1alpha1.Freeze{freeze("peak", "0 9 * * MOO", "4h", "")}, "2026-11-02T10:00:00Z", "", "",
			`spec.rollout.freezes[peak].schedule of the Bot: "0 9 * * MOO": "MOO" is neither a number nor a month or day of the week such as FEB or MON`},
		"a schedule that is none": {[]v1alpha1.Freeze{freeze("peak", "0 99 * * MON", "4h", "")}, "2026-11-02T10:00:00Z", "", "",
			`spec.rollout.freezes[peak].schedule of the Bot: "0 99 * * MON": end of range (99) above maximum (23): 99`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := frozen(tc.freezes, at(tc.now))
			if tc.wantErr != "" {
				if err == nil || err.Error() != tc.wantErr {
					t.Errorf("error %v, want %s", err, tc.wantErr)
				}
				if all := CheckFreezes(tc.freezes); len(all) != 1 || all[0].Error() != tc.wantErr {
					t.Errorf("checked: %v, want %s", all, tc.wantErr)
				}
				return
			}
			if err != nil || got.name != tc.wantName || CheckFreezes(tc.freezes) != nil {
				t.Errorf("freeze %q, %v; want %q", got.name, err, tc.wantName)
			}
			if got.endless != (tc.wantOpening == "") {
				t.Errorf("endless: %v, until %s", got.endless, got.until)
			}
			if !got.endless && !got.until.Equal(at(tc.wantOpening)) {
				t.Errorf("opening %s, want %s", got.until.UTC(), tc.wantOpening)
			}
		})
	}
}

// minute is a schedule that counts how often it is asked.
type minute struct{ asked *int }

func (m minute) Next(t time.Time) time.Time {
	*m.asked++
	return t.Truncate(time.Minute).Add(time.Minute)
}

// TestManyFreezesAreSearchedWithinOneBudget: a plan must not keep a worker for seconds.
func TestManyFreezesAreSearchedWithinOneBudget(t *testing.T) {
	asked := 0
	var windows []window
	for i := range 20 {
		windows = append(windows, window{name: fmt.Sprint(i), schedule: minute{&asked}, length: time.Duration(i+1) * time.Hour, clock: wallClock{time.UTC}})
	}
	got := search(windows, monday)
	if got.name != "0" || !got.endless || !got.until.After(monday) {
		t.Errorf("%+v, want one that does not end", got)
	}
	if asked > maxFreezeLooks+20 {
		t.Errorf("the schedules were asked %d times, want at most %d", asked, maxFreezeLooks)
	}
}

// TestFreezesAgreeWithCounting compares the search with looking at every minute.
func TestFreezesAgreeWithCounting(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	schedules := []string{"0 9 * * MON", "*/7 8-11 * * *", "30 22 * * *", "0 0 1 * *", "15 */6 * * *", "59 23 3 11 *"}
	lengths := []v1alpha1.Duration{"1m", "10m", "2h", "1d3h", "40h"}
	const horizon = 6 * 24 * time.Hour
	for n := range 60 {
		var freezes []v1alpha1.Freeze
		for i := range 1 + rng.IntN(3) {
			freezes = append(freezes, v1alpha1.Freeze{Name: fmt.Sprint(i), Schedule: schedules[rng.IntN(len(schedules))], Duration: lengths[rng.IntN(len(lengths))]})
		}
		now := monday.Add(time.Duration(rng.IntN(3*24*60)) * time.Minute)
		got, err := frozen(freezes, now)
		if err != nil {
			t.Fatal(err)
		}
		windows := parsed(t, freezes)
		want := now
		for inForce(windows, want) && want.Before(now.Add(horizon)) {
			want = want.Add(time.Minute)
		}
		if endless := want.Equal(now.Add(horizon)); !endless && (got.endless || !got.until.Equal(want)) {
			t.Errorf("%d: %+v at %s: %+v, want an end at %s", n, freezes, now, got, want)
		}
	}
}

func parsed(t *testing.T, freezes []v1alpha1.Freeze) []window {
	t.Helper()
	var windows []window
	for _, f := range freezes {
		w, err := parseFreeze(f)
		if err != nil {
			t.Fatal(err)
		}
		windows = append(windows, w)
	}
	return windows
}

// inForce asks the schedules in the plainest way.
func inForce(windows []window, at time.Time) bool {
	return slices.ContainsFunc(windows, func(w window) bool {
		start := w.schedule.Next(at.Add(-w.length))
		return !start.IsZero() && !start.After(at)
	})
}

func TestFreezeThatCannotBeUnderstoodHolds(t *testing.T) {
	w := newWorld(t)
	w.batch("week-1", "order-status")
	w.bot.Spec.Rollout = &v1alpha1.BotRollout{Freezes: []v1alpha1.Freeze{{Name: "peak", Schedule: "0 99 * * MON", Duration: "1h"}}}
	plan := Plan(w.snapshot("week-1"))
	if plan.Reason != v1alpha1.ReasonFrozen || plan.Status.Rollout != "" || !strings.Contains(plan.Message, "spec.rollout.freezes[peak].schedule") {
		t.Errorf("%s: %s", plan.Reason, plan.Message)
	}
}
