// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// defaultKeyArrives is how long a record waits for its key: pods read a new one at different moments.
// The key of one that is older is lost, or somebody else's.
const defaultKeyArrives = 3 * time.Minute

// reading is how far the ledger was read, and what is believed of it.
type reading struct {
	l ledgerLog
	// after is the position of the last record that apply does not get, at that of the last that was
	// read. apply gets nil for a record that is not the bot's.
	after, at uint64
	apply     func(position uint64, record []byte)

	begun bool
	// pasts are what is being compared.
	pasts []*compared
}

// compared is a past with the sum of what was read of it so far.
type compared struct {
	*past
	sum hash.Hash
}

// add adds a record, and says whether it is one of the past; wrong: the sum is not the past's.
func (c *compared) add(position uint64, data []byte) (has, wrong bool) {
	if has = position <= c.Last && c.has(position); has {
		sumRecord(c.sum, position, data)
	}
	return has, position == c.Last && !c.isRight()
}

func (c *compared) isRight() bool { return bytes.Equal(c.sum.Sum(nil), c.Sum) }

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

// begin looks whether the pasts have their sums: then they are read from the beginning and compared once
// more, since who answers may say something else the second time.
func (r *reading) begin(ctx context.Context) error {
	r.at = r.after
	pasts, err := r.l.s.loadPasts(ctx)
	if err != nil {
		return err
	}
	last := uint64(0)
	for _, p := range pasts {
		if p != nil && p.Last > r.after {
			r.pasts = append(r.pasts, &compared{p, sha256.New()})
			last = max(last, p.Last)
		}
	}
	if last == 0 {
		return nil
	}
	defer func() {
		if err != nil {
			r.pasts = nil
		}
	}()
	at := uint64(0)
	end, err := r.l.End(ctx)
	if err != nil {
		return err
	}
	if end > 0 {
		err = r.l.scan(ctx, &at, min(last, end), func(m jetstream.Msg, meta *jetstream.MsgMetadata) error {
			for _, p := range r.pasts {
				_, _ = p.add(meta.Sequence.Stream, m.Data())
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	stored := len(r.pasts)
	r.pasts = slices.DeleteFunc(r.pasts, func(p *compared) bool { return at < p.Last || !p.isRight() })
	if len(r.pasts) < stored {
		r.l.s.opts.Logger.Info("The ledger is not the one that this bot sealed: records from before its key are not counted. See who may manage the stream")
	}
	for _, p := range r.pasts {
		p.sum, r.at = sha256.New(), 0
	}
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
	for _, p := range r.pasts {
		has, wrong := p.add(position, m.Data())
		if wrong || position > p.Last {
			return errChanged
		}
		believed = believed || has
	}
	r.pasts = slices.DeleteFunc(r.pasts, func(p *compared) bool { return position == p.Last })
	if position <= r.after {
		return nil
	}
	if !believed {
		err := r.l.s.sealer.verifyOrWait(m.Subject(), m.Headers(), m.Data(), meta.Timestamp, r.lives())
		if errors.Is(err, errNoKey) {
			// What is within a past was judged when that was sealed.
			if age := r.l.s.opts.Clock.Now().Sub(meta.Timestamp); len(r.pasts) == 0 && age < r.l.s.opts.keyArrives && age > -maxSkew {
				return err
			}
			r.l.s.sealer.doubts.note()
		}
		believed = err == nil
	}
	if believed {
		r.apply(position, m.Data())
	} else {
		r.apply(position, nil)
	}
	return nil
}
