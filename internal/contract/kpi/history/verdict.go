// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"errors"
	"strconv"
)

// Verdict is whether a reviewer found that a conversation belonged to a person. The larger
// one stands where reviewers differ: one who saw the need is enough.
type Verdict uint8

const (
	noVerdict Verdict = iota
	unwarranted
	warranted
)

// UnmarshalJSON reads true and false; null is no verdict.
func (v *Verdict) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	yes, err := strconv.ParseBool(string(text))
	switch {
	case err != nil || len(text) < len("true"): // 1 and T are no JSON booleans
		return errors.New("not true or false")
	case yes:
		*v = warranted
	default:
		*v = unwarranted
	}
	return nil
}
