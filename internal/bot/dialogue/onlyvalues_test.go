// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// booked is a bot that changes bookings and cancels them; nothing tells it which of them a message is about.
func booked(t *testing.T, locale, risk string, more ...release.Field) *world {
	t.Helper()
	words := hotels[locale]
	w := hotel(t, locale, risk, words)
	number := release.Field{Name: "booking", Prompt: "Booking?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}
	day := release.Field{Name: "day", Prompt: words.day, Type: release.FieldDate, Minimum: release.Today, Required: true}
	people := release.Field{Name: "people", Prompt: words.people, Type: release.FieldNumber, Minimum: "1", Maximum: "20", Required: true}
	intent := func(name, reply string, fields ...release.Field) release.Intent {
		return release.Intent{
			Name: name, Title: name, Revision: name + "-1", Risk: risk, Locale: locale, Utterances: []string{words.table},
			Fields: fields, Reply: release.Reply{Text: reply}, Confirmation: "? " + reply,
		}
	}
	w.stable = compiled(t, "stable", intent("change", "change {booking} {day} {people}", append([]release.Field{number, day, people}, more...)...), intent("cancel", "cancel {booking}", number), hours("1"))
	w.stable.Rules = nil
	return w
}

// TestTheValuesOfAFirstMessageAreKept until the customer has said what they are for.
func TestTheValuesOfAFirstMessageAreKept(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"AB123456, 5 March, two people", "AB123456, 5 March, 2", "AB123456\n5 March\n2 people", "2, 5 March, AB123456"},
		"de": {"AB123456, 5. März, zwei Personen", "AB123456, 5. März, 2"}, "es": {"AB123456, 5 de marzo, dos personas"},
		"fr": {"AB123456, 5 mars, deux personnes", "AB123456, le 5 mars, 2"}, "it": {"AB123456, 5 marzo, due persone"}, "pt": {"AB123456, 5 de março, duas pessoas"},
		"tr": {"AB123456, 5 Mart, iki kişi"}, "ar": {"AB123456، 5 مارس، 2"}, "zh": {"AB123456，3月5日，两个人"}, "ja": {"AB123456、3月5日、2名"},
	} {
		for _, text := range texts {
			for _, risk := range []string{"Medium", "High"} {
				w := booked(t, locale, risk)
				if got := w.say(text); !strings.HasPrefix(got, "offer: ") {
					t.Errorf("%s: %q is answered %q", locale, text, got)
					continue
				}
				if got, want := w.say("change"), "confirm: ? change AB123456 2026-03-05 2"; got != want {
					t.Errorf("%s: %q, of %s risk, gives %q, want %q", locale, text, risk, got, want)
				}
			}
		}
	}
}

func TestAValueThatMayBelongToTwoFieldsIsAskedFor(t *testing.T) {
	w := booked(t, "en", "High", release.Field{Name: "tables", Prompt: "How many tables?", Type: release.FieldNumber, Required: true})
	plays(t, w, []string{"AB123456, 5 March, 2", "change", "2", "1"}, []string{
		"offer: Did you mean one of these?", "field: For how many people?", "field: How many tables?", "confirm: ? change AB123456 2026-03-05 2",
	})
	w = booked(t, "en", "High")
	plays(t, w, []string{"AB123456, 5 March, 2, 3", "change"}, []string{"offer: Did you mean one of these?", "field: For how many people?"})
	w = booked(t, "en", "High")
	plays(t, w, []string{"AB123456, 5 March, two people", "cancel"}, []string{"offer: Did you mean one of these?", "confirm: ? cancel AB123456"})
}

func TestWhatIsNotOnlyValuesOffersNothing(t *testing.T) {
	for _, text := range []string{"2", "tomorrow", "my dog is 2, and it rains", "5 March was nice, two people came"} {
		if got := booked(t, "en", "High").say(text); strings.HasPrefix(got, "offer: ") {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
