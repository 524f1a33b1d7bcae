// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// besides is how customers of a language want another tool too, and one in the place of the first.
var besides = map[string]struct{ too, instead []string }{
	"en": {[]string{"and a ladder", "and a ladder as well", "also a ladder please", "a ladder too"}, []string{"a ladder instead", "no, a ladder", "and make it a ladder"}},
	"de": {[]string{"und eine Säge", "und eine Säge auch bitte", "auch eine Säge", "eine Säge auch"}, []string{"lieber eine Säge", "nein, eine Säge"}},
	"es": {[]string{"y una sierra", "y una sierra también", "también una sierra"}, []string{"no, mejor una sierra"}},
	"fr": {[]string{"et une échelle", "et une échelle aussi", "une échelle aussi"}, []string{"non, plutôt une échelle"}},
	"it": {[]string{"e una scala", "e anche una scala", "anche una scala"}, []string{"no, meglio una scala"}},
	"pt": {[]string{"e uma escada", "e uma escada também", "uma escada também"}, []string{"não, antes uma escada"}},
	"tr": {[]string{"ve merdiven", "merdiven de", "ayrıca merdiven"}, []string{"hayır, merdiven olsun"}},
	"ar": {[]string{"وسلم أيضا", "وسلم"}, []string{"لا، بل سلم"}},
	"zh": {[]string{"还有梯子", "梯子也要"}, []string{"不对，梯子"}},
	"ja": {[]string{"ノコギリも", "それとノコギリも"}, []string{"いえ、ノコギリで"}},
}

// TestAnotherChoiceInTheMiddleIsWantedToo: it waits until the first is done, and is confirmed with what was given for that.
func TestAnotherChoiceInTheMiddleIsWantedToo(t *testing.T) {
	for locale, texts := range besides {
		h := hires[locale]
		for _, text := range texts.too {
			w := hiring(t, locale, "Medium", h.day())
			w.say(h.ask)
			w.say(h.first)
			if got := w.say(text); w.state.Collecting == nil || w.state.Fields["tool"] != h.first || !slices.Equal(later(w), []string{h.second}) {
				t.Errorf("%s: after %q it is %q about %v, and later about %q", locale, text, got, w.state.Fields, later(w))
				continue
			}
			yes := release.TextsFor(nil, locale).Yes
			if got := w.say("2026-03-12"); !strings.HasPrefix(got, "answer: done "+h.first+" 2026-03-12\noffer: ") {
				t.Errorf("%s: after %q the day is answered %q", locale, text, got)
			}
			if got := w.say(yes); got != "confirm: hire "+h.second+" 2026-03-12?" {
				t.Errorf("%s: after %q the first yes is answered %q", locale, text, got)
			}
			if got := w.say(yes); got != "answer: done "+h.second+" 2026-03-12" {
				t.Errorf("%s: after %q the second yes is answered %q", locale, text, got)
			}
		}
		for _, text := range texts.instead {
			w := hiring(t, locale, "Medium", h.day())
			w.say(h.ask)
			w.say(h.first)
			if got := w.say(text); len(later(w)) > 0 {
				t.Errorf("%s: after %q it is %q about %v, and later about %q", locale, text, got, w.state.Fields, later(w))
			}
		}
	}
}

// TestAnAnswerAndAnotherChoiceAreBoth heard.
func TestAnAnswerAndAnotherChoiceAreBothHeard(t *testing.T) {
	for text, want := range map[string]string{
		"on the 12th, and a ladder too": "Ladder", "the 12th and also a ladder": "Ladder", "on the 12th and a ladder please": "Ladder", "and a ladder on the 12th": "2026-03-12 Ladder",
	} {
		w := hiring(t, "en", "Medium", hires["en"].day())
		w.say("hire a tool")
		w.say("Grinder")
		if got := w.say(text); !strings.HasPrefix(got, "answer: done Grinder 2026-03-12\noffer: ") {
			t.Errorf("%q is answered %q, and later %q, want %q", text, got, later(w), want)
		}
	}
}

