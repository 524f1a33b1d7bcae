// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package helpdesk

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/hack/simulator/internal/agents"
)

func TestTheTeamGetsEachHandoffOnce(t *testing.T) {
	var got []agents.Handoff
	helpdesk := New(Options{
		Now:  func() time.Time { return now },
		Take: func(h agents.Handoff) { got = append(got, h) },
		Team: func() TeamReport { return TeamReport{Report: agents.Report{Taken: int64(len(got))}} },
	})
	server := httptest.NewServer(helpdesk.Handler())
	defer server.Close()
	body := `{"handoffId":"h1","conversation":"c1","createdAt":"2026-11-02T09:00:00.5Z","priority":"High","policyRequired":true,
		"reason":{"code":"rule"},"intent":{"name":"refund"},"attemptedSteps":[{"action":"clarify"},{"action":"reply"}],
		"transcript":[{"at":"2026-11-02T08:59:00Z","from":"customer","text":"hello"},{"at":"2026-11-02T08:59:30Z","from":"bot","text":"hi"}]}`
	for range 2 {
		if status := deliver(t, server.URL, "h1", body, "", now); status != http.StatusAccepted {
			t.Fatalf("answered %d", status)
		}
	}
	deliver(t, server.URL, "h2", `{"handoffId":"h2","conversation":"c2","createdAt":"2026-11-02T09:00:00Z"}`, "", now)
	want := []agents.Handoff{{
		ID: "h1", Conversation: "c1", At: now.Add(time.Second / 2), Began: now.Add(-time.Minute), Priority: "high",
		Reason: "rule", Intent: "refund", Required: true, Answered: true,
	}, {
		ID: "h2", Conversation: "c2", At: now, Began: now,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("handoffs (-want +got):\n%s", diff)
	}
	if r := helpdesk.Report(); r.Team == nil || r.Team.Taken != 2 {
		t.Errorf("the report says %+v of the team", r.Team)
	}
}

func TestEventsAreServed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "events.ndjson")
	if err := os.WriteFile(file, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]struct {
		status int
		body   string
	}{file: {http.StatusOK, "{}\n"}, "": {http.StatusNotFound, "no events are recorded: start the helpdesk with --events\n"}} {
		server := httptest.NewServer(New(Options{Events: path}).Handler())
		response, err := http.Get(server.URL + "/events")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		server.Close()
		if err != nil || response.StatusCode != want.status || string(body) != want.body {
			t.Errorf("events of %q: status %d, %q, error %v", path, response.StatusCode, body, err)
		}
	}
}
