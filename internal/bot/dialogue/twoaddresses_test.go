// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestOfTwoAddressesItIsAskedWhich where nothing says which of them is the former one; nothing is done twice.
func TestOfTwoAddressesItIsAskedWhich(t *testing.T) {
	const asks, done = "field: Which address?", "answer: Now ann@example.com."
	for text, want := range map[string]string{
		"change my e-mail to ann@example.com, ann@example.org is old":           asks,
		"change my e-mail from ann@example.org to ann@example.com":              done,
		"change my e-mail to ann@example.com please. thanks!":                   done,
		"change my e-mail to ann@example.org, sorry, I mean to ann@example.com": "confirm: Shall I go ahead: E mail (ann@example.com)?",
	} {
		w := newWorld(t)
		w.stable = compiled(t, "stable", release.Intent{
			Name: "e-mail", Revision: "e-mail-1", Risk: "Medium", Utterances: []string{"change my e-mail"},
			Fields: []release.Field{{Name: "address", Prompt: "Which address?", Type: release.FieldEmail, Required: true}},
			Reply:  release.Reply{Text: "Now {address}."},
		}, hours("1"))
		w.stable.Rules = nil
		w.predictions = func(string) []understanding.Prediction {
			return []understanding.Prediction{{Intent: "e-mail", Confidence: 0.95}}
		}
		if got := w.say(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
