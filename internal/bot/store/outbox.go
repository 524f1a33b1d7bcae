// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// RunOutbox calls handle with each outbox message, at least once, in one pod at a time,
// until ctx is done or the Store is closed. handle returns after how long it wants the
// message again; 0: it is delivered and removed. attempt counts from 1, over all pods.
func (s *Store) RunOutbox(ctx context.Context, handle func(ctx context.Context, m conversation.OutboxMessage, attempt int) (again time.Duration)) error {
	log := s.opts.Logger.WithValues("queue", "outbox")
	return queue{s: s, name: "outbox", subject: s.names.outboxAll(), workers: outboxWorkers,
		handle: func(ctx context.Context, m jetstream.Msg, attempt int) time.Duration {
			var o conversation.OutboxMessage
			if err := json.Unmarshal(m.Data(), &o); err != nil {
				log.Error(nil, "Dropping an outbox message that is not readable")
				return 0
			}
			if meta, err := m.Metadata(); err == nil {
				o.CommittedAt = meta.Timestamp
			}
			return handle(ctx, o, attempt)
		}}.run(ctx)
}

// OutboxPending is the number of outbox messages that were not delivered yet, over all pods.
func (s *Store) OutboxPending(ctx context.Context) (int, error) {
	cctx, cancel := s.timeout(ctx)
	defer cancel()
	cons, err := s.js.Consumer(cctx, s.names.stream, "outbox")
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		cons, err = queue{s: s, name: "outbox", subject: s.names.outboxAll()}.consumer(cctx)
	}
	if err != nil {
		return 0, s.mapError(ctx, "counting the outbox", err)
	}
	info := cons.CachedInfo()
	return int(info.NumPending) + info.NumAckPending, nil
}
