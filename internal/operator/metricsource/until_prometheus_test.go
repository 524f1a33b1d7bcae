// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// TestThePastAgainstPrometheus reads a window of the past from a real Prometheus, of one bot
// among two.
func TestThePastAgainstPrometheus(t *testing.T) {
	var total atomic.Int64
	total.Store(10)
	pods := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for _, bot := range []string{"support", "sales"} {
			for _, pod := range []string{"a", "b"} {
				fmt.Fprintf(w, "intentops_conversations_total{namespace=\"shop\",bot=%q,pod=%q,channel=\"web\"} %d\n", bot, pod, total.Load())
			}
		}
	}))
	t.Cleanup(pods.Close)
	s := startPrometheus(t, pods.Listener.Addr().String())

	// reach waits until Prometheus has the total, and returns a time at which it had.
	reach := func(n int64) time.Time {
		t.Helper()
		total.Store(n)
		eventually(t, fmt.Sprintf("Prometheus has %d", n), func(ctx context.Context) bool {
			now, err := s.KPIs(ctx, time.Hour)
			return err == nil && now.Bots[support].Current.Conversations == n
		})
		return time.Now()
	}
	begin := reach(10)
	eventually(t, "a window is a second or more", func(context.Context) bool { return time.Since(begin) > time.Second })
	until := reach(250)
	reach(900)

	got, err := s.KPIsUntil(t.Context(), support, until.Sub(begin), until)
	if err != nil || got.Conversations != 240 {
		t.Errorf("%d conversations and error %v, want the 240 of that window", got.Conversations, err)
	}
	_, err = s.KPIsUntil(t.Context(), support, time.Hour, until)
	var missing *HistoryError
	if !errors.As(err, &missing) {
		t.Errorf("error %v, want that Prometheus was not there an hour before", err)
	}
}
