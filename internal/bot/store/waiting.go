// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"sync"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

const (
	// firstSaid is after how long Open says what it waits for, sayAgain how often from then on.
	firstSaid = time.Second
	sayAgain  = 10 * time.Second
)

// waiting is what Open waits for at the moment.
type waiting struct {
	mu  sync.Mutex
	why string
}

// set says what is waited for from now on.
func (w *waiting) set(why string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.why = why
}

func (w *waiting) get() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.why
}

// say logs what is waited for until the returned function is called: nobody should have to guess
// why a bot does not begin.
func (s *Store) say() (quiet func()) {
	ctx, cancel := context.WithCancel(context.Background())
	timer := s.opts.Clock.NewTimer(firstSaid)
	var done sync.WaitGroup
	done.Go(func() {
		defer timer.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-timer.C():
				s.opts.Logger.Info("Waiting for the store", "reason", s.waiting.get())
				timer.Reset(sayAgain)
			}
		}
	})
	return func() {
		cancel()
		done.Wait()
	}
}

// patience is ctx with the time that Open waits for others: for an external server, or for the
// process that still uses Dir. What it does itself, like reading a large store, takes as long
// as it takes.
func (s *Store) patience(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.opts.StartTimeout <= 0 {
		return context.WithCancel(ctx)
	}
	ctx, cancel := context.WithCancel(ctx)
	timer := s.opts.Clock.NewTimer(s.opts.StartTimeout)
	go func() {
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C():
			cancel()
		}
	}()
	return ctx, cancel
}

// notReached means that there is no connection to the server.
type notReached struct{ places, cause string }

func (e notReached) Error() string {
	return "store not reached: " + e.places + ": " + e.cause
}

// Is makes it a kind of conversation.ErrUnavailable.
func (e notReached) Is(target error) bool { return target == conversation.ErrUnavailable }
