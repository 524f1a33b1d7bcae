// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestADayIsCountedFromAnother that is named. It is the second of March, a Monday.
func TestADayIsCountedFromAnother(t *testing.T) {
	const saturday, thursday, week, fifth = "2026-03-07", "2026-03-05", "2026-03-13", "2026-06-05"
	readsDays(t, map[string]map[string]string{
		"en": {"the day after Friday": saturday, "the day before Friday": thursday, "a week after Friday": week, "two days after 3 June": fifth, "a day after tomorrow": "2026-03-04", "one week before 12 June": fifth},
		"de": {"am Tag nach Freitag": saturday, "einen Tag vor Freitag": thursday, "eine Woche nach Freitag": week, "zwei Tage nach dem 3. Juni": fifth},
		"es": {"el día después del viernes": saturday, "una semana después del viernes": week, "dos días después del 3 de junio": fifth, "un día antes del viernes": thursday},
		"fr": {"le lendemain de vendredi": saturday, "la veille de vendredi": thursday, "une semaine après vendredi": week, "deux jours après le 3 juin": fifth},
		"it": {"il giorno dopo venerdì": saturday, "una settimana dopo venerdì": week, "due giorni dopo il 3 giugno": fifth},
		"pt": {"o dia depois de sexta": saturday, "uma semana depois de sexta": week, "dois dias depois de 3 de junho": fifth},
		"ja": {"金曜日の翌日": saturday, "金曜日の前日": thursday, "金曜日の1週間後": week, "6月3日の2日後": fifth}, "zh": {"周五的第二天": saturday, "周五之后": "2026-03-06", "6月3日的两天后": fifth},
	})
}

// TestAPartOfADayIsNotTomorrow though it is the same word.
func TestAPartOfADayIsNotTomorrow(t *testing.T) {
	const tomorrow, friday = "2026-03-03", "2026-03-06"
	readsDays(t, map[string]map[string]string{
		"es": {"prefiero por la mañana si puede ser": "", "el viernes por la mañana": friday, "mañana por la mañana": tomorrow, "mañana": tomorrow, "el viernes a la mañana": friday},
		"de": {"am Freitag Morgen": friday, "heute Morgen": "2026-03-02", "morgen früh": tomorrow, "morgen": tomorrow, "gleich am Morgen wenn es geht": ""},
	})
}

func readsDays(t *testing.T, all map[string]map[string]string) {
	t.Helper()
	r, err := Compile(release.Field{Name: "day", Type: release.FieldDate}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for locale, texts := range all {
		for text, want := range texts {
			if got := r.Read(text, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), locale); got.Value != want {
				t.Errorf("%s: %q is read as %v, want %q", locale, text, got, want)
			}
		}
	}
}
