// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"

	"github.com/nats-io/nats.go"

	"github.com/intentops/intentops/internal/bot/outbound"
)

// link is the connection as calls see it: they end when it is lost, since answers to them
// do not come any more, instead of waiting out their time.
type link struct {
	mu     sync.Mutex
	ctx    context.Context
	cancel context.CancelFunc
	// cause is why the last attempt to connect failed; empty: none did yet.
	cause string
}

// up is called when the connection works, with all its subscriptions.
func (l *link) up() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cause = ""
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

// failed notes why an attempt to connect failed.
func (l *link) failed(err error) {
	// That there is no server is not why.
	if err == nil || errors.Is(err, nats.ErrNoServers) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cause = words(err)
}

// why is what is known of the last attempt to connect.
func (l *link) why() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cause == "" {
		return "no connection yet"
	}
	return l.cause
}

// words are an error of connecting: NATS' own, like a refused password, quote no address.
func words(err error) string {
	if words, known := outbound.Words(err); known {
		return words
	}
	return err.Error()
}

// places are the servers of a NATS URL, without what may be a password or a token.
func places(natsURL string) (string, error) {
	var shown []string
	for server := range strings.SplitSeq(natsURL, ",") {
		if server = strings.TrimSpace(server); server == "" {
			continue
		}
		if !strings.Contains(server, "://") {
			server = "nats://" + server
		}
		u, err := url.Parse(server)
		if err != nil || u.Host == "" {
			// The parser's own message repeats the URL.
			return "", errors.New("store: URL: is not like nats://host:4222, or several of these separated by commas; special characters of a password must be written as in URLs, such as %40 for @")
		}
		if u.Port() == "" {
			u.Host += ":4222"
		}
		shown = append(shown, outbound.Place(u))
	}
	return strings.Join(shown, ", "), nil
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
		return s.notReached()
	}
	return nil
}

// notReached says why there is no connection.
func (s *Store) notReached() error {
	// A server that was reached and said no is only noted there.
	s.link.failed(s.nc.LastError())
	return notReached{s.places, s.link.why()}
}
