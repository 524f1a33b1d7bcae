// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestADayByItsNumberIsTheNextSuchDay, and none where a month, an hour or a thing has the number.
func TestADayByItsNumberIsTheNextSuchDay(t *testing.T) {
	now := time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"on the 20th, 3 players": "on  2026-06-20 , 3 players", "for the 5th": "for  2026-07-05 ", "the 10th": " 2026-06-10 ", "the 31st": " 2026-07-31 ",
		"am 20., 3 Spieler": " 2026-06-20 , 3 Spieler", "le 1er": " 2026-07-01 ", "dia 20": " 2026-06-20 ", "20号两位": " 2026-06-20 两位",
		"Saturday 20": "Saturday  2026-06-20 ", "sabato 20": "sabato  2026-06-20 ", "Samstag, 20.": "Samstag,  2026-06-20 .", "Saturday 21": "Saturday 21", "Friday 2 of us": "Friday 2 of us", "samedi 20 juin": "samedi 20 juin",
		"on March 13th": "on March 13th", "March the 13th": "March the 13th", "le 1er juin": "le 1er juin", "the 13th of March": "the 13th of March", "le 20h30": "le 20h30", "am 20. März": "am 20. März", "the 20th next month": "the 20th next month",
	} {
		if got := InDaysAhead(text, now); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

// TestArabicCountsAreWrittenApart from what is written together with them.
func TestArabicCountsAreWrittenApart(t *testing.T) {
	for text, want := range map[string]string{
		"لأربعة": "ل أربعة", "طاولة لشخصين": "طاولة ل 2 شخص", "ليلتين": " 2 ليلة", "للجميع": "للجميع", "لماذا": "لماذا",
	} {
		if got := arabicCounts(text); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

// TestTheDayToWhichSomethingIsChangedIsGiven, and one at the end of a stretch is not.
func TestTheDayToWhichSomethingIsChangedIsGiven(t *testing.T) {
	r, err := Compile(release.Field{Name: "day", Prompt: "Which day?", Type: release.FieldDate}, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 11, 9, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"exchange my tickets to 26 March": "2026-03-26", "switch AB123456 to 26 March": "2026-03-26",
		"from the 20th to 26 March": "", "Friday to 26 March": "", "20 to 26 March": "",
	} {
		if got := r.InPassing(text, now, "en"); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

// TestTheEndOfAMonthIsItsLastDay, of the one that is named or of this one.
func TestTheEndOfAMonthIsItsLastDay(t *testing.T) {
	r, err := Compile(release.Field{Name: "day", Prompt: "Which day?", Type: release.FieldDate}, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 11, 9, 0, 0, 0, time.UTC)
	for _, tc := range []struct{ locale, text, want string }{
		{"en", "end of april", "2026-04-30"}, {"de", "Ende April", "2026-04-30"}, {"fr", "fin avril", "2026-04-30"}, {"es", "a finales de abril", "2026-04-30"},
		{"it", "fine aprile", "2026-04-30"}, {"pt", "no fim de abril", "2026-04-30"}, {"tr", "nisan sonu", "2026-04-30"}, {"ar", "نهاية أبريل", "2026-04-30"},
		{"ja", "4月末で", "2026-04-30"}, {"zh", "四月底", "2026-04-30"}, {"en", "the end of February", "2027-02-28"}, {"en", "end of April 2027", "2027-04-30"}, {"de", "Ende April 2027", "2027-04-30"}, {"es", "a finales de abril de 2027", "2027-04-30"}, {"en", "at the end of March", "2026-03-31"},
		{"en", "end of the month", "2026-03-31"}, {"en", "end of next month", "2026-04-30"}, {"en", "mid april", ""}, {"en", "in april", ""}, {"en", "the end of the story", ""},
	} {
		if got := r.Read(tc.text, now, tc.locale).Value; got != tc.want {
			t.Errorf("%s: %q is %q, want %q", tc.locale, tc.text, got, tc.want)
		}
	}
}
