// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package survey says who asks a customer for a rating: the bot's customers and the helpdesk
// run apart and must agree, since only the first rating of a conversation counts.
package survey

import "hash/fnv"

// ThroughHelpdesk says whether the helpdesk asks, in a conversation that was handed over.
// share is how often, 0..1.
func ThroughHelpdesk(conversation string, share float64) bool {
	h := fnv.New64a()
	_, _ = h.Write([]byte(conversation)) // never fails
	// The low bits of this hash depend on little: mix them.
	return float64((h.Sum64()*0x9e3779b97f4a7c15)>>11)/(1<<53) < share
}
