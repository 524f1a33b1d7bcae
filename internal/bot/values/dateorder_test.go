// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

func TestADateInFiguresIsReadInTheOrderOfTheRegion(t *testing.T) {
	const may, december = "2025-05-12", "2025-12-05"
	for name, tc := range map[string]struct{ locale, text, want string }{
		"of the United States":             {"en-US", "12/5", december},
		"with its year":                    {"en-US", "12/5/2025", december},
		"of the Philippines":               {"en-PH", "12/5", december},
		"of Britain":                       {"en-GB", "12/5", may},
		"of Australia":                     {"en-AU", "12-5-25", may},
		"of Europe in English":             {"en-150", "12/5", may},
		"of no region in English":          {"en", "12/5", ""},
		"with its year, too":               {"en", "12/5/2025", ""},
		"with hyphens":                     {"en", "12-5-2025", ""},
		"in a sentence":                    {"en", "could it be 12/5 please", ""},
		"of Canada":                        {"en-CA", "12/5", ""},
		"of Canada in French":              {"fr-CA", "12/5", ""},
		"of nothing known":                 {"", "12/5", ""},
		"with dots":                        {"en", "12.5.", may},
		"of which only one can be a month": {"en", "13/5", "2025-05-13"},
		"the other one":                    {"en", "5/13", "2025-05-13"},
		"of the same figure twice":         {"en", "5/5", "2025-05-05"},
		"beginning with the year":          {"en", "2025/12/05", december},
		"with the month in words":          {"en", "12 May", may},
		"German":                           {"de", "12/5", may},
		"Spanish":                          {"es", "12/5", may},
		"French":                           {"fr", "12/5", may},
		"Italian":                          {"it", "12/5", may},
		"Portuguese":                       {"pt", "12/5", may},
		"Turkish":                          {"tr", "12/5", may},
		"Arabic":                           {"ar", "12/5", may},
		"Chinese":                          {"zh", "12/5", december},
		"Chinese of Taiwan":                {"zh-Hant-TW", "12/5", december},
		"Chinese of Hong Kong":             {"zh-Hant-HK", "12/5", may},
		"Japanese":                         {"ja", "12/5", december},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Compile(release.Field{Type: release.FieldDate}, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := r.Read(tc.text, today, tc.locale)
			if got.Value != tc.want || tc.want == "" && got.Refused != DayOrMonth {
				t.Errorf("%q of %q is read as %q, refused %q; want %q", tc.text, tc.locale, got.Value, got.Refused, tc.want)
			}
		})
	}
}

func TestACorrectionWhoseMonthIsNotSureLeavesNoOtherDay(t *testing.T) {
	r, err := Compile(release.Field{Type: release.FieldDate}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"3 May, no, 12/5", "3 May or 12/5"} {
		if got := r.Read(text, today, "en"); got.Value != "" || got.Refused == "" {
			t.Errorf("%q is read as %q, refused %q", text, got.Value, got.Refused)
		}
	}
}
