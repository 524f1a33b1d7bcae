// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import "testing"

func TestAHelpdeskOfAnExampleIsNone(t *testing.T) {
	for url, want := range map[string]bool{
		"https://helpdesk.example/handoffs":       true,
		"https://HELPDESK.Example.:8443/handoffs": true,
		"https://desk.example.com/handoffs":       true,
		"http://example.org":                      true,
		"http://nowhere.invalid/":                 true,
		"https://example.shop/handoffs":           false,
		"https://counterexample.com/handoffs":     false,
		"http://helpdesk.helpdesk.svc/handoffs":   false,
		"https://shop.test/handoffs":              false, // some use it inside
		"http://10.0.0.7/handoffs":                false,
		"":                                        false,
		"://":                                     false,
	} {
		if got := (Handoff{URL: url}).Placeholder(); got != want {
			t.Errorf("%q: %t, want %t", url, got, want)
		}
	}
}
