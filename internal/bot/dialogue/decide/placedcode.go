// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"maps"
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// byPlace takes the one of several codes that a clause of the request names by its place, "cancel the second", and asks
// which where it names none of them.
func byPlace(d Decision, m intents.Message) (one Decision, ok bool) {
	f := d.Intent.DistinctField()
	if f == nil || f.Pattern == "" {
		return d, false
	}
	all := f.All(m.Text)
	if len(all) < 2 {
		return d, false
	}
	for _, clause := range wording.ClausesOf(m.Text) {
		if !namesPlace(clause) || len(f.All(clause)) > 0 || !d.Intent.KnowsOf(clause) && signals.ActsOf(clause)&d.Intent.Spoken == 0 {
			continue
		}
		own := m
		own.Text, own.Signals, own.Denied = clause, signals.Read(clause, m.Locale), nil
		if own.No || own.Negates || own.Refuses || own.Excepts {
			continue
		}
		d.Later, d.Also = nil, nil
		if of := picked(own, all); len(of) == 1 {
			d = d.withPicked(f, of)
		} else {
			d.Fields, d.Given = maps.Clone(d.Fields), nil
			delete(d.Fields, f.Name)
			d.complete(0)
		}
		d.careful()
		return d, true
	}
	return d, false
}

// namesPlace tells whether a clause names one of several by its place.
func namesPlace(clause string) bool {
	return placesUnspaced.MatchString(clause) || slices.ContainsFunc(signals.Words(clause), places.Has)
}
