// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestCountsAndDaysInWordsAreRead in scripts and languages that write them apart from figures.
func TestCountsAndDaysInWordsAreRead(t *testing.T) {
	today := time.Date(2026, 3, 11, 0, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		field              release.Field
		locale, text, want string
	}{
		{release.Field{Type: release.FieldNumber}, "ja", "二つ", "2"}, {release.Field{Type: release.FieldNumber}, "ja", "三つお願いします", "3"},
		{release.Field{Type: release.FieldNumber}, "ja", "五十ユーロ", "50"}, {release.Field{Type: release.FieldNumber}, "zh", "五十欧元", "50"},
		{release.Field{Type: release.FieldDate}, "ar", "الخامس من أبريل", "2026-04-05"},
		{release.Field{Type: release.FieldNumber}, "ja", "二つ目", ""}, // the second one
		{release.Field{Type: release.FieldNumber}, "ja", "百二十ユーロ", "120"}, {release.Field{Type: release.FieldNumber}, "zh", "一百二十元", "120"}, {release.Field{Type: release.FieldNumber}, "zh", "一千二百零五元", "1205"},
		{release.Field{Type: release.FieldNumber}, "zh", "一百二元", ""}, {release.Field{Type: release.FieldNumber}, "ja", "百人", "100"},
	} {
		r, err := Compile(tc.field, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Read(tc.text, today, tc.locale); got.Value != tc.want {
			t.Errorf("%s: %q is %+v, want %q", tc.locale, tc.text, got, tc.want)
		}
	}
}
