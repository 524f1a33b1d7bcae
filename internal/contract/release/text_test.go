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
	values := map[string]string{"name": "{orderId}", "orderId": "$1"}
	got := Expand(text, values, values)
	const want = "{orderId}: order $1 { orderId } {missing} {} {orderId}"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhatALinkLeadsToDoesNotDependOnWhoReadsIt(t *testing.T) {
	for text, want := range map[string]string{
		"On {day}.":                            "On 5 March 2027.",
		"({day}/{day})":                        "(5 March 2027/5 March 2027)",
		"See https://x.example/{day}.":         "See https://x.example/2027-03-05.",
		"https://x.example/a?from={day}&{day}": "https://x.example/a?from=2027-03-05&2027-03-05",
		"[On {day}](https://x.example/{day})":  "[On 5 March 2027](https://x.example/2027-03-05)",
		"shop.example/days/{day} on {day}":     "shop.example/days/2027-03-05 on 5 March 2027",
		"Write /days?on={day}":                 "Write /days?on=2027-03-05",
		"www.shop.example?{day}":               "www.shop.example?2027-03-05",
		"tel:{day} or Tel. {day}":              "tel:2027-03-05 or Tel. 5 March 2027",
		"详情：https://x.example/{day}。日期：{day}":  "详情：https://x.example/2027-03-05。日期：5 March 2027",
		"Right?{day}, yes: https://x {day}":    "Right?5 March 2027, yes: https://x 5 March 2027",
	} {
		if got := Expand(text, map[string]string{"day": "5 March 2027"}, map[string]string{"day": "2027-03-05"}); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
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
