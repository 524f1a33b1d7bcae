// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// Record implements conversation.Store. The error wraps conversation.ErrUnavailable.
func (s *Store) Record(ctx context.Context, key string) (value []byte, v conversation.Version, err error) {
	m, err := s.last(ctx, s.names.record(key))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, s.mapError(ctx, "loading a record", err)
	}
	if value, err = s.sealer.read(m.Subject, m.Data, m.Time, conversation.MaxRecordTTL); err != nil {
		return nil, 0, fmt.Errorf("store: record at position %d: %w", m.Sequence, err)
	}
	return value, conversation.Version(m.Sequence), nil
}

// recordMessages are the parts of a commit that write its records: each replaces the one that
// was read, and is refused when another commit has written it since.
func (s *Store) recordMessages(records []conversation.Record) ([]*nats.Msg, error) {
	msgs := make([]*nats.Msg, 0, len(records))
	seen := make(map[string]bool, len(records))
	for i, r := range records {
		switch {
		case r.Key == "":
			return nil, fmt.Errorf("store: Records[%d].Key is empty; say what the record is about", i)
		case r.TTL < time.Second || r.TTL > conversation.MaxRecordTTL:
			return nil, fmt.Errorf("store: Records[%d].TTL is %s; give at least 1s and at most %s", i, r.TTL, conversation.MaxRecordTTL)
		case seen[r.Key]:
			return nil, fmt.Errorf("store: Records[%d].Key is in the commit already; write it once", i)
		}
		seen[r.Key] = true
		m := s.sealed(s.names.record(r.Key), r.Value)
		m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, strconv.FormatUint(uint64(r.Version), 10))
		m.Header.Set(jetstream.MsgRollup, jetstream.MsgRollupSubject)
		m.Header.Set(jetstream.MsgTTLHeader, wholeSeconds(r.TTL))
		msgs = append(msgs, m)
	}
	return msgs, nil
}

// claimMessages are the parts of a commit that make its claims: messages on subjects that
// must be empty. The server removes them when they expire.
func (s *Store) claimMessages(claims []conversation.Claim) ([]*nats.Msg, error) {
	msgs := make([]*nats.Msg, 0, len(claims))
	seen := make(map[string]bool, len(claims))
	for i, c := range claims {
		switch {
		case c.Key == "":
			return nil, fmt.Errorf("store: Claims[%d].Key is empty; say what is claimed", i)
		case c.TTL < time.Second || c.TTL > claimLives(c.Value):
			return nil, fmt.Errorf("store: Claims[%d].TTL is %s; give at least 1s and at most %s", i, c.TTL, claimLives(c.Value))
		case seen[c.Key]:
			return nil, fmt.Errorf("store: Claims[%d].Key is in the commit already; claim it once", i)
		}
		seen[c.Key] = true
		m := s.signed(s.names.claim(c.Key), c.Value)
		m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, "0")
		m.Header.Set(jetstream.MsgTTLHeader, wholeSeconds(c.TTL))
		msgs = append(msgs, m)
	}
	return msgs, nil
}

// claimLives is how long a claim with a value lives at most. One without says only that something has
// happened.
func claimLives(value []byte) time.Duration {
	if len(value) == 0 {
		return conversation.MaxClaimTTL
	}
	return conversation.MaxRecordTTL
}

// Claimed implements conversation.Store. The error wraps conversation.ErrUnavailable.
func (s *Store) Claimed(ctx context.Context, key string) (value []byte, claimed bool, err error) {
	m, err := s.last(ctx, s.names.claim(key))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, s.mapError(ctx, "looking up a claim", err)
	}
	if err := s.sealer.verify(m.Subject, m.Header, m.Data, m.Time, claimLives(m.Data)); err != nil {
		return nil, false, fmt.Errorf("store: claim at position %d: %w", m.Sequence, err)
	}
	return m.Data, true, nil
}

// whyRefused finds which check a commit failed: a claim, or else a version.
func (s *Store) whyRefused(ctx context.Context, claims []conversation.Claim) error {
	for _, c := range claims {
		_, made, err := s.Claimed(ctx, c.Key)
		if err != nil {
			return err
		}
		if made {
			return conversation.ErrClaimed
		}
	}
	return conversation.ErrConflict
}

// wholeSeconds is a time to live in the form of a header.
func wholeSeconds(d time.Duration) string {
	return (d + time.Second - 1).Truncate(time.Second).String()
}
