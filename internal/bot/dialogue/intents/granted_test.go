// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import "testing"

func TestWhatSomethingChangesFromIsLeftOut(t *testing.T) {
	for _, c := range []struct{ locale, text, want string }{
		{"en", "change my postcode from 20095 to 10115", "change my postcode to 10115"},
		{"de-AT", "PLZ von 20095 auf 10115 ändern", "PLZ auf 10115 ändern"},
		{"es", "cambien el código de 20095 a 10115", "cambien el código a 10115"},
		{"it", "cambiare il CAP da 20095 a 10115", "cambiare il CAP a 10115"},
		{"en", "my order from 2025, AB123456", "my order from 2025, AB123456"},
		{"en", "from Monday to Friday", "from Monday to Friday"},
		{"en", "to 10115 from 20095", "to 10115 from 20095"},
		{"", "", ""},
	} {
		if got := withoutOrigin(c.text, c.locale); got != c.want {
			t.Errorf("%q is left as %q, want %q", c.text, got, c.want)
		}
	}
}
