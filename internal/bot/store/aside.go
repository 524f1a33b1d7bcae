// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// A queue has room for maxPending entries that are tried again. What is not believed must not take it,
// or whoever may write to the NATS server could keep the bot's own packets and timers waiting. An entry
// that is certainly somebody else's is removed. One that may be the bot's own is set aside, under a
// subject that says which key it needs, and is put back by a pod that has that key: pods read a new
// Secret at different moments, a wrong one may be corrected, and pods without a key may run beside this
// one while encryption is being turned off.

const (
	// asideHeader is the subject from which an entry was set aside.
	asideHeader = "Intentops-Subject"
	// unsealed stands for a key in the subject of an entry that has no seal.
	unsealed = "unsealed"
	// unsealedLives is how long such an entry is kept: a pod without a key puts it back within putBackEvery.
	unsealedLives = time.Hour
	// putBackEvery is how often a queue looks for entries that its pod can read after all, and maxPutBack
	// how many of a key it puts back at a time.
	putBackEvery = 30 * time.Second
	maxPutBack   = 1000
)

// keyOf names the key by which something was encrypted or sealed.
func keyOf(sealed []byte) string {
	id, ok := bytes.CutPrefix(sealed, []byte(sealMark))
	if !ok || len(id) < keyIDSize {
		return unsealed
	}
	return hex.EncodeToString(id[:keyIDSize])
}

// refuse decides what becomes of an entry that the queue cannot use, which lives that long at most;
// sealed is what was encrypted, or its seal. It returns after how long the entry is tried again; 0: it is
// removed from the queue.
func (q queue) refuse(ctx context.Context, m jetstream.Msg, sealed []byte, lives time.Duration, cause error) time.Duration {
	s := q.s
	if s.sealer == nil || s.sealer.doubts.none() {
		return sealedRetry // it is not known since when the bot's own entries have a seal
	}
	if !errors.Is(cause, errForeign) && !errors.Is(cause, errNoKey) {
		return 0 // the bot has the key that it names, and did not write it
	}
	meta, err := m.Metadata()
	if err != nil {
		return sealedRetry
	}
	left := meta.Timestamp.Add(lives + maxSkew).Sub(s.opts.Clock.Now())
	if left <= 0 {
		return 0 // the bot's own have expired by then
	}
	key := keyOf(sealed)
	if key == unsealed {
		left = min(left, unsealedLives)
	}
	aside := copied(m.Headers(), s.names.aside(q.name, key, strings.TrimPrefix(m.Subject(), q.prefix())), m.Data())
	aside.Header.Set(asideHeader, m.Subject())
	aside.Header.Set(jetstream.MsgRollup, jetstream.MsgRollupSubject)
	aside.Header.Set(jetstream.MsgTTLHeader, max(left.Truncate(time.Second), time.Second).String())
	if limit := s.nc.MaxPayload(); limit > 0 && int64(aside.Size()) > limit {
		return 0 // the bot's own leave more room than this header takes
	}
	if err := s.publishOne(ctx, aside); err != nil {
		return sealedRetry
	}
	return 0
}

// copied is a message with what the bot itself reads of headers.
func copied(header nats.Header, subject string, data []byte) *nats.Msg {
	m := message(subject, data)
	for _, name := range []string{sealHeader, committedHeader, jetstream.MsgTTLHeader} {
		if value := header.Get(name); value != "" {
			m.Header.Set(name, value)
		}
	}
	return m
}

func (s *Store) publishOne(ctx context.Context, m *nats.Msg) error {
	ctx, cancel := s.timeout(ctx)
	defer cancel()
	_, err := s.publish(ctx, []*nats.Msg{m})
	return err
}

// readable are the keys of entries that this pod can use if they were set aside.
func (s *sealer) readable() []string {
	if s == nil {
		return []string{unsealed}
	}
	if s.doubts.none() {
		return append(s.ids(), unsealed)
	}
	return s.ids()
}

// putBack puts what was set aside into the queue again, where this pod can read it after all.
func (q queue) putBack(ctx context.Context) {
	for _, key := range q.s.sealer.readable() {
		if err := q.putBackOf(ctx, key); err != nil {
			return // it is tried again soon
		}
	}
}

func (q queue) putBackOf(ctx context.Context, key string) error {
	s, from := q.s, uint64(1)
	for range maxPutBack {
		if err := s.connected(); err != nil {
			return err
		}
		m, err := q.asideAfter(ctx, key, from)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		from = m.Sequence + 1
		subject := m.Header.Get(asideHeader)
		// One that somebody else stored here leads nowhere but into the queue, where its seal is checked.
		if strings.HasPrefix(subject, q.prefix()) && !strings.ContainsAny(subject, "*> \t\r\n") {
			again := copied(m.Header, subject, m.Data)
			if err := s.publishOne(ctx, lasting(again, until(again, m.Time), s.opts.Clock.Now())); err != nil {
				return err
			}
		}
		if err := s.delete(ctx, m.Sequence); err != nil {
			return err
		}
	}
	return nil
}

// asideAfter is the first entry for a key that was set aside at a position or after it.
func (q queue) asideAfter(ctx context.Context, key string, from uint64) (*jetstream.RawStreamMsg, error) {
	ctx, cancel := q.s.timeout(ctx)
	defer cancel()
	return q.s.stream.GetMsg(ctx, from, jetstream.WithGetMsgSubject(q.s.names.asideAll(q.name, key)))
}

// delete removes an entry, unless it is gone already.
func (s *Store) delete(ctx context.Context, position uint64) error {
	ctx, cancel := s.timeout(ctx)
	defer cancel()
	err := s.stream.DeleteMsg(ctx, position)
	if errors.Is(err, jetstream.ErrMsgNotFound) || errors.Is(err, jetstream.ErrMsgDeleteUnsuccessful) {
		return nil
	}
	return err
}
