// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/intentops/intentops/internal/bot/conversation"
)

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
	if unavailable(err) {
		return fmt.Errorf("%w: %s: %w", conversation.ErrUnavailable, doing, err)
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}

func unavailable(err error) bool {
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
