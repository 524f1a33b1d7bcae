// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notes

import "testing"

func TestNotesAreFoundAgain(t *testing.T) {
	for name, tc := range map[string]struct {
		notes         []string
		message, want string
	}{
		"none": {nil, "The spec is valid", ""},
		"one":  {[]string{"spec.a: odd"}, "The spec is valid; note: spec.a: odd", "spec.a: odd"},
		"two":  {[]string{"spec.a: odd", "spec.b: odd"}, "The spec is valid; note: spec.a: odd; spec.b: odd", "spec.a: odd; spec.b: odd"},
	} {
		t.Run(name, func(t *testing.T) {
			message := Add("The spec is valid", tc.notes...)
			if message != tc.message || Of(message) != tc.want {
				t.Errorf("%q has %q, want %q with %q", message, Of(message), tc.message, tc.want)
			}
		})
	}
}
