// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/test/harness"
)

// maxEvents is the longest body with events that a bot takes, in bytes.
const maxEvents = 4 << 20

// badEvents come from a helpdesk, or from somebody who plays one. The counts that are
// compared at the end must not know of them.
func (s *suite) badEvents(t *testing.T) {
	keys, err := s.Keys(s.ctx)
	must(t, err)
	reply := s.ask(t, question)
	if intent, _ := reply.Answer(); intent != edited {
		t.Fatalf("asked %q, the bot answered %+v", question, reply)
	}
	// Each begins with a rating, which would be counted if it were taken.
	event := func(id, kind, subject, data string) string {
		return fmt.Sprintf(`{"specversion":"1.0","source":"/e2e","id":%q,"type":"dev.intentops.%s","subject":%q,"time":%q,"data":%s}`,
			id, kind, subject, time.Now().UTC().Format(time.RFC3339Nano), data)
	}
	rating := event("forged", "survey.responded", reply.Conversation, `{"survey":"csat","score":1}`)
	message := event("message", "message.received", reply.Conversation, `{}`)
	changed := event("message", "message.received", reply.Conversation, `{"more":1}`)
	now := time.Now()
	want := map[string]int64{}
	for _, tc := range []struct {
		name, key, body string
		at              time.Time
		status          int
		says            []string
		// counted is the request's label result; results are those of its events.
		counted string
		results []string
	}{
		{"signed with another key", keys["helpdesk"], rating, now, http.StatusUnauthorized, []string{"does not match"}, "signature", nil},
		{"signed long ago", keys["events"], rating, now.Add(-10 * time.Minute), http.StatusUnauthorized, []string{"more than 5 minutes off"}, "timestamp", nil},
		{"malformed", keys["events"], rating[:40], now, http.StatusBadRequest, []string{"not a CloudEvent 1.0"}, "malformed", nil},
		{"too large", keys["events"], rating + strings.Repeat(" ", maxEvents), now, http.StatusRequestEntityTooLarge, []string{"larger than 4 MiB", "fewer events"}, "size", nil},
		{
			"a type that is unknown", keys["events"], event("1", "mood.changed", reply.Conversation, `{}`), now, http.StatusOK,
			[]string{"type: is not known"}, "ok", []string{"unknown_type"},
		},
		{
			"a conversation that is unknown", keys["events"], event("2", "conversation.resolved", "nobody", `{}`), now, http.StatusOK,
			[]string{"subject: there is no such conversation"}, "ok", []string{"unknown_conversation"},
		},
		{
			"a rating outside the scale", keys["events"], event("3", "survey.responded", reply.Conversation, `{"survey":"csat","score":9}`), now,
			http.StatusUnprocessableEntity, []string{"data.score"}, "ok", []string{"out_of_scale"},
		},
		{
			"work that ends before it begins", keys["events"],
			event("4", "agent.work", reply.Conversation, `{"agent":"ann","kind":"active","start":"2026-03-02T12:05:00Z","end":"2026-03-02T12:00:00Z"}`), now,
			http.StatusUnprocessableEntity, []string{"data.end"}, "ok", []string{"negative_duration"},
		},
		{"an event", keys["events"], message, now, http.StatusOK, nil, "ok", []string{"accepted"}},
		{"the same request again", keys["events"], message, now, http.StatusOK, nil, "ok", []string{"duplicate"}},
		{
			"its id with another content, beside one that is wrong", keys["events"], "[" + changed + "," + event("5", "sla.fulfilled", reply.Conversation, `{"target":"mood"}`) + "]", now,
			http.StatusOK, []string{"data.target"}, "ok", []string{"different_content", "bad_data"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, answer, err := s.bot.Tell(s.ctx, tc.key, tc.at, []byte(tc.body))
			must(t, err)
			if status != tc.status {
				t.Errorf("status %d, want %d: %s", status, tc.status, answer)
			}
			for _, text := range tc.says {
				if !strings.Contains(string(answer), text) {
					t.Errorf("the answer %s does not say %q", answer, text)
				}
			}
			var told struct{ Results []struct{ Result string } }
			must(t, json.Unmarshal(answer, &told))
			var results []string
			for _, r := range told.Results {
				results = append(results, r.Result)
			}
			if diff := cmp.Diff(tc.results, results); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
			if tc.counted != "ok" {
				want["request "+tc.counted]++
			}
			for _, result := range tc.results {
				if result != "accepted" && result != "duplicate" {
					want["event "+result]++
				}
			}
		})
	}
	must(t, harness.WaitFor(s.ctx, "the bot to have counted what it refused", soon, func(ctx context.Context) (bool, string) {
		got, err := s.refusals(ctx)
		return cmp.Equal(want, got), fmt.Sprint(cmp.Diff(want, got), err)
	}))
	must(t, harness.Probe(s.ctx, s.bot.URL+"/healthz"))
}

// refusals are what pods counted of requests and events that they did not take, but for what
// helpdesks do all the time.
func (s *suite) refusals(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	for name, metric := range map[string]string{
		"request": `intentops_event_requests_total{interface="events",result!~"ok|unavailable"}`,
		"event":   `intentops_events_total{result!~"accepted|duplicate|repeated"}`,
	} {
		samples, err := s.Query(ctx, "sum by (result) ("+metric+")")
		if err != nil {
			return nil, err
		}
		for _, sample := range samples {
			if sample.Value > 0 {
				out[name+" "+sample.Labels["result"]] = int64(sample.Value)
			}
		}
	}
	return out, nil
}
