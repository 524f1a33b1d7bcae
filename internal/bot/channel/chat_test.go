// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/bot/ledger"
)

// browser is a chat page's connection.
type browser struct {
	t      *testing.T
	bot    *bot
	socket *websocket.Conn
}

func (b *bot) connect(hello string) *browser {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 10*time.Second)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, strings.Replace(b.url, "http", "ws", 1)+"/chat/ws", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = socket.CloseNow() })
	w := &browser{t: b.t, bot: b, socket: socket}
	w.send(hello)
	return w
}

func (w *browser) send(text string) {
	w.t.Helper()
	if err := w.socket.Write(w.t.Context(), websocket.MessageText, []byte(w.bot.withTokens(text))); err != nil {
		w.t.Fatal(err)
	}
}

func (w *browser) receive() map[string]any {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 10*time.Second)
	defer cancel()
	_, data, err := w.socket.Read(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		w.t.Fatalf("%q: %v", data, err)
	}
	return m
}

// ask sends and receives.
func (w *browser) ask(text string) map[string]any {
	w.t.Helper()
	w.send(text)
	return w.receive()
}

func text(m map[string]any) string {
	var all []string
	messages, _ := m["messages"].([]any)
	for _, message := range messages {
		all = append(all, message.(map[string]any)["text"].(string))
	}
	return strings.Join(all, "\n")
}

func TestAChat(t *testing.T) {
	b := newBot(t, nil)
	w := b.connect(`{"type":"hello","token":"ann","locale":"en-GB"}`)
	if diff := cmp.Diff(map[string]any{"type": "welcome", "token": b.tokens["ann"]}, w.receive()); diff != "" {
		t.Fatalf("welcome (-want +got):\n%s", diff)
	}
	if n := len(b.store.Due()); n != 0 {
		t.Errorf("a page without messages left something behind")
	}
	m := w.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`)
	id, _ := m["conversation"].(string)
	if m["type"] != "reply" || m["messageId"] != "m1" || text(m) != "Nine to five." || m["state"] != "bot" || id == "" {
		t.Errorf("reply %v", m)
	}

	t.Run("goes on in another connection", func(t *testing.T) {
		again := b.connect(`{"type":"hello","token":"ann","conversation":"` + id + `","after":0}`)
		m := again.receive()
		if m["conversation"] != id || len(m["transcript"].([]any)) != 2 {
			t.Errorf("welcome back %v", m)
		}
		m = again.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`)
		if text(m) != "Nine to five." {
			t.Errorf("the same message again: %v", m)
		}
	})
	t.Run("belongs to its customer alone", func(t *testing.T) {
		other := b.connect(`{"type":"hello","token":"eve","conversation":"` + id + `"}`)
		if m := other.receive(); m["type"] != "welcome" || m["conversation"] != nil {
			t.Errorf("welcome of a stranger %v", m)
		}
	})
	t.Run("is not open to REST callers", func(t *testing.T) {
		if status, answer, _ := b.call("GET", "/v1/conversations/"+id, "", ""); status != http.StatusNotFound {
			t.Errorf("%d %v", status, answer)
		}
	})

	m = w.ask(`{"type":"message","messageId":"m2","text":"I want to talk to a person"}`)
	if m["state"] != "waiting" {
		t.Errorf("reply %v", m)
	}
	if err := b.processor.Failed(t.Context(), id, id+"-h1"); err != nil {
		t.Fatal(err)
	}
	if m := w.receive(); m["type"] != "notice" || m["state"] != "waiting" || !strings.HasPrefix(text(m), "Nobody has been able") {
		t.Errorf("notice %v, want to read that no agent is available yet", m)
	}
	if err := b.processor.Accepted(t.Context(), id, id+"-h1"); err != nil {
		t.Fatal(err)
	}
	if m := w.receive(); m["type"] != "notice" || m["state"] != "human" || !strings.HasPrefix(text(m), "Your request has arrived") {
		t.Errorf("notice %v, want to read that an agent is there", m)
	}

	if m := w.ask(`{"type":"rating","score":9}`); m["type"] != "error" || m["error"].(map[string]any)["field"] != "score" {
		t.Errorf("rating out of scale: %v", m)
	}
	if m := w.ask(`{"type":"end"}`); m["type"] != "ended" || m["state"] != "ended" {
		t.Errorf("end: %v", m)
	}
	if m := w.ask(`{"type":"rating","score":5}`); m["type"] != "rated" || m["rating"] != 5.0 {
		t.Errorf("rating: %v", m)
	}
}

