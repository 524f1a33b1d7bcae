// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package ledger keeps the durable record of what happened to conversations and exports
// its totals as the metrics of the contract in docs/metrics.md.
package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

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

// ErrReplaced is returned by Follow where the log is another one than before: its positions mean something
// else, and it is to be read from the beginning.
var ErrReplaced = errors.New("the ledger was replaced by another one")

// Log stores records: one record holds the entries of one commit, or of several. Positions rise
// with each record and are the same for every replica.
type Log interface {
	// End is the position of the newest record; 0: there is none.
	End(ctx context.Context) (uint64, error)
	// Follow calls apply with each record after a position, in order and once each, and goes
	// on with new ones until ctx is done. It survives interruptions. A record that is not to be
	// counted, as somebody else wrote it, is nil. It returns ErrReplaced where the log is another one.
	Follow(ctx context.Context, after uint64, apply func(position uint64, record []byte)) error
	// Snapshot is what SaveSnapshot last saved; nil: nothing.
	Snapshot(ctx context.Context) ([]byte, error)
	// SaveSnapshot replaces the snapshot.
	SaveSnapshot(ctx context.Context, data []byte) error
}

// Encode makes one record of a commit's entries.
func Encode(entries []Entry) ([]byte, error) {
	data, err := json.Marshal(entries)
	if err != nil {
		return nil, fmt.Errorf("ledger: an entry's Value is not a number: %w", err)
	}
	return data, nil
}

// Join appends a record to another: a line for each commit, so that it still counts as one. Joined is
// false where one of them is no list of entries; then record is as it was.
func Join(record, next []byte) (all []byte, joined bool) {
	last := len(record) - 1
	if !bytes.HasPrefix(record, []byte("[{")) || record[last] != ']' || !bytes.HasPrefix(next, []byte("[{")) {
		return record, false
	}
	record[last] = ','
	return append(append(record, '\n'), next[1:]...), true
}

// commits is how many commits a record holds the entries of.
func commits(record []byte) uint64 { return uint64(bytes.Count(record, []byte{'\n'})) + 1 }

func decode(record []byte) ([]Entry, error) {
	var entries []Entry
	err := json.Unmarshal(record, &entries)
	return entries, err
}
