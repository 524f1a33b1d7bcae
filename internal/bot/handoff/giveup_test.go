// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package handoff

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
)

func TestAnUndeliverablePacketIsGivenUpAtItsMaximumAge(t *testing.T) {
	cases := map[string]struct {
		code   int
		result result
	}{
		"refused": {http.StatusBadRequest, refused},
		"failed":  {http.StatusServiceUnavailable, failed},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			receiver := newHelpdesk(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(tc.code) })
			clock := clocktesting.NewFakePassiveClock(time.Now())
			o := newFixture(t, func(opts *Options) { opts.Target, opts.Clock = target(receiver.URL, ""), clock })
			o.handOver(t, "abc")
			o.run(t)
			eventually(t, "some attempts", func() bool { return o.attempts(tc.result) > 2 })
			if n := o.pending(t); n != 1 || testutil.ToFloat64(o.metrics.givenUp) != 0 {
				t.Fatalf("%d packets wait, %v were given up: too early", n, testutil.ToFloat64(o.metrics.givenUp))
			}
			clock.SetTime(clock.Now().Add(DefaultGiveUpAfter + time.Hour))
			eventually(t, "the packet to be given up", func() bool {
				return testutil.ToFloat64(o.metrics.givenUp) == 1 && o.pending(t) == 0
			})
			if o.updates(o.failed, "abc abc-h1") == 0 || o.updates(o.accepted, "abc abc-h1") != 0 {
				t.Error("the conversation does not know that its handoff failed")
			}
			if log := o.logged(); !strings.Contains(log, "given up") || strings.Contains(log, "abc") {
				t.Errorf("log: %s", log)
			}
		})
	}
}

func TestAPacketIsGivenUpOnlyAfterItsConversationIsUpdated(t *testing.T) {
	receiver := newHelpdesk(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	var updates atomic.Int32
	o := newFixture(t, func(opts *Options) {
		opts.Target = target(receiver.URL, "")
		opts.Clock = clocktesting.NewFakePassiveClock(time.Now().Add(DefaultGiveUpAfter + time.Hour))
		opts.Failed = func(context.Context, string, string) error {
			switch updates.Add(1) {
			case 1:
				return conversation.ErrUnavailable
			case 2:
				return errors.New("the conversation changes too often")
			}
			return conversation.ErrNotFound // it has expired
		}
	})
	o.handOver(t, "abc")
	o.run(t)
	eventually(t, "the packet to be given up", func() bool {
		return testutil.ToFloat64(o.metrics.givenUp) == 1 && o.pending(t) == 0
	})
	if updates.Load() != 3 {
		t.Errorf("given up after %d updates, want 3", updates.Load())
	}
}

func TestAnAcceptedPacketIsNeverCountedAsGivenUp(t *testing.T) {
	receiver := newHelpdesk(t, ok)
	o := newFixture(t, func(opts *Options) {
		opts.Target = target(receiver.URL, "")
		opts.Clock = clocktesting.NewFakePassiveClock(time.Now().Add(DefaultGiveUpAfter + time.Hour))
		opts.Accepted = func(context.Context, string, string) error { return conversation.ErrUnavailable }
	})
	o.handOver(t, "abc")
	o.run(t)
	eventually(t, "the packet to be taken and removed", func() bool { return o.attempts(unrecorded) > 0 && o.pending(t) == 0 })
	if got := testutil.ToFloat64(o.metrics.givenUp); got != 0 || o.updates(o.failed, "abc abc-h1") != 0 {
		t.Errorf("%v given up, conversation told %d times that it failed", got, o.updates(o.failed, "abc abc-h1"))
	}
}
