// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package agents

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"

	"github.com/intentops/intentops/internal/contract/signature"
)

const key = "a key of at least thirty-two bytes"

// flaky is a bot that often fails: before it takes events, and after.
type flaky struct {
	t      *testing.T
	random *rand.Rand

	mu    sync.Mutex
	taken map[string]event.Event
	again int
	modes map[string]int
}

func newFlaky(t *testing.T) (bot *flaky, url string) {
	bot = &flaky{t: t, random: rand.New(rand.NewPCG(1, 2)), taken: map[string]event.Event{}, modes: map[string]int{}}
	server := httptest.NewServer(bot)
	t.Cleanup(server.Close)
	return bot, server.URL
}

func (f *flaky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.URL.Path != "/v1/events" {
		f.t.Errorf("%s: %v", r.URL, err)
	}
	if _, err := signature.Verify(r.Header, signature.Request{
		Direction: signature.FromHelpdesk, Bot: "shop/support", Method: r.Method, Target: r.RequestURI, Body: body,
	}, time.Now(), []byte(key)); err != nil {
		f.t.Error(err)
	}
	switch draw := f.random.Float64(); {
	case draw < 0.1:
		w.WriteHeader(http.StatusTooManyRequests)
		return
	case draw < 0.2:
		panic(http.ErrAbortHandler) // the connection breaks
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var events []event.Event
	if r.Header.Get("Content-Type") == "application/cloudevents-batch+json" {
		f.modes["batched"]++
		events, err = cehttp.NewEventsFromHTTPRequest(r)
	} else {
		f.modes["single"]++
		var one *event.Event
		if one, err = cehttp.NewEventFromHTTPRequest(r); err == nil {
			events = append(events, *one)
		}
	}
	if err != nil {
		f.t.Errorf("no CloudEvents: %v", err)
	}
	var results []map[string]string
	for _, e := range events {
		id := e.Source() + " " + e.ID()
		result := "accepted"
		if _, known := f.taken[id]; known {
			result = "duplicate"
			f.again++
		}
		f.taken[id] = e
		results = append(results, map[string]string{"result": result})
	}
	if f.random.Float64() < 0.2 {
		w.WriteHeader(http.StatusServiceUnavailable) // taken, and the answer is lost
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"results": results})
}
