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

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The ledger never expires, and another version of the bot reads all of it again. So its records of
// before the bot had its key, and those sealed with a key that is replaced, are sealed as a whole:
// the sum of what the bot believes of them is stored, encrypted with the newest key. From then on
// they are believed because they still have that sum, whatever their age is said to be.

// maxExcept bounds the records within a past that are not the bot's; one with more ends before them.
const maxExcept = 10_000

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

// loadPast returns the past that is sealed, and whether it is with the newest key; nil: there is none
// that can be read.
func (s *Store) loadPast(ctx context.Context) (p *past, newest bool, err error) {
	if s.sealer == nil || s.sealer.doubts.none() {
		return nil, false, nil
	}
	m, err := s.last(ctx, s.names.past())
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	data, err := s.sealer.open(m.Subject, m.Data)
	p = &past{}
	if err != nil || !bytes.HasPrefix(m.Data, []byte(sealMark)) || json.Unmarshal(data, p) != nil {
		s.sealer.doubts.note()
		return nil, false, nil //nolint:nilerr // it is somebody else's, or its key is gone
	}
	s.hasPast.Store(true)
	return p, s.sealer.newest(m.Data), nil
}

// newest says whether something was encrypted with the newest key.
func (s *sealer) newest(sealed []byte) bool {
	id := s.current(false)[0].id
	return bytes.HasPrefix(sealed, append([]byte(sealMark), id[:]...))
}

// sealPast seals what the ledger has now, unless that is done, with the newest key.
func (s *Store) sealPast(ctx context.Context) error {
	if s.sealer == nil || s.sealer.doubts.none() || s.opts.Clock.Now().Before(s.sealer.doubts.since.Add(maxSkew)) {
		return nil // pods without the key may be left
	}
	stored, newest, err := s.loadPast(ctx)
	if err != nil || stored != nil && newest {
		return err
	}
	end, err := ledgerLog{s}.End(ctx)
	if err != nil {
		return err
	}
	now, sum, full := past{}, sha256.New(), false
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
	m := s.sealed(s.names.past(), data)
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
