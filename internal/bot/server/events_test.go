// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/signature"
)

// tell sends CloudEvents, signed with a key. It returns status 0 when there is no answer.
func tell(t *testing.T, base, key string, events ...map[string]any) (int, string) {
	t.Helper()
	body, err := json.Marshal(events)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, base+"/v1/events", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	signature.Sign(r.Header, signature.Request{
		Direction: signature.FromHelpdesk, Bot: "shop-ns/shop", Method: r.Method, Target: "/v1/events",
		ContentType: "application/cloudevents-batch+json", Body: body,
	}, time.Now(), []byte(key))
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err.Error()
	}
	return resp.StatusCode, string(answer)
}

// eventsKey signs events in these tests.
const eventsKey = "a key of at least thirty-two bytes"

// withEvents is a bot that takes events signed with eventsKey, and counts them soon.
func withEvents(t *testing.T) Config {
	t.Helper()
	c := config(t)
	c.ReleaseDir = folder(t, sample("nine to five", "https://helpdesk.invalid"), 60)
	c.Events.Events, c.EventsSettle = "desk", time.Second
	if err := os.Mkdir(filepath.Join(c.SecretsDir, "desk"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.SecretsDir, "desk", "key"), []byte(eventsKey), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

// happened is a CloudEvent of now.
func happened(id, conversation, eventType, data string) map[string]any {
	e := map[string]any{
		"specversion": "1.0", "id": id, "source": "/desk", "type": "dev.intentops." + eventType,
		"subject": conversation, "time": time.Now().UTC().Format(time.RFC3339Nano),
	}
	if data != "" {
		e["data"] = json.RawMessage(data)
	}
	return e
}

func TestEventsAreCountedOnceAcrossARestart(t *testing.T) {
	c := withEvents(t)
	bot := run(t, c)
	bot.ready()
	ann := open(t, bot.url, "ann")
	say(t, ann, "m1", "are you open today?")
	event := func(id, eventType, data string) map[string]any { return happened(id, path.Base(ann), eventType, data) }
	story := []map[string]any{
		event("1", "survey.responded", `{"survey":"csat","score":4}`),
		event("2", "message.sent", `{"actor":"human"}`),
		event("3", "conversation.resolved", ""),
	}
	if status, answer := tell(t, bot.events, "another key", story...); status != http.StatusUnauthorized {
		t.Errorf("events with another key: %d %s, want 401", status, answer)
	}
	if status, answer := tell(t, bot.events, eventsKey, story...); status != http.StatusOK || strings.Count(answer, `"accepted"`) != 3 {
		t.Fatalf("events: %d %s", status, answer)
	}
	bot.end()
	bot = run(t, c)
	bot.ready()
	if status, answer := tell(t, bot.events, eventsKey, story...); status != http.StatusOK || strings.Count(answer, `"duplicate"`) != 3 {
		t.Errorf("the same again: %d %s, want duplicates", status, answer)
	}
	for _, line := range []string{
		`intentops_ratings_total{bot="shop",channel="api",handled_by="bot",intent="hours",namespace="shop-ns",rating="4"} 1`,
		`intentops_first_response_seconds_count{bot="shop",channel="api",namespace="shop-ns",responder="human"} 1`,
		`intentops_resolution_seconds_count{bot="shop",channel="api",cycle="first",intent="hours",namespace="shop-ns"} 1`,
		`intentops_surveys_offered_total{bot="shop",channel="api",handled_by="bot",namespace="shop-ns",survey="csat"} 1`,
		`intentops_events_total{bot="shop",namespace="shop-ns",result="duplicate",type="conversation.resolved"} 1`,
	} {
		name, _, _ := strings.Cut(line, "{")
		eventually(t, line, func() bool {
			return strings.Contains(strings.Join(series(t, bot.metrics, name+"{"), "\n"), line)
		})
	}
}

// TestEventsAreCountedOnceThoughTheBotIsKilled kills the bot while events come. Senders without an
// answer send them again, and so do all others.
func TestEventsAreCountedOnceThoughTheBotIsKilled(t *testing.T) {
	c := withEvents(t)
	const conversations, kills = 12, 3
	bot := spawn(t, c)
	var ids []string
	for i := range conversations {
		conversation := open(t, bot.url, fmt.Sprintf("customer-%d", i))
		say(t, conversation, "m1", "are you open today?")
		ids = append(ids, path.Base(conversation))
	}
	var stories [][]map[string]any
	for i, id := range ids {
		for n := range 10 {
			stories = append(stories, []map[string]any{
				happened(fmt.Sprintf("review-%d-%d", i, n), id, "review.labelled", `{"quality":3}`),
				happened(fmt.Sprintf("nps-%d", i), id, "survey.responded", `{"survey":"nps","score":8}`),
				happened(fmt.Sprintf("done-%d", i), id, "conversation.resolved", ""),
			})
		}
	}
	var base atomic.Value
	base.Store(bot.events)
	for range kills {
		var wg sync.WaitGroup
		var updates atomic.Int32
		halfway := make(chan struct{})
		for w := range 4 {
			wg.Go(func() {
				for i := w; i < len(stories); i += 4 {
					tell(t, base.Load().(string), eventsKey, stories[i]...) // an answer is not waited for
					if updates.Add(1) == int32(len(stories)/2) {
						close(halfway)
					}
				}
			})
		}
		<-halfway
		bot.kill(t)
		wg.Wait()
		bot = spawn(t, c)
		base.Store(bot.events)
	}
	for _, story := range stories {
		if status, answer := tell(t, bot.events, eventsKey, story...); status != http.StatusOK {
			t.Fatalf("%d %s", status, answer)
		}
	}
	for _, line := range []string{
		`intentops_reviews_total{bot="shop",intent="hours",namespace="shop-ns",quality="3"} 120`,
		`intentops_nps_total{bot="shop",namespace="shop-ns",score="8"} 12`,
		`intentops_resolution_seconds_count{bot="shop",channel="api",cycle="first",intent="hours",namespace="shop-ns"} 12`,
	} {
		name, _, _ := strings.Cut(line, "{")
		eventually(t, line, func() bool {
			return strings.Contains(strings.Join(series(t, bot.metrics, name+"{"), "\n"), line)
		})
	}
	bot.kill(t)
}
