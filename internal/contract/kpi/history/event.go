// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
)

// TypePrefix begins the type of every event that this package knows.
const TypePrefix = "dev.intentops."

// Event is a CloudEvent.
type Event struct {
	// Source and ID identify the event: another with the same two is the same event.
	Source, ID string
	Type       string
	// Subject is the conversation.
	Subject string
	Time    time.Time
	Data    Data
	// Line is where in its file the event stood, from 1; 0: in none.
	Line int64
}

// Data are the members of all events' data; docs/kpis.md says which event has which.
type Data struct {
	Channel             string      `json:"channel"`
	Customer            string      `json:"customer"`
	MessageID           string      `json:"messageId"`
	Actor               string      `json:"actor"`
	Private             bool        `json:"private"`
	Kind                string      `json:"kind"`
	Intent              string      `json:"intent"`
	Confidence          json.Number `json:"confidence"`
	Threshold           json.Number `json:"threshold"`
	Decision            string      `json:"decision"`
	HandoffID           string      `json:"handoffId"`
	Reason              string      `json:"reason"`
	PolicyRequired      bool        `json:"policyRequired"`
	Agent               string      `json:"agent"`
	Start               time.Time   `json:"start"`
	End                 time.Time   `json:"end"`
	By                  string      `json:"by"`
	Survey              string      `json:"survey"`
	Score               json.Number `json:"score"`
	HandledBy           string      `json:"handledBy"`
	Target              string      `json:"target"`
	Priority            string      `json:"priority"`
	DueAt               time.Time   `json:"dueAt"`
	EscalationWarranted Verdict     `json:"escalationWarranted"`
	Quality             json.Number `json:"quality"`
	Reviewer            string      `json:"reviewer"`
}

// envelope is the JSON format of CloudEvents 1.0.
type envelope struct {
	SpecVersion string          `json:"specversion"`
	ID          string          `json:"id"`
	Source      string          `json:"source"`
	Type        string          `json:"type"`
	Subject     string          `json:"subject"`
	Time        time.Time       `json:"time"`
	Data        json.RawMessage `json:"data"`
	DataBase64  []byte          `json:"data_base64"`
}

// Parse reads one event in the JSON format of CloudEvents. The error is a *Refusal. The
// data of a type that is not known is not read.
func Parse(document []byte) (Event, error) {
	var e envelope
	if err := json.Unmarshal(document, &e); err != nil {
		return Event{}, refuse(Malformed, "not a CloudEvent in JSON")
	}
	switch {
	case e.SpecVersion != "" && !strings.HasPrefix(e.SpecVersion, "1."):
		return Event{}, refuse(Malformed, "specversion must be 1.0")
	case e.ID == "" || e.Source == "" || e.Type == "":
		return Event{}, refuse(Malformed, "id, source and type must be set")
	}
	event := Event{Source: e.Source, ID: e.ID, Type: e.Type, Subject: e.Subject, Time: e.Time.UTC()}
	if kindOf(e.Type) == unknown {
		return event, nil
	}
	switch {
	case e.Subject == "":
		return Event{}, refuse(Malformed, "subject must name the conversation")
	case !plausible(e.Time):
		return Event{}, refuse(BadValue, "time must be set, and between 1970 and 2200")
	}
	data := []byte(e.Data)
	if len(data) == 0 {
		data = e.DataBase64
	}
	if len(data) == 0 {
		return event, event.check()
	}
	if err := json.Unmarshal(data, &event.Data); err != nil {
		return Event{}, refuse(Malformed, "data has a member of the wrong type")
	}
	d := &event.Data
	// Equal times must be equal values, whatever zone they were written in.
	d.Start, d.End, d.DueAt = d.Start.UTC(), d.End.UTC(), d.DueAt.UTC()
	return event, event.check()
}

// plausible reports whether a time can be counted in nanoseconds.
func plausible(t time.Time) bool { return t.Year() >= 1970 && t.Year() <= 2200 }

