// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	"github.com/nats-io/nats.go"
	"golang.org/x/time/rate"
)

// Whoever may write to the same NATS server can store entries in the bot's name. With a key, the
// bot encrypts what may hold customers' words and seals the rest in a header; since all of its pods
// do so, an entry that has neither is somebody else's. Only what is older is believed without.
//
// How old an entry is, the server says, or who answers in its place. So it is believed no longer than
// entries of its kind live: after that the bot's own clock tells that none of before is left. What
// never expires is sealed before: the bot's keys, the snapshot, and the ledger as a whole.

const (
	// sealHeader proves that the bot wrote an entry that is not encrypted.
	sealHeader = "Intentops-Seal"
	// maxSkew is how much the clocks of the server and of who says since when differ at most, and how
	// long a pod takes to end.
	maxSkew = 2 * time.Minute
)

// errForeign means that somebody else may have written an entry. It is not used.
var errForeign = fmt.Errorf("%w: it was stored without the bot's key, and all of its pods use that: somebody else wrote it", ErrSealed)

// doubts of a sealer about what has no seal.
type doubts struct {
	// since is when all pods began to seal; zero: that is not known, and all is believed.
	since   time.Time
	now     func() time.Time
	log     logr.Logger
	said    rate.Sometimes
	refused atomic.Uint64
}

// none is true where everything is believed.
func (d *doubts) none() bool { return d.since.IsZero() }

// older says whether an entry without a seal may be one of before: it was written at a time, by the
// server's clock, and lives that long at most.
func (d *doubts) older(at time.Time, lives time.Duration) bool {
	sealed := d.since.Add(maxSkew)
	return d.none() || at.Before(sealed) && d.now().Before(sealed.Add(lives))
}

// check is older for an entry that is to be used.
func (d *doubts) check(at time.Time, lives time.Duration) error {
	if d.older(at, lives) {
		return nil
	}
	d.note()
	return errForeign
}

// note counts an entry that is not used.
func (d *doubts) note() {
	d.refused.Add(1)
	d.said.Do(func() {
		d.log.Info("Entries that were not stored with the bot's key are not used: see who may write to the NATS server", "refused", d.refused.Load())
	})
}

// read decrypts what was stored under a subject at a time by the server's clock, for as long as it
// lives at most.
func (s *sealer) read(subject string, data []byte, at time.Time, lives time.Duration) ([]byte, error) {
	if s != nil && !bytes.HasPrefix(data, []byte(sealMark)) {
		if err := s.doubts.check(at, lives); err != nil {
			return nil, err
		}
	}
	plain, err := s.open(subject, data)
	if err != nil && s != nil && !s.doubts.none() {
		s.doubts.note()
	}
	return plain, err
}

// sign seals a message that is not encrypted. Where it is delivered under another subject than it
// is stored, that is the one that counts.
func (s *sealer) sign(m *nats.Msg, subject string) {
	if s != nil {
		m.Header.Set(sealHeader, base64.StdEncoding.EncodeToString(s.seal(signedName(subject, m.Data), nil)))
	}
}

// verify asks whether the bot wrote an entry that is not encrypted; nil: it did, or it is older
// than seals, or it is not known since when there are seals.
func (s *sealer) verify(subject string, header nats.Header, data []byte, at time.Time, lives time.Duration) error {
	err := s.verifyOrWait(subject, header, data, at, lives)
	if errors.Is(err, errNoKey) {
		s.doubts.note()
	}
	return err
}

// verifyOrWait is verify for who can wait for a key that another pod has earlier: that it is missing is
// not counted.
func (s *sealer) verifyOrWait(subject string, header nats.Header, data []byte, at time.Time, lives time.Duration) error {
	if s == nil || s.doubts.none() {
		return nil
	}
	sealed, ok := sealIn(header)
	if !ok {
		return s.doubts.check(at, lives)
	}
	_, err := s.open(signedName(subject, data), sealed)
	if err != nil && !errors.Is(err, errNoKey) {
		s.doubts.note()
	}
	return err
}

// sealIn is the seal in an entry's header.
func sealIn(header nats.Header) (sealed []byte, ok bool) {
	sealed, err := base64.StdEncoding.DecodeString(header.Get(sealHeader))
	return sealed, err == nil && bytes.HasPrefix(sealed, []byte(sealMark))
}

// signedName stands for an entry that is not encrypted. No subject has a zero byte.
func signedName(subject string, data []byte) string {
	sum := sha256.Sum256(data)
	return subject + "\x00" + string(sum[:])
}

// signed is a message that holds no customers' words.
func (s *Store) signed(subject string, data []byte) *nats.Msg {
	m := message(subject, data)
	s.sealer.sign(m, subject)
	return m
}

// Refused is how many entries were not used because somebody else may have written them.
func (s *Store) Refused() uint64 {
	if s.sealer == nil {
		return 0
	}
	return s.sealer.doubts.refused.Load()
}
