// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package contacts

import (
	"context"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// Reader reads records.
type Reader interface {
	Record(ctx context.Context, key string) (value []byte, v conversation.Version, err error)
}

// Load returns what is known of a customer, and the version of it.
func Load(ctx context.Context, from Reader, customer string) (Contacts, conversation.Version, error) {
	value, version, err := from.Record(ctx, Key(customer))
	return Read(value), version, err
}

// Attach adds to a commit, which takes a conversation from before to its State, what it means
// for the customer's other conversations. The error is that of from.
func Attach(ctx context.Context, from Reader, before conversation.State, c *conversation.Commit, now time.Time) error {
	if !Concern(before, c.State) {
		return nil
	}
	known, version, err := Load(ctx, from, c.State.Customer)
	if err != nil {
		return err
	}
	entries, changed := known.Follow(before, c.State, now)
	if !changed {
		return nil
	}
	record, err := known.Record(c.State.Customer, version)
	if err != nil {
		return err
	}
	c.Ledger = append(c.Ledger, entries...)
	c.Records = append(c.Records, record)
	return nil
}
