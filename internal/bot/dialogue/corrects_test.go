// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAValueBehindANoIsAnother: the booking is not given up, but asked about with it.
func TestAValueBehindANoIsAnother(t *testing.T) {
	const two, three, booked = "confirm: Book 2 nights, Double?", "confirm: Book 3 nights, Double?", "answer: booked"
	for text, want := range map[string]string{
		"no, 3 nights": three, "no, for 3 nights": three, "no sorry, 3 nights": three,
		"no, Single": "confirm: Book 2 nights, Single?", "no, 2 nights": leftAsIs, "no": leftAsIs, "no thanks": leftAsIs, "yes": booked,
	} {
		w := newWorld(t)
		w.stable = compiled(t, "stable", release.Intent{
			Name: "book", Revision: "book-1", Risk: "High", Reply: release.Reply{Text: "booked"}, Confirmation: "Book {nights} nights, {room}?",
			Utterances: []string{"book a room", "I want to book a room", "reserve a room", "room booking please"},
			Fields: []release.Field{
				{Name: "room", Type: release.FieldChoice, Choices: []string{"Single", "Double"}, Prompt: "Which room?", Required: true},
				{Name: "nights", Type: release.FieldNumber, Prompt: "How many nights?", Required: true},
			},
		}, hours("1"))
		w.stable.Rules = nil
		w.predictions = func(text string) []understanding.Prediction {
			if !strings.Contains(text, "book") {
				return nil
			}
			return []understanding.Prediction{{Intent: "book", Confidence: 0.95}}
		}
		w.say("book a room")
		w.say("Double")
		if got := w.say("2"); got != two {
			t.Fatalf("it is asked %q", got)
		}
		if got := w.say(text); got != want {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
}
