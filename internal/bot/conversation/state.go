// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package conversation holds the state of a conversation and what a turn may change.
package conversation

import "time"

// State is everything that is remembered of a conversation between turns.
type State struct {
	ID        string    `json:"id"`
	Customer  string    `json:"customer"`
	Channel   string    `json:"channel"`
	StartedAt time.Time `json:"startedAt"`
}
