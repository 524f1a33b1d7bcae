// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

func TestAPatternThatIsNotRE2IsRefused(t *testing.T) {
	in := orderStatus()
	in.Fields[0].Pattern = "(?=x)"
	_, err := Compile("h", release.Release{Intents: []release.Intent{in}}, nil)
	if err == nil || !strings.Contains(err.Error(), `intent "order-status": field "orderId": pattern`) {
		t.Errorf("error %v, want it to name intent and field", err)
	}
	if _, err := Compile("h", release.Release{Intents: []release.Intent{hours("1"), hours("2")}}, nil); err == nil {
		t.Error("an intent that is listed twice was taken")
	}
}

func TestCustomersCannotReferToFields(t *testing.T) {
	w := newWorld(t)
	w.candidate, w.pointer.Candidate, w.pointer.Rollout = nil, nil, nil
	w.stable = compiled(t, "stable", returns())
	w.say("send it back")
	if got, want := w.say("{other} {what}"), "answer: Send the {other} {what} back within 30 days."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
