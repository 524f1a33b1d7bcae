// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"net/http"
	"time"
)

// Bounds of a connection. A request has no body, and headers that hold a token.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 10 * time.Second
	writeTimeout  = answerTimeout + waitForTurn + 10*time.Second
	idleTimeout   = time.Minute
	headerBytes   = 2 * longestToken
)

// NewServer is a server with bounds, as operator and plugin have it.
func NewServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes,
	}
}
