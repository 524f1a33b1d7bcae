// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/release"
)

// Track is the track of a customer in a rollout, the same in every pod and on every
// channel. A customer who has the candidate at one percentage has it at every higher one.
func Track(rollout release.Rollout, customer string) string {
	if rollout.Covers(customer) {
		return conversation.TrackCandidate
	}
	return conversation.TrackStable
}
