// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

// Kinds of due messages.
const (
	// DueOutcome is when a conversation's outcome is counted.
	DueOutcome = "outcome"
	// DueRolloutOutcome is when its outcome is counted for its rollout.
	DueRolloutOutcome = "rollout-outcome"
	// DueAccept is when the customer is told that nobody took over yet.
	DueAccept = "accept"
)
