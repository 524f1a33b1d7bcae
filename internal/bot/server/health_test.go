// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/go-logr/logr/funcr"
	clocktesting "k8s.io/utils/clock/testing"
)

func TestReadiness(t *testing.T) {
	passes := func(context.Context) error { return nil }
	fails := func(context.Context) error { return errors.New("no release is loaded yet") }
	for name, tc := range map[string]struct {
		open, draining bool
		check          func(context.Context) error
		wantStatus     int
		wantReason     string
	}{
		"all checks pass, but requests are not answered yet": {check: passes, wantStatus: http.StatusServiceUnavailable, wantReason: "the bot is starting"},
		"requests are answered and all checks pass":          {open: true, check: passes, wantStatus: http.StatusOK, wantReason: `"release":"ok"`},
		"a check fails": {open: true, check: fails, wantStatus: http.StatusServiceUnavailable, wantReason: "no release is loaded yet"},
		"the bot ends":  {open: true, draining: true, check: passes, wantStatus: http.StatusServiceUnavailable, wantReason: "the bot is stopping"},
	} {
		t.Run(name, func(t *testing.T) {
			h := &health{}
			h.add("release", tc.check)
			h.open.Store(tc.open)
			h.draining.Store(tc.draining)
			answer := httptest.NewRecorder()
			h.ready(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
			if answer.Code != tc.wantStatus || !strings.Contains(answer.Body.String(), tc.wantReason) {
				t.Errorf("%d %s, want %d with %s", answer.Code, answer.Body, tc.wantStatus, tc.wantReason)
			}
		})
	}
}

// journal keeps what is logged.
type journal struct {
	mu    sync.Mutex
	lines []string
}

func (j *journal) logger() logr.Logger {
	return funcr.New(func(_, line string) {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.lines = append(j.lines, line)
	}, funcr.Options{})
}

func (j *journal) all() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]string{}, j.lines...)
}

func TestABotThatIsNotReadyLogsWhy(t *testing.T) {
	var loaded atomic.Bool
	h := &health{}
	h.open.Store(true)
	h.add("ledger", func(context.Context) error { return nil })
	h.add("release", func(context.Context) error {
		if loaded.Load() {
			return nil
		}
		return errors.New("no stable release is loaded yet")
	})
	clock, j, ended := clocktesting.NewFakeClock(time.Now()), &journal{}, make(chan struct{})
	go func() {
		defer close(ended)
		h.logUntilReady(t.Context(), clock, j.logger())
	}()
	lines := func(n int) {
		t.Helper()
		eventually(t, "another line in the log", func() bool { return len(j.all()) >= n })
		if got := j.all(); len(got) != n {
			t.Fatalf("the log says %q, want %d lines", got, n)
		}
	}
	eventually(t, "it waits", clock.HasWaiters)
	clock.Step(firstLogAfter)
	lines(1)
	if line := j.all()[0]; !strings.Contains(line, "no stable release is loaded yet") || strings.Contains(line, "ledger") {
		t.Errorf("the log says %s, want what fails and nothing else", line)
	}
	clock.Step(logEvery)
	lines(2)
	loaded.Store(true)
	clock.Step(firstLogAfter)
	<-ended
	lines(3)
}

func TestASecondBotOnAFolderEndsAndSaysWhy(t *testing.T) {
	c := config(t)
	c.ReleaseDir = folder(t, sample("nine to five", "https://helpdesk.example"), 60)
	run(t, c).ready()
	j := &journal{}
	second, err := New(c, j.logger())
	if err != nil {
		t.Fatal(err)
	}
	clock, ended := clocktesting.NewFakeClock(time.Now()), make(chan error, 1)
	second.clock = clock
	go func() { ended <- second.Run(t.Context()) }()
	eventually(t, "the second waits", func() bool { return clock.Waiters() == 3 })
	clock.Step(time.Second)
	used := c.DataDir + "/store is used by another process"
	eventually(t, "the second says why", func() bool { return strings.Contains(strings.Join(j.all(), "\n"), used) })
	clock.Step(c.StartTimeout)
	if err := <-ended; err == nil || !strings.Contains(err.Error(), used) {
		t.Errorf("error %v, want that the folder is used", err)
	}
}
