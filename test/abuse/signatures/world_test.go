// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package signatures has somebody who sees what a running bot and its helpdesk send each other
// try to speak as the bot, as the helpdesk and as the customer.
package signatures

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/go-logr/logr"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/bot/events"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/signature"
	"github.com/intentops/intentops/test/abuse/target"
)

const (
	// key signs in both directions: the worst that an administrator may do.
	key      = "fedcba9876543210fedcba9876543210"
	otherKey = "another key of thirty-two bytes."
	token    = "0123456789abcdef0123456789abcdef"
	name     = "shop/support"

	eventsPath = "/v1/events"
	oneEvent   = "application/cloudevents+json"
)

// captured is a request as it went over the wire.
type captured struct {
	method, target string
	header         http.Header
	body           []byte
}

// signed is what its signature is about.
func (c captured) signed(d signature.Direction) signature.Request {
	return signature.Request{
		Direction: d, Bot: name, Method: c.method, Target: c.target, ContentType: c.header.Get("Content-Type"), Body: c.body,
	}
}

// bot runs in this process, and its helpdesk too.
type bot struct {
	t                          *testing.T
	chat, api, events, metrics string

	mu      sync.Mutex
	packets []captured
}

func start(t *testing.T) *bot {
	t.Helper()
	b := &bot{t: t}
	helpdesk := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.packets = append(b.packets, captured{r.Method, r.RequestURI, r.Header.Clone(), body})
	}))
	t.Cleanup(helpdesk.Close)

	c := target.Config(t)
	c.Namespace, c.Bot = "shop", "support"
	c.AllowEgress = []string{"127.0.0.0/8"}
	c.Channels = []channel.Config{{Name: "api", Type: channel.TypeREST, Secret: "api"}, {Name: "web", Type: channel.TypeWebChat}}
	c.Events = events.Secrets{Events: "desk", Chatwoot: "desk", Zendesk: "desk"}
	target.Write(t, filepath.Join(c.SecretsDir, "api", "token"), []byte(token))
	target.Write(t, filepath.Join(c.SecretsDir, "desk", "key"), []byte(key))
	target.WriteJSON(t, filepath.Join(c.ReleaseDir, "release.json"), target.Shop("From 9 to 5.",
		release.Handoff{Require: []string{}, URL: helpdesk.URL + "/handoffs?desk=1", SecretName: "desk", AcceptWithinSeconds: 60}))
	s := target.Run(t, c, logr.Discard())
	b.chat, b.api = "ws://"+s.ChatAddress()+"/chat/ws", "http://"+s.APIAddress()
	b.events, b.metrics = "http://"+s.EventsAddress(), "http://"+s.MetricsAddress()
	return b
}

// post sends a request with these headers and no others.
func (b *bot) post(url string, header http.Header, body []byte) (status int, answer string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header = header
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

// metric is the sum of the series of a metric whose labels have a text in them.
func (b *bot) metric(metric, labels string) float64 {
	b.t.Helper()
	return target.Metric(b.t, b.metrics, metric, labels)
}

// browser is a page with the chat.
type browser struct {
	t      *testing.T
	socket *websocket.Conn
}

func (b *bot) browser() *browser {
	b.t.Helper()
	socket, _, err := websocket.Dial(b.t.Context(), b.chat, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = socket.CloseNow() })
	return &browser{b.t, socket}
}

// ask sends a frame and returns the answer; nil: the bot has closed the chat.
func (w *browser) ask(frame string) map[string]any {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	if err := w.socket.Write(ctx, websocket.MessageText, []byte(frame)); err != nil {
		return nil
	}
	_, data, err := w.socket.Read(ctx)
	if err != nil {
		return nil
	}
	var answer map[string]any
	if err := json.Unmarshal(data, &answer); err != nil {
		w.t.Fatalf("%s: %v", data, err)
	}
	return answer
}

// handedOver is a customer who waits for an agent.
type handedOver struct {
	token, conversation string
	packet              captured
}

// handOver has a customer of the web chat ask for a person, and captures the packet.
func (b *bot) handOver() handedOver {
	b.t.Helper()
	page := b.browser()
	var h handedOver
	h.token, _ = page.ask(`{"type":"hello"}`)["token"].(string)
	answer := page.ask(`{"type":"message","messageId":"m1","text":"I want to talk to a person"}`)
	h.conversation, _ = answer["conversation"].(string)
	if h.token == "" || h.conversation == "" || answer["state"] != "waiting" {
		b.t.Fatalf("the customer does not wait for an agent: %v", answer)
	}
	target.Eventually(b.t, "the packet", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.packets {
			if bytes.Contains(p.body, []byte(h.conversation)) {
				h.packet = p
				return true
			}
		}
		return false
	})
	return h
}

// rated is the event of a helpdesk that a customer was happy.
func rated(conversation, id string) captured {
	body := fmt.Appendf(nil, `{"specversion":"1.0","id":%q,"source":"/desk","type":"dev.intentops.survey.responded","subject":%q,"time":%q,"data":{"survey":"csat","score":5}}`,
		id, conversation, time.Now().UTC().Format(time.RFC3339Nano))
	e := captured{http.MethodPost, eventsPath, http.Header{"Content-Type": {oneEvent}}, body}
	signature.Sign(e.header, e.signed(signature.FromHelpdesk), time.Now(), []byte(key))
	return e
}
