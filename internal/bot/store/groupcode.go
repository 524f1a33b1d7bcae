// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/s2"
	"github.com/nats-io/nats.go"
)

// A message of the journal is groupFormat and the commits of a group, each of them a list of
// messages, as CBOR that S2 has compressed. What is encrypted in the stream is so here too.
const (
	groupFormat = 1
	// maxGroupSize bounds what a message may unpack to.
	maxGroupSize = 4 * maxJournalMessage
)

// entry is one message of a commit.
type entry struct {
	_       struct{} `cbor:",toarray"`
	Subject string
	Header  nats.Header
	Data    []byte
}

// encodeGroup packs the messages of each commit, into the memory of dst where that is enough.
func encodeGroup(dst []byte, commits [][]*nats.Msg) ([]byte, error) {
	all := make([][]entry, len(commits))
	for i, msgs := range commits {
		all[i] = make([]entry, len(msgs))
		for k, m := range msgs {
			all[i][k] = entry{Subject: m.Subject, Header: m.Header, Data: m.Data}
		}
	}
	plain := plains.Get().(*bytes.Buffer)
	defer plains.Put(plain)
	plain.Reset()
	if err := cbor.MarshalToBuffer(all, plain); err != nil {
		return nil, fmt.Errorf("store: packing commits: %w", err)
	}
	size := 1 + s2.MaxEncodedLen(plain.Len())
	packed := slices.Grow(dst[:0], size)[:size]
	packed[0] = groupFormat
	return packed[:1+len(s2.Encode(packed[1:], plain.Bytes()))], nil
}

// plains are groups before they are compressed, which is all that they are needed for.
var plains = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// decodeGroup is the inverse of encodeGroup.
func decodeGroup(data []byte) ([][]*nats.Msg, error) {
	if len(data) == 0 || data[0] != groupFormat {
		return nil, errors.New("the commits were written by a newer version of the bot: use that one, which moves them when it stops")
	}
	size, err := s2.DecodedLen(data[1:])
	if err != nil || size > maxGroupSize {
		return nil, errors.New("the commits are not readable")
	}
	plain, err := s2.Decode(nil, data[1:])
	if err != nil {
		return nil, errors.New("the commits are not readable")
	}
	var all [][]entry
	if err := cbor.Unmarshal(plain, &all); err != nil {
		return nil, errors.New("the commits are not readable") // the cause may quote what a customer wrote
	}
	commits := make([][]*nats.Msg, len(all))
	for i, entries := range all {
		if len(entries) == 0 {
			return nil, errors.New("the commits are not readable: one is empty")
		}
		for _, e := range entries {
			if e.Header == nil {
				e.Header = nats.Header{}
			}
			commits[i] = append(commits[i], &nats.Msg{Subject: e.Subject, Header: e.Header, Data: e.Data})
		}
	}
	return commits, nil
}
