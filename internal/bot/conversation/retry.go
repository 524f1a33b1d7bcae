// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// Retry decides and commits again while others commit first.
type Retry struct {
	// Attempts at most.
	Attempts int
	// MaxPause bounds the random pause before each attempt from the third on, so that those
	// that lost do not all decide again at the same time; 0: no pause.
	MaxPause time.Duration
}

// Do calls decide until it fails with nothing that IsConflict. decide loads the conversation
// again each time: what it decided before was decided on an old version. The error wraps
// ErrUnavailable when the attempts are used up, and as Unavailable says.
func (r Retry) Do(ctx context.Context, decide func() error) error {
	for attempt := range r.Attempts {
		if attempt >= 2 && r.MaxPause > 0 {
			select {
			case <-ctx.Done():
			case <-time.After(rand.N(r.MaxPause)):
			}
		}
		if err := decide(); !IsConflict(err) {
			return Unavailable(err)
		}
	}
	return fmt.Errorf("%w: the conversation changes too often", ErrUnavailable)
}

// IsConflict reports whether a commit failed because another one came first.
func IsConflict(err error) bool { return errors.Is(err, ErrConflict) || errors.Is(err, ErrClaimed) }

// Unavailable marks running out of time as a failure that passes, like a Store's own.
func Unavailable(err error) error {
	switch {
	case errors.Is(err, ErrUnavailable):
		return err
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}
