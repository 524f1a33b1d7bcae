// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"encoding/json"
	"math"
	"time"
)

// data holds the fields of all types that are counted.
type data struct {
	Actor     string    `json:"actor"`
	Private   bool      `json:"private"`
	Agent     string    `json:"agent"`
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Kind      string    `json:"kind"`
	Survey    string    `json:"survey"`
	Score     *float64  `json:"score"`
	HandledBy string    `json:"handledBy"`
	Target    string    `json:"target"`
	Priority  string    `json:"priority"`
	DueAt     time.Time `json:"dueAt"`
	Quality   *float64  `json:"quality"`
	HandoffID string    `json:"handoffId"`
	// EscalationWarranted is nil when the reviewer did not say.
	EscalationWarranted *bool `json:"escalationWarranted"`
}

func (e Event) data() (data, error) {
	var d data
	if len(e.Data) == 0 {
		return d, nil
	}
	if err := json.Unmarshal(e.Data, &d); err != nil {
		// The cause may quote what was sent.
		return d, refuse(BadData, "data: must be a JSON object with the fields of the type; times as in RFC 3339")
	}
	return d, nil
}

// whole returns a number that must be one of low..high.
func whole(field string, n *float64, low, high int) (int, error) {
	switch {
	case n == nil:
		return 0, refuse(BadData, "data."+field+": is missing")
	case *n != math.Trunc(*n) || *n < float64(low) || *n > float64(high):
		return 0, refuse(OutOfScale, "data."+field+": must be a whole number on the scale")
	}
	return int(*n), nil
}

// timely checks an event's time against the clock and the conversation's start.
func timely(e Event, started, now time.Time) error {
	switch {
	case e.Time.IsZero():
		return refuse(BadData, "time: is missing; say when it happened")
	case e.Time.Sub(now) > MaxSkew:
		return refuse(Future, "time: is more than 5 minutes ahead; set the sender's clock")
	case now.Sub(e.Time) > MaxAge:
		return refuse(TooOld, "time: is more than 7 days ago; such events are no longer counted")
	case started.Sub(e.Time) > MaxSkew:
		return refuse(NegativeDuration, "time: is before the conversation began")
	}
	return nil
}
