// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"github.com/intentops/intentops/internal/backoff"
)

const (
	// moveEvery is how long facts and messages collect before they are moved: a batch costs several
	// syncs to disk, however large it is.
	moveEvery = 500 * time.Millisecond
	// defaultEmptyEvery is how long entries with a version wait in the journal at most, and maxWritten
	// how many bytes of commits: most are replaced meanwhile, and a start reads them.
	defaultEmptyEvery = 30 * time.Second
	maxWritten        = 4 << 20
	// maxClosing is how often Close tries to move what waits. What is left is moved at the next start.
	maxClosing = 3
)

// run moves what was committed until close is called.
func (j *journal) run() {
	defer close(j.ended)
	empty := time.NewTicker(j.s.opts.emptyEvery)
	defer empty.Stop()
	for stopping := false; !stopping; {
		all := false
		select {
		case <-j.stop:
			stopping = true
		case <-empty.C:
			all = true
		case <-j.wake:
			stopping = j.collect()
		}
		stopping = j.try(stopping, all) || stopping
	}
	j.try(true, true)
}

// try moves the facts and messages that wait now, and all if that is asked for, again where it
// fails. It returns whether close was called.
func (j *journal) try(stopping, all bool) bool {
	_, newest := j.facts()
	for failures := 0; ; {
		more, err := j.move(context.Background(), newest, all)
		if err == nil {
			j.setTrouble(nil)
			if !more {
				return stopping
			}
			failures = 0
			continue
		}
		if failures++; failures >= 3 {
			j.setTrouble(err)
		}
		if failures%10 == 3 {
			j.s.opts.Logger.Info("Commits are not moved from the journal to the stream, trying again", "error", err.Error())
		}
		if stopping = j.pause(backoff.Delay(failures, moveEvery, 5*time.Second)) || stopping; stopping && failures >= maxClosing {
			return true
		}
	}
}

func (j *journal) setTrouble(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.trouble = err
}

// move moves one batch of facts and messages up to a position, or else what has a version.
func (j *journal) move(ctx context.Context, upTo uint64, all bool) (more bool, err error) {
	if oldest, newest := j.facts(); newest > 0 && oldest <= upTo {
		return true, j.moveFacts(ctx)
	}
	if all || j.urgent() {
		return false, j.moveKept(ctx)
	}
	return false, nil
}

// collect waits for more to move, unless somebody waits for it or close is called: it returns whether
// that was.
func (j *journal) collect() (stopping bool) {
	t := time.NewTimer(moveEvery)
	defer t.Stop()
	select {
	case <-t.C:
	case <-j.soon:
	case <-j.stop:
		return true
	}
	return false
}

// settle waits until the facts and messages that were committed before are in the stream.
func (j *journal) settle(ctx context.Context) error {
	if j == nil {
		return nil
	}
	_, last := j.facts()
	for {
		if oldest, newest := j.facts(); newest == 0 || oldest > last {
			return nil
		}
		select {
		case j.soon <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
}

// pause waits, unless close is called: it returns whether it was.
func (j *journal) pause(d time.Duration) (stopping bool) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return false
	case <-j.stop:
		return true
	}
}

// facts are the positions of the oldest and the newest group that wait to be moved; 0: none does.
func (j *journal) facts() (oldest, newest uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.groups) == 0 {
		return 0, 0
	}
	return j.groups[0].position, j.groups[len(j.groups)-1].position
}

// used reports whether the journal may hold something.
func (j *journal) used() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.written > 0 || j.hurry
}

// urgent reports whether the journal is to be emptied now.
func (j *journal) urgent() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.hurry || j.written > maxWritten || j.bytes > maxWaitingBytes/2
}
