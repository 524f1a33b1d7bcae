// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"strings"
	"time"
	// Time zones must mean the same wherever the plan is made.
	_ "time/tzdata"

	"github.com/robfig/cron/v3"

	"github.com/intentops/intentops/api/v1alpha1"
)

// The search for an opening ends after so many questions to schedules, over all freezes
// together, and so far ahead.
const (
	maxFreezeLooks  = 2000
	maxFreezeSearch = 2 * 365 * 24 * time.Hour
)

// CheckFreezes returns what is wrong with the freezes of a Bot, beyond what the schema
// checks; each error names the field and the fix.
func CheckFreezes(freezes []v1alpha1.Freeze) []error {
	var out []error
	for _, f := range freezes {
		if _, err := parseFreeze(f); err != nil {
			out = append(out, err)
		}
	}
	return out
}

// activeFreeze is what freezes mean at a moment.
type activeFreeze struct {
	// name of the freeze in force; empty: none is.
	name string
	// until is when no freeze is in force any more. Where endless is true, the freezes last
	// until then at least, and no end was in sight.
	until   time.Time
	endless bool
}

// frozen says which freeze is in force, and until when.
func frozen(freezes []v1alpha1.Freeze, now time.Time) (activeFreeze, error) {
	windows := make([]window, 0, len(freezes))
	for _, f := range freezes {
		w, err := parseFreeze(f)
		if err != nil {
			return activeFreeze{name: f.Name}, err
		}
		windows = append(windows, w)
	}
	return search(windows, now), nil
}

// search follows windows that lead into each other.
func search(windows []window, now time.Time) activeFreeze {
	out := activeFreeze{until: now}
	looks := maxFreezeLooks
	for grew := true; grew; {
		grew = false
		for i := range windows {
			if end := windows[i].extend(out.until, &looks); end.After(out.until) {
				out.until, grew = end, true
				if out.name == "" {
					out.name = windows[i].name
				}
			}
			if looks < 0 || out.until.Sub(now) > maxFreezeSearch {
				out.endless = out.name != ""
				return out
			}
		}
	}
	return out
}

// window is a freeze that was understood.
type window struct {
	name     string
	schedule cron.Schedule
	length   time.Duration
	clock    wallClock
	// next is the first occurrence after those that were looked at; zero: not known. over is
	// true when there is none for years.
	next time.Time
	over bool
}

// extend returns until when occurrences follow each other that are in force at a time; the
// time itself when none is. Each question to the schedule is one look.
func (w *window) extend(at time.Time, looks *int) time.Time {
	for !w.over && !w.next.After(at) {
		start := w.latest(at, looks)
		if *looks < 0 || start.IsZero() || start.After(at) {
			w.next, w.over = start, start.IsZero()
			break
		}
		end := w.clock.end(start, w.length)
		if !end.After(at) {
			break
		}
		at = end
	}
	return at
}

// latest is a late one of the occurrences that are in force at a time: those that are not
// over. Where there is none, it is the first after the time; zero: none for years.
// Occurrences may begin each minute and last for months, so it asks for the last minute
// first, then for twice as long, and so on.
func (w *window) latest(at time.Time, looks *int) time.Time {
	for back := time.Minute; ; back *= 2 {
		*looks--
		start := w.clock.next(w.schedule, at, min(back, w.length))
		if *looks < 0 || back >= w.length || (!start.IsZero() && !start.After(at)) {
			return start
		}
	}
}

// fields are what a schedule is made of; it has neither names for intervals nor a zone.
var fields = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// leapYear begins five years in which every day of every month happens; a schedule that does
// not happen in them never does.
var leapYear = time.Date(2023, time.December, 31, 23, 59, 59, 0, time.UTC)

func parseFreeze(f v1alpha1.Freeze) (window, error) {
	w := window{name: f.Name, clock: wallClock{time.UTC}}
	refuse := func(field, format string, args ...any) (window, error) {
		return w, fmt.Errorf("spec.rollout.freezes[%s].%s of the Bot: "+format, append([]any{f.Name, field}, args...)...)
	}
	var err error
	if strings.Contains(f.Schedule, "TZ=") {
		return refuse("schedule", "%q: write the zone into timeZone", f.Schedule)
	}
	if w.schedule, err = fields.Parse(f.Schedule); err != nil {
		if part, unknown := strings.CutPrefix(err.Error(), "failed to parse int from "); unknown {
			part, _, _ = strings.Cut(part, ": ")
			return refuse("schedule", "%q: %q is neither a number nor a month or day of the week such as FEB or MON", f.Schedule, part)
		}
		return refuse("schedule", "%q: %w", f.Schedule, err)
	}
	if w.schedule.Next(leapYear).IsZero() {
		return refuse("schedule", "%q never happens: no month that it names has such a day; correct the day of month or the month", f.Schedule)
	}
	if w.length, err = f.Duration.Parse(); err != nil {
		return refuse("duration", "%w", err)
	}
	if w.length == 0 {
		return refuse("duration", "%q is not a length of time; say how long nothing is to advance, such as \"4h\"", f.Duration)
	}
	switch f.TimeZone {
	case "":
		return w, nil
	case time.Local.String():
		return refuse("timeZone", "Local is wherever the operator runs; name the zone, such as \"Europe/Berlin\"")
	}
	if w.clock.zone, err = time.LoadLocation(f.TimeZone); err != nil {
		return refuse("timeZone", "%q is not a time zone such as \"Europe/Berlin\"", f.TimeZone)
	}
	return w, nil
}

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

// freeze says whether a freeze lets nothing advance, and until when at least.
func (p *planner) freeze() (message string, opening time.Time) {
	if p.Bot == nil || p.Bot.Spec.Rollout == nil {
		return "", time.Time{}
	}
	f, err := frozen(p.Bot.Spec.Rollout.Freezes, p.Now)
	switch {
	case err != nil:
		return "no step advances while a freeze cannot be understood: " + err.Error(), time.Time{}
	case f.name == "":
		return "", time.Time{}
	case f.endless:
		return fmt.Sprintf("freeze %s of Bot %s is in force, and no end of freezes is in sight: change spec.rollout.freezes", f.name, p.Bot.Name), f.until
	default:
		return fmt.Sprintf("freeze %s of Bot %s is in force; the next opening is at %s", f.name, p.Bot.Name, clock(f.until)), f.until
	}
}
