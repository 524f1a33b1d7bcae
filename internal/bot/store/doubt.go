// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
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

const (
	// sealHeader proves that the bot wrote an entry that is not encrypted.
	sealHeader = "Intentops-Seal"
	// maxSkew is how much the clocks of the server and of who says since when differ at most, and how
	// long a pod takes to end.
	maxSkew = 2 * time.Minute
)

// errForeign means that somebody else may have written an entry. It is not used, and not removed.
var errForeign = fmt.Errorf("%w: it was stored without the bot's key, and all of its pods use that: somebody else wrote it", ErrSealed)

// doubts of a sealer about what has no seal.
type doubts struct {
	// since is when all pods began to seal; zero: that is not known, and all is believed.
	since   time.Time
	log     logr.Logger
	said    rate.Sometimes
	refused atomic.Uint64
}

// check believes an entry without a seal that was written at a time, or does not.
func (d *doubts) check(at time.Time) error {
	if d.since.IsZero() || at.Before(d.since.Add(maxSkew)) {
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

// read decrypts what was stored under a subject at a time by the server's clock.
func (s *sealer) read(subject string, data []byte, at time.Time) ([]byte, error) {
	if s != nil && !bytes.HasPrefix(data, []byte(sealMark)) {
		if err := s.doubts.check(at); err != nil {
			return nil, err
		}
	}
	return s.open(subject, data)
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
func (s *sealer) verify(subject string, header nats.Header, data []byte, at time.Time) error {
	if s == nil || s.doubts.since.IsZero() {
		return nil
	}
	sealed, err := base64.StdEncoding.DecodeString(header.Get(sealHeader))
	if err != nil || !bytes.HasPrefix(sealed, []byte(sealMark)) {
		return s.doubts.check(at)
	}
	if _, err = s.open(signedName(subject, data), sealed); err != nil {
		s.doubts.note()
	}
	return err
}

// wrote is verify where it does not matter why.
func (s *sealer) wrote(subject string, header nats.Header, data []byte, at time.Time) bool {
	return s.verify(subject, header, data, at) == nil
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
