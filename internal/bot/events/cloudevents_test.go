// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"strings"
	"testing"
	"time"
)

// TestControlCharactersInEvents: names with them are refused, texts lose them, and a request that
// is not UTF-8 is refused.
func TestControlCharactersInEvents(t *testing.T) {
	w := newWorld(t, Secrets{Events: "helpdesk"})
	w.open(handedOver())
	for name, change := range map[string]func(*Event){
		"id": func(e *Event) { e.ID += "\u001b" }, "source": func(e *Event) { e.Source += "\u001b" },
		"subject": func(e *Event) { e.Conversation += "\u0000" }, "type": func(e *Event) { e.Type += "\u0085" },
	} {
		e := newEvent("message.received", after(time.Minute), "")
		change(&e)
		// The library refuses some by itself.
		if a := w.batch(e); a.status != 422 || a.Results[0].Result != BadData {
			t.Errorf("%s: %d %s, want 422", name, a.status, a.text)
		}
	}
	for contentType, body := range map[string]string{
		oneType: "{\"id\":\"\xff\"}", batchType: "[{\"id\":\"\xc0\xa0\"}]",
	} {
		if a := w.send("/v1/events", w.signed(contentType, []byte(body)), []byte(body)); a.status != 400 || !strings.Contains(a.text, "is not UTF-8") {
			t.Errorf("%s: %d %s, want 400", contentType, a.status, a.text)
		}
	}
	got := Event{}
	events, problems, err := decodeBatch([]byte(`[{"specversion":"1.0","id":"1","source":"/helpdesk","type":"t","subject":"c1",
		"data":{"text":"a\u0000b\u001b\u202ec\r\nd","reason":"\ud800x"}}]`))
	if err == nil && problems[0] == nil {
		got = events[0]
	}
	if want := `{"text":"abc\nd","reason":"x"}`; string(got.Data) != want {
		t.Errorf("data %s, want %s (%v, %v)", got.Data, want, problems, err)
	}
	var id text
	if err := id.UnmarshalJSON([]byte(`"47\u000011\u202e"`)); err != nil || id != "4711" {
		t.Errorf("a helpdesk's id: %q, %v", id, err)
	}
}
