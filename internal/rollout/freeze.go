// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"time"
	// Time zones must mean the same wherever the plan is made.
	_ "time/tzdata"

	"github.com/robfig/cron/v3"

	"github.com/intentops/intentops/api/v1alpha1"
)

// maxFreezeHops bounds the search for an opening between freezes that follow each other.
const maxFreezeHops = 1000

// frozen says whether a freeze is in force, which, and when no freeze is any more. A zero
// opening means that there is none in sight.
func frozen(freezes []v1alpha1.Freeze, now time.Time) (name string, opening time.Time, err error) {
	windows := make([]window, 0, len(freezes))
	for _, f := range freezes {
		w, err := parseFreeze(f)
		if err != nil {
			return f.Name, time.Time{}, err
		}
		windows = append(windows, w)
	}
	at := now
	for range maxFreezeHops {
		end := at
		for _, w := range windows {
			if e := w.end(at); e.After(end) {
				end = e
				if name == "" {
					name = w.name
				}
			}
		}
		if end.Equal(at) {
			return name, at, nil
		}
		at = end
	}
	return name, time.Time{}, nil
}

type window struct {
	name     string
	schedule cron.Schedule
	length   time.Duration
	zone     *time.Location
}

func parseFreeze(f v1alpha1.Freeze) (window, error) {
	w := window{name: f.Name, zone: time.UTC}
	var err error
	if w.schedule, err = cron.ParseStandard(f.Schedule); err != nil {
		return w, fmt.Errorf("spec.rollout.freezes[%s].schedule of the Bot: %q: %w", f.Name, f.Schedule, err)
	}
	if w.length, err = f.Duration.Parse(); err != nil {
		return w, fmt.Errorf("spec.rollout.freezes[%s].duration of the Bot: %w", f.Name, err)
	}
	if f.TimeZone != "" {
		if w.zone, err = time.LoadLocation(f.TimeZone); err != nil {
			return w, fmt.Errorf("spec.rollout.freezes[%s].timeZone of the Bot: %q is not a time zone such as \"Europe/Berlin\"", f.Name, f.TimeZone)
		}
	}
	return w, nil
}

// end is when the occurrences in force at a time are over; the time itself when none is.
func (w *window) end(at time.Time) time.Time {
	end := at
	// Occurrences that began less than a length ago are still in force.
	start := w.schedule.Next(at.Add(-w.length).In(w.zone))
	for range maxFreezeHops {
		if start.IsZero() || start.After(end) {
			break
		}
		if e := start.Add(w.length); e.After(end) {
			end = e
		}
		start = w.schedule.Next(start)
	}
	return end
}
