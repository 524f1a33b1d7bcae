// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// testChoices asks something that is not understood, and presses the button of what was meant.
func testChoices(t *testing.T, browser chromium) {
	b := newBot(t, nil)
	w := browser.visit(t, b.behindNetwork().url, look{})
	w.write("perhaps")
	w.shows(3)
	if got, want := w.text(".choices"), "HoursTalk to a person"; got != want {
		t.Errorf("the choices are %q, want %q", got, want)
	}
	w.accessible("choices")
	w.Until("the choice", `(document.querySelector(".choices button").click(), true)`)
	w.shows(5)
	if got := strings.Join(w.lines(), "\n"); !strings.Contains(got, "Hours") || !strings.Contains(got, "Nine to five.") {
		t.Errorf("after the choice the page shows %q, want it and the answer", got)
	}
	if got := w.count(".choices"); got != 0 {
		t.Errorf("%d lines have choices after one was made, want 0", got)
	}
	if got := b.remembered(w).Proposed; len(got) != 1 || got[0] != (conversation.Proposed{Intent: "hours", Text: "perhaps"}) {
		t.Errorf("proposed %v, want the message that was not understood", got)
	}
}
