// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/backoff"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// Ledger is the stream's ledger, for a ledger.Aggregator.
func (s *Store) Ledger() ledger.Log { return ledgerLog{s} }

type ledgerLog struct{ s *Store }

// End implements ledger.Log.
func (l ledgerLog) End(ctx context.Context) (uint64, error) {
	cctx, cancel := l.s.timeout(ctx)
	defer cancel()
	if err := l.s.journal.settle(cctx); err != nil {
		return 0, l.s.mapError(ctx, "finding the ledger's end", err)
	}
	m, err := l.s.last(ctx, l.s.names.ledger())
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, l.s.mapError(ctx, "finding the ledger's end", err)
	}
	return m.Sequence, nil
}

// Snapshot implements ledger.Log.
func (l ledgerLog) Snapshot(ctx context.Context) ([]byte, error) {
	m, err := l.s.last(ctx, l.s.names.snapshot())
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, l.s.mapError(ctx, "loading the ledger's snapshot", err)
	}
	if !l.s.sealer.wrote(m.Subject, m.Header, m.Data, m.Time) {
		return nil, nil // somebody else's: what was counted before is not known
	}
	return m.Data, nil
}

// SaveSnapshot implements ledger.Log.
func (l ledgerLog) SaveSnapshot(ctx context.Context, data []byte) error {
	m := l.s.signed(l.s.names.snapshot(), data)
	m.Header.Set(jetstream.MsgRollup, jetstream.MsgRollupSubject)
	if err := l.s.checkSize([]*nats.Msg{m}); err != nil {
		return err
	}
	if err := l.s.connected(); err != nil {
		return err
	}
	cctx, cancel := l.s.timeout(ctx)
	defer cancel()
	_, err := l.s.publish(cctx, []*nats.Msg{m})
	return l.s.mapError(ctx, "saving the ledger's snapshot", err)
}

// Follow implements ledger.Log.
func (l ledgerLog) Follow(ctx context.Context, after uint64, apply func(position uint64, record []byte)) error {
	ctx, end, ok := l.s.begin(ctx)
	if !ok {
		return nats.ErrConnectionClosed
	}
	defer end()
	for failures := 0; ctx.Err() == nil; {
		before := after
		err := l.follow(ctx, &after, apply)
		if ctx.Err() != nil {
			break
		}
		if after > before {
			failures = 0
		}
		if failures++; failures == 3 {
			l.s.opts.Logger.Info("Ledger cannot be read, trying again", "error", err.Error())
		}
		pause(ctx, backoff.Delay(failures, 100*time.Millisecond, 5*time.Second))
	}
	return nil
}

// follow reads with one ordered consumer, which restarts by itself where it missed something;
// positions tell what was applied already.
func (l ledgerLog) follow(ctx context.Context, after *uint64, apply func(uint64, []byte)) error {
	if err := l.s.connected(); err != nil {
		return err
	}
	cctx, cancel := l.s.timeout(ctx)
	defer cancel()
	cons, err := l.s.js.OrderedConsumer(cctx, l.s.names.stream, jetstream.OrderedConsumerConfig{
		FilterSubjects:    []string{l.s.names.ledger()},
		DeliverPolicy:     jetstream.DeliverByStartSequencePolicy,
		OptStartSeq:       *after + 1,
		InactiveThreshold: time.Minute,
	})
	if err != nil {
		return err
	}
	iter, err := cons.Messages(jetstream.PullMaxMessages(1000))
	if err != nil {
		return err
	}
	defer iter.Stop()
	for {
		m, err := iter.Next(jetstream.NextContext(ctx))
		if err != nil {
			return err
		}
		meta, err := m.Metadata()
		if err != nil {
			return err
		}
		if seq := meta.Sequence.Stream; seq > *after {
			if l.s.sealer.wrote(m.Subject(), m.Headers(), m.Data(), meta.Timestamp) {
				apply(seq, m.Data())
			}
			*after = seq
		}
	}
}
