// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/chars"
)

// text is a JSON string or number: helpdesks write ids as either. It has no control characters.
type text string

// UnmarshalJSON implements json.Unmarshaler.
func (t *text) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	var s string
	if json.Unmarshal(data, &s) == nil {
		*t = text(chars.Clean(s))
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(data, &n); err != nil {
		return errors.New("is neither text nor number")
	}
	*t = text(n)
	return nil
}

// moment is a time as helpdesks write it: a text, or seconds since 1970. What is no time is
// none.
type moment struct{ time.Time }

// UnmarshalJSON implements json.Unmarshaler.
func (m *moment) UnmarshalJSON(data []byte) error {
	var t text
	_ = t.UnmarshalJSON(data) // it stays empty: no time
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05 -0700"} {
		if at, err := time.Parse(layout, string(t)); err == nil {
			m.Time = at.UTC()
			return nil
		}
	}
	if seconds, err := strconv.ParseFloat(string(t), 64); err == nil && seconds > 0 && seconds < 1e11 {
		m.Time = time.UnixMicro(int64(seconds * 1e6)).UTC()
	}
	return nil
}

// object is a JSON object; whatever else stands in its place is taken for an empty one.
type object map[string]json.RawMessage

// UnmarshalJSON implements json.Unmarshaler.
func (o *object) UnmarshalJSON(data []byte) error {
	var m map[string]json.RawMessage
	if json.Unmarshal(data, &m) == nil {
		*o = m
	}
	return nil
}

// text returns a member that is a string or a number, else "".
func (o object) text(name string) string {
	var t text
	if data, ok := o[name]; !ok || t.UnmarshalJSON(data) != nil {
		return ""
	}
	return string(t)
}
