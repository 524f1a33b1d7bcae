// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package plural

import "testing"

func TestCountsAreWrittenAsPeopleDo(t *testing.T) {
	for got, want := range map[string]string{
		Of(0, "Bot"):          "0 Bots",
		Of(1, "Bot"):          "1 Bot",
		Of(int32(2), "Bot"):   "2 Bots",
		Of(int64(1), "reply"): "1 reply",
		Of(int64(3), "reply"): "3 replies",
		Of(1, "rule") + Verb(1, " compiles", " compile"): "1 rule compiles",
		Of(2, "rule") + Verb(2, " compiles", " compile"): "2 rules compile",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
