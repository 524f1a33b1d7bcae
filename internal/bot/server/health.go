// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// health answers the kubelet: /healthz while the process works, /readyz while customers are
// well served here.
type health struct {
	// open says that customers' requests are answered; a pod that is ready earlier gets
	// customers whom it sends away.
	open     atomic.Bool
	draining atomic.Bool
	mu       sync.Mutex
	checks   []check
}

// check returns why the bot is not ready; nil: it is, as far as this goes.
type check struct {
	name string
	ask  func(context.Context) error
}

// checkTimeout bounds all checks of one request.
const checkTimeout = 2 * time.Second

func (h *health) add(name string, ask func(context.Context) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.checks = append(h.checks, check{name, ask})
}

func (h *health) register(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", h.ready)
}

func (h *health) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), checkTimeout)
	defer cancel()
	h.mu.Lock()
	checks := h.checks
	h.mu.Unlock()
	results := map[string]string{}
	status := http.StatusOK
	fail := func(name, why string) { results[name], status = why, http.StatusServiceUnavailable }
	if !h.open.Load() {
		fail("start", "the bot is starting")
	}
	if h.draining.Load() {
		fail("drain", "the bot stops")
	}
	for _, c := range checks {
		results[c.name] = "ok"
		if err := c.ask(ctx); err != nil {
			fail(c.name, err.Error())
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(results) // the kubelet has gone
}
