// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/chars"
)

var errNotAWebhook = &failure{http.StatusBadRequest, "malformed", "the body is not a webhook of this helpdesk"}

// adapted completes what an adapter made of a webhook; nil: nothing to count.
func adapted(e *Event, source string) ([]Event, []error, error) {
	if e == nil {
		return nil, nil, nil
	}
	e.Source = source
	if len(e.ID) > maxName || len(e.Source) > maxName || len(e.Conversation) > maxName {
		return []Event{{}}, []error{refuse(BadData, "an id in it is longer than 500 characters")}, nil
	}
	return []Event{*e}, []error{nil}, nil
}

// text is a JSON string or number: helpdesks write ids as either. Control characters are dropped.
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

// moment is a time as helpdesks write it: a text, or seconds since 1970. Anything else
// is the zero time.
type moment struct{ time.Time }

// UnmarshalJSON implements json.Unmarshaler.
func (m *moment) UnmarshalJSON(data []byte) error {
	var t text
	_ = t.UnmarshalJSON(data) // on an error it stays empty, which is the zero time
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

// object is a JSON object; anything else in its place is read as an empty one.
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

// status is that of a conversation in a helpdesk.
type status string

// The statuses that matter. Where a webhook does not give the status, the conversation's history
// says whether it was resolved; a status that is not known is one other than resolved.
const (
	notGiven status = ""
	unknown  status = "unknown"
	open     status = "open"
	resolved status = "resolved"
	pending  status = "pending"
	snoozed  status = "snoozed"
	deleted  status = "deleted"
)

// The types of event that a change of status becomes. Most become none.
const (
	typeResolved = Prefix + "conversation.resolved"
	typeReopened = Prefix + "conversation.reopened"
)

// statusTable says how one helpdesk names statuses, in lower case, and which event a change from
// one to another becomes. Any change out of resolved reopens, once; those that follow become none.
type statusTable struct {
	names   map[string]status
	changes map[status]map[status]string
}

func (s statusTable) parse(name string) status {
	if name == "" {
		return notGiven
	}
	if known, ok := s.names[strings.ToLower(name)]; ok {
		return known
	}
	return unknown
}
