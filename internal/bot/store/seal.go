// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// An encrypted entry is sealMark, the id of its key, a random nonce and the AES-256-GCM ciphertext
// with its tag. The subject is authenticated with it, so that an entry cannot be put elsewhere.
// Entries from before encryption are JSON, which never begins with sealMark.
const (
	sealMark  = "\x00io1"
	keyIDSize = 8
	// rereadAfter is how often the keys are read again: a Secret that changes is seen about then.
	rereadAfter = 10 * time.Second
	// MinKey is how many bytes a key of Options.Keys has at least.
	MinKey = 32
)

// ErrSealed means that an entry cannot be decrypted. It is kept until it can, or expires.
var ErrSealed = errors.New("an entry in the store cannot be decrypted")

// errNoKey means that its key is not there; another pod may have got it earlier.
var errNoKey = fmt.Errorf("%w: its key is missing", ErrSealed)

// sealer encrypts and decrypts entries. With no keys it leaves them as they are.
type sealer struct {
	load   func() ([][]byte, error)
	now    func() time.Time
	doubts doubts

	mu     sync.Mutex
	keys   []sealKey // the first encrypts
	readAt time.Time
}

type sealKey struct {
	id   [keyIDSize]byte
	aead cipher.AEAD
}

// newSealKey derives what encrypts, and what names it, from a key.
func newSealKey(key []byte) (sealKey, error) {
	if len(key) < MinKey {
		return sealKey{}, fmt.Errorf("a key has %d bytes and must have at least %d", len(key), MinKey)
	}
	secret, err := hkdf.Key(sha256.New, key, nil, "intentops/store/v1", 32)
	if err != nil {
		return sealKey{}, err
	}
	id, err := hkdf.Key(sha256.New, key, nil, "intentops/store/v1/id", keyIDSize)
	if err != nil {
		return sealKey{}, err
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return sealKey{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return sealKey{[keyIDSize]byte(id), aead}, err
}

// reload reads the keys. Those that were read before stay when they cannot be read now.
func (s *sealer) reload() error {
	values, err := s.load()
	if err != nil {
		return err
	}
	if len(values) == 0 {
		return errors.New("there is no key")
	}
	keys := make([]sealKey, len(values))
	for i, value := range values {
		if keys[i], err = newSealKey(value); err != nil {
			return err
		}
	}
	s.keys = keys
	return nil
}

// current returns the keys, read again if that was long ago or force says so.
func (s *sealer) current(force bool) []sealKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if since := now.Sub(s.readAt); force && since >= time.Second || since >= rereadAfter || since < 0 {
		s.readAt = now
		_ = s.reload() // the keys in use stay; the pod's metrics say which Secret is not right
	}
	return s.keys
}

// seal encrypts what is stored under a subject.
func (s *sealer) seal(subject string, data []byte) []byte {
	if s == nil {
		return data
	}
	key := s.current(false)[0]
	out := make([]byte, 0, len(sealMark)+keyIDSize+len(data)+key.aead.Overhead())
	out = append(append(out, sealMark...), key.id[:]...)
	return key.aead.Seal(out, nil, data, []byte(subject))
}

// ids name the keys, the newest first.
func (s *sealer) ids() []string {
	if s == nil {
		return nil
	}
	var ids []string
	for _, key := range s.current(false) {
		ids = append(ids, hex.EncodeToString(key.id[:]))
	}
	return ids
}

// open decrypts what was stored under a subject; what is not encrypted is returned as it is.
func (s *sealer) open(subject string, data []byte) ([]byte, error) {
	sealed, ok := bytes.CutPrefix(data, []byte(sealMark))
	if !ok {
		return data, nil
	}
	if len(sealed) < keyIDSize {
		return nil, fmt.Errorf("%w: it is cut off", ErrSealed)
	}
	id, sealed := [keyIDSize]byte(sealed), sealed[keyIDSize:]
	if s == nil {
		return nil, fmt.Errorf("%w: it was encrypted with key %s, and store.encryption is not set: set it, with that key", ErrSealed, hex.EncodeToString(id[:]))
	}
	for _, force := range []bool{false, true} {
		for _, key := range s.current(force) {
			if key.id != id {
				continue
			}
			plain, err := key.aead.Open(nil, nil, sealed, []byte(subject))
			if err != nil {
				return nil, fmt.Errorf("%w: it was changed, or stored for another conversation", ErrSealed)
			}
			return plain, nil
		}
	}
	return nil, fmt.Errorf("%w: it was encrypted with key %s, which the Secret of store.encryption has neither as key nor as previous-key: put it back as previous-key",
		errNoKey, hex.EncodeToString(id[:]))
}

// openSealer waits for the keys: nothing is stored before they are there.
func (s *Store) openSealer(ctx context.Context) error {
	if s.opts.Keys == nil {
		return nil
	}
	s.sealer = &sealer{load: s.opts.Keys, now: s.opts.Clock.Now}
	if s.opts.URL != "" { // nobody else writes to the embedded store
		s.sealer.doubts = doubts{since: s.opts.SealedSince, now: s.opts.Clock.Now, log: s.opts.Logger, said: rate.Sometimes{Interval: time.Minute}}
	}
	ctx, cancel := s.startContext(ctx)
	defer cancel()
	tick := s.opts.Clock.NewTicker(time.Second)
	defer tick.Stop()
	for {
		err := s.sealer.reload()
		if err == nil {
			s.sealer.readAt = s.opts.Clock.Now()
			return nil
		}
		s.waiting.set("store.encryption: " + err.Error())
		select {
		case <-ctx.Done():
			return fmt.Errorf("store: store.encryption: %w", err)
		case <-tick.C():
		}
	}
}
