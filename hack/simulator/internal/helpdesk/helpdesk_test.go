// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package helpdesk

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/contract/signature"
)

var now = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

const (
	key = "a secret of at least 32 bytes ....\n" // a line end belongs to the key
	bot = "shop/support"
)

func packetOf(id string) string {
	return `{"handoffId":"` + id + `","conversation":"c1","priority":"High","policyRequired":true,` +
		`"reason":{"code":"user_requested"},"rollout":{"track":"candidate"},"transcript":[{"from":"customer","text":"hello"}]}`
}

func messageOf(handoff, id string) string {
	return `{"kind":"message","handoffId":"` + handoff + `","messageId":"` + id + `","conversation":"c1","seq":3,"text":"hello?"}`
}

func deliver(t *testing.T, url, id, body, signedWith string, at time.Time) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/handoffs", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	signature.Sign(req.Header, signature.Request{
		Direction: signature.ToHelpdesk, Bot: bot, Method: req.Method, Target: "/handoffs", ContentType: "application/json", Body: []byte(body),
	}, at, []byte(signedWith))
	req.Header.Set("Intentops-Handoff-Id", id)
	response, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func TestEachHandoffIsCountedOnce(t *testing.T) {
	helpdesk := New(Options{Key: []byte(key), Bot: bot, Now: func() time.Time { return now }})
	server := httptest.NewServer(helpdesk.Handler())
	defer server.Close()

	for i, tc := range []struct {
		name, id, body, key string
		at                  time.Time
		want                int
	}{
		{"a handoff", "h1", packetOf("h1"), key, now, http.StatusAccepted},
		{"the same again", "h1", packetOf("h1"), key, now, http.StatusAccepted},
		{"another", "h2", packetOf("h2"), key, now.Add(-time.Minute), http.StatusAccepted},
		{"a message after it", "h2-m3", messageOf("h2", "h2-m3"), key, now, http.StatusAccepted},
		{"the same message again", "h2-m3", messageOf("h2", "h2-m3"), key, now, http.StatusAccepted},
		{"a message with the id of its handoff", "h2", messageOf("h2", "h2-m5"), key, now, http.StatusBadRequest},
		{"signed with another key", "h3", packetOf("h3"), strings.TrimSpace(key), now, http.StatusUnauthorized},
		{"replayed much later", "h4", packetOf("h4"), key, now.Add(-time.Hour), http.StatusUnauthorized},
		{"not JSON", "h5", "handoff", key, now, http.StatusBadRequest},
		{"without an id", "", `{"conversation":"c1"}`, key, now, http.StatusBadRequest},
		{"with the id of another", "h6", packetOf("h7"), key, now, http.StatusBadRequest},
		{"too large", "h8", `{"handoffId":"` + strings.Repeat("x", maxPacket), key, now, http.StatusBadRequest},
	} {
		if got := deliver(t, server.URL, tc.id, tc.body, tc.key, tc.at); got != tc.want {
			t.Errorf("%d: %s: answered %d, want %d", i, tc.name, got, tc.want)
		}
	}
	want := Report{
		Deliveries: 12, Accepted: 2, Messages: 1, Duplicates: 2, BadSignature: 2, Malformed: 5, PolicyRequired: 2,
		Reasons: map[string]int64{"user_requested": 2}, Priorities: map[string]int64{"High": 2},
		Queues: map[string]int64{"_none": 2}, Tracks: map[string]int64{"candidate": 2},
	}
	response, err := http.Get(server.URL + "/report")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var got Report
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestAShareOfDeliveriesIsRefused(t *testing.T) {
	helpdesk := New(Options{Now: func() time.Time { return now }})
	server := httptest.NewServer(helpdesk.Handler())
	defer server.Close()
	fail := func(body string) int {
		response, err := http.Post(server.URL+"/fail", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	for body, want := range map[string]int{`{"share": 2}`: 400, `{}`: 400, `x`: 400, `{"share": 1}`: 200} {
		if got := fail(body); got != want {
			t.Errorf("POST /fail %s: %d, want %d", body, got, want)
		}
	}
	fail(`{"share": 1}`)
	if got := deliver(t, server.URL, "h1", packetOf("h1"), "", now); got != http.StatusServiceUnavailable {
		t.Errorf("answered %d, want 503", got)
	}
	fail(`{"share": 0}`)
	if got := deliver(t, server.URL, "h1", packetOf("h1"), "", now); got != http.StatusAccepted {
		t.Errorf("answered %d, want 202: a refused handoff is not known yet", got)
	}
	if r := helpdesk.Report(); r.Refused != 1 || r.Accepted != 1 || r.Duplicates != 0 {
		t.Errorf("report %+v", r)
	}
}

func TestTheOldestHandoffsAreForgotten(t *testing.T) {
	counts := map[string]int64{}
	for i := range 150 {
		counts[bounded(counts, strconv.Itoa(i))]++
	}
	if len(counts) != 101 || counts["_others"] != 50 {
		t.Errorf("%d names, %d others; want 100 names and the rest together", len(counts), counts["_others"])
	}
}
