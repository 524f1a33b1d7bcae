// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/backoff"
	"github.com/intentops/intentops/internal/bot/conversation"
)

// ensureStream creates or updates the bot's stream. What an administrator may have set
// (replicas, placement, limits) stays. It tries until ctx is done, or StartTimeout is over, and
// then returns why it did not work.
func (s *Store) ensureStream(ctx context.Context) error {
	ctx, cancel := s.startContext(ctx)
	defer cancel()
	s.waiting.set("the stream " + s.names.stream + " is being looked for")
	var why error
	for attempt := 1; ; attempt++ {
		err := s.connected()
		if err == nil {
			err = s.tryStream(ctx)
		}
		if err == nil || ctx.Err() == nil && !errors.Is(err, conversation.ErrUnavailable) {
			return err
		}
		// That time ran out explains nothing.
		if ctx.Err() == nil || why == nil {
			why = err
		}
		s.waiting.set(why.Error())
		select {
		case <-ctx.Done():
			return why
		case <-time.After(backoff.Delay(attempt, 100*time.Millisecond, 5*time.Second)):
		}
	}
}

// tryStream finds or makes the stream that the Store uses from now on.
func (s *Store) tryStream(ctx context.Context) error {
	st, err := s.makeStream(ctx)
	if err == nil {
		s.stream = st
		s.beginLife(st.CachedInfo())
	}
	return err
}

// makeStream makes the stream, or updates the one that is there.
func (s *Store) makeStream(ctx context.Context) (jetstream.Stream, error) {
	cctx, cancel := s.timeout(ctx)
	defer cancel()
	st, err := s.js.Stream(cctx, s.names.stream)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		cfg := jetstream.StreamConfig{
			Name:      s.names.stream,
			Storage:   jetstream.FileStorage,
			Retention: jetstream.LimitsPolicy,
			Replicas:  s.opts.Replicas,
		}
		st, err = s.js.CreateStream(cctx, s.required(cfg))
		if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
			// Another pod created it first.
			st, err = s.js.Stream(cctx, s.names.stream)
		}
	}
	if err != nil {
		return nil, s.mapError(ctx, "making the stream "+s.names.stream+" on "+s.servers, err)
	}
	if have := st.CachedInfo().Config; !s.isSufficient(have) {
		if st, err = s.js.UpdateStream(cctx, s.required(have)); err != nil {
			return nil, s.mapError(ctx, "updating the stream "+s.names.stream+" on "+s.servers, err)
		}
	}
	// An old server ignores options that it does not know.
	if have := st.CachedInfo().Config; !s.isSufficient(have) {
		return nil, fmt.Errorf("store: the NATS server (version %s) lacks atomic publishing, message TTLs or schedules; use 2.12 or newer",
			s.nc.ConnectedServerVersion())
	}
	return st, nil
}

// required is cfg with what the store needs.
func (s *Store) required(cfg jetstream.StreamConfig) jetstream.StreamConfig {
	cfg.Description = "Conversations, outbox, timers and ledger of bot " + s.opts.Namespace + "/" + s.opts.Bot
	cfg.Subjects = s.subjects()
	cfg.AllowAtomicPublish = true
	cfg.AllowMsgTTL = true
	cfg.AllowMsgSchedules = true
	cfg.AllowRollup = true
	cfg.DenyPurge = false
	// Reads go to the leader: a replica may lag, and a conversation that was just opened
	// must not look as if it had expired.
	cfg.AllowDirect = false
	return cfg
}

// subjects are those of the bot's stream.
func (s *Store) subjects() []string {
	if s.srv != nil {
		return s.names.beside()
	}
	return []string{s.names.all()}
}

func (s *Store) isSufficient(cfg jetstream.StreamConfig) bool {
	return slices.Equal(cfg.Subjects, s.subjects()) &&
		cfg.AllowAtomicPublish && cfg.AllowMsgTTL && cfg.AllowMsgSchedules && cfg.AllowRollup &&
		!cfg.DenyPurge && !cfg.AllowDirect
}

const (
	// firstLogAfter is after how long Open logs what it waits for, logEvery how often from then on.
	firstLogAfter = time.Second
	logEvery      = 10 * time.Second
)

// waiting is what Open waits for at the moment.
type waiting struct {
	mu  sync.Mutex
	why string
}

// set replaces the reason for waiting.
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

// logWaiting logs what is waited for until stop is called: the log should say why a bot does not
// start.
func (s *Store) logWaiting() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	timer := s.opts.Clock.NewTimer(firstLogAfter)
	var done sync.WaitGroup
	done.Go(func() {
		defer timer.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-timer.C():
				s.opts.Logger.Info("Waiting for the store", "reason", s.waiting.get())
				timer.Reset(logEvery)
			}
		}
	})
	return func() {
		cancel()
		done.Wait()
	}
}

// startContext is ctx with the time limit for what Open waits for: an external server, or the
// process that still uses Dir. Its own work, such as reading a large store, has no limit.
func (s *Store) startContext(ctx context.Context) (context.Context, context.CancelFunc) {
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
type notReached struct{ servers, cause string }

func (e notReached) Error() string {
	return "store not reached: " + e.servers + ": " + e.cause
}

// Is makes it a kind of conversation.ErrUnavailable.
func (e notReached) Is(target error) bool { return target == conversation.ErrUnavailable }