// TestAnotherChoiceAtShallIIsWantedToo where it stands behind "and" alone, and behind a yes.
func TestAnotherChoiceAtShallIIsWantedToo(t *testing.T) {
	for locale, texts := range besides {
		h, yes := hires[locale], release.TextsFor(nil, locale).Yes
		for i, text := range texts.too {
			w := hiring(t, locale, "High", h.day())
			w.say(h.ask)
			w.say(h.first)
			w.say("2026-03-12")
			if got := w.say(text); w.state.Confirming == nil || w.state.Fields["tool"] != h.first || !slices.Equal(later(w), []string{"2026-03-12 " + h.second}) {
				t.Errorf("%s: after %q it is %q about %v, and later about %q", locale, text, got, w.state.Fields, later(w))
			}
			if i > 0 {
				continue
			}
			w = hiring(t, locale, "High", h.day())
			w.say(h.ask)
			w.say(h.first)
			w.say("2026-03-12")
			if got := w.say(yes + ", " + text); !strings.HasPrefix(got, "answer: done "+h.first+" 2026-03-12\noffer: ") || !strings.Contains(got, h.second) {
				t.Errorf("%s: after a yes %q is answered %q", locale, text, got)
			}
		}
		for _, text := range texts.instead {
			w := hiring(t, locale, "High", h.day())
			w.say(h.ask)
			w.say(h.first)
			w.say("2026-03-12")
			if got := w.say(text); len(later(w)) > 0 || strings.HasPrefix(got, "answer") {
				t.Errorf("%s: after %q it is %q about %v, and later about %q", locale, text, got, w.state.Fields, later(w))
			}
		}
	}
}

// TestAnotherChoiceAfterwardsIsWantedToo, with a yes of its own, and undoes nothing.
func TestAnotherChoiceAfterwardsIsWantedToo(t *testing.T) {
	for locale, texts := range besides {
		h := hires[locale]
		for _, text := range texts.too {
			w := hiring(t, locale, "Medium", h.day())
			w.say(h.ask)
			w.say(h.first)
			w.say("2026-03-12")
			if got := w.say(text); got != "confirm: hire "+h.second+" 2026-03-12?" {
				t.Errorf("%s: after it was done %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestTwoAddressesJoinedByAndAreTwoRequests, and never done without a yes.
func TestTwoAddressesJoinedByAndAreTwoRequests(t *testing.T) {
	mail := release.Field{Name: "mail", Prompt: "For whom?", Type: release.FieldEmail, Required: true}
	for text, locale := range map[string]string{
		"hire a mixer for ann@example.com and bob@example.com": "en", "einen Mixer für ann@example.com und bob@example.com mieten": "de",
		"alquilar un mixer para ann@example.com y bob@example.com": "es", "louer un mixer pour ann@example.com et bob@example.com": "fr",
		"noleggiare un mixer per ann@example.com e bob@example.com": "it", "alugar um mixer para ann@example.com e bob@example.com": "pt",
		"ann@example.com ve bob@example.com için mixer kiralamak istiyorum": "tr", "我要租Mixer，ann@example.com和bob@example.com": "zh",
		"Mixerを借りたい、ann@example.comとbob@example.com": "ja",
	} {
		w := hiring(t, locale, "Medium", mail)
		if got := w.say(text); got != "confirm: hire Mixer ann@example.com?" || !slices.Equal(later(w), []string{"Mixer bob@example.com"}) {
			t.Errorf("%s: %q is answered %q about %v, and later %q", locale, text, got, w.state.Fields, later(w))
		}
	}
	for _, text := range []string{"hire a mixer for ann@example.com or bob@example.com", "hire a mixer for ann@example.com and not bob@example.com"} {
		w := hiring(t, "en", "Medium", mail)
		if got := w.say(text); strings.HasPrefix(got, "answer") || len(later(w)) > 0 {
			t.Errorf("%q is answered %q, and later %q", text, got, later(w))
		}
	}
}

// TestWhatTheOtherOneIsCountedByIsItsOwn: it is no answer to how many of the first there are.
func TestWhatTheOtherOneIsCountedByIsItsOwn(t *testing.T) {
	many := release.Field{Name: "count", Prompt: "How many?", Type: release.FieldNumber, Required: true}
	plays(t, hiring(t, "en", "Medium", many), []string{"hire a tool", "Grinder", "and 2 ladder", "3", "yes", "yes"}, []string{
		"field: Which tool?", "field: How many?", "field: How many?",
		"answer: done Grinder 3\noffer: You also asked about this: Hire Ladder, 2. Shall I go on with it?", "confirm: hire Ladder 2?", "answer: done Ladder 2",
	})
}

// TestAnotherAddressAfterwardsUndoesNothing that was done.
func TestAnotherAddressAfterwardsUndoesNothing(t *testing.T) {
	mail := release.Field{Name: "mail", Prompt: "For whom?", Type: release.FieldEmail, Required: true}
	for _, text := range []string{"bob@example.com too", "and bob@example.com as well"} {
		w := hiring(t, "en", "Medium", mail)
		w.say("hire a mixer for ann@example.com")
		if got := w.say(text); got != "confirm: hire Mixer bob@example.com?" {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
