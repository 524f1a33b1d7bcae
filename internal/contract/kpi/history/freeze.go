// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

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
