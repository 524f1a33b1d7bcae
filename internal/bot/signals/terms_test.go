// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// TestNotIsNoFormOfToChange has a word for not, in Turkish, that begins like the verb for changing.
func TestNotIsNoFormOfToChange(t *testing.T) {
	if terms := Terms("AB54321 değil"); len(terms) != 1 {
		t.Errorf("the terms are %q, want that of the code alone", terms)
	}
}
