// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"time"

	"github.com/robfig/cron/v3"
)

// wallClock is a clock on a wall somewhere. Once or twice a year it is set, and then shows
// some times twice or not at all. What it shows is kept as a time in UTC, where every time
// of every day exists: schedules are asked there, so that none of their hours is missing.
type wallClock struct{ zone *time.Location }

// shown is the latest time that the clock has shown so far. While it repeats an hour after it
// was set back, that is the end of the hour.
func (c wallClock) shown(at time.Time) time.Time {
	now := c.reads(at)
	if set, _ := at.In(c.zone).ZoneBounds(); !set.IsZero() {
		if before := c.reads(set.Add(-time.Nanosecond)); before.After(now) {
			return before
		}
	}
	return now
}

func (c wallClock) reads(at time.Time) time.Time {
	_, offset := at.In(c.zone).Zone()
	return at.UTC().Add(time.Duration(offset) * time.Second)
}

// farthest is more than any zone is away from UTC.
const farthest = 30 * time.Hour

// when is when the clock first shows a time, or a later one: the end of the gap for a time
// that is left out, the first of the two for a time that is shown twice.
func (c wallClock) when(shows time.Time) time.Time {
	for at := shows.Add(-farthest); ; {
		_, offset := at.In(c.zone).Zone()
		begin, end := at.In(c.zone).ZoneBounds()
		if !end.IsZero() && !end.After(at) {
			// Far in the future, bounds forget the last day of a leap year.
			end = at.Add(24 * time.Hour)
		}
		switch found := shows.Add(-time.Duration(offset) * time.Second); {
		case !begin.IsZero() && found.Before(begin):
			return begin.UTC()
		case end.IsZero() || found.Before(end):
			return found
		}
		at = end
	}
}

// end is when something that began at a time and lasts so long is over: when both the time
// has passed and the clock has moved on by it. So a freeze of 24h from midnight lasts until
// midnight, also on a day with 25 hours.
func (c wallClock) end(start time.Time, length time.Duration) time.Time {
	passed, moved := start.Add(length), c.when(c.reads(start).Add(length))
	if moved.After(passed) {
		return moved
	}
	return passed
}

// next is the first occurrence of a schedule that is not over, if each lasts so long; zero:
// none for years.
func (c wallClock) next(schedule cron.Schedule, at time.Time, length time.Duration) time.Time {
	since := c.shown(at).Add(-length)
	if passed := c.shown(at.Add(-length)); passed.Before(since) {
		since = passed
	}
	found := schedule.Next(since)
	if found.IsZero() {
		return found
	}
	return c.when(found)
}
