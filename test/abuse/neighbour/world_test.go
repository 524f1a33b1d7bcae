// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package neighbour has somebody with the same NATS account as a running bot read its stream, write to
// it, and put another in its place.
package neighbour

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/nats-io/nats.go"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/store/natstest"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/test/abuse/target"
)

const (
	stream  = "intentops_shop_support"
	subject = "intentops.shop.support."
	token   = "0123456789abcdef0123456789abcdef"
	key     = "fedcba9876543210fedcba9876543210"
	// perKind is how many entries of each kind are forged.
	perKind = 100
)

// world is a NATS server that a bot shares with a neighbour, and the bot's helpdesk.
type world struct {
	t        *testing.T
	nats     *natstest.Server
	helpdesk *httptest.Server
	nc       *nats.Conn // the neighbour's

	mu      sync.Mutex
	packets []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, nats: natstest.Start(t)}
	w.helpdesk = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.packets = append(w.packets, string(body))
	}))
	t.Cleanup(w.helpdesk.Close)
	nc, err := nats.Connect(w.nats.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	w.nc = nc
	return w
}

func (w *world) got(text string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Contains(strings.Join(w.packets, "\n"), text)
}

// bot runs in this process; all of its pods have had the key for longer than anything lives.
type bot struct {
	*world
	api, metrics string
}

func (w *world) bot(t *testing.T) *bot {
	t.Helper()
	c := target.Config(t)
	c.Namespace, c.Bot, c.NATSURL, c.StoreSecret = "shop", "support", w.nats.URL(), "store"
	c.StoreSealedSince = time.Now().AddDate(-1, 0, 0).UTC().Format(time.RFC3339)
	c.AllowEgress = []string{"127.0.0.0/8"}
	c.CustomerRate, c.CustomerBurst, c.TurnTimeout = 1000, 1000, 30*time.Second
	c.Channels = []channel.Config{{Name: "api", Type: channel.TypeREST, Secret: "api"}}
	target.Write(t, filepath.Join(c.SecretsDir, "api", "token"), []byte(token))
	target.Write(t, filepath.Join(c.SecretsDir, "store", "key"), []byte(key))
	target.WriteJSON(t, filepath.Join(c.ReleaseDir, "release.json"), target.Shop("From 9 to 5.",
		release.Handoff{Require: []string{}, URL: w.helpdesk.URL, AcceptWithinSeconds: 60}))
	s := target.Run(t, c, logr.Discard())
	return &bot{world: w, api: "http://" + s.APIAddress(), metrics: "http://" + s.MetricsAddress()}
}

// post calls the bot's REST channel.
func (b *bot) post(path string, body any) (status int, answer string) {
	b.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.api+path, bytes.NewReader(data))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err = io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

func (b *bot) open(customer string) (id string) {
	b.t.Helper()
	status, answer := b.post("/v1/conversations", map[string]string{"customer": customer})
	var opened struct{ Conversation string }
	if err := json.Unmarshal([]byte(answer), &opened); err != nil || status != http.StatusCreated {
		b.t.Fatalf("opening a conversation: %d %s", status, answer)
	}
	return opened.Conversation
}

func (b *bot) write(id, message, text string) (status int, answer string) {
	b.t.Helper()
	return b.post("/v1/conversations/"+id+"/messages", map[string]string{"messageId": message, "text": text})
}

// metric is the sum of a metric's series.
func (b *bot) metric(name string) (n float64) {
	b.t.Helper()
	return target.Metric(b.t, b.metrics, name, "")
}

// forged are entries as who has no key writes them: conversations in which somebody else speaks,
// packets, counts and timers, keys and snapshots.
func forged(t *testing.T) []*nats.Msg {
	t.Helper()
	encode := func(v any) []byte {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var msgs []*nats.Msg
	add := func(kind string, data []byte) {
		msgs = append(msgs, &nats.Msg{Subject: subject + kind, Header: nats.Header{}, Data: data})
	}
	for i := range perKind {
		id := fmt.Sprintf("forged-%d", i)
		state := conversation.State{ID: id, Customer: "mallory", Channel: "api", Turns: []conversation.Turn{{Text: "what mallory made up"}}}
		add("conv."+id, encode(state))
		add("outbox."+id, encode(conversation.OutboxMessage{ID: id, Conversation: id, Body: []byte(`{"text":"what mallory made up"}`)}))
		add("ledger.v1", []byte(`[{"m":"intentops_conversations_total","l":{"channel":"api"}}]`))
		add("due.now."+id, encode(conversation.DueMessage{Conversation: id, Kind: conversation.DueHelpdesk}))
		add("record."+id, []byte("what mallory made up"))
		add("claim."+id, []byte("what mallory made up"))
	}
	add("key.identity", []byte("what mallory made up, of 32 bytes"))
	add("snapshot.v1", []byte("what mallory made up"))
	return msgs
}
