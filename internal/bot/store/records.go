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
	return m.Data, conversation.Version(m.Sequence), nil
}

// recordMessages are the parts of a commit that write its records: each replaces the one that
// was read, and is refused when somebody else has written since.
func (s *Store) recordMessages(records []conversation.Record) ([]*nats.Msg, error) {
	msgs := make([]*nats.Msg, 0, len(records))
	seen := make(map[string]bool, len(records))
	for i, r := range records {
		switch {
		case r.Key == "":
			return nil, fmt.Errorf("store: Records[%d].Key is empty; say what the record is about", i)
		case r.TTL < time.Second:
			return nil, fmt.Errorf("store: Records[%d].TTL is %s; give at least 1s", i, r.TTL)
		case seen[r.Key]:
			return nil, fmt.Errorf("store: Records[%d].Key is in the commit already; write it once", i)
		}
		seen[r.Key] = true
		m := message(s.names.record(r.Key), r.Value)
		m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, strconv.FormatUint(uint64(r.Version), 10))
		m.Header.Set(jetstream.MsgRollup, jetstream.MsgRollupSubject)
		m.Header.Set(jetstream.MsgTTLHeader, wholeSeconds(r.TTL))
		msgs = append(msgs, m)
	}
	return msgs, nil
}
