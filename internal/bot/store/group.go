// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	// maxGroup commits share a batch, and maxGroupBytes their bodies.
	maxGroup      = 64
	maxGroupBytes = 4 << 20
	// maxBatches of a group that was divided are stored at the same time.
	maxBatches = 8
	// maxWaiting commits wait for their turn; more are refused.
	maxWaiting = 1024
)

// errBusy and errClosed are why a commit was not even tried.
var (
	errBusy   = errors.New("too many commits wait")
	errClosed = errors.New("the store is closed")
)

// pending is a commit that waits. The code that removes it from the committer's list answers it.
type pending struct {
	// subjects are those whose last position the server checks.
	subjects []string
	// state is the conversation's subject, which must be at version.
	state   string
	version uint64
	msgs    []*nats.Msg
	bytes   int
	// looked is what the embedded store's stream said of the subjects.
	looked looked
	// after is what the embedded store keeps in memory of it.
	after committed
	done  chan outcome
}

type outcome struct {
	position uint64
	err      error
}

// committer stores commits of different conversations together: a batch costs the server
// several syncs to disk however large it is, and a message of the journal one. While one batch is being stored the next
// one collects; a commit that is alone does not wait for others.
type committer struct {
	s    *Store
	wake chan struct{}
	ends chan struct{}
	// slots bound the batches that are being stored: a server takes 50 of a stream.
	slots chan struct{}

	mu      sync.Mutex
	waiting []*pending
	closed  bool

	written lastPositions
}

func newCommitter(s *Store) *committer {
	c := &committer{s: s, wake: make(chan struct{}, 1), ends: make(chan struct{}), slots: make(chan struct{}, maxBatches)}
	go c.run()
	return c
}

// add queues a commit.
func (c *committer) add(p *pending) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return errClosed
	case len(c.waiting) >= maxWaiting:
		return errBusy
	}
	c.waiting = append(c.waiting, p)
	c.signal()
	return nil
}

// withdraw removes a commit from the queue; false: it is being stored already.
func (c *committer) withdraw(p *pending) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, q := range c.waiting {
		if q == p {
			c.waiting = append(c.waiting[:i], c.waiting[i+1:]...)
			return true
		}
	}
	return false
}

func (c *committer) signal() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// close waits for the batch that is being stored and refuses the rest.
func (c *committer) close() {
	c.mu.Lock()
	c.closed = true
	rest := c.waiting
	c.waiting = nil
	c.signal()
	c.mu.Unlock()
	for _, p := range rest {
		p.done <- outcome{err: errClosed}
	}
	<-c.ends
}

func (c *committer) run() {
	defer close(c.ends)
	for range c.wake {
		for group := c.next(); len(group) > 0; group = c.next() {
			ctx, cancel := c.s.timeout(context.Background())
			if c.s.journal != nil {
				c.s.journal.store(ctx, group)
			} else {
				c.store(ctx, c.dropOutdated(group))
			}
			cancel()
		}
		c.mu.Lock()
		closed := c.closed
		c.mu.Unlock()
		if closed {
			return
		}
	}
}

// next lets the turns that are ready to run come first: where processors are busy, their commits join the
// group instead of waiting for the one after it. Where none are it takes no time.
func (c *committer) next() []*pending {
	runtime.Gosched()
	return c.take()
}

// take removes the next group from the list. Of commits to one conversation, or with the same
// claim, it takes the first: the server checks each against what was there before the batch.
func (c *committer) take() []*pending {
	c.mu.Lock()
	defer c.mu.Unlock()
	var group, rest []*pending
	messages, size := 0, 0
	subjects := map[string]bool{}
	taken := func(subject string) bool { return subjects[subject] }
	for _, p := range c.waiting {
		checkSize := len(group) == 0 || len(group) < maxGroup && messages+len(p.msgs) <= maxBatch && size+p.bytes <= maxGroupBytes
		checkSize = checkSize && !slices.ContainsFunc(p.subjects, taken)
		for _, subject := range p.subjects {
			subjects[subject] = true // also of one that waits: keep the order of the later ones
		}
		if !checkSize {
			rest = append(rest, p)
			continue
		}
		messages += len(p.msgs)
		size += p.bytes
		group = append(group, p)
	}
	c.waiting = rest
	return group
}

// dropOutdated leaves out commits of which this pod knows that they must fail, and answers them.
func (c *committer) dropOutdated(group []*pending) []*pending {
	return slices.DeleteFunc(group, func(p *pending) bool {
		outdated := c.written.outdated(p.state, p.version)
		if outdated {
			p.done <- outcome{err: errOutdated}
		}
		return outdated
	})
}

// store commits a group and answers each commit in it. One commit that the server refuses
// fails the batch, so the group is halved until it is alone with its error: both halves at
// once, since under load there is one such commit in most groups, and each step waits for
// the server.
func (c *committer) store(ctx context.Context, group []*pending) {
	if len(group) == 0 {
		return
	}
	var msgs []*nats.Msg
	for _, p := range group {
		msgs = append(msgs, p.msgs...)
	}
	c.slots <- struct{}{}
	position, err := c.s.publish(ctx, msgs)
	<-c.slots
	if err != nil && len(group) > 1 && refused(err) {
		half := len(group) / 2
		var halves sync.WaitGroup
		halves.Go(func() { c.store(ctx, group[:half]) })
		c.store(ctx, group[half:])
		halves.Wait()
		return
	}
	// A batch has positions without gaps, and a commit's is that of its last message.
	position -= uint64(len(msgs))
	for _, p := range group {
		position += uint64(len(p.msgs))
		o := outcome{position: position}
		if err != nil {
			o = outcome{err: err}
		} else {
			c.written.note(p.state, position)
		}
		p.done <- o
	}
}

// refused reports whether the server refused the content of a batch: nothing was stored.
func refused(err error) bool {
	_, ok := errors.AsType[*jetstream.APIError](err)
	return ok && !temporary(err)
}

// maxPositions bounds each of the two generations of positions.
const maxPositions = 4096

// lastPositions are where this pod last wrote conversations. A commit that is based on an earlier
// version must fail, and would fail the batch that it shares: it is not sent.
type lastPositions struct {
	mu                sync.Mutex
	current, previous map[string]uint64
	// notes counts them: each is kept for at least maxPositions more.
	notes atomic.Uint64
}

// note remembers where a subject was written.
func (p *lastPositions) note(subject string, at uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.notes.Add(1)
	if len(p.current) >= maxPositions || p.current == nil {
		p.previous, p.current = p.current, make(map[string]uint64, maxPositions)
	}
	p.current[subject] = at
	delete(p.previous, subject)
}

// forget drops what is known of a stream that is no longer there.
func (p *lastPositions) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.current, p.previous = nil, nil
}

// outdated reports, once, whether a subject was written after a version: the server decides, so
// the next commit is sent in any case.
func (p *lastPositions) outdated(subject string, version uint64) bool {
	if version == 0 {
		return false // it must not exist, and may have expired
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, known := range []map[string]uint64{p.current, p.previous} {
		if known[subject] > version {
			delete(known, subject)
			return true
		}
	}
	return false
}

// at is where this pod last wrote a subject, as a header says it; empty: that is not known.
func (p *lastPositions) at(subject string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, known := range []map[string]uint64{p.current, p.previous} {
		if position, ok := known[subject]; ok {
			return strconv.FormatUint(position, 10)
		}
	}
	return ""
}

// errOutdated is what the server would answer.
var errOutdated = &jetstream.APIError{
	Code: 400, ErrorCode: jetstream.JSErrCodeStreamWrongLastSequence,
	Description: "another commit of this pod came first",
}
