// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/backoff"
	"github.com/intentops/intentops/internal/bot/conversation"
)

// ensureStream makes the bot's stream what it must be. What an administrator may have set
// (replicas, placement, limits) stays. It tries until ctx is done, or patience ends, and then
// returns why it did not work.
func (s *Store) ensureStream(ctx context.Context) error {
	ctx, cancel := s.patience(ctx)
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
		// The end of the patience itself explains nothing.
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

func (s *Store) tryStream(ctx context.Context) error {
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
			// Another pod was first.
			st, err = s.js.Stream(cctx, s.names.stream)
		}
	}
	if err != nil {
		return s.mapError(ctx, "making the stream "+s.names.stream+" on "+s.places, err)
	}
	if have := st.CachedInfo().Config; !s.suffices(have) {
		if st, err = s.js.UpdateStream(cctx, s.required(have)); err != nil {
			return s.mapError(ctx, "updating the stream "+s.names.stream+" on "+s.places, err)
		}
	}
	// An old server ignores what it does not know.
	if have := st.CachedInfo().Config; !s.suffices(have) {
		return fmt.Errorf("store: the NATS server (version %s) lacks atomic publishing, message TTLs or schedules; use 2.12 or newer",
			s.nc.ConnectedServerVersion())
	}
	s.stream = st
	return nil
}

// required lays what the store needs over cfg.
func (s *Store) required(cfg jetstream.StreamConfig) jetstream.StreamConfig {
	cfg.Description = "Conversations, outbox, timers and ledger of bot " + s.opts.Namespace + "/" + s.opts.Bot
	cfg.Subjects = []string{s.names.all()}
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

func (s *Store) suffices(cfg jetstream.StreamConfig) bool {
	return len(cfg.Subjects) == 1 && cfg.Subjects[0] == s.names.all() &&
		cfg.AllowAtomicPublish && cfg.AllowMsgTTL && cfg.AllowMsgSchedules && cfg.AllowRollup &&
		!cfg.DenyPurge && !cfg.AllowDirect
}