func TestTheFirstMessageCountsOnceWhenItsReplyIsLost(t *testing.T) {
	b := newBot(t, nil)
	const message = `{"type":"message","messageId":"m1","text":"are you open?"}`
	w := b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	w.send(message)
	conversations := func() (n int) {
		for _, e := range b.store.Ledger() {
			if e.Metric == ledger.Conversations {
				n++
			}
		}
		return n
	}
	eventually(t, "the message to be counted", func() bool { return conversations() == 1 })
	_ = w.socket.CloseNow() // the reply, and with it the conversation's id, never arrived

	w = b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	first := w.ask(message)
	if text(first) != "Nine to five." || conversations() != 1 {
		t.Errorf("reply %v, %d conversations", first, conversations())
	}
	for name, tc := range map[string]struct{ hello, message string }{
		"another customer's":     {`{"type":"hello","token":"bob"}`, message},
		"of another text":        {`{"type":"hello","token":"ann"}`, `{"type":"message","messageId":"m1","text":"open on Sunday?"}`},
		"another message's":      {`{"type":"hello","token":"ann"}`, `{"type":"message","messageId":"m2","text":"are you open?"}`},
		"on another web channel": {`{"type":"hello","token":"ann","channel":"shop"}`, message},
	} {
		w := b.connect(tc.hello)
		w.receive()
		if m := w.ask(tc.message); m["conversation"] == first["conversation"] {
			t.Errorf("a conversation %s is found by the message: %v", name, m)
		}
	}
}

func TestAChatSaysWhenToTryAgain(t *testing.T) {
	b := newBot(t, nil)
	w := b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	b.store.Away(true)
	const message = `{"type":"message","messageId":"m1","text":"are you open?"}`
	if m := w.ask(message); m["type"] != "error" || m["messageId"] != "m1" || m["retryAfterSeconds"] != 2.0 {
		t.Errorf("without a store: %v", m)
	}
	if m := w.ask(`{"type":"message","messageId":"m1","text":""}`); m["type"] != "error" || m["retryAfterSeconds"] != nil {
		t.Errorf("a text that is wrong stays wrong: %v", m)
	}
	b.store.Away(false)
	if m := w.ask(message); text(m) != "Nine to five." {
		t.Errorf("afterwards: %v", m)
	}
}

