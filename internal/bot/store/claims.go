// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// claimMessages are the parts of a commit that make its claims: messages on subjects that
// must be empty. The server removes them when they expire.
func (s *Store) claimMessages(claims []conversation.Claim) ([]*nats.Msg, error) {
	msgs := make([]*nats.Msg, 0, len(claims))
	seen := make(map[string]bool, len(claims))
	for i, c := range claims {
		switch {
		case c.Key == "":
			return nil, fmt.Errorf("store: Claims[%d].Key is empty; say what is claimed", i)
		case c.TTL < time.Second:
			return nil, fmt.Errorf("store: Claims[%d].TTL is %s; give at least 1s", i, c.TTL)
		case seen[c.Key]:
			return nil, fmt.Errorf("store: Claims[%d].Key is in the commit already; claim it once", i)
		}
		seen[c.Key] = true
		m := message(s.names.claim(c.Key), c.Value)
		m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, "0")
		m.Header.Set(jetstream.MsgTTLHeader, wholeSeconds(c.TTL))
		msgs = append(msgs, m)
	}
	return msgs, nil
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
	return m.Data, true, nil
}

// whyRefused tells which check a commit failed: a claim of it, or else a version.
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
