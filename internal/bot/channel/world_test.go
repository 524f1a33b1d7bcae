// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation/conversationtest"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/edge"
	"github.com/intentops/intentops/internal/bot/handoff"
	"github.com/intentops/intentops/internal/bot/identity"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/turns"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// words understands messages with the word "open" as hours, and takes "perhaps" for it.
type words struct{}

func (words) Classify(_ context.Context, text string) ([]understanding.Prediction, error) {
	if strings.Contains(text, "open") {
		return []understanding.Prediction{{Intent: "hours", Confidence: 0.9}}, nil
	}
	if strings.Contains(text, "perhaps") {
		return []understanding.Prediction{{Intent: "hours", Confidence: 0.3}}, nil
	}
	return nil, nil
}

type fixed struct{ view atomic.Pointer[releases.View] }

func (f *fixed) View() *releases.View { return f.view.Load() }

// bot is a turns.Processor on a store in memory behind both kinds of channels.
type bot struct {
	t         *testing.T
	url       string
	store     *conversationtest.Memory
	views     *fixed
	clock     *clocktesting.FakeClock
	processor *turns.Processor
	chat      *Chat
	key       identity.Key
	tokens    map[string]string // of web customers by the name that tests give them
}

// answering is a release whose answer to everything about opening is the text.
func answering(t *testing.T, text string) *releases.View {
	t.Helper()
	compiled, err := decide.Compile("stable-hash", release.Release{
		Version: release.FormatVersion,
		Intents: []release.Intent{{Name: "hours", Revision: text, Utterances: []string{"open"}, Reply: release.Reply{Text: text}}},
		Policy: release.Policy{ConfidencePercent: 50, UnresolvedTurns: 2,
			Handoff: release.Handoff{Require: []string{}, URL: "https://helpdesk.example", AcceptWithinSeconds: 60}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &releases.View{
		Stable: &releases.Loaded{Compiled: compiled, Classifier: words{}},
		Pointer: release.Pointer{
			Automation: "Enabled", Measurement: release.Measurement{OutcomeAfterSeconds: 60, RatingWithinSeconds: 600},
		},
	}
}

func newBot(t *testing.T, change func(*RESTOptions, *ChatOptions)) *bot {
	t.Helper()
	b := &bot{t: t, key: identity.NewKey(), tokens: map[string]string{}, store: conversationtest.NewMemory(), views: &fixed{}, clock: clocktesting.NewFakeClock(start)}
	b.views.view.Store(answering(t, "Nine to five."))
	b.processor = turns.New(turns.Options{
		Store: b.store, Views: b.views, Packer: handoff.Packer{}, Clock: b.clock, Log: logr.Discard(),
		Metrics: turns.NewMetrics(prometheus.NewRegistry()), Timeout: 5 * time.Second,
	})
	secrets := t.TempDir()
	for file, content := range map[string]string{"partner/token": "a-token-of-partner\n", "site/key": siteKey, "short/key": "x"} {
		if err := os.MkdirAll(filepath.Join(secrets, filepath.Dir(file)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(secrets, file), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	limits := Limits{Customers: edge.NewLimiter(1, 100)}
	rest := RESTOptions{
		Conversations: b.processor, SecretsDir: secrets, Key: b.key, Limits: limits, Work: edge.NewSlots(100, 0, nil), Clock: b.clock, Log: logr.Discard(),
		Channels: []Config{
			{Name: "api", Type: TypeREST}, {Name: "partner", Type: TypeREST, Secret: "partner"},
			{Name: "lost", Type: TypeREST, Secret: "lost"}, {Name: "web", Type: TypeWebChat}, {Name: "shop", Type: TypeWebChat},
		},
	}
	chat := ChatOptions{
		Conversations: b.processor, SecretsDir: secrets, Key: b.key, Limits: limits, Work: edge.NewSlots(100, 0, nil), Clock: b.clock, Log: logr.Discard(),
		Channels: rest.Channels, Idle: time.Minute, MaxConnections: 10,
	}
	if change != nil {
		change(&rest, &chat)
	}
	mux := http.NewServeMux()
	NewREST(rest).Register(mux)
	b.chat = NewChat(chat)
	b.chat.Register(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

// siteKey is what a site signs its customers' ids with.
const siteKey = "a-key-of-the-site"

var named = regexp.MustCompile(`"token":"([a-z]+)"`)

// withTokens puts the token of a customer in the place of their name.
func (b *bot) withTokens(message string) string {
	return named.ReplaceAllStringFunc(message, func(s string) string {
		name := named.FindStringSubmatch(s)[1]
		if b.tokens[name] == "" {
			b.tokens[name] = b.key.Mint()
		}
		return `"token":"` + b.tokens[name] + `"`
	})
}

// call makes a request and returns status, body and header.
func (b *bot) call(method, path, token, body string) (int, map[string]any, http.Header) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal(data, &answer); err != nil && strings.HasPrefix(path, "/v1/conversations") {
		b.t.Fatalf("%s %s: %q is not JSON", method, path, data)
	}
	return resp.StatusCode, answer, resp.Header
}

func (b *bot) open(token, body string) string {
	b.t.Helper()
	status, answer, _ := b.call("POST", "/v1/conversations", token, body)
	if status != http.StatusCreated {
		b.t.Fatalf("open: %d %v", status, answer)
	}
	return answer["conversation"].(string)
}
