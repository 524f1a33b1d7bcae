// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"

	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/plural"
)

// note tells people what the figures leave out, and whether a single client could have made them
// up; empty: neither.
func (e Evidence) note() string {
	s := ""
	if e.Uncounted > 0 {
		s += fmt.Sprintf("; %s not counted: more than %d in a day from one client network", plural.Of(e.Uncounted, "anonymous conversation"), e.PerNetwork)
	}
	if e.Unlimited > 0 {
		s += fmt.Sprintf("; %s unprotected, as one client can make up any number: set spec.trustedProxies of the Bot, or identity of its channels with spec.evidence: Verified",
			plural.Of(e.Unlimited, "anonymous conversation"))
	}
	return s
}

// noted is a message with the note, within what a status takes.
func (e Evidence) noted(message string) string {
	note := e.note()
	return chars.Clip(message, maxMessage-len(note)) + note
}
