// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"encoding/base64"
	"fmt"
	"net/http"
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

// TestDataInBase64IsBoundedToo: a body of one text may hold a document of any number of values.
func TestDataInBase64IsBoundedToo(t *testing.T) {
	body := func(values int) []byte {
		data := "[" + strings.Repeat("0,", values-2) + "0]"
		return fmt.Appendf(nil, `{"specversion":"1.0","id":"1","source":"/desk","type":"dev.intentops.message.sent","subject":"c1","time":"2026-03-02T12:00:00Z","data_base64":%q}`,
			base64.StdEncoding.EncodeToString([]byte(data)))
	}
	for values, refused := range map[int]bool{dataBounds.Values: false, dataBounds.Values + 2: true} {
		_, problems, err := decode(t.Context(), request{header: http.Header{"Content-Type": {oneType}}, body: body(values)})
		if err != nil || len(problems) != 1 || (problems[0] != nil) != refused {
			t.Errorf("%d values: %v %v", values, problems, err)
		}
	}
}
