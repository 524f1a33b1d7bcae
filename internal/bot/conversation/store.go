// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import (
	"context"
	"errors"
	"time"

	"github.com/intentops/intentops/internal/bot/ledger"
)

// Errors of a Store.
var (
	// ErrNotFound means that there is no conversation of that id, or that it has expired.
	ErrNotFound = errors.New("conversation not found")
	// ErrConflict means that another commit changed the conversation first: load it and decide
	// again.
	ErrConflict = errors.New("conversation was changed meanwhile")
	// ErrClaimed means that a claim of the commit was made before: what it stands for has
	// happened already. Ask Claimed which one it is, and decide again.
	ErrClaimed = errors.New("claimed before")
	// ErrUnavailable means that the store cannot be reached. A Commit that fails with it may
	// have been applied or not: load the conversation before deciding again.
	ErrUnavailable = errors.New("conversation store is unavailable")
)

// Version is the position of a conversation's last commit; 0: it does not exist yet.
type Version uint64

// Commit is everything that one turn changes. A Store makes all of it durable, or nothing.
type Commit struct {
	// State replaces the conversation's state.
	State State
	// Ledger are the facts to count.
	Ledger []ledger.Entry
	// Outbox are messages that must be delivered, at least once.
	Outbox []OutboxMessage
	// Due asks that the conversation be looked at again at these times.
	Due []DueMessage
	// Claims are keys that must not be claimed yet. They let something happen once, across
	// conversations: the same event delivered twice, a customer who is counted once.
	Claims []Claim
	// Records are notes that belong to no single conversation, such as those on a customer.
	Records []Record
}

const (
	// MaxRecordTTL is how long a record, or a claim with a value, lasts at most.
	MaxRecordTTL = 8 * 24 * time.Hour
	// MaxClaimTTL is how long a claim without a value lasts at most.
	MaxClaimTTL = 90 * 24 * time.Hour
)

// Record is a note of a few kilobytes. A commit that writes one applies only if the record is
// still at the version that was read, else ErrConflict.
type Record struct {
	// Key is any text that is not empty, best with the kind of thing in front: "customer/...".
	Key   string
	Value []byte
	// Version that was read; 0: there was none.
	Version Version
	// TTL is how long the record lasts, from a second to MaxRecordTTL; it is rounded up to whole
	// seconds.
	TTL time.Duration
}

// Claim is a key that one commit at most can make, until it expires.
type Claim struct {
	// Key is any text that is not empty, best with the kind of thing in front: "event/...".
	Key string
	// TTL is how long the claim lasts, from a second to MaxClaimTTL, or MaxRecordTTL with a Value; it
	// is rounded up to whole seconds.
	TTL time.Duration
	// Value may tell later what was claimed; at most a kilobyte.
	Value []byte
}

// OutboxMessage is delivered until the receiver accepts it, or it is too old.
type OutboxMessage struct {
	// ID is the idempotency key, the same on each attempt.
	ID string `json:"id"`
	// Conversation that the message belongs to.
	Conversation string `json:"conversation"`
	// Body is what is sent, as it is signed: JSON.
	Body []byte `json:"body"`
	// CommittedAt is set by the store when it hands the message out.
	CommittedAt time.Time `json:"-"`
}

// DueMessage asks for another look at a conversation.
type DueMessage struct {
	Conversation string    `json:"conversation"`
	At           time.Time `json:"at"`
	// Kind says what is due: "outcome", "accept" or whatever the dialogue defines.
	Kind string `json:"kind"`
}

// Store keeps conversations. Implementations are safe for concurrent use by many pods.
type Store interface {
	// Load returns a conversation's state and version, or ErrNotFound.
	Load(ctx context.Context, id string) (State, Version, error)
	// Commit applies c if the conversation is still at version v, and its records at theirs,
	// else ErrConflict, and if none of its claims was made before, else ErrClaimed.
	Commit(ctx context.Context, id string, v Version, c Commit) (Version, error)
	// Claimed says whether a key is claimed, and with which value.
	Claimed(ctx context.Context, key string) (value []byte, claimed bool, err error)
	// Record returns a record's value and version; 0: there is none.
	Record(ctx context.Context, key string) (value []byte, v Version, err error)
}

// Kinds of due messages.
const (
	// DueOutcome is when a conversation's outcome is counted.
	DueOutcome = "outcome"
	// DueRolloutOutcome is when its outcome is counted for its rollout.
	DueRolloutOutcome = "rollout-outcome"
	// DueAccept is when the customer is told that no agent took over yet.
	DueAccept = "accept"
)
