// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package health

import "testing"

func TestNodeReady(t *testing.T) {
	for body, want := range map[string]bool{
		`{"status":{"conditions":[{"type":"Ready","status":"True"}]}}`:                         true,
		`{"status":{"conditions":[{"type":"Ready","status":"False","message":"no network"}]}}`: false,
		`{"status":{"conditions":[{"type":"DiskPressure","status":"True"}]}}`:                  false,
		`{"status":{}}`: false,
		`not JSON`:      false,
	} {
		if err := nodeReady([]byte(body)); (err == nil) != want {
			t.Errorf("%s: %v", body, err)
		}
	}
}
