// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/signals"
)

// near tells whether a message is about something near to what the intent does, and may be for another thing
// or another act: it does not name what nearly all utterances name, or another kind of it, or wants the opposite
// of an act in them, or something taken away where nothing is.
func (in *intent) near(m said) bool {
	asked := signals.ReadActs(m.Text).Asked
	if asked.Contradict(in.spoken) || in.spoken&signals.Reverting == 0 && asked&signals.Reverting != 0 {
		return true
	}
	c := in.coreFor(m.locale)
	return c != nil && (c.lacks(m.Text, in.every) || c.anotherKind(m.Text))
}

// coreFor is what the utterances in a language have in common; nil: there are none.
func (in *intent) coreFor(locale string) *core {
	if len(in.cores) == 1 {
		return in.cores[0]
	}
	locale = in.In(locale).Locale
	if i := slices.IndexFunc(in.cores, func(c *core) bool { return c.locale == locale }); i >= 0 {
		return in.cores[i]
	}
	return nil
}
