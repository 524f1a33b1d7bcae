// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/time/rate"

	"github.com/intentops/intentops/internal/backoff"
	"github.com/intentops/intentops/internal/bot/conversation"
)

const (
	// dueRetryBase and dueRetryLimit are the delays after a handler that failed.
	dueRetryBase  = 200 * time.Millisecond
	dueRetryLimit = time.Minute
	// maxEarly bounds the delay of a message that was delivered before it is due: the clocks of pod
	// and server differ by less.
	maxEarly = time.Second
	// sealedRetry is after how long a message that could not be decrypted is tried again.
	sealedRetry = time.Minute
)

// dueMessage is a message that the server itself delivers at d.At: a waiting one occupies no
// consumer.
func (s *Store) dueMessage(d conversation.DueMessage) (*nats.Msg, error) {
	at := d.At.UTC().Truncate(time.Millisecond)
	if at.Before(d.At) {
		at = at.Add(time.Millisecond)
	}
	data, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("store: due message of kind %s: %w", d.Kind, err)
	}
	wait, now := s.names.due(d.Conversation, d.Kind, at)
	m := message(wait, data)
	s.sealer.sign(m, now)
	m.Header.Set(jetstream.ScheduleHeader, "@at "+at.Format("2006-01-02T15:04:05.000Z07:00"))
	m.Header.Set(jetstream.ScheduleTargetHeader, now)
	// A due message that was not handled for that long concerns a conversation that has expired.
	m.Header.Set(jetstream.ScheduleTTLHeader, s.ttl())
	return m, nil
}

// RunDue calls handle with each due message at or after its time, at least once, in one pod
// at a time, until ctx is done or the Store is closed. An error of handle means to try
// again later, unless it wraps conversation.ErrNotFound: an expired conversation stays expired.
func (s *Store) RunDue(ctx context.Context, handle func(context.Context, conversation.DueMessage) error) error {
	log := s.opts.Logger.WithValues("queue", "due")
	q := queue{s: s, name: "due", subject: s.names.dueNowAll(), workers: dueWorkers}
	q.handle = func(ctx context.Context, m jetstream.Msg, attempt int) time.Duration {
		var d conversation.DueMessage
		// It is delivered as a new entry: when the one that waited was written is not known.
		if err := s.sealer.verify(m.Subject(), m.Headers(), m.Data(), time.Time{}, s.keep()); err != nil {
			sealed, _ := sealIn(m.Headers())
			return q.refuse(ctx, m, sealed, s.keep(), err)
		}
		if err := json.Unmarshal(m.Data(), &d); err != nil {
			log.Error(nil, "Dropping a due message that is not readable")
			return 0
		}
		if early := d.At.Sub(s.opts.Clock.Now()); early > 0 {
			return min(early, maxEarly)
		}
		err := handle(ctx, d)
		if err == nil || errors.Is(err, conversation.ErrNotFound) {
			return 0
		}
		if ctx.Err() == nil && attempt%10 == 3 {
			log.Info("Due message fails, trying again", "kind", d.Kind, "attempt", attempt, "error", err.Error())
		}
		return backoff.Delay(attempt, dueRetryBase, dueRetryLimit)
	}
	return q.run(ctx)
}

// RunOutbox calls handle with each outbox message, at least once, in one pod at a time,
// until ctx is done or the Store is closed. handle returns after how long it wants the
// message again; 0: it is delivered and removed. attempt counts from 1, over all pods.
func (s *Store) RunOutbox(ctx context.Context, handle func(ctx context.Context, m conversation.OutboxMessage, attempt int) (again time.Duration)) error {
	log := s.opts.Logger.WithValues("queue", "outbox")
	unreadable := &rate.Sometimes{Interval: sealedRetry}
	q := queue{s: s, name: "outbox", subject: s.names.outboxAll(), workers: outboxWorkers}
	q.handle = func(ctx context.Context, m jetstream.Msg, attempt int) time.Duration {
		var o conversation.OutboxMessage
		var at time.Time // by the server, not by a header
		if meta, err := m.Metadata(); err == nil {
			at = meta.Timestamp
		}
		data, err := s.sealer.read(m.Subject(), m.Data(), at, s.opts.OutboxTTL)
		if err != nil {
			again := q.refuse(ctx, m, m.Data(), s.opts.OutboxTTL, err)
			unreadable.Do(func() {
				log.Error(err, "A handoff cannot be decrypted: it waits for its key, or is removed as somebody else's")
			})
			return again
		}
		if err := json.Unmarshal(data, &o); err != nil {
			log.Error(nil, "Dropping an outbox message that is not readable")
			return 0
		}
		o.CommittedAt = committedAt(m)
		return handle(ctx, o, attempt)
	}
	return q.run(ctx)
}

// committedAt is when a message was committed; the stream may have it later than that.
func committedAt(m jetstream.Msg) time.Time {
	if at, err := time.Parse(time.RFC3339Nano, m.Headers().Get(committedHeader)); err == nil {
		return at
	}
	meta, err := m.Metadata()
	if err != nil {
		return time.Time{}
	}
	return meta.Timestamp
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
	return int(info.NumPending) + info.NumAckPending + s.journal.outbox(), nil
}
