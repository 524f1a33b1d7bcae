// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Key returns a key of the bot, and makes it if there is none: all pods get the same one, as
// long as there is the store. Losing it with the store harms nothing that is not lost with it.
func (s *Store) Key(ctx context.Context, name string, newKey func() []byte) ([]byte, error) {
	subject := s.names.key(name)
	m, err := s.last(ctx, subject)
	if err == nil {
		return m.Data, nil
	}
	if !errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, s.mapError(ctx, "loading the key "+name, err)
	}
	made := message(subject, newKey())
	made.Header.Set(jetstream.ExpectedLastSubjSeqHeader, "0")
	cctx, cancel := s.timeout(ctx)
	defer cancel()
	_, err = s.publish(cctx, []*nats.Msg{made})
	if err == nil {
		return made.Data, nil
	}
	if !wrongSequence(err) && !temporary(err) {
		return nil, s.mapError(ctx, "making the key "+name, err)
	}
	// Another pod made it first, or the answer was lost.
	if m, err = s.last(ctx, subject); err != nil {
		return nil, s.mapError(ctx, fmt.Sprintf("loading the key %s that was made", name), err)
	}
	return m.Data, nil
}