// check says what is wrong with an event of a known type; nil: nothing.
func (e *Event) check() error {
	d := &e.Data
	switch kindOf(e.Type) {
	case sent:
		return oneOf("actor", d.Actor, "bot", "human", "automation")
	case worked:
		switch {
		case d.Agent == "":
			return refuse(BadValue, "agent must be set")
		case !plausible(d.Start) || !plausible(d.End):
			return refuse(BadValue, "start and end must be set, and between 1970 and 2200")
		case d.End.Before(d.Start):
			return refuse(NegativeDuration, "end is before start")
		}
		return oneOf("kind", d.Kind, "active", "hold", "wrapup")
	case offered:
		return oneOf("survey", d.Survey, "csat", "nps")
	case responded:
		if err := oneOf("survey", d.Survey, "csat", "nps"); err != nil {
			return err
		}
		if d.Survey == "nps" {
			return onScale("score", d.Score, 0, 10)
		}
		return onScale("score", d.Score, 1, 5)
	case slaApplied:
		if !plausible(d.DueAt) {
			return refuse(BadValue, "dueAt must be set, and between 1970 and 2200")
		}
		return oneOf("target", d.Target, "first_response", "resolution")
	case slaFulfilled, slaBreached:
		return oneOf("target", d.Target, "first_response", "resolution")
	case reviewed:
		if d.Quality != "" {
			return onScale("quality", d.Quality, 1, 5)
		}
	default:
	}
	return nil
}

func oneOf(member, value string, allowed ...string) error {
	for _, a := range allowed {
		if a == value {
			return nil
		}
	}
	return refuse(BadValue, member+" must be one of "+strings.Join(allowed, ", "))
}

func onScale(member string, value json.Number, least, most int) error {
	if n, whole := integer(value); !whole || n < least || n > most {
		return refuse(OutsideScale, member+" must be a whole number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most))
	}
	return nil
}

// integer is a JSON number that is whole, however it is written.
func integer(n json.Number) (int, bool) {
	f, err := n.Float64()
	if err != nil || f != float64(int(f)) {
		return 0, false
	}
	return int(f), true
}

// MaxLine is the longest line that is read, in bytes. Longer ones are refused.
const MaxLine = 1 << 20

// Read returns the events of a file with one JSON document a line. An error that is a
// *Refusal concerns one line, any other ends the sequence.
func Read(r io.Reader) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		in := bufio.NewReaderSize(r, MaxLine)
		for line := int64(1); ; line++ {
			content, err := in.ReadSlice('\n')
			tooLong := false
			for errors.Is(err, bufio.ErrBufferFull) {
				tooLong = true
				content, err = in.ReadSlice('\n')
			}
			if err != nil && !errors.Is(err, io.EOF) {
				yield(Event{}, err)
				return
			}
			if !yieldLine(yield, line, bytes.TrimSpace(content), tooLong) || err != nil {
				return
			}
		}
	}
}

func yieldLine(yield func(Event, error) bool, line int64, content []byte, tooLong bool) bool {
	if tooLong {
		return yield(Event{}, &Refusal{Reason: TooLong, Line: line, Fix: "a line has at most 1 MiB"})
	}
	if line == 1 {
		content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	}
	if len(content) == 0 {
		return true
	}
	event, err := Parse(content)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		refusal.Line = line
	}
	event.Line = line
	return yield(event, err)
}

// Reason says why an event does not count.
type Reason string

// The reasons.
const (
	// Malformed is no CloudEvent, or data of the wrong type.
	Malformed Reason = "Malformed"
	// TooLong is a line beyond the limit.
	TooLong Reason = "TooLong"
	// BadValue is a member that is missing or not one of the values it may have.
	BadValue Reason = "BadValue"
	// NegativeDuration is an end before its start.
	NegativeDuration Reason = "NegativeDuration"
	// OutsideScale is a rating that its scale does not have.
	OutsideScale Reason = "OutsideScale"
	// DifferentContent is a second event with source and id of a first, but not the same.
	DifferentContent Reason = "DifferentContent"
	// UnknownConversation is an event of a conversation whose start is not in the history.
	UnknownConversation Reason = "UnknownConversation"
	// BeforeStart is an event more than 5 s before the start of its conversation.
	BeforeStart Reason = "BeforeStart"
	// StartedTwice is another start of a conversation.
	StartedTwice Reason = "StartedTwice"
	// InFuture is an event from after the time at which the history is read.
	InFuture Reason = "InFuture"
)

// Refusal is the error for one event. It does not quote the event: customers' words do not
// belong in errors.
type Refusal struct {
	Reason Reason
	// Line is where the event stood, from 1; 0: unknown.
	Line int64
	// Fix says what is expected.
	Fix string
}

func refuse(reason Reason, fix string) *Refusal { return &Refusal{Reason: reason, Fix: fix} }

func (r *Refusal) Error() string {
	if r.Line == 0 {
		return fmt.Sprintf("%s: %s", r.Reason, r.Fix)
	}
	return fmt.Sprintf("line %d: %s: %s", r.Line, r.Reason, r.Fix)
}
