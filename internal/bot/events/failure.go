// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"errors"
	"net/http"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// failure is the answer to a request that is not taken at all.
type failure struct {
	status          int
	result, message string
}

func (f *failure) Error() string { return f.message }

var (
	errNoKey     = &failure{http.StatusServiceUnavailable, "misconfigured", "the Secret with the signing key cannot be read: try again"}
	errBusy      = &failure{http.StatusServiceUnavailable, "unavailable", "too many requests with events at a time: send them again"}
	errTooLarge  = &failure{http.StatusRequestEntityTooLarge, "size", "the request is larger than 4 MiB: send fewer events at a time"}
	errUnread    = &failure{http.StatusBadRequest, "malformed", "the request could not be read"}
	errSignature = &failure{http.StatusUnauthorized, "signature", "the signature does not belong to this body, timestamp and key"}
	errTimestamp = &failure{http.StatusUnauthorized, "timestamp", "the timestamp is missing or more than 5 minutes off: sign when you send, with a clock that is right"}
)

// failureOf turns any error into an answer. Errors that are not for senders are not told.
func failureOf(err error) *failure {
	if f, ok := errors.AsType[*failure](err); ok {
		return f
	}
	if errors.Is(err, conversation.ErrUnavailable) {
		return &failure{http.StatusServiceUnavailable, "unavailable", "the events cannot be taken now: send them again, all of them"}
	}
	return &failure{http.StatusInternalServerError, "internal", "something went wrong in the bot: send the events again"}
}

func (f *failure) write(w http.ResponseWriter) {
	if f.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "2")
	}
	writeJSON(w, f.status, map[string]any{"error": map[string]string{"message": f.message}})
}
