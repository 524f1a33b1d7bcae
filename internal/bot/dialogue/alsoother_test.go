// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// withCourt is a court that waits for the value of its first field.
func withCourt(t *testing.T, locale string, fields ...release.Field) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), release.Intent{
		Name: "court", Revision: "court-1", Risk: "High", Locale: locale, Title: "Court", Utterances: []string{"court"}, Reply: release.Reply{Text: "Done."}, Fields: fields,
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if text == "court" {
			return []understanding.Prediction{{Intent: "court", Confidence: 0.95}}
		}
		return nil
	}
	w.say("court")
	return w
}

// TestAnotherDayThatIsWantedTooReplacesNothing: the first is asked about still, or done where a yes stands before, and the
// other one comes after it, with a yes of its own.
func TestAnotherDayThatIsWantedTooReplacesNothing(t *testing.T) {
	day := release.Field{Name: "day", Prompt: "?", Type: release.FieldDate, Required: true}
	for locale, says := range map[string]struct{ too, yes []string }{
		"en": {[]string{"and Monday too", "Monday as well please", "also on Monday"}, []string{"yes, and Monday too", "yes, Monday as well"}},
		"de": {[]string{"und Montag auch", "auch am Montag"}, []string{"ja, und am Montag auch bitte"}},
		"es": {[]string{"y el lunes también", "también el lunes por favor"}, []string{"sí, y también el lunes"}},
		"fr": {[]string{"et lundi aussi", "aussi lundi s'il vous plaît"}, []string{"oui, et lundi aussi"}},
		"it": {[]string{"e anche lunedì", "anche lunedì per favore"}, []string{"sì, e anche lunedì"}},
		"pt": {[]string{"e segunda-feira também"}, []string{"sim, e segunda-feira também"}},
		"tr": {[]string{"pazartesi de", "pazartesi de lütfen"}, []string{"evet, pazartesi de"}},
		"ar": {[]string{"ويوم الاثنين أيضا"}, []string{"نعم، ويوم الاثنين أيضا"}},
		"zh": {[]string{"周一也要", "还有周一"}, []string{"好，周一也要"}},
		"ja": {[]string{"月曜日も", "月曜日もお願いします"}, []string{"はい、月曜日もお願いします"}},
	} {
		for _, text := range append(says.too, says.yes...) {
			w := withCourt(t, locale, day)
			w.say("2026-03-12")
			w.say(text)
			if o := w.state.Offered; o == nil || len(o.Intents) != 1 || o.Intents[0] != "court" || o.TextOf(0) != "2026-03-09" {
				t.Errorf("%s: after %q what comes later is %+v", locale, text, o)
			}
			asked := w.state.Confirming != nil && w.state.Fields["day"] == "2026-03-12"
			if agreed := slices.Contains(says.yes, text); asked == agreed {
				t.Errorf("%s: after %q it is asked %t about %q", locale, text, asked, w.state.Fields["day"])
			}
		}
	}
}

// TestAnotherChoiceOrThingThatIsWantedTooReplacesNothing, whether or not it is said in one breath with the first.
func TestAnotherChoiceOrThingThatIsWantedTooReplacesNothing(t *testing.T) {
	choice := release.Field{Name: "place", Prompt: "?", Type: release.FieldChoice, Choices: []string{"Sauna", "Pool"}, Required: true}
	thing := release.Field{Name: "thing", Prompt: "?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}
	for _, tc := range []struct {
		field               release.Field
		first, text, second string
	}{
		{choice, "Sauna", "and the pool as well", "Pool"},
		{choice, "Sauna", "also the pool please", "Pool"},
		{thing, "AB123456", "AB654321 too please", "AB654321"},
		{thing, "AB123456", "yes please, both AB123456 and AB654321", "AB654321"},
	} {
		w := withCourt(t, "en", tc.field)
		w.say(tc.first)
		w.say(tc.text)
		if o := w.state.Offered; o == nil || o.TextOf(0) != tc.second || w.state.Confirming == nil || w.state.Fields[tc.field.Name] != tc.first {
			t.Errorf("after %q it is asked about %v, and later about %+v", tc.text, w.state.Fields, o)
		}
	}
}

// TestAnotherDayInTheFirstOnesPlaceIsNoDayBesideIt: words that also say "too" say how something is, or that a day would do.
func TestAnotherDayInTheFirstOnesPlaceIsNoDayBesideIt(t *testing.T) {
	for text, locale := range map[string]string{
		"well Monday then": "en", "also make it Monday": "en", "Monday is too early": "en", "and on Monday": "en", "no, Monday as well": "en",
		"plutôt lundi même": "fr", "mejor el lunes mismo": "es", "でも月曜日がいい": "ja", "也许周一更好": "zh",
	} {
		w := withCourt(t, locale, release.Field{Name: "day", Prompt: "?", Type: release.FieldDate, Required: true})
		w.say("2026-03-12")
		if w.say(text); w.state.Offered != nil {
			t.Errorf("%s: after %q there is still %+v", locale, text, w.state.Offered)
		}
	}
}

// TestAnotherThingThatIsWantedTooCorrectsNothingThatWasDone: who had not thought of it before says so, and undoes nothing.
func TestAnotherThingThatIsWantedTooCorrectsNothingThatWasDone(t *testing.T) {
	thing := release.Field{Name: "thing", Prompt: "?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}
	for text, locale := range map[string]string{
		"oh and AB654321 as well": "en", "oops, AB654321 too": "en", "ach so, die AB654321 auch": "de", "uy, y la AB654321 también": "es",
		"ah oui, et AB654321 aussi": "fr", "ah, e anche AB654321": "it", "ops, e a AB654321 também": "pt",
	} {
		w := withLaundry(t, locale, []string{"wash"}, thing)
		w.predictions = func(text string) []understanding.Prediction {
			if text != "wash" {
				return nil
			}
			return []understanding.Prediction{{Intent: "wash", Confidence: 0.95}}
		}
		w.say("wash")
		w.say("AB123456")
		if got := w.say(text); !strings.HasPrefix(got, "confirm: ") || w.state.Fields["thing"] != "AB654321" {
			t.Errorf("%s: %q is answered %q", locale, text, got)
		}
	}
}

// TestWhatIsWantedInTheEndTakesThePlaceOfWhatWasDone, in words that say no more than that.
func TestWhatIsWantedInTheEndTakesThePlaceOfWhatWasDone(t *testing.T) {
	amount := release.Field{Name: "amount", Prompt: "?", Type: release.FieldNumber, Required: true}
	for text, locale := range map[string]string{"afinal 1500": "pt", "finalement 1500": "fr"} {
		w := withCourt(t, locale, amount)
		w.say("2000")
		w.say(release.TextsFor(nil, locale).Yes)
		if got := w.say(text); !strings.Contains(got, "confirm: ") || w.state.Fields["amount"] != "1500" {
			t.Errorf("%s: %q is answered %q", locale, text, got)
		}
	}
}
