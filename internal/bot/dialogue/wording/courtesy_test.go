// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import "testing"

func TestCourtesies(t *testing.T) {
	for text, want := range map[string]bool{
		"thanks": true, "Thank you so much!": true, "ok, great": true, "Vielen Dank!": true, "merci beaucoup": true, "bye": true,
		"ok": false, "good": false, "": false, "?!": false, "thanks, and where is my parcel": false, "thanks for nothing": false,
		"great, another fee": false, "Vielen Dank\u200f": true, "Danke scho\u0308n": true, "ｔｈａｎｋｓ": true,
	} {
		if got := IsCourteous(text); got != want {
			t.Errorf("%q is a courtesy: %t, want %t", text, got, want)
		}
	}
}
