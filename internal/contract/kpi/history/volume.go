// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Volume is when conversations started. All hours are UTC.
type Volume struct {
	Total     int64            `json:"total"`
	ByChannel map[string]int64 `json:"byChannel"`
	// ByHour are the hours of the day, by channel.
	ByHour map[string][24]int64 `json:"byHour"`
	// Hours are those with a conversation, in order.
	Hours []Hour `json:"hours"`
	// Peaks are hours with far more than the mean, the busiest first.
	Peaks []Hour `json:"peaks"`
	// Busy are the hours of the week that credibly have twice the mean or more, the busiest
	// first: rollouts may be frozen for them. None before the history is a week long.
	Busy []WeekHour `json:"busy"`
	// Freezes are Busy as times in which no rollout should advance: spec.rollout.freezes of
	// a Bot.
	Freezes []v1alpha1.Freeze `json:"freezes"`
}

// Hour is one hour of the history.
type Hour struct {
	Start     time.Time        `json:"start"`
	Total     int64            `json:"total"`
	ByChannel map[string]int64 `json:"byChannel"`
}

// WeekHour is an hour of the week and how many conversations start in it on average.
type WeekHour struct {
	Weekday string `json:"weekday"`
	Hour    int    `json:"hour"`
	Mean    Number `json:"mean"`
}

const (
	maxPeaks = 10
	maxBusy  = 12
	oneHour  = int64(time.Hour)
	weekLong = 7 * 24
)

func (h *History) volume(of []*conversation) Volume {
	v := Volume{
		Total: int64(len(of)), ByChannel: map[string]int64{}, ByHour: map[string][24]int64{},
		Hours: []Hour{}, Peaks: []Hour{}, Busy: []WeekHour{}, Freezes: []v1alpha1.Freeze{},
	}
	hours := map[int64]*Hour{}
	for _, c := range of {
		at, channel := c.start/oneHour, h.channel(c)
		v.ByChannel[channel]++
		day := v.ByHour[channel]
		day[at%24]++
		v.ByHour[channel] = day
		if hours[at] == nil {
			hours[at] = &Hour{Start: time.Unix(0, at*oneHour).UTC(), ByChannel: map[string]int64{}}
		}
		hours[at].Total++
		hours[at].ByChannel[channel]++
	}
	if len(of) == 0 {
		return v
	}
	order := slices.Sorted(maps.Keys(hours))
	for _, at := range order {
		v.Hours = append(v.Hours, *hours[at])
	}
	first, last := order[0], h.last/oneHour
	mean := float64(len(of)) / float64(last-first+1)
	for _, hour := range v.Hours {
		// Three standard deviations of a Poisson count, and more than one conversation.
		if float64(hour.Total) > mean+3*math.Sqrt(mean) && hour.Total > 1 {
			v.Peaks = append(v.Peaks, hour)
		}
	}
	slices.SortStableFunc(v.Peaks, func(a, b Hour) int { return cmp.Compare(b.Total, a.Total) })
	v.Peaks = v.Peaks[:min(len(v.Peaks), maxPeaks)]
	if last-first+1 >= weekLong {
		v.Busy = busy(hours, first, last, mean)
		v.Freezes = freezes(v.Busy)
	}
	return v
}

// busy finds hours of the week. 1970 began on a Thursday.
func busy(hours map[int64]*Hour, first, last int64, mean float64) []WeekHour {
	var total, times [weekLong]float64
	for at := first; at <= last; at++ {
		slot := (at + 4*24) % weekLong
		times[slot]++
		if hours[at] != nil {
			total[slot] += float64(hours[at].Total)
		}
	}
	out := []WeekHour{}
	for slot := range total {
		// Against chance: three standard deviations of a Poisson count, and at least ten.
		expected := mean * times[slot]
		if total[slot] < 10 || total[slot] < expected+3*math.Sqrt(expected) {
			continue
		}
		if m := total[slot] / times[slot]; m >= 2*mean {
			out = append(out, WeekHour{Weekday: time.Weekday(slot / 24).String(), Hour: slot % 24, Mean: Number(m)})
		}
	}
	slices.SortStableFunc(out, func(a, b WeekHour) int { return cmp.Compare(b.Mean, a.Mean) })
	return out[:min(len(out), maxBusy)]
}

// freezes turns busy hours of the week into freezes: hours that follow each other are one,
// and those that are alike on several days share a schedule. Hours are UTC.
func freezes(busy []WeekHour) []v1alpha1.Freeze {
	var isBusy [weekLong]bool
	for _, hour := range busy {
		isBusy[hour.slot()] = true
	}
	type stretch struct{ hour, hours int }
	days := map[stretch][]string{}
	var order []stretch
	for slot := range isBusy {
		if !isBusy[slot] || isBusy[(slot+weekLong-1)%weekLong] {
			continue // it belongs to the stretch of the hour before
		}
		s := stretch{hour: slot % 24}
		for ; s.hours < weekLong && isBusy[(slot+s.hours)%weekLong]; s.hours++ {
		}
		if days[s] == nil {
			order = append(order, s)
		}
		days[s] = append(days[s], strings.ToUpper(time.Weekday(slot / 24).String()[:3]))
	}
	slices.SortFunc(order, func(a, b stretch) int { return cmp.Or(cmp.Compare(a.hour, b.hour), cmp.Compare(a.hours, b.hours)) })
	out := []v1alpha1.Freeze{}
	for _, s := range order {
		out = append(out, v1alpha1.Freeze{
			Name:     fmt.Sprintf("busy-%s-%02d-%dh", strings.ToLower(strings.Join(days[s], "-")), s.hour, s.hours),
			Schedule: fmt.Sprintf("0 %d * * %s", s.hour, strings.Join(days[s], ",")),
			Duration: v1alpha1.Duration(fmt.Sprintf("%dh", s.hours)),
			TimeZone: "UTC",
		})
	}
	return out
}

// slot is the hour of the week, from Sunday 0:00.
func (w WeekHour) slot() int {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if day.String() == w.Weekday {
			return int(day)*24 + w.Hour
		}
	}
	return w.Hour
}
