// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Bounds of a connection. A request has no body, and headers that hold a token.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 10 * time.Second
	writeTimeout  = answerTimeout + waitForTurn + 10*time.Second
	idleTimeout   = time.Minute
	headerBytes   = 2 * longestToken
	// mostConnections bounds what those take who need no rights to connect, about 100 KiB each.
	mostConnections = 200
)

// NewServer is a server with bounds, as operator and plugin have it.
func NewServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes, ConnState: boundConnections(),
	}
}

// boundConnections closes connections that are too many.
func boundConnections() func(net.Conn, http.ConnState) {
	var open atomic.Int64
	return func(c net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			if open.Add(1) > mostConnections {
				_ = c.Close()
			}
		case http.StateClosed, http.StateHijacked:
			open.Add(-1)
		}
	}
}
