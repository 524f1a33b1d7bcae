// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
)

// Failure is an answer that refuses. It never repeats what the customer wrote.
type Failure struct {
	// Status is the HTTP status.
	Status int `json:"-"`
	// Field of the request that is wrong; may be empty.
	Field string `json:"field,omitempty"`
	// Reason is why the customer is not served now; a page has words of its own for each. Empty:
	// there are none.
	Reason string `json:"reason,omitempty"`
	// Message says what is wrong and how to correct it.
	Message string `json:"message"`
	// RetryAfter is when to try again; 0: trying again does not help.
	RetryAfter time.Duration `json:"-"`
}

// Reasons that customers are told, in their language.
const (
	// ReasonBusy: others are served first.
	ReasonBusy = "Busy"
	// ReasonTooFast: the customer writes too fast.
	ReasonTooFast = "TooFast"
	// ReasonTooLong: the message is too long.
	ReasonTooLong = "TooLong"
)

func (f *Failure) Error() string {
	if f.Field != "" {
		return f.Field + ": " + f.Message
	}
	return f.Message
}

// retryAfterSeconds is RetryAfter, rounded up.
func (f *Failure) retryAfterSeconds() int { return int(math.Ceil(f.RetryAfter.Seconds())) }

func invalid(field, message string) *Failure {
	return &Failure{Status: http.StatusBadRequest, Field: field, Message: message}
}

// retryUnavailable is when a bot that cannot answer is worth another try.
const retryUnavailable = 2 * time.Second

// failure turns any error into an answer. Internal errors are not shown to callers.
func failure(err error) *Failure {
	if f, ok := errors.AsType[*Failure](err); ok {
		return f
	}
	switch {
	case errors.Is(err, conversation.ErrNotFound):
		return &Failure{Status: http.StatusNotFound, Message: "there is no such conversation, or it has expired: open a new one"}
	case errors.Is(err, dialogue.ErrEnded), errors.Is(err, dialogue.ErrOver), errors.Is(err, dialogue.ErrRated), errors.Is(err, dialogue.ErrNoMessages):
		return &Failure{Status: http.StatusConflict, Message: err.Error()}
	case errors.Is(err, dialogue.ErrMessageReused):
		return &Failure{Status: http.StatusConflict, Field: "messageId", Message: err.Error()}
	case errors.Is(err, dialogue.ErrRatingLate):
		return &Failure{Status: http.StatusGone, Message: err.Error()}
	case errors.Is(err, conversation.ErrUnavailable):
		return &Failure{
			Status: http.StatusServiceUnavailable, RetryAfter: retryUnavailable,
			Message: "the bot cannot answer now: try again, with the same messageId",
		}
	}
	return &Failure{Status: http.StatusInternalServerError, Message: "something went wrong in the bot"}
}

// WriteFailure answers a request with a failure.
func WriteFailure(w http.ResponseWriter, f *Failure) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.retryAfterSeconds()))
	}
	writeJSON(w, f.Status, struct {
		Error *Failure `json:"error"`
	}{f})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the caller has gone
}
