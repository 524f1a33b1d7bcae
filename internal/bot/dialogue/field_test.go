// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "testing"

func TestCustomersCannotReferToFields(t *testing.T) {
	w := newWorld(t)
	w.candidate, w.pointer.Candidate, w.pointer.Rollout = nil, nil, nil
	w.stable = compiled(t, "stable", returns())
	w.say("send it back")
	if got, want := w.say("{other} {what}"), "answer: Send the {other} {what} back within 30 days."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
