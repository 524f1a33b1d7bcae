// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"hash"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// reading is how far the ledger was read, and what is believed of it.
type reading struct {
	l ledgerLog
	// after is the position of the last record that apply does not get, at that of the last that was
	// read. apply gets nil for a record that is not the bot's.
	after, at uint64
	apply     func(position uint64, record []byte)

	begun bool
	// past is what is being compared; nil: nothing.
	past *past
	sum  hash.Hash
}

// upTo reads up to a position; 0: it waits for further records.
func (r *reading) upTo(ctx context.Context, until uint64) error {
	if !r.begun {
		if err := r.begin(ctx); err != nil {
			return err
		}
		r.begun = true
	}
	return r.l.scan(ctx, &r.at, until, r.take)
}

// begin looks whether the past has its sum: then it is read from its beginning and compared once more,
// since who answers may say something else the second time.
func (r *reading) begin(ctx context.Context) error {
	r.at = r.after
	p, _, err := r.l.s.loadPast(ctx)
	if err != nil || p == nil || r.after >= p.Last {
		return err
	}
	sum, at := sha256.New(), uint64(0)
	end, err := r.l.End(ctx)
	if err != nil {
		return err
	}
	if end >= p.Last {
		err = r.l.scan(ctx, &at, p.Last, func(m jetstream.Msg, meta *jetstream.MsgMetadata) error {
			if position := meta.Sequence.Stream; p.has(position) {
				sumRecord(sum, position, m.Data())
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if at != p.Last || !bytes.Equal(sum.Sum(nil), p.Sum) {
		r.l.s.opts.Logger.Info("The ledger is not the one that this bot sealed: records from before its key are not counted. See who may manage the stream")
		return nil
	}
	r.past, r.sum, r.at = p, sha256.New(), 0
	return nil
}

// lives is how long a record without a seal may be believed: not at all where there is a past that has
// the bot's own.
func (r *reading) lives() time.Duration {
	if r.l.s.hasPast.Load() {
		return 0
	}
	return r.l.s.keep()
}

func (r *reading) take(m jetstream.Msg, meta *jetstream.MsgMetadata) error {
	position, believed := meta.Sequence.Stream, false
	switch {
	case r.past == nil:
		believed = r.l.s.sealer.verify(m.Subject(), m.Headers(), m.Data(), meta.Timestamp, r.lives()) == nil
	case position > r.past.Last:
		return errChanged
	default:
		if believed = r.past.has(position); believed {
			sumRecord(r.sum, position, m.Data())
		}
		if position == r.past.Last {
			if !bytes.Equal(r.sum.Sum(nil), r.past.Sum) {
				return errChanged
			}
			r.past = nil
		}
	}
	switch {
	case position <= r.after:
	case believed:
		r.apply(position, m.Data())
	default:
		r.apply(position, nil)
	}
	return nil
}
