// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/contract/kpi/history"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestTheJournalIsReadableByAScorecard(t *testing.T) {
	var file bytes.Buffer
	j := New(&file)
	talk := j.Talk("/customers", "c1", "api", "ann", noon)
	talk.Said(noon, noon.Add(time.Second), Reply{Intent: "warranty", Kind: "answer"})
	talk.Said(noon.Add(time.Minute), noon.Add(61*time.Second), Reply{Unclassified: true})
	talk.Rated(noon.Add(2*time.Minute), 4)
	talk.Abandoned(noon.Add(3 * time.Minute))
	j.Write(Event("/helpdesk", "1", "agent.work", "c1", noon.Add(5*time.Minute), Data{
		"agent": "bo", "kind": "active", "start": noon.Add(2 * time.Minute), "end": noon.Add(5 * time.Minute),
	}))
	if j.Err() != nil || j.Lines() != 8 || strings.Count(file.String(), "\n") != 8 {
		t.Fatalf("%d lines, error %v:\n%s", j.Lines(), j.Err(), file.String())
	}
	var types []string
	for event, err := range history.Read(&file) {
		if err != nil {
			t.Fatal(err)
		}
		types = append(types, event.Subject+" "+strings.TrimPrefix(event.Type, Prefix)+" "+event.Time.Format("15:04:05"))
	}
	want := []string{
		"c1 conversation.started 12:00:00", "c1 message.received 12:00:00", "c1 turn.classified 12:00:01",
		"c1 message.sent 12:00:01", "c1 message.received 12:01:00", "c1 survey.responded 12:02:00",
		"c1 conversation.abandoned 12:03:00", "c1 agent.work 12:05:00",
	}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestNothingIsWrittenUntilTheBotAnswers(t *testing.T) {
	var file bytes.Buffer
	silent := New(&file).Talk("/customers", "c1", "api", "ann", noon)
	silent.Rated(noon, 1)
	silent.Abandoned(noon)
	if file.Len() != 0 {
		t.Errorf("a conversation that never came about is told: %s", &file)
	}
	var none *Journal
	talk := none.Talk("/customers", "c1", "api", "ann", noon)
	talk.Said(noon, noon, Reply{})
	talk.Rated(noon, 1)
	none.Write(Event("/helpdesk", "1", "conversation.resolved", "c1", noon, nil))
	if none.Err() != nil || none.Lines() != 0 {
		t.Error("a nil journal returns an error")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestAnErrorOfTheFileIsReturned(t *testing.T) {
	j := New(full{})
	j.Write(Event("/helpdesk", "1", "conversation.resolved", "c1", noon, nil), Event("/helpdesk", "2", "conversation.reopened", "c1", noon, nil))
	if j.Err() == nil || j.Lines() != 1 {
		t.Errorf("error %v after %d lines, want one after the first", j.Err(), j.Lines())
	}
}
