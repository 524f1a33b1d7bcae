// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestRetryDecidesAgainWhileOthersCommitFirst(t *testing.T) {
	refused := errors.New("the conversation has ended")
	for name, tc := range map[string]struct {
		results  []error // of the attempts, the last one for all that follow
		attempts int
		want     error
	}{
		"the first attempt succeeds":              {[]error{nil}, 1, nil},
		"others commit first, and then none":      {[]error{ErrConflict, fmt.Errorf("store: %w", ErrConflict), nil}, 3, nil},
		"a claim was made before":                 {[]error{ErrClaimed, nil}, 2, nil},
		"others always commit first":              {[]error{ErrConflict}, 4, ErrUnavailable},
		"a refusal is not tried again":            {[]error{refused}, 1, refused},
		"a store that is away is not asked twice": {[]error{ErrUnavailable}, 1, ErrUnavailable},
		"time that ran out may pass":              {[]error{ErrConflict, context.DeadlineExceeded}, 2, ErrUnavailable},
		"a caller that has gone may come back":    {[]error{context.Canceled}, 1, ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			attempts := 0
			err := Retry{Attempts: 4, MaxPause: time.Microsecond}.Do(t.Context(), func() error {
				result := tc.results[min(attempts, len(tc.results)-1)]
				attempts++
				return result
			})
			if !errors.Is(err, tc.want) || attempts != tc.attempts {
				t.Errorf("%v after %d attempts, want %v after %d", err, attempts, tc.want, tc.attempts)
			}
		})
	}
}

func TestRetryDoesNotPauseForACallerThatHasGone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	// A pause of hours would outlast the test.
	err := Retry{Attempts: 4, MaxPause: 1000 * time.Hour}.Do(ctx, func() error { return ErrConflict })
	if !errors.Is(err, ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}

func TestAnErrorIsMarkedUnavailableOnce(t *testing.T) {
	once := Unavailable(context.Canceled)
	if got := Unavailable(once); got.Error() != once.Error() {
		t.Errorf("marked twice: %v", got)
	}
	if Unavailable(nil) != nil {
		t.Error("no error became one")
	}
}
