// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/outbound"
)

// link is the connection as calls see it: they end when it is lost, since their answers will not
// come, instead of waiting for their timeout.
type link struct {
	mu     sync.Mutex
	ctx    context.Context
	cancel context.CancelFunc
	// cause is why the last attempt to connect failed; empty: none failed yet.
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
	// This error names no cause.
	if err == nil || errors.Is(err, nats.ErrNoServers) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cause = reason(err)
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

// reason is the cause of an error of connecting. Those of NATS, such as a refused password, name no
// address.
func reason(err error) string {
	if reason, known := outbound.Words(err); known {
		return reason
	}
	return err.Error()
}

// serverNames are the servers of a NATS URL, without what may be a password or a token.
func serverNames(natsURL string) (string, error) {
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

// connected fails at once while there is no connection: the caller decides whether to wait.
func (s *Store) connected() error {
	if !s.nc.IsConnected() || s.link.context().Err() != nil {
		return s.notReached()
	}
	return nil
}

// notReached says why there is no connection.
func (s *Store) notReached() error {
	// A server that refused the connection is noted only there.
	s.link.failed(s.nc.LastError())
	return notReached{s.servers, s.link.why()}
}

// ErrTooLarge means that a commit has more messages, or a larger one, than the server takes.
// Trying again does not help.
var ErrTooLarge = errors.New("commit is too large")

// mapError turns an error of a call with the caller's ctx into one that says what to do:
// conversation.ErrUnavailable wherever waiting may help. The caller's own cancellation stays
// what it is.
func (s *Store) mapError(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("store: %s: %w", doing, ctx.Err())
	}
	if errors.Is(err, conversation.ErrUnavailable) {
		return err
	}
	if errors.Is(err, nats.ErrReconnectBufExceeded) {
		return s.notReached() // the connection was lost between looking and sending
	}
	if temporary(err) {
		return fmt.Errorf("%w: %s: %w", conversation.ErrUnavailable, doing, err)
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}

func temporary(err error) bool {
	for _, e := range []error{
		context.DeadlineExceeded, context.Canceled, nats.ErrTimeout, nats.ErrNoResponders, nats.ErrNoServers,
		nats.ErrConnectionClosed, nats.ErrConnectionReconnecting, nats.ErrReconnectBufExceeded,
		nats.ErrDisconnected, nats.ErrStaleConnection, nats.ErrInvalidConnection, nats.ErrBadSubscription,
		jetstream.ErrNoStreamResponse, jetstream.ErrNoHeartbeat, jetstream.ErrConsumerLeadershipChanged,
		jetstream.ErrServerShutdown,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	api, ok := errors.AsType[*jetstream.APIError](err)
	return ok && (api.Code >= 500 || api.Code == 408 || api.Code == 429)
}

func errorCode(err error) jetstream.ErrorCode {
	if api, ok := errors.AsType[*jetstream.APIError](err); ok {
		return api.ErrorCode
	}
	return 0
}
