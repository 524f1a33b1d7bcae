// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"errors"
	"fmt"
)

// ErrNeverFails marks a gate that no candidate could fail. Such a gate looks
// like protection and is none, so it is refused.
var ErrNeverFails = errors.New("the gate can never fail")

// ErrNeverPasses marks a gate that no candidate could pass by evidence.
var ErrNeverPasses = errors.New("the gate can never pass")

// FieldError names the input that was refused and says why. Field is a path
// like "limit" or "segments[1].cand[0]". Err, when set, is ErrNeverFails or
// ErrNeverPasses.
type FieldError struct {
	Field  string
	Reason string
	Err    error
}

// Error returns "field: reason".
func (e *FieldError) Error() string { return e.Field + ": " + e.Reason }

// Unwrap lets errors.Is find ErrNeverFails and ErrNeverPasses.
func (e *FieldError) Unwrap() error { return e.Err }

func fieldErrorf(field, format string, args ...any) error {
	return &FieldError{Field: field, Reason: fmt.Sprintf(format, args...)}
}

func segmentErrorf(k int, field, format string, args ...any) error {
	return fieldErrorf(fmt.Sprintf("segments[%d].%s", k, field), format, args...)
}

// never refuses a gate that cannot fail or cannot pass.
func never(field string, kind error, format string, args ...any) error {
	return &FieldError{Field: field, Reason: fmt.Sprintf(format, args...) + ": " + kind.Error(), Err: kind}
}
