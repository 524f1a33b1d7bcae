// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestADayInFiguresInPassing is one where nothing else is written so.
func TestADayInFiguresInPassing(t *testing.T) {
	r, err := Compile(release.Field{Name: "day", Prompt: "Which day?", Type: release.FieldDate}, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 11, 9, 0, 0, 0, time.UTC)
	for _, tc := range []struct{ locale, text, want string }{
		{"de", "Vertrag HC29903 zum 30.9. kündigen", "2026-09-30"},
		{"de", "Parzelle abgeben am 31.5.2026", "2026-05-31"},
		{"de", "bitte am 31.05 liefern", "2026-05-31"},
		{"fr", "rendre la parcelle le 31/05", "2026-05-31"},
		{"es", "para el 25/12, por favor", "2026-12-25"},
		{"it", "disdire il 31/5", "2026-05-31"},
		{"pt", "cancelar no dia 31/05", "2026-05-31"},
		{"en", "deliver it 25/12/2026 please", "2026-12-25"},
		{"en", "it was 25/12/2026 or 26/12/2026", ""},
		{"en", "3/4 of it is gone", ""}, {"en", "version 2.5.1 is broken", ""}, {"en", "at 9.30 or 10.15", ""},
		{"de", "seit dem 30.9. defekt", ""}, {"de", "um 9.30 Uhr", ""}, {"de", "Preis 12.50", ""}, {"fr", "le 20h30", ""},
	} {
		if got := r.InPassing(tc.text, now, tc.locale); got != tc.want {
			t.Errorf("%s: %q gives %q, want %q", tc.locale, tc.text, got, tc.want)
		}
	}
}
