// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"errors"
	"fmt"

	"github.com/intentops/intentops/internal/bot/outbound"
)

// Reason is why an engine gave no answer that counts. There are few, so that they can be
// labels of a metric.
type Reason string

// The reasons.
const (
	// ReasonTimeout means that no answer came in time.
	ReasonTimeout Reason = "timeout"
	// ReasonUnreachable means that there was no connection, or that it broke.
	ReasonUnreachable Reason = "unreachable"
	// ReasonStatus means an HTTP status other than 200.
	ReasonStatus Reason = "status"
	// ReasonMalformed means an answer that is not the engine's contract.
	ReasonMalformed Reason = "malformed"
	// ReasonConfidence means a confidence that is not in 0..1.
	ReasonConfidence Reason = "confidence"
	// ReasonOther is everything else.
	ReasonOther Reason = "other"
)

// Reasons are all of them.
func Reasons() []Reason {
	return []Reason{ReasonTimeout, ReasonUnreachable, ReasonStatus, ReasonMalformed, ReasonConfidence, ReasonOther}
}

// ReasonOf an error of Classify.
func ReasonOf(err error) Reason {
	if f, ok := errors.AsType[*failure](err); ok {
		return f.reason
	}
	return ReasonOther
}

// failure is an error with its reason. The text never repeats what the engine sent.
type failure struct {
	reason Reason
	text   string
	cause  error // nil: the text is all there is
}

func (f *failure) Error() string { return f.text }
func (f *failure) Unwrap() error { return f.cause }

func fail(reason Reason, format string, args ...any) error {
	return &failure{reason: reason, text: fmt.Sprintf(format, args...)}
}

// noAnswer is for errors of the HTTP client, which repeat the address and what was received.
func noAnswer(err error) error {
	words, known := outbound.Words(err)
	switch {
	case outbound.Late(err):
		return &failure{ReasonTimeout, words, err}
	case known:
		return &failure{ReasonUnreachable, words, err}
	}
	return fail(ReasonMalformed, "the answer is not HTTP")
}
