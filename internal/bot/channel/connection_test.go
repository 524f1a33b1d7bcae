// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/intentops/intentops/internal/bot/ledger"
)

func TestAChatNeedsAHello(t *testing.T) {
	b := newBot(t, nil)
	for hello, want := range map[string]string{
		`{"type":"message","messageId":"m1","text":"x"}`: "must be hello",
		`{"type":"hello","customer":"x"}`:                "has no identity, so nobody can vouch for an id: leave customer out",
		`{"type":"hello","channel":"api"}`:               "not the name of a channel",
		`{"type":"hello","locale":"not one!"}`:           "not a language tag",
	} {
		w := b.connect(hello)
		if m := w.receive(); m["type"] != "error" || !strings.Contains(m["error"].(map[string]any)["message"].(string), want) {
			t.Errorf("%s: %v, want %q", hello, m, want)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		if _, _, err := w.socket.Read(ctx); err == nil || ctx.Err() != nil {
			t.Errorf("%s: the connection stays open", hello)
		}
		cancel()
	}
}

func TestPagesOfOtherSitesAreRefused(t *testing.T) {
	b := newBot(t, func(_ *RESTOptions, o *ChatOptions) { o.Origins = []string{"*.shop.example"} })
	for origin, want := range map[string]bool{
		"https://evil.example": false, "https://www.shop.example": true, b.url: true, "": true,
	} {
		header := http.Header{}
		if origin != "" {
			header.Set("Origin", origin)
		}
		socket, _, err := websocket.Dial(t.Context(), strings.Replace(b.url, "http", "ws", 1)+"/chat/ws", &websocket.DialOptions{HTTPHeader: header})
		if (err == nil) != want {
			t.Errorf("origin %q: %v, want it let in: %t", origin, err, want)
		}
		if err == nil {
			_ = socket.CloseNow()
		}
	}
}

func TestChatsAreBounded(t *testing.T) {
	b := newBot(t, func(_ *RESTOptions, o *ChatOptions) { o.MaxConnections = 1 })
	replaced := func(w *browser) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if _, _, err := w.socket.Read(ctx); websocket.CloseStatus(err) != websocket.StatusNormalClosure {
			t.Errorf("%v, want the chat that makes least use of its place to be closed, without a new try", err)
		}
	}
	silent := b.connect(`{"type":"hello","token":"ann"}`)
	silent.receive()
	writer := b.connect(`{"type":"hello","token":"bob"}`)
	replaced(silent)
	if m := writer.receive(); m["type"] != "welcome" {
		t.Errorf("the second chat gets %v", m)
	}
	writer.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`)
	eventually(t, "the first chat to be gone", func() bool { return b.chat.Connections() == 1 })

	_, response, err := websocket.Dial(t.Context(), strings.Replace(b.url, "http", "ws", 1)+"/chat/ws", nil)
	if err == nil || response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
		t.Errorf("a chat beside one that is in use: %v %v", response, err)
	}
	b.clock.Step(idleAfter)
	b.connect(`{"type":"hello","token":"cid"}`).receive()
	replaced(writer)
}

// TestOnlyAWebSocketTakesAPlace: a place, and with it that of another chat, is for a completed
// handshake.
func TestOnlyAWebSocketTakesAPlace(t *testing.T) {
	upgrade := map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
	}
	without := func(name string) map[string]string {
		header := maps.Clone(upgrade)
		delete(header, name)
		return header
	}
	otherSite := maps.Clone(upgrade)
	otherSite["Origin"] = "https://evil.example"
	for name, header := range map[string]map[string]string{
		"a plain request":                     nil,
		"another protocol":                    without("Upgrade"),
		"an upgrade that is not asked":        without("Connection"),
		"no version":                          without("Sec-WebSocket-Version"),
		"no key":                              without("Sec-WebSocket-Key"),
		"a page of a site that is not let in": otherSite,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBot(t, func(_ *RESTOptions, o *ChatOptions) { o.MaxConnections = 1 })
			silent := b.connect(`{"type":"hello","token":"ann"}`)
			silent.receive()
			for range 3 {
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.url+"/chat/ws", nil)
				if err != nil {
					t.Fatal(err)
				}
				for key, value := range header {
					req.Header.Set(key, value)
				}
				resp, err := http.DefaultTransport.RoundTrip(req)
				if err != nil {
					t.Fatal(err)
				}
				_ = resp.Body.Close()
				if resp.StatusCode < 400 {
					t.Errorf("answered %d, want a refusal", resp.StatusCode)
				}
			}
			silent.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`)
			if n := b.chat.Connections(); n != 1 {
				t.Errorf("%d chats, want the one that was there", n)
			}
		})
	}
}

func TestAnIdleChatIsClosed(t *testing.T) {
	b := newBot(t, func(_ *RESTOptions, o *ChatOptions) { o.Idle = 50 * time.Millisecond })
	w := b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if _, _, err := w.socket.Read(ctx); websocket.CloseStatus(err) != websocket.StatusNormalClosure {
		t.Errorf("idle chat: %v, want it closed", err)
	}
}

func TestAMessageThatCrossesAPingIsServed(t *testing.T) {
	b := newBot(t, nil)
	b.chat.ping = 10 * time.Millisecond
	w := b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	// Nothing is read from here on, so that the ping which is on its way is not answered.
	time.Sleep(5 * b.chat.ping)
	w.send(`{"type":"message","messageId":"m1","text":"are you open?"}`)
	w.send(`{"type":"message","messageId":"m2","text":"open?"}`)
	eventually(t, "both messages to be served while a ping waits for its answer", func() bool {
		n := 0
		for _, e := range b.store.Ledger() {
			if e.Metric == ledger.Response {
				n++
			}
		}
		return n == 2
	})
	for range 2 {
		if m := w.receive(); text(m) != "Nine to five." {
			t.Errorf("reply %v", m)
		}
	}
}

func TestChatsAreDrained(t *testing.T) {
	b := newBot(t, nil)
	w := b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	drained := make(chan struct{})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	go func() { b.chat.Drain(ctx); close(drained) }()
	if _, _, err := w.socket.Read(ctx); websocket.CloseStatus(err) != websocket.StatusGoingAway {
		t.Errorf("draining: %v, want the request to connect again", err)
	}
	<-drained
	if n := b.chat.Connections(); n != 0 {
		t.Errorf("%d connections are left", n)
	}
}

func eventually(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for begin := time.Now(); !happened(); time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > 8*time.Second {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
