// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestHeaderValuesAreDecoded(t *testing.T) {
	for name, tc := range map[string]struct {
		value, want string
		problem     string // empty: none
	}{
		"plain":                          {value: "/helpdesk/ours", want: "/helpdesk/ours"},
		"empty":                          {},
		"the example of the binding":     {value: "Euro%20%E2%82%AC%20%F0%9F%98%80", want: "Euro € 😀"},
		"small hexadecimal digits":       {value: "%e2%82%ac", want: "€"},
		"encoded without need":           {value: "%63%31", want: "c1"},
		"encoded twice, decoded once":    {value: "%2541", want: "%41"},
		"quoted":                         {value: `"a b"`, want: "a b"},
		"quoted, with backslashes":       {value: `"a\"b\\c\d"`, want: `a"b\cd`},
		"quoted and encoded":             {value: `"%E2%82%AC \%41"`, want: "€ A"},
		"an encoded quotation mark":      {value: "%22a%22", want: `"a"`},
		"a quotation mark further on":    {value: `5" disk`, want: `5" disk`},
		"a plus is not a space":          {value: "a+b", want: "a+b"},
		"UTF-8 that is not encoded":      {value: "caf\xc3\xa9", want: "café"},
		"quoted, without an end":         {value: `"a`, problem: "does not end with it"},
		"quoted, with more behind":       {value: `"a"b`, problem: "does not end with it"},
		"quoted, ends with a backslash":  {value: `"a\`, problem: "does not end with it"},
		"an overlong space":              {value: "%C0%A0", problem: "is not UTF-8"},
		"half a character":               {value: "%E2%82", problem: "is not UTF-8"},
		"a surrogate":                    {value: "%ED%A0%80", problem: "is not UTF-8"},
		"Latin-1 that is not encoded":    {value: "caf\xe9", problem: "is not UTF-8"},
		"a percent sign by itself":       {value: "50%", problem: "write % itself as %25"},
		"a percent sign before a letter": {value: "%zz", problem: "write % itself as %25"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := decodeValue(tc.value)
			switch {
			case tc.problem == "" && (err != nil || got != tc.want):
				t.Errorf("got %q, %v, want %q", got, err, tc.want)
			case tc.problem != "" && (err == nil || !strings.Contains(err.Error(), tc.problem)):
				t.Errorf("got %q, %v, want: %s", got, err, tc.problem)
			}
		})
	}
}

// TestBinaryModeOverHTTP: what the headers say is what a structured event would, or the request
// is refused with the header's name and without its value.
func TestBinaryModeOverHTTP(t *testing.T) {
	w := newWorld(t, Secrets{Events: "helpdesk"})
	state := handedOver()
	state.ID = "c é1"
	w.open(state)
	body := []byte(`{"survey":"nps","score":9}`)
	plain := map[string]string{
		"ce-specversion": "1.0", "ce-id": "b1", "ce-source": "/helpdesk", "ce-type": Prefix + "survey.responded",
		"ce-subject": "c%20%c3%a91", "ce-time": after(20 * time.Minute).Format(time.RFC3339),
	}
	for _, tc := range []struct {
		name   string
		change map[string]string
		status int
		want   string
	}{
		{"encoded", nil, 200, `"accepted"`},
		{"quoted: the same event", map[string]string{"ce-specversion": `"1.0"`, "ce-id": `"b\1"`, "ce-subject": `"c %C3%A91"`}, 200, `"duplicate"`},
		{"not UTF-8", map[string]string{"ce-subject": "c%C0%A0"}, 400, "the header ce-subject is not UTF-8: percent-encode the bytes of UTF-8"},
		{"an extension", map[string]string{"ce-team": "100%"}, 400, "the ce- header of an extension has a % without two hexadecimal digits"},
		{"no name", map[string]string{"ce-": "x"}, 400, "a header ce- has no attribute's name"},
		{"a control character", map[string]string{"ce-id": "b%001"}, 422, "id, source, subject, type: have characters that are not printable"},
		{"another version", map[string]string{"ce-specversion": "%32.0"}, 415, "send a CloudEvent"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			header := w.signed("application/json", body)
			maps.Copy(header, plain)
			maps.Copy(header, tc.change)
			if a := w.send("/v1/events", header, body); a.status != tc.status || !strings.Contains(a.text, tc.want) {
				t.Errorf("%d %s, want %d with %s", a.status, a.text, tc.status, tc.want)
			}
		})
	}
	structured := encode(t, cloudEvent(newEvent("conversation.resolved", after(22*time.Minute), "")))
	header := w.signed("application/cloudevents+json", structured)
	header["ce-id"] = "100%"
	if a := w.send("/v1/events", header, structured); a.status != http.StatusOK {
		t.Errorf("ce- headers beside a structured event: %d %s, want them to be ignored", a.status, a.text)
	}
}

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
		"application/cloudevents+json": "{\"id\":\"\xff\"}", batchType: "[{\"id\":\"\xc0\xa0\"}]", "application/json": "{\"agent\":\"\xed\xa0\x80\"}",
	} {
		header := w.signed(contentType, []byte(body))
		header["ce-specversion"] = "1.0"
		if a := w.send("/v1/events", header, []byte(body)); a.status != 400 || !strings.Contains(a.text, "is not UTF-8") {
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
