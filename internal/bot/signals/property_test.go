// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"math"
	"reflect"
	"strings"
	"testing"
)

func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "NOT good!!", "talk to a human", "but but , .", "no no no", "👎\xff", "人人人", "'' ?!", strings.Repeat("not ", MaxTextBytes)} {
		f.Add(text, "en")
		f.Add(text, "zh-Hant")
	}
	f.Fuzz(func(t *testing.T, text, locale string) {
		got := Read(text, locale)
		if !(math.Abs(got.Sentiment) <= 1) || got.Resolved && got.Unresolved || !reflect.DeepEqual(got, Read(text, locale)) {
			t.Errorf("%q: %+v", text, got)
		}
	})
}
