// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import "testing"

func TestARegionIsACountryThatTheBotKnowsNumbersOf(t *testing.T) {
	const unknown = " is no country whose telephone numbers are known, so that those without a country code would be refused: write "
	for name, tc := range map[string]struct{ region, want string }{
		"the United Kingdom by its code":       {"GB", ""},
		"the United Kingdom as people call it": {"UK", `"UK"` + unknown + "GB"},
		"a language for a country":             {"EN", `"EN"` + unknown + "its code in ISO 3166, such as GB"},
		"a country that is no more":            {"YU", `"YU"` + unknown + "its code in ISO 3166, such as GB"},
		"a country that there never was":       {"XX", `"XX"` + unknown + "its code in ISO 3166, such as GB"},
		"no country":                           {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, p := range Check(Intent{Name: "a", Utterances: []string{"call me"}, Reply: Reply{Text: "Yes"},
				Fields: []Field{{Name: "phone", Type: FieldPhone, Region: tc.region}}}) {
				got += p.Message
				if p.Field != "spec.fields[0].region" {
					t.Errorf("said of %s", p.Field)
				}
			}
			if got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}
