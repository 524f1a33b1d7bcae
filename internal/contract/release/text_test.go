// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExpand(t *testing.T) {
	text := "{name}: order {orderId} { orderId } {missing} {} {name}"
	if diff := cmp.Diff([]string{"name", "orderId", "missing", "name"}, Placeholders(text)); diff != "" {
		t.Errorf("placeholders (-want +got):\n%s", diff)
	}
	got := Expand(text, map[string]string{"name": "{orderId}", "orderId": "$1"})
	const want = "{orderId}: order $1 { orderId } {missing} {} {orderId}"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCompilePatternMatchesWholeValues(t *testing.T) {
	re, err := CompilePattern("a|b")
	if err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string]bool{"a": true, "b": true, "ab": false, "a\n": false, "xb": false, "": false} {
		if got := re.MatchString(value); got != want {
			t.Errorf("%q matches: %v, want %v", value, got, want)
		}
	}
}
