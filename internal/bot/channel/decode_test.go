// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"strings"
	"testing"
)

func TestATextIsCountedAsPeopleDo(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want string
	}{
		"4000 letters":                     {strings.Repeat("x", 4000), ""},
		"4001 letters":                     {strings.Repeat("x", 4001), "longer than 4000 characters"},
		"4000 characters of Chinese":       {strings.Repeat("\u6587", 4000), ""},
		"1000 letters with accents apart":  {strings.Repeat("e\u0301", 4000), ""},
		"400 families of seven characters": {strings.Repeat("\U0001F468\u200d\U0001F469\u200d\U0001F467\u200d\U0001F466", 400), ""},
		"4000 emoji":                       {strings.Repeat("\U0001F600", 4000), "longer than 12000 bytes"},
		"one letter with 6000 accents":     {"e" + strings.Repeat("\u0301", 6000), "longer than 12000 bytes"},
	} {
		err := checkText(tc.text)
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
			continue
		}
		if f := failure(err); err != nil && (f.Status != 413 || f.Reason != ReasonTooLong) {
			t.Errorf("%s: %d %s", name, f.Status, f.Reason)
		}
	}
}

// FuzzDecode takes any body: it is read, or refused by a failure with words, and never more
// than once.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"messageId":"m1","text":"hi"}`, `{`, `[]`, `null`, `{"text":7}`, `{"x":1}`, `{} {}`, "\x00", `{"messageId":"\ud800"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var m fromBrowser
		err := decodeStrict([]byte(body), &m)
		if err == nil {
			_ = checkText(m.Text)
			_ = checkOpening(m.Customer, m.Type, m.Locale)
			return
		}
		if got := failure(err); got.Status != 400 || got.Message == "" {
			t.Errorf("%q: %d %q", body, got.Status, got.Message)
		}
	})
}
