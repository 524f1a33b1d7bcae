// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The ledger never expires, and another version of the bot reads all of it again. So its records of
// before the bot had its key, and those sealed with a key that is replaced, are sealed as a whole:
// the sum of what the bot believes of them is stored, encrypted with the newest key. From then on
// they are believed because they still have that sum, whatever their age is said to be.
//
// Each key has a past of its own: with another Secret the bot knows less, and must not lose what it
// knows once that Secret is back.

const (
	// maxExcept bounds the records within a past that are not the bot's; one with more ends before them.
	maxExcept = 10_000
	// sealAgainAfter is when a past is sealed a second time: pods read a new key at different moments,
	// and what one of them seals with the old one meanwhile must be in it too.
	sealAgainAfter = 10 * time.Minute
)

// errChanged means that the ledger was another when it was read a second time.
var errChanged = fmt.Errorf("%w: the ledger is another than a moment ago: see who may manage its stream", ErrSealed)

// past is a part of the ledger that is sealed as a whole.
type past struct {
	// Last is the position of the newest record in it; 0: it is empty.
	Last uint64 `json:"last"`
	// Except are the positions of records that are not the bot's, ascending.
	Except []uint64 `json:"except,omitempty"`
	// Sum of the others.
	Sum []byte `json:"sum"`
	// Since is when all pods had the key, as it was known then. Another time means that encryption was
	// off in between.
	Since time.Time `json:"since"`
	// Keys are those by which it was known what is the bot's.
	Keys []string `json:"keys"`
	// At is when it was sealed, and Again says that this was the second time.
	At    time.Time `json:"at"`
	Again bool      `json:"again,omitempty"`
}

// has says whether the past holds a record of the bot at a position.
func (p *past) has(position uint64) bool {
	_, except := slices.BinarySearch(p.Except, position)
	return !except
}

// sumRecord adds a record to a sum.
func sumRecord(sum hash.Hash, position uint64, data []byte) {
	head := binary.BigEndian.AppendUint64(nil, position)
	head = binary.BigEndian.AppendUint64(head, uint64(len(data)))
	_, _ = sum.Write(head)
	_, _ = sum.Write(data)
}

// loadPasts returns the pasts that are sealed with the keys, that of the newest key first; nil where
// there is none that can be read.
func (s *Store) loadPasts(ctx context.Context) ([]*past, error) {
	if s.sealer == nil || s.sealer.doubts.none() {
		return nil, nil
	}
	var all []*past
	for _, id := range s.sealer.ids() {
		p, err := s.loadPast(ctx, id)
		if err != nil {
			return nil, err
		}
		if p != nil && p.Since.Equal(s.sealer.doubts.since) {
			s.hasPast.Store(true)
		}
		all = append(all, p)
	}
	return all, nil
}

func (s *Store) loadPast(ctx context.Context, id string) (*past, error) {
	m, err := s.last(ctx, s.names.past(id))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	data, err := s.sealer.open(m.Subject, m.Data)
	p := &past{}
	if err != nil || !bytes.HasPrefix(m.Data, []byte(sealMark)) || json.Unmarshal(data, p) != nil {
		s.sealer.doubts.note()
		return nil, nil //nolint:nilerr // it is somebody else's
	}
	return p, nil
}

// isSealed says whether a past of the newest key holds all that is known with these keys.
func (s *Store) isSealed(p *past, ids []string, now time.Time) bool {
	return p != nil && p.Since.Equal(s.sealer.doubts.since) && (p.Again || now.Before(p.At.Add(sealAgainAfter))) &&
		!slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(p.Keys, id) })
}

// sealPast seals what the ledger has now, unless that is done, with the newest key.
func (s *Store) sealPast(ctx context.Context) error {
	if s.sealer == nil || s.sealer.doubts.none() || s.opts.Clock.Now().Before(s.sealer.doubts.since.Add(maxSkew)) {
		return nil // pods without the key may be left
	}
	ids, at := s.sealer.ids(), s.opts.Clock.Now()
	stored, err := s.loadPast(ctx, ids[0])
	if err != nil || s.isSealed(stored, ids, at) {
		return err
	}
	end, err := ledgerLog{s}.End(ctx)
	if err != nil {
		return err
	}
	now, sum, full := past{Since: s.sealer.doubts.since, Keys: ids, At: at}, sha256.New(), false
	// It is the second time where nothing else has changed since the first.
	now.Again = stored != nil && stored.Since.Equal(now.Since) && slices.Equal(stored.Keys, ids)
	r := &reading{l: ledgerLog{s}, apply: func(position uint64, record []byte) {
		switch {
		case full: // each record has its own seal too
		case record != nil:
			now.Last = position
			sumRecord(sum, position, record)
		case len(now.Except) == maxExcept:
			full = true
		default:
			now.Except = append(now.Except, position)
		}
	}}
	if end > 0 {
		if err := r.upTo(ctx, end); err != nil {
			return err
		}
	}
	last, _ := slices.BinarySearch(now.Except, now.Last)
	now.Except, now.Sum = now.Except[:last], sum.Sum(nil)
	data, err := json.Marshal(now)
	if err != nil {
		return err
	}
	m := s.sealed(s.names.past(ids[0]), data)
	m.Header.Set(jetstream.MsgRollup, jetstream.MsgRollupSubject)
	if err := s.checkSize([]*nats.Msg{m}); err != nil {
		return err
	}
	cctx, cancel := s.timeout(ctx)
	defer cancel()
	if _, err = s.publish(cctx, []*nats.Msg{m}); err != nil {
		return s.mapError(ctx, "sealing the ledger", err)
	}
	s.hasPast.Store(true)
	return nil
}
