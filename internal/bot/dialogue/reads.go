// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/release"
)

// NeedsReading says whether Turn looks at predictions for that message. It does not when the
// message was answered before, or cannot be, or goes to a person whatever it says.
func NeedsReading(state conversation.State, message Message, pointer release.Pointer) bool {
	switch {
	case !state.EndedAt.IsZero(), state.WithPerson(), pointer.Automation == AutomationDisabled:
		return false
	}
	return !slices.ContainsFunc(state.Seen, func(s conversation.Seen) bool { return s.MessageID == message.ID })
}
