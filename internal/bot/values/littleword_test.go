// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestALittleWordBesideANumberIsNoPartOfACode, though it has as many letters.
func TestALittleWordBesideANumberIsNoPartOfACode(t *testing.T) {
	r, err := Compile(release.Field{Name: "booking", Prompt: "Which booking?", Pattern: "[A-Z]{3}[0-9]{4}"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Karte endet auf 5577": "", "la tarjeta con 4417": "", "the 4471 card": "", "it is for 2048": "", "card 4471 and 0918": "",
		"qrt 5512": "QRT5512", "booking qrt-5512": "QRT5512", "FOR 2048": "FOR2048", "for2048": "FOR2048",
	} {
		if got := r.InPassing(text, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), "en"); got != want {
			t.Errorf("%q holds %q, want %q", text, got, want)
		}
	}
}

// TestTheEndOfACardsNumberIsTakenOutOfAText, so that no day is read from it.
func TestTheEndOfACardsNumberIsTakenOutOfAText(t *testing.T) {
	r, err := Compile(release.Field{Name: "card", Prompt: "Which card?", Type: release.FieldCardLastFour}, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	if got, want := r.Without("on Friday, card 0918", now, "en"), "on Friday,  "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
