// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// ErrShared means that bots of other namespaces could read what this one stores.
var ErrShared = errors.New("store: this bot can read bots of another namespace on the NATS server, and they can read it: give each namespace an account of its own, or set requireIsolation: false")

const (
	// isolationEvery is how often the neighbours are looked for: they may come later.
	isolationEvery = 10 * time.Minute
	// maxNeighbours is how many streams are tried: one tells enough.
	maxNeighbours = 3
)

// checkIsolation finds out whether this bot can read one of another namespace: then that one can
// read this, for both have the same kind of access. Where the server has no bot of another
// namespace in this account yet, nothing is found; that is why it is done again.
func (s *Store) checkIsolation(ctx context.Context) error {
	if s.opts.URL == "" {
		return nil // nobody else reaches the embedded server
	}
	s.probing.Store(true)
	defer s.probing.Store(false)
	shared := false
	for _, stream := range s.neighbours(ctx) {
		if shared = s.readable(ctx, stream); shared {
			break
		}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("store: looking for neighbours: %w", ctx.Err())
	}
	if before := s.shared.Swap(shared); shared && !before {
		s.opts.Logger.Info("This bot can read bots of another namespace on the NATS server, and they can read it: give each namespace an account of its own", "servers", s.servers)
	}
	if shared && s.opts.RequireIsolation {
		return ErrShared
	}
	return nil
}

// neighbours are streams of bots in other namespaces, as far as the account lists them.
func (s *Store) neighbours(ctx context.Context) []string {
	ctx, cancel := s.timeout(ctx)
	defer cancel()
	var found []string
	names := s.js.StreamNames(ctx)
	for name := range names.Name() {
		if len(found) < maxNeighbours && strings.HasPrefix(name, streamPrefix) && !strings.HasPrefix(name, streamPrefix+token(s.opts.Namespace)+"_") {
			found = append(found, name)
		}
	}
	return found
}

// readable reports whether a stream answers, or its subjects can be subscribed to.
func (s *Store) readable(ctx context.Context, stream string) bool {
	ctx, cancel := s.timeout(ctx)
	defer cancel()
	asked, stop := context.WithTimeout(ctx, s.opts.Timeout/4)
	defer stop()
	if _, err := s.js.Stream(asked, stream); err == nil {
		return true
	}
	namespace, bot, _ := strings.Cut(strings.TrimPrefix(stream, streamPrefix), "_")
	sub, err := s.nc.SubscribeSync(subjectPrefix + namespace + "." + bot + ".>")
	if err != nil {
		return false
	}
	defer func() { _ = sub.Unsubscribe() }()
	// The server refuses a subscription before it answers what comes after it.
	if err := s.nc.FlushWithContext(ctx); err != nil {
		return false
	}
	_, err = sub.NextMsg(time.Millisecond)
	return !errors.Is(err, nats.ErrPermissionViolation)
}

// WatchIsolation looks for neighbours until ctx is done or the Store is closed.
func (s *Store) WatchIsolation(ctx context.Context) error {
	return s.every(ctx, isolationEvery, func(ctx context.Context) {
		_ = s.checkIsolation(ctx) // Isolated tells
	})
}

// Shared reports whether bots of another namespace could be read when it was last tried.
func (s *Store) Shared() bool { return s.shared.Load() }

// Isolated returns ErrShared where isolation is required and there is none.
func (s *Store) Isolated(context.Context) error {
	if s.Shared() && s.opts.RequireIsolation {
		return ErrShared
	}
	return nil
}
