// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/contract/release"
)

// differ reports whether customers could notice, or counts depend on, which of the two releases
// decides.
func differ(a, b decide.Decision) bool {
	if a.Kind == decide.Offer && b.Kind == decide.Offer && (!slices.Equal(a.Offered, b.Offered) || a.Queued != b.Queued) || a.TooMany != b.TooMany ||
		!slices.Equal(a.LaterIntents(), b.LaterIntents()) ||
		!slices.EqualFunc(a.Also, b.Also, func(x, y decide.Decision) bool { return !differ(x, y) }) {
		return true
	}
	if a.Intent != nil && b.Intent != nil && acts(a.Kind) && acts(b.Kind) {
		return a.Intent.Name != b.Intent.Name || a.Intent.Revision != b.Intent.Revision || a.Kind != b.Kind
	}
	return a.Kind != b.Kind || a.PolicyRequired != b.PolicyRequired
}

// textsDiffer reports whether two releases that decide the same say it in different texts. The
// texts after a handoff belong to the decision to hand over.
func textsDiffer(d decide.Decision, a, b release.Texts) bool {
	if d.TooMany && a.TooMuchAtOnce != b.TooMuchAtOnce {
		return true
	}
	if slices.ContainsFunc(d.Also, func(also decide.Decision) bool { return textsDiffer(also, a, b) }) {
		return true
	}
	if d.Undo && a.CannotUndo != b.CannotUndo {
		return true
	}
	switch d.Kind {
	case decide.Clarify:
		return a.NotUnderstood != b.NotUnderstood
	case decide.Acknowledge:
		return a.YouAreWelcome != b.YouAreWelcome
	case decide.Field:
		return d.Refused != "" && refusal(d.Refused, a) != refusal(d.Refused, b)
	case decide.Confirm:
		return d.Refused != "" && refusal(d.Refused, a) != refusal(d.Refused, b) || a.ShallI != b.ShallI || a.Yes != b.Yes || a.No != b.No
	case decide.Offer:
		return d.Queued && a.AlsoAsked != b.AlsoAsked ||
			!d.Queued && !d.Undo && a.DidYouMean != b.DidYouMean || a.APerson != b.APerson
	case decide.Withdraw:
		return a.LeftAsItIs != b.LeftAsItIs
	case decide.Chat:
		return chatText(a, d.Chat) != chatText(b, d.Chat)
	case decide.Escalate:
		return a.HandingOver != b.HandingOver || a.WaitingForAgent != b.WaitingForAgent ||
			a.NoAgentYet != b.NoAgentYet || a.RequestReceived != b.RequestReceived
	}
	return false
}

// acts is true for what is done about an intent.
func acts(k decide.Kind) bool { return k == decide.Reply || k == decide.Field || k == decide.Confirm }
