// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package journal records what happens in conversations as a helpdesk would report it:
// CloudEvents in JSON, one a line, as `kubectl intentops scorecard --from` reads them.
package journal

import (
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
)

// Prefix of the types of events.
const Prefix = "dev.intentops."

// Data of an event, by docs/events.md and docs/kpis.md.
type Data map[string]any

// Event makes an event of a conversation. kind is the type without Prefix.
func Event(source, id, kind, conversation string, at time.Time, data Data) event.Event {
	e := event.New()
	e.SetSource(source)
	e.SetID(id)
	e.SetType(Prefix + kind)
	e.SetSubject(conversation)
	e.SetTime(at.UTC())
	if data != nil {
		// Data holds texts, numbers and times only, which are always JSON.
		_ = e.SetData(event.ApplicationJSON, data)
	}
	return e
}

// Journal writes events. It is safe for concurrent use. A nil Journal writes nothing.
type Journal struct {
	mu    sync.Mutex
	out   io.Writer
	lines int64
	err   error
}

// New returns a Journal that writes each event at once.
func New(out io.Writer) *Journal { return &Journal{out: out} }

// Write adds events. The first error ends the journal; Err returns it.
func (j *Journal) Write(events ...event.Event) {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := range events {
		if j.err != nil {
			return
		}
		var line []byte
		if line, j.err = json.Marshal(events[i]); j.err == nil {
			_, j.err = j.out.Write(append(line, '\n'))
		}
		j.lines++
	}
}

// Err is the first error; nil: none.
func (j *Journal) Err() error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

// Lines is how many events were written.
func (j *Journal) Lines() int64 {
	if j == nil {
		return 0
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines
}
