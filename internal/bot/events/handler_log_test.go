// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/go-logr/logr/funcr"
	"github.com/prometheus/client_golang/prometheus"
	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation/conversationtest"
)

// TestRefusedRequestsAreLoggedOnce: a helpdesk that is refused does not alert the bot's operators.
func TestRefusedRequestsAreLoggedOnce(t *testing.T) {
	w := newWorld(t, Secrets{Chatwoot: "helpdesk", Zendesk: "absent"})
	var mu sync.Mutex
	var lines []string
	store := conversationtest.NewMemory()
	store.Away(true)
	metrics := NewMetrics(prometheus.NewRegistry())
	mux := http.NewServeMux()
	NewHandler(HandlerOptions{
		Ingestor: NewIngestor(Options{Store: store, Clock: w.clock, Metrics: metrics, Rules: func() Rules { return dayRules }}),
		Clock:    testclock.NewFakeClock(w.clock.Now()), Metrics: metrics, SecretsDir: w.secrets, Secrets: Secrets{Chatwoot: "helpdesk", Zendesk: "absent"},
		Log: funcr.New(func(_, line string) {
			mu.Lock()
			defer mu.Unlock()
			lines = append(lines, line)
		}, funcr.Options{}),
	}).Register(mux)
	server := httptest.NewServer(mux)
	defer server.Close()
	w.server = server
	for range 5 {
		w.chatwoot(chatwootAgent)                                               // the store is away
		w.send("/v1/adapters/chatwoot", nil, []byte(chatwootAgent))             // not signed
		w.send("/v1/adapters/zendesk", nil, []byte(zendeskSolved))              // no key to check it with
		w.chatwoot(`{"event":"message_created","id":"41","conversation":"Bo"}`) // not readable
	}
	mu.Lock()
	defer mu.Unlock()
	log := strings.Join(lines, "\n")
	for _, want := range []string{`"result"="unavailable"`, `"result"="signature"`, `"result"="misconfigured"`, `"result"="malformed"`, "absent"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not say %s:\n%s", want, log)
		}
	}
	if len(lines) != 4 {
		t.Errorf("%d lines, want one for each interface and result:\n%s", len(lines), log)
	}
	if strings.Contains(log, "Bo") || strings.Contains(log, "c1") {
		t.Errorf("the log names a person or a conversation:\n%s", log)
	}
}

func TestAnInternalErrorIsLoggedWithItsCause(t *testing.T) {
	var lines []string
	h := NewHandler(HandlerOptions{Log: funcr.New(func(_, line string) { lines = append(lines, line) }, funcr.Options{})})
	err := errors.New("store: conversation at position 7 is not readable")
	for range 3 {
		h.report(endpoint{name: "events"}, failureOf(err), err)
	}
	if len(lines) != 1 || !strings.Contains(lines[0], "position 7") {
		t.Errorf("the log says %q, want the cause, once", lines)
	}
}
