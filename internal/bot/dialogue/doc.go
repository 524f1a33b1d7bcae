// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package dialogue decides what a turn of a conversation does: what the customer is told,
// what is counted, who must be told, and when the conversation is looked at again. The
// package is pure: no client, no context, no clock; predictions and time come in as values.
//
// A message is decided by both releases until they decide differently. From then on the
// conversation is part of the rollout and its customer's track decides alone. Until then
// both releases would have done the same, so nothing that is compared depends on the track.
package dialogue
