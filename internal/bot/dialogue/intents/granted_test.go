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
		{"ar", "غيروا الرمز من 20095 إلى 10115", "غيروا الرمز إلى 10115"},
		{"zh", "把邮编从20095改成10115", "把邮编从 10115"},
		{"zh", "邮箱由ida@example.org换成uli@example.com", "邮箱由 uli@example.com"},
		{"zh", "从20095寄出的包裹", "从20095寄出的包裹"},
		{"ja", "メールをida@example.orgからuli@example.comにしてください", "メールを uli@example.comにしてください"},
		{"ja", "AB123456とAB654321からの連絡", "AB123456とAB654321からの連絡"},
		{"tr", "e-posta ida@example.org'dan uli@example.com'a geçsin", "e-posta  uli@example.com'a geçsin"},
		{"tr", "AB123456'dan haber yok", "AB123456'dan haber yok"},
		{"", "", ""},
	} {
		if got := withoutOrigin(c.text, c.locale); got != c.want {
			t.Errorf("%q is left as %q, want %q", c.text, got, c.want)
		}
	}
}
