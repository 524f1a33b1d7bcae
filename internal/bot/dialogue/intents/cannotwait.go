// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// CannotWait tells whether a message speaks of a day to come, on which the intent cannot do what is wanted, as it takes
// none: "tomorrow switch it on". It would be done at once. Of another act the day may be the thing's: "cancel the visit of
// Friday".
func (in *Intent) CannotWait(m Message) bool {
	if in.Risk != MediumRisk || in.acts&signals.Switching == 0 || in.inquires || in.namesDays || slices.ContainsFunc(in.Fields, func(f Field) bool {
		return f.Type == release.FieldDate || f.Type == release.FieldText && f.Pattern == ""
	}) {
		return false
	}
	return slices.ContainsFunc(wording.ClausesOf(m.Text), func(clause string) bool {
		return (signals.ActsOf(clause)&in.Spoken != 0 || wording.HasTerm(in.manner.terms, signals.Words(clause))) &&
			values.NamesDayAhead(clause, m.Now) && !tellsOfADeed(clause, m.Locale)
	})
}
