// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// size is how many bytes wait to be moved, or are about to.
func (j *journal) size() uint64 {
	if j == nil {
		return 0
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return uint64(j.bytes + j.writing)
}

func (j *journal) setRefused(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.refused = err
}

// unavailable returns why commits are not written, or do not reach the stream; nil: they are and do.
func (j *journal) unavailable(ctx context.Context) error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	trouble, refused := j.trouble, j.refused
	j.mu.Unlock()
	if refused != nil {
		if err := j.probe(ctx); err != nil {
			return fmt.Errorf("%w: writing commits to the journal: %w; if the volume is full, give it room and restart the pod", conversation.ErrUnavailable, err)
		}
	}
	if trouble == nil {
		return nil
	}
	return fmt.Errorf("%w: moving commits from the journal to the stream: %w", conversation.ErrUnavailable, trouble)
}

// probe finds out whether a group can be written again: a pod that is not ready gets no messages that
// would tell. The committer comes across the empty group as it does across one that arrives late.
func (j *journal) probe(ctx context.Context) error {
	data, err := encodeGroup(nil, nil)
	if err != nil {
		return err
	}
	cctx, cancel := j.s.timeout(ctx)
	defer cancel()
	if _, err = publishOnce(cctx, j.nc, []*nats.Msg{message(j.s.names.journalSubject(), data)}); err == nil {
		j.setRefused(nil)
	}
	return err
}

// close moves what waits, and ends. The committer has ended before.
func (j *journal) close() {
	if j == nil {
		return
	}
	_ = j.catchUp() // what it does not adopt stays for the next start
	close(j.stop)
	<-j.ended
	defer j.nc.Close() // last, for calls end when a connection does
	if err := j.remove(); err != nil {
		j.s.opts.Logger.Info("Commits stay in the journal: the next start of this version moves them, and an earlier version does not start before that", "reason", err.Error())
	}
}

// remove removes a journal in which nothing waits: an earlier version of the bot can use the store then.
func (j *journal) remove() error {
	ctx, cancel := j.s.timeout(context.Background())
	defer cancel()
	info, err := j.stream.Info(ctx)
	if err != nil {
		return err
	}
	if info.State.Msgs > 0 {
		return fmt.Errorf("%d were not moved", info.State.Msgs)
	}
	return j.s.js.DeleteStream(ctx, j.s.names.journalStream())
}
