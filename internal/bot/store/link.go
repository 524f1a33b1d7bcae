// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"sync"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// link is the connection as calls see it: they end when it is lost, since answers to them
// do not come any more, instead of waiting out their time.
type link struct {
	mu     sync.Mutex
	ctx    context.Context
	cancel context.CancelFunc
}

// up is called when the connection works, with all its subscriptions.
func (l *link) up() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx == nil || l.ctx.Err() != nil {
		l.ctx, l.cancel = context.WithCancel(context.Background())
	}
}

// lost is called when the connection is lost.
func (l *link) lost() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cancel()
}

func (l *link) context() context.Context {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ctx
}

// timeout is ctx with the time that one call may take; it ends when the connection is lost.
func (s *Store) timeout(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	stop := context.AfterFunc(s.link.context(), cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}

// connected fails at once while there is no connection: waiting for one is for the caller to
// decide.
func (s *Store) connected() error {
	if !s.nc.IsConnected() || s.link.context().Err() != nil {
		return fmt.Errorf("%w: no connection to the NATS server", conversation.ErrUnavailable)
	}
	return nil
}
