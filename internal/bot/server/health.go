// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/utils/clock"
)

// health answers the kubelet: /healthz while the process works, /readyz while the pod can serve
// customers.
type health struct {
	// open is true once customers' requests are answered: a pod that is ready earlier would get
	// requests that it must refuse.
	open     atomic.Bool
	draining atomic.Bool
	mu       sync.Mutex
	checks   []check
}

// check returns why the bot is not ready; nil: nothing here is against it.
type check struct {
	name string
	ask  func(context.Context) error
	// note is true when the pod is ready whatever the answer is.
	note bool
}

// checkTimeout bounds all checks of one request.
const checkTimeout = 2 * time.Second

func (h *health) add(name string, ask func(context.Context) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.checks = append(h.checks, check{name: name, ask: ask})
}

// note adds a check that is shown and keeps the pod ready: what it is about concerns some of the
// clients only.
func (h *health) note(name string, ask func(context.Context) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.checks = append(h.checks, check{name: name, ask: ask, note: true})
}

func (h *health) register(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", alive)
	mux.HandleFunc("GET /readyz", h.ready)
}

// alive answers while the process works.
func alive(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }

func (h *health) ready(w http.ResponseWriter, r *http.Request) {
	results, ready := h.ask(r.Context())
	status := http.StatusOK
	if !ready {
		status = http.StatusServiceUnavailable
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(results) // the kubelet has gone
}

// ask returns the answer to each check, and whether all are well.
func (h *health) ask(ctx context.Context) (results map[string]string, ready bool) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	h.mu.Lock()
	checks := h.checks
	h.mu.Unlock()
	results, ready = map[string]string{}, true
	fail := func(name, why string) { results[name], ready = why, false }
	if !h.open.Load() {
		fail("start", "the bot is starting")
	}
	if h.draining.Load() {
		fail("drain", "the bot is stopping")
	}
	for _, c := range checks {
		results[c.name] = "ok"
		switch err := c.ask(ctx); {
		case err != nil && c.note:
			results[c.name] = err.Error()
		case err != nil:
			fail(c.name, err.Error())
		}
	}
	return results, ready
}

const (
	// firstLogAfter is after how long the log says why the bot is not ready, logEvery how often
	// from then on.
	firstLogAfter = time.Second
	logEvery      = 30 * time.Second
)

// logUntilReady logs why the bot is not ready, until it is ready for the first time: parts wait
// for others without a limit, and the log should say for which.
func (h *health) logUntilReady(ctx context.Context, c clock.WithTicker, log logr.Logger) {
	began, lastLog := c.Now(), time.Time{}
	tick := c.NewTicker(firstLogAfter)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C():
		}
		results, ready := h.ask(ctx)
		switch now := c.Now(); {
		case h.draining.Load():
			return
		case ready:
			log.Info("Ready", "after", now.Sub(began).String())
			return
		case lastLog.IsZero() || now.Sub(lastLog) >= logEvery:
			maps.DeleteFunc(results, func(_, why string) bool { return why == "ok" })
			log.Info("Not ready yet", "reasons", results)
			lastLog = now
		}
	}
}