func TestARatingIsNotLostWithTheConnection(t *testing.T) {
	b := newBot(t, nil)
	w := b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	id := w.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`)["conversation"].(string)
	w.ask(`{"type":"end"}`)
	_ = w.socket.CloseNow()

	again := func() *browser { return b.connect(`{"type":"hello","token":"ann","conversation":"` + id + `"}`) }
	w = again()
	if m := w.receive(); m["conversation"] != id || m["state"] != "ended" {
		t.Errorf("welcome back %v, want the conversation that is not rated yet", m)
	}
	if m := w.ask(`{"type":"rating","score":2}`); m["type"] != "rated" || m["rating"] != 2.0 {
		t.Errorf("rating %v", m)
	}
	if m := w.ask(`{"type":"message","messageId":"m2","text":"open?"}`); text(m) != "Nine to five." || m["conversation"] == id {
		t.Errorf("a message after the end %v, want it to begin another conversation", m)
	}
	if m := again().receive(); m["conversation"] != nil {
		t.Errorf("welcome back %v, want a new conversation once all is said", m)
	}
}

func TestABrowserCannotActForACustomerOfREST(t *testing.T) {
	b := newBot(t, nil)
	id := b.open("a-token-of-partner", `{"customer":"c-4711","channel":"partner"}`)
	w := b.connect(`{"type":"hello"}`)
	w.receive()
	var web string
	for i := range 110 {
		m := w.ask(fmt.Sprintf(`{"type":"message","messageId":"m%d","text":"are you open?"}`, i))
		if id, ok := m["conversation"].(string); ok {
			web = id
		}
	}
	if m := w.ask(`{"type":"message","messageId":"m","text":"are you open?"}`); m["type"] != "error" {
		t.Errorf("a browser that writes without end: %v", m)
	}
	if status, answer, _ := b.call("POST", "/v1/conversations/"+id+"/messages", "a-token-of-partner", `{"messageId":"1","text":"are you open?"}`); status != http.StatusOK {
		t.Errorf("the customer of that key gets %d %v", status, answer)
	}
	state, err := b.processor.Get(t.Context(), web, nil)
	if err != nil || !strings.HasPrefix(state.Customer, "web-") {
		t.Errorf("the browser's customer is %q, %v", state.Customer, err)
	}
}

func TestABrowserGetsEachLineOnce(t *testing.T) {
	b := newBot(t, nil)
	w := b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	m := w.ask(`{"type":"message","messageId":"m1","text":"I want to talk to a person"}`)
	id := m["conversation"].(string)
	if m["lastSeq"] != 2.0 {
		t.Errorf("reply %v", m)
	}
	// The notice and the next message cross: whichever is first, nothing is said twice.
	if err := b.processor.Failed(t.Context(), id, id+"-h1"); err != nil {
		t.Fatal(err)
	}
	w.send(`{"type":"message","messageId":"m2","text":"hello?"}`)
	var heard []float64
	for m["messageId"] != "m2" {
		m = w.receive()
		for _, line := range m["messages"].([]any) {
			heard = append(heard, line.(map[string]any)["seq"].(float64))
		}
	}
	if diff := cmp.Diff([]float64{3, 5}, heard); diff != "" || m["lastSeq"] != 5.0 {
		t.Errorf("last %v, lines heard (-want +got):\n%s", m["lastSeq"], diff)
	}
	if m := w.ask(`{"type":"message","messageId":"m1","text":"I want to talk to a person"}`); !strings.HasPrefix(text(m), "A person will take over") || strings.Contains(text(m), "\n") {
		t.Errorf("the first message again: %v", m)
	}
	// A message that stays unanswered counts as known too.
	if err := b.processor.Accepted(t.Context(), id, id+"-h1"); err != nil {
		t.Fatal(err)
	}
	for m["state"] != "human" {
		m = w.receive()
	}
	m = w.ask(`{"type":"message","messageId":"m3","text":"I am still here"}`)
	w = b.connect(fmt.Sprintf(`{"type":"hello","token":"ann","conversation":%q,"after":%v}`, id, m["lastSeq"]))
	if m := w.receive(); m["conversation"] != id || m["transcript"] != nil {
		t.Errorf("welcome back %v, want nothing that the browser has", m)
	}
}

func TestAMessageAfterAHandoffIsOverOpensAConversation(t *testing.T) {
	for name, tc := range map[string]struct {
		reconnects bool
		after      time.Duration
		wantNew    bool
	}{
		"an hour later the person still has it":  {reconnects: true, after: time.Hour},
		"a day later, in the tab that was open":  {after: 25 * time.Hour, wantNew: true},
		"a day later, in a page that was loaded": {reconnects: true, after: 25 * time.Hour, wantNew: true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBot(t, nil)
			w := b.connect(`{"type":"hello","token":"ann"}`)
			w.receive()
			id := w.ask(`{"type":"message","messageId":"m1","text":"I want to talk to a person"}`)["conversation"].(string)
			if err := b.processor.Accepted(t.Context(), id, id+"-h1"); err != nil {
				t.Fatal(err)
			}
			b.clock.Step(tc.after)
			if tc.reconnects {
				w = b.connect(`{"type":"hello","token":"ann","conversation":"` + id + `"}`)
				if m := w.receive(); (m["conversation"] == nil) != tc.wantNew {
					t.Errorf("welcome back %v", m)
				}
			} else if m := w.receive(); m["state"] != "human" {
				t.Errorf("notice %v", m)
			}
			m := w.ask(`{"type":"message","messageId":"m2","text":"are you open?"}`)
			if (m["conversation"] != id) != tc.wantNew || (text(m) == "Nine to five.") != tc.wantNew {
				t.Errorf("reply %v, want a new conversation: %t", m, tc.wantNew)
			}
			if n := len(b.store.Outbox()); (n == 1) != tc.wantNew {
				t.Errorf("%d messages to the helpdesk", n)
			}
		})
	}
}

func TestInvalidMessagesDoNotEndAChat(t *testing.T) {
	b := newBot(t, nil)
	w := b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	for in, want := range map[string]string{
		`{`:                        "malformed JSON at byte 1",
		`{"type":"dance"}`:         "must be hello, message, rating or end",
		`{"type":"message","x":1}`: "is not a known field",
		`{"type":"message","messageId":"m1","text":""}`:                                  "is empty",
		`{"type":"message","text":"hi"}`:                                                 "is missing",
		`{"type":"message","messageId":"m1","text":"` + strings.Repeat("x", 4001) + `"}`: "longer than 4000",
		`{"type":"rating","score":3}`:                                                    "has not written anything",
	} {
		if m := w.ask(in); m["type"] != "error" || !strings.Contains(m["error"].(map[string]any)["message"].(string), want) {
			t.Errorf("%.60s: %v, want %q", in, m, want)
		}
	}
	if m := w.ask(`{"type":"message","messageId":"m2","text":"open?"}`); text(m) != "Nine to five." {
		t.Errorf("afterwards: %v", m)
	}
	w.send(`{"type":"message","messageId":"m3","text":"` + strings.Repeat("x", MaxBodyBytes) + `"}`)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var err error
	for err == nil {
		_, _, err = w.socket.Read(ctx)
	}
	if websocket.CloseStatus(err) != websocket.StatusMessageTooBig {
		t.Errorf("after a message that is too big: %v, want the connection closed for that reason", err)
	}
}

func TestThePageIsSelfContained(t *testing.T) {
	b := newBot(t, nil)
	for path, kind := range map[string]string{
		"/chat": "text/html", "/chat/chat.css": "text/css", "/chat/chat.js": "text/javascript", "/chat/connection.js": "text/javascript",
		"/chat/log.js": "text/javascript", "/chat/memory.js": "text/javascript", "/chat/stars.js": "text/javascript",
		"/chat/texts.js": "text/javascript", "/chat/words.js": "text/javascript", "/chat/chat.svg": "image/svg+xml",
	} {
		resp, err := http.Get(b.url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), kind) {
			t.Errorf("%s: %d %s", path, resp.StatusCode, resp.Header.Get("Content-Type"))
		}
		if policy := resp.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if foreign := regexp.MustCompile(`https?://[a-z]|onclick=|style=|eval\(|innerHTML`).FindString(strings.ReplaceAll(string(body), `xmlns="http://www.w3.org/2000/svg"`, "")); foreign != "" {
			t.Errorf("%s has %q, which its policy does not allow", path, foreign)
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("If-None-Match", resp.Header.Get("ETag"))
		again, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = again.Body.Close()
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("%s again: %d, want 304", path, again.StatusCode)
		}
	}
}
