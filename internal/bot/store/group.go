// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	// maxGroup commits share a batch, and maxGroupBytes their bodies.
	maxGroup      = 64
	maxGroupBytes = 4 << 20
	// maxBatches of a group that is divided are stored at once.
	maxBatches = 8
	// maxWaiting commits wait for their turn; more are turned away.
	maxWaiting = 1024
)

// errBusy and errClosed are why a commit was not even tried.
var (
	errBusy   = errors.New("too many commits wait")
	errClosed = errors.New("the store is closed")
)

// pending is a commit that waits. Whoever removes it from the committer's list answers it.
type pending struct {
	// subjects are those whose last position the server checks.
	subjects []string
	// state is the conversation's subject, which must be at version.
	state   string
	version uint64
	msgs    []*nats.Msg
	bytes   int
	done    chan outcome
}

type outcome struct {
	position uint64
	err      error
}

// committer stores commits of different conversations together: a batch costs the server
// several syncs to disk however large it is. While one batch is under way the next one
// gathers; a commit that is alone does not wait for company.
type committer struct {
	s    *Store
	wake chan struct{}
	ends chan struct{}
	// slots bound the batches that are under way: a server has room for 50 of a stream.
	slots chan struct{}

	mu      sync.Mutex
	waiting []*pending
	closed  bool

	written positions
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

// withdraw takes a commit back; false: it is under way already.
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

// close waits for the batch that is under way and turns the rest away.
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
		for group := c.take(); len(group) > 0; group = c.take() {
			ctx, cancel := c.s.timeout(context.Background())
			c.store(ctx, c.possible(group))
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
		fits := len(group) == 0 || len(group) < maxGroup && messages+len(p.msgs) <= maxBatch && size+p.bytes <= maxGroupBytes
		fits = fits && !slices.ContainsFunc(p.subjects, taken)
		for _, subject := range p.subjects {
			subjects[subject] = true // also of one that waits: keep the order of the later ones
		}
		if !fits {
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

// possible leaves out commits of which this pod knows that they cannot succeed, and answers
// them.
func (c *committer) possible(group []*pending) []*pending {
	return slices.DeleteFunc(group, func(p *pending) bool {
		passed := c.written.passed(p.state, p.version)
		if passed {
			p.done <- outcome{err: errPassed}
		}
		return passed
	})
}

// store commits a group and answers everybody in it. One commit that the server refuses
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

// refused means that the server said no to what a batch holds: nothing was stored.
func refused(err error) bool {
	_, ok := errors.AsType[*jetstream.APIError](err)
	return ok && !unavailable(err)
}
