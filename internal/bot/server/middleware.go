// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"errors"
	"net/http"
	"runtime/debug"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/intentops/intentops/internal/bot/channel"
)

// guard lets a panic end one request only.
type guard struct {
	next   http.Handler
	log    logr.Logger
	panics prometheus.Counter
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
	channel.WriteFailure(w, &channel.Failure{Status: http.StatusNotFound, Message: "there is nothing here: the chat page is under /chat of the bot's chat port, the interfaces under /v1 of its ports for REST and events"})
}
