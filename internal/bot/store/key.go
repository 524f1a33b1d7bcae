// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// keepKeysEvery is how often the Store looks whether its own keys are encrypted with the newest
// key of store.encryption.
const keepKeysEvery = 10 * time.Minute

// Key returns a key of the bot, and makes it if there is none: all pods get the same one, as
// long as there is the store. Losing it with the store harms nothing that is not lost with it.
//
// Where the store is encrypted, so is the key, and its subject names what encrypted it: with
// another Secret the bot makes another key, and finds this one again once that Secret is back.
func (s *Store) Key(ctx context.Context, name string, newKey func() []byte) ([]byte, error) {
	key, err := s.storedKey(ctx, name)
	if err != nil {
		return nil, err
	}
	if key == nil {
		key = newKey()
	}
	if err := s.keepKey(ctx, name, key); err != nil {
		return nil, err
	}
	// Another pod may have been first.
	stored, err := s.storedKey(ctx, name)
	if err != nil {
		return nil, err
	}
	if stored != nil {
		key = stored
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys[name] = key
	return key, nil
}

// KeepKeys encrypts the keys that Key has returned with the newest key of store.encryption, until
// ctx is done or the Store is closed: they never expire, and would else be lost with the
// previous-key. So would the ledger's past, which it seals likewise.
func (s *Store) KeepKeys(ctx context.Context) error {
	return s.every(ctx, keepKeysEvery, func(ctx context.Context) {
		if err := s.sealPast(ctx); err != nil && ctx.Err() == nil {
			s.opts.Logger.Info("The ledger was not sealed, trying again later", "reason", err.Error())
		}
		s.keepKeys(ctx)
	})
}

// keepKeys stores the keys that Key has returned, unless they are.
func (s *Store) keepKeys(ctx context.Context) {
	s.mu.Lock()
	keys := maps.Clone(s.keys)
	s.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		if err := s.keepKey(ctx, name, keys[name]); err != nil && ctx.Err() == nil {
			s.opts.Logger.Info("A key of the bot was not stored again, trying again later", "reason", err.Error())
		}
	}
}

// storedKey is the key as it was encrypted last; nil: there is none.
func (s *Store) storedKey(ctx context.Context, name string) ([]byte, error) {
	for _, subject := range s.keySubjects(name) {
		m, err := s.last(ctx, subject)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			continue
		}
		if err != nil {
			return nil, s.mapError(ctx, "loading the key "+name, err)
		}
		if subject != s.names.key(name) && !bytes.HasPrefix(m.Data, []byte(sealMark)) {
			return nil, fmt.Errorf("store: the key %s: %w: somebody stored it without encryption", name, ErrSealed)
		}
		if subject == s.names.key(name) && s.sealer != nil && !s.sealer.doubts.none() {
			s.sealer.doubts.note()
			continue // all pods had sealed it before: somebody else's, which keepKey removes
		}
		key, err := s.sealer.open(subject, m.Data)
		if err != nil {
			return nil, fmt.Errorf("store: the key %s: %w", name, err)
		}
		return key, nil
	}
	return nil, nil
}

// keepKey stores a key encrypted with the newest key of store.encryption, unless it is, and
// removes what was stored before.
func (s *Store) keepKey(ctx context.Context, name string, key []byte) error {
	subjects := s.keySubjects(name)
	_, err := s.last(ctx, subjects[0])
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		m := s.sealed(subjects[0], key)
		m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, "0")
		cctx, cancel := s.timeout(ctx)
		_, err = s.publish(cctx, []*nats.Msg{m})
		cancel()
		if wrongSequence(err) || temporary(err) {
			_, err = s.last(ctx, subjects[0]) // another pod was first, or the answer was lost
		}
	}
	if err != nil {
		return s.mapError(ctx, "storing the key "+name, err)
	}
	for _, before := range subjects[1:] {
		if _, err := s.last(ctx, before); err != nil {
			continue // it is not there, or is removed the next time
		}
		cctx, cancel := s.timeout(ctx)
		err := s.stream.Purge(cctx, jetstream.WithPurgeSubject(before))
		cancel()
		if err != nil {
			return s.mapError(ctx, "removing what the key "+name+" was stored as before", err)
		}
	}
	return nil
}

// keySubjects are where a key may be stored: encrypted with each key of store.encryption, the
// newest first, and as it is.
func (s *Store) keySubjects(name string) []string {
	var subjects []string
	for _, id := range s.sealer.ids() {
		subjects = append(subjects, s.names.sealedKey(name, id))
	}
	return append(subjects, s.names.key(name))
}
