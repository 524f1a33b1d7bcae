// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package turns

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAMessageIsReadAndAnsweredInItsLanguage says things that only the words of the language tell,
// and a yes in it.
func TestAMessageIsReadAndAnsweredInItsLanguage(t *testing.T) {
	d := newFixture(t, &classifier{})
	compiled, err := decide.Compile("two", release.Release{
		Version: release.FormatVersion,
		Intents: []release.Intent{{
			Name: "hours", Revision: "1", Risk: "High", Locale: "en", Utterances: []string{"when"}, Confirmation: "Shall I say it?", Reply: release.Reply{Text: "nine to five"},
			Locales: []release.IntentLocale{{Locale: "de", Utterances: []string{"wann"}, Confirmation: "Soll ich es sagen?", Reply: release.Reply{Text: "neun bis fünf"}}},
		}},
		Policy: release.Policy{ConfidencePercent: 50, UnresolvedTurns: 2, Handoff: release.Handoff{Require: []string{}, URL: "https://helpdesk.example"}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	view := *d.views.View()
	view.Stable = &releases.Loaded{Compiled: compiled, Classifier: &classifier{}}
	d.views.view.Store(&view)
	state, err := d.Open(t.Context(), Opening{Customer: "ann", Channel: "api", Locale: "de-AT"})
	if err != nil {
		t.Fatal(err)
	}
	for i, turn := range []struct{ say, want, speaks string }{
		{"Wann habt ihr am Montag offen?", "Soll ich es sagen?", "de-AT"},
		{"ja bitte", "neun bis fünf", "de-AT"},
		{"Thanks, and when do you open on Sunday?", "Shall I say it?", "en"},
		{"go ahead", "nine to five", "en"},
		{"und wann habt ihr am Samstag auf?", "Soll ich es sagen?", "de-AT"},
	} {
		out, err := d.Say(t.Context(), state.ID, dialogue.Message{ID: string(rune('a' + i)), Text: turn.say}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(out.Replies) != 1 || out.Replies[0].Text != turn.want || out.State.Speaks() != turn.speaks {
			t.Errorf("%q: %+v, in %s, want %q in %s", turn.say, out.Replies, out.State.Speaks(), turn.want, turn.speaks)
		}
	}
}
