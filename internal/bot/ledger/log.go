// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"encoding/json"
	"fmt"
)

// Log is where records are kept: one record holds the entries of one commit. Positions rise
// with each record and are the same for every replica.
type Log interface {
	// End is the position of the newest record; 0: there is none.
	End(ctx context.Context) (uint64, error)
	// Follow calls apply with each record after a position, in order and once each, and goes
	// on with new ones until ctx is done. It outlasts interruptions.
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

func decode(record []byte) ([]Entry, error) {
	var entries []Entry
	err := json.Unmarshal(record, &entries)
	return entries, err
}
