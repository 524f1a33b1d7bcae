// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// A stream on a NATS server can be deleted and made again, or restored as it was earlier, while pods
// run. It is another stream under the same name: its positions mean something else, so what was read up
// to a position must be read again from the beginning.

const (
	// defaultLookEvery is how often a pod looks whether the stream is still the same.
	defaultLookEvery = 10 * time.Second
	// missingLooks in a row find no stream before the pod makes it again: somebody may be restoring it.
	missingLooks = 2
	// catchingUp is how often a stream that ends too early is looked at again, each after a twentieth of the
	// time between two looks: a server that has just become its leader may still be reading its log.
	catchingUp, catchingUpIn = 5, 20
)

// streamLife is a stream from when it is made until it is deleted.
type streamLife struct {
	created time.Time
	// reached is the last position that was read: a stream that ends before it is another one.
	reached atomic.Uint64
	// over is closed when there is another stream in its place.
	over chan struct{}
}

// reach notes that a position was read.
func (l *streamLife) reach(position uint64) {
	for {
		before := l.reached.Load()
		if position <= before || l.reached.CompareAndSwap(before, position) {
			return
		}
	}
}

// isOver says whether there is another stream now.
func (l *streamLife) isOver() bool {
	select {
	case <-l.over:
		return true
	default:
		return false
	}
}

// beginLife notes which stream it is.
func (s *Store) beginLife(info *jetstream.StreamInfo) {
	s.life.Store(&streamLife{created: info.Created, over: make(chan struct{})})
}

// watchLife looks at the stream until the Store is closed.
func (s *Store) watchLife() {
	missing := 0
	_ = s.every(context.Background(), s.opts.lookEvery, func(ctx context.Context) { missing = s.look(ctx, missing) })
}

// look finds out whether the stream is still the same, and makes it again if it was missing often enough;
// missing is how often it was, and is returned.
func (s *Store) look(ctx context.Context, missing int) int {
	if s.connected() != nil {
		return missing
	}
	life := s.life.Load()
	reached := life.reached.Load() // before the server says where the stream ends
	cctx, cancel := s.timeout(ctx)
	defer cancel()
	st, err := s.js.Stream(cctx, s.names.stream)
	switch {
	case errors.Is(err, jetstream.ErrStreamNotFound):
		if missing++; missing < missingLooks {
			return missing
		}
	case err != nil:
		return missing // that the server does not answer is no sign of another stream
	case st.CachedInfo().Created.Equal(life.created) && (st.CachedInfo().State.LastSeq >= reached || s.catchesUp(ctx, life, reached)):
		return 0
	}
	if st, err = s.makeStream(ctx); err != nil {
		s.lifeTrouble.Do(func() {
			s.opts.Logger.Info("The stream is missing or another one, and cannot be used: trying again", "stream", s.names.stream, "error", err.Error())
		})
		return missing
	}
	s.opts.Logger.Info("The stream was deleted and made again, or restored: what it has is read from the beginning", "stream", s.names.stream)
	s.commits.written.forget()
	s.beginLife(st.CachedInfo())
	close(life.over)
	s.keepKeys(ctx) // before a pod that starts makes others
	return 0
}

// catchesUp tells whether a stream that ended before a position soon reaches it, or the server does not say.
func (s *Store) catchesUp(ctx context.Context, life *streamLife, reached uint64) bool {
	for range catchingUp {
		pause(ctx, s.opts.lookEvery/catchingUpIn)
		cctx, cancel := s.timeout(ctx)
		st, err := s.js.Stream(cctx, s.names.stream)
		cancel()
		switch {
		case errors.Is(err, jetstream.ErrStreamNotFound):
			return false
		case err != nil:
			return true // no sign of another stream
		case !st.CachedInfo().Created.Equal(life.created):
			return false
		case st.CachedInfo().State.LastSeq >= reached:
			return true
		}
	}
	return false
}
