// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// TestAReusedIDIsDistinguishedFromADuplicate sends an event again: as it was, written otherwise,
// and with other contents, alone and in one batch with the first.
func TestAReusedIDIsDistinguishedFromADuplicate(t *testing.T) {
	first := newEvent("survey.responded", after(time.Minute), `{"survey":"csat","score":4}`)
	with := func(change func(*Event)) Event {
		e := first
		change(&e)
		return e
	}
	tests := map[string]struct {
		again Event
		want  Result
	}{
		"as it was":         {first, Duplicate},
		"written otherwise": {with(func(e *Event) { e.Data = json.RawMessage(`{ "score": 4, "survey": "csat" }`) }), Duplicate},
		"in another zone":   {with(func(e *Event) { e.Time = e.Time.In(time.FixedZone("", 3600)) }), Duplicate},
		"another score":     {with(func(e *Event) { e.Data = json.RawMessage(`{"survey":"csat","score":1}`) }), DifferentContent},
		"another time":      {with(func(e *Event) { e.Time = e.Time.Add(time.Second) }), DifferentContent},
		"another type":      {with(func(e *Event) { e.Type = Prefix + "message.received" }), DifferentContent},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			for _, batches := range [][][]Event{{{first}, {tc.again}}, {{first, tc.again}}} {
				w := newWorld(t, Secrets{Events: "helpdesk"})
				w.open(handedOver())
				var last answer
				for _, events := range batches {
					last = w.batch(events...)
				}
				if v := last.Results[len(last.Results)-1]; v.Result != tc.want || last.status != 200 {
					t.Errorf("status %d: %s (%s), want %s", last.status, v.Result, v.Message, tc.want)
				}
				name, _ := known(tc.again.Type)
				if n := testutil.ToFloat64(w.metrics.events.WithLabelValues(name, string(tc.want))); n != 1 {
					t.Errorf("%v events were counted as %s", n, tc.want)
				}
				w.total(`intentops_ratings_total{channel=web,handled_by=mixed,intent=parcel,rating=4}`, "1")
			}
		})
	}
}

// TestAClaimOfAnOlderVersionMakesADuplicate has a claim without a digest.
func TestAClaimOfAnOlderVersionMakesADuplicate(t *testing.T) {
	w := newWorld(t, Secrets{Events: "helpdesk"})
	e := newEvent("survey.responded", after(time.Minute), `{"survey":"csat","score":4}`)
	if _, err := w.store.Commit(t.Context(), "c1", 0, conversation.Commit{
		State: handedOver(), Claims: []conversation.Claim{{Key: e.claim(), TTL: time.Hour}},
	}); err != nil {
		t.Fatal(err)
	}
	if a := w.batch(e); a.Results[0].Result != Duplicate {
		t.Errorf("%s, want duplicate", a.text)
	}
}
