// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// replay moves what a process that was killed did not.
func (j *journal) replay(ctx context.Context) error {
	for position := j.mark.moved + 1; position <= j.last; position++ {
		commits, at, err := j.read(ctx, position)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		left := commits[:0]
		for _, msgs := range commits {
			if msgs, err = j.unmoved(ctx, position, at, msgs); err != nil {
				return err
			}
			left = append(left, msgs)
		}
		j.adopt(position, at, left)
	}
	for {
		if more, err := j.move(ctx, j.last, true); err != nil || !more {
			return err
		}
	}
}

// unmoved returns the messages of a commit that the stream does not have.
func (j *journal) unmoved(ctx context.Context, position uint64, at time.Time, msgs []*nats.Msg) (left []*nats.Msg, err error) {
	for _, m := range msgs {
		if expected(m) == "" {
			if position > j.mark.facts {
				left = append(left, m)
			}
			continue
		}
		have, err := j.version(ctx, m.Subject)
		switch {
		case err != nil:
			return nil, err
		case have&journaled != 0 && have&^journaled >= position:
			continue
		case !time.Now().Before(until(m, at)):
			continue
		}
		left = append(left, m)
	}
	return left, nil
}
