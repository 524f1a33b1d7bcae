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
	outdated := 0
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
			msgs, passed, err := j.unmoved(ctx, position, at, msgs)
			if err != nil {
				return err
			}
			if passed {
				outdated++
				continue
			}
			left = append(left, msgs)
		}
		j.adopt(position, at, left)
	}
	if outdated > 0 {
		j.s.opts.Logger.Info("Commits were left out: an earlier version of the bot has used the store since", "commits", outdated)
	}
	for {
		if more, err := j.move(ctx, j.last, true); err != nil || !more {
			return err
		}
	}
}

// unmoved returns the messages of a commit that the stream does not have. passed is true where the
// stream has gone on without it: a version of the bot that knows no journal has used it.
func (j *journal) unmoved(ctx context.Context, position uint64, at time.Time, msgs []*nats.Msg) (left []*nats.Msg, passed bool, err error) {
	for _, m := range msgs {
		want := expected(m)
		if want == "" {
			if position > j.mark.facts {
				left = append(left, m)
			}
			continue
		}
		have, err := j.version(ctx, m.Subject)
		switch {
		case err != nil:
			return nil, false, err
		case have&journaled == 0 && have != 0 && text(have) != want:
			return nil, true, nil
		case have&journaled != 0 && have&^journaled >= position:
			continue
		case !time.Now().Before(until(m, at)):
			continue
		}
		left = append(left, m)
	}
	return left, false, nil
}
