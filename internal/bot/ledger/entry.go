// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package ledger keeps the durable record of what happened to conversations and exports
// its totals as the metrics of the contract in docs/metrics.md.
package ledger

// Entry is one countable fact about a conversation. Entries are committed together with
// the conversation's state, so each fact is counted exactly once.
type Entry struct {
	// Metric is the name of a family in Families.
	Metric string `json:"m"`
	// Labels are the family's own labels; namespace and bot are added on export.
	Labels map[string]string `json:"l,omitempty"`
	// Value is what a histogram observes, in the family's unit. A counter counts one.
	Value float64 `json:"v,omitempty"`
	// More adds the Value to something that a histogram has observed before: to its sum, and
	// to none of its buckets.
	More bool `json:"more,omitempty"`
}
