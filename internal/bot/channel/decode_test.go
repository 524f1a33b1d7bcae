// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"testing"
)

// FuzzDecode takes any body: it is read, or refused by a failure with words, and never more
// than once.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"messageId":"m1","text":"hi"}`, `{`, `[]`, `null`, `{"text":7}`, `{"x":1}`, `{} {}`, "\x00", `{"messageId":"\ud800"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var m struct {
			MessageID string `json:"messageId"`
			Text      string `json:"text"`
		}
		err := decodeStrict([]byte(body), &m)
		if err == nil {
			return
		}
		if got := failure(err); got.Status != 400 || got.Message == "" {
			t.Errorf("%q: %d %q", body, got.Status, got.Message)
		}
	})
}
