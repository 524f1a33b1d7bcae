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
	if _, sealed := sealIn(m.Header); !sealed && l.s.sealer != nil && l.s.srv == nil {
		if !l.s.sealer.doubts.none() {
			l.s.sealer.doubts.note()
			return nil, nil // all pods had sealed it before: somebody else's, and the ledger is read again
		}
		m := l.snapshot(m.Data, m.Sequence)
		if err := l.save(ctx, m); err != nil && !wrongSequence(err) { // another pod has saved one
			return nil, err
		}
	}
	if believed := l.s.sealer.verify(m.Subject, m.Header, m.Data, m.Time, 0) == nil; believed {
		return m.Data, nil
	}
	return nil, nil // somebody else's: what was counted before is not known
}

// SaveSnapshot implements ledger.Log.
func (l ledgerLog) SaveSnapshot(ctx context.Context, data []byte) error {
	return l.save(ctx, l.snapshot(data, 0))
}

// snapshot replaces the one at a position; 0: whichever there is.
func (l ledgerLog) snapshot(data []byte, position uint64) *nats.Msg {
	m := l.s.signed(l.s.names.snapshot(), data)
	m.Header.Set(jetstream.MsgRollup, jetstream.MsgRollupSubject)
	if position > 0 {
		m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, strconv.FormatUint(position, 10))
	}
	return m
}

func (l ledgerLog) save(ctx context.Context, m *nats.Msg) error {
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
	asked := ctx
	life := l.s.life.Load()
	life.reach(after)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-life.over:
			stop()
		case <-ctx.Done():
		}
	}()
	r := &reading{l: l, after: after, apply: apply}
	for failures := 0; ctx.Err() == nil; {
		before := r.at
		err := r.upTo(ctx, 0)
		if ctx.Err() != nil {
			break
		}
		if errors.Is(err, errChanged) {
			return fmt.Errorf("store: reading the ledger: %w", err)
		}
		if r.at > before {
			failures = 0
		}
		if failures++; failures == 3 {
			l.s.opts.Logger.Info("Ledger cannot be read, trying again", "error", err.Error())
		}
		pause(ctx, backoff.Delay(failures, 100*time.Millisecond, 5*time.Second))
	}
	if life.isOver() && asked.Err() == nil {
		return ledger.ErrReplaced
	}
	return nil
}

// scan calls each with the records after a position, which it moves on, up to another; 0: it waits for
// further ones. It reads with one ordered consumer, which restarts by itself where it missed something;
// positions tell what was seen already.
func (l ledgerLog) scan(ctx context.Context, after *uint64, until uint64, each func(m jetstream.Msg, meta *jetstream.MsgMetadata) error) error {
	if err := l.s.connected(); err != nil {
		return err
	}
	life := l.s.life.Load()
	cctx, cancel := l.s.timeout(ctx)
	defer cancel()
	cons, err := l.s.js.OrderedConsumer(cctx, l.s.names.stream, jetstream.OrderedConsumerConfig{
		FilterSubjects:    []string{l.s.names.ledger()},
		DeliverPolicy:     jetstream.DeliverByStartSequencePolicy,
		OptStartSeq:       *after + 1,
		InactiveThreshold: time.Minute,
		// It would else try for ever, also when ctx is done, where there is no stream any more.
		MaxResetAttempts: 1,
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
		m, err := nextOf(ctx, iter, until)
		if err != nil {
			return err
		}
		meta, err := m.Metadata()
		if err != nil {
			return err
		}
		seq := meta.Sequence.Stream
		if until > 0 && seq > until {
			return nil
		}
		if seq > *after {
			if err := each(m, meta); err != nil {
				return err
			}
			*after = seq
			life.reach(seq)
		}
		if until > 0 && (seq == until || meta.NumPending == 0) {
			return nil
		}
	}
}

// longestSilence is how long the server may take for the next record of those that it has.
const longestSilence = time.Minute

// nextOf is the next record. Where there must be one, it is not awaited forever: it may have been
// removed since somebody looked.
func nextOf(ctx context.Context, iter jetstream.MessagesContext, until uint64) (jetstream.Msg, error) {
	if until > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, longestSilence)
		defer cancel()
	}
	return iter.Next(jetstream.NextContext(ctx))
}
