// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// pausing is a bot that pauses a contract from one day to another.
func pausing(t *testing.T, locale, from, until string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "pause", Revision: "pause-1", Risk: "High", Locale: locale, Utterances: []string{"pause"}, Reply: release.Reply{Text: "{from} {until}"}, Confirmation: "? {from} {until}",
		Fields: []release.Field{
			{Name: "from", Prompt: from, Type: release.FieldDate, Required: true},
			{Name: "until", Prompt: until, Type: release.FieldDate, Required: true},
		},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if text == "pause" {
			return []understanding.Prediction{{Intent: "pause", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// TestTheLastDayIsNotBeforeTheFirst however it is said. It is the second of March, a Monday.
func TestTheLastDayIsNotBeforeTheFirst(t *testing.T) {
	for locale, talk := range map[string]struct {
		from, until, first string
		last               map[string]string
	}{
		"en": {"From which day?", "Until which day?", "1 April", map[string]string{
			"until the 15th": "confirm: ? 2026-04-01 2026-04-15", "for three months": "confirm: ? 2026-04-01 2026-07-01", "two weeks": "confirm: ? 2026-04-01 2026-04-15",
			"20 May": "confirm: ? 2026-04-01 2026-05-20", "20 March": "field: That does not look right. Until which day?",
		}},
		"de": {"Ab welchem Tag?", "Bis wann?", "1. April", map[string]string{"bis zum 15.": "confirm: ? 2026-04-01 2026-04-15", "drei Monate": "confirm: ? 2026-04-01 2026-07-01"}},
		"fr": {"À partir de quel jour ?", "Jusqu'à quel jour ?", "le 1er avril", map[string]string{"jusqu'au 15": "confirm: ? 2026-04-01 2026-04-15", "trois mois": "confirm: ? 2026-04-01 2026-07-01"}},
	} {
		for said, want := range talk.last {
			w := pausing(t, locale, talk.from, talk.until)
			w.say("pause")
			w.say(talk.first)
			if got := w.say(said); got != want {
				t.Errorf("%s: %q after %q is answered %q, want %q", locale, said, talk.first, got, want)
			}
		}
	}
}
