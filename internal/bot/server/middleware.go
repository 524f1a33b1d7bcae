// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"errors"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/intentops/intentops/internal/bot/channel"
)

// guard protects the bot from its requests: their number at the same time is bounded, and a
// panic ends one request only.
type guard struct {
	next   http.Handler
	slots  chan struct{}
	log    logr.Logger
	panics prometheus.Counter
}

func newGuard(next http.Handler, maxRequests int, log logr.Logger, registry prometheus.Registerer) *guard {
	g := &guard{
		next: next, slots: make(chan struct{}, maxRequests), log: log,
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "intentops_bot_panics_total", Help: "Requests that panicked.",
		}),
	}
	registry.MustRegister(g.panics, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "intentops_bot_requests_in_flight", Help: "Requests that are being served, chats not included.",
	}, func() float64 { return float64(len(g.slots)) }))
	return g
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// A chat lasts for minutes and has a bound of its own; health must always answer.
	if strings.HasPrefix(r.URL.Path, "/v1/") {
		select {
		case g.slots <- struct{}{}:
			defer func() { <-g.slots }()
		default:
			channel.WriteFailure(w, &channel.Failure{
				Status: http.StatusServiceUnavailable, RetryAfter: time.Second,
				Message: "too many requests at the same time: try again",
			})
			return
		}
	}
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(p) // net/http's own way to end a request
		}
		g.panics.Inc()
		// The value may quote a customer; the stack does not.
		g.log.Error(nil, "Request panicked", "method", r.Method, "route", r.Pattern, "stack", string(debug.Stack()))
		channel.WriteFailure(w, &channel.Failure{Status: http.StatusInternalServerError, Message: "something went wrong in the bot"})
	}()
	g.next.ServeHTTP(w, r)
}

// notFound answers paths that do not exist like any other failure.
func notFound(w http.ResponseWriter, _ *http.Request) {
	channel.WriteFailure(w, &channel.Failure{Status: http.StatusNotFound, Message: "there is nothing here: the interface is under /v1, the chat page under /chat"})
}
