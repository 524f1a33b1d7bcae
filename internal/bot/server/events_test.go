// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tell sends CloudEvents, signed with a key.
func tell(t *testing.T, base, key string, events ...map[string]any) (int, string) {
	t.Helper()
	body, err := json.Marshal(events)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, base+"/v1/events", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	timestamp := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(key))
	fmt.Fprintf(mac, "%s.%s", timestamp, body)
	r.Header.Set("Content-Type", "application/cloudevents-batch+json")
	r.Header.Set("Intentops-Timestamp", timestamp)
	r.Header.Set("Intentops-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(answer)
}

func TestTheHelpdesksStoryIsCountedOnceAcrossARestart(t *testing.T) {
	c := config(t)
	c.ReleaseDir = folder(t, sample("nine to five", ""), 60)
	c.Events.Events, c.EventsSettle = "desk", time.Second
	if err := os.Mkdir(filepath.Join(c.SecretsDir, "desk"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.SecretsDir, "desk", "key"), []byte("s3cret"), 0o600); err != nil {
		t.Fatal(err)
	}
	bot := run(t, c)
	bot.ready()
	ann := open(t, bot.url, "ann")
	say(t, ann, "m1", "are you open today?")
	event := func(id, eventType, data string) map[string]any {
		e := map[string]any{
			"specversion": "1.0", "id": id, "source": "/desk", "type": "dev.intentops." + eventType,
			"subject": path.Base(ann), "time": time.Now().UTC().Format(time.RFC3339Nano),
		}
		if data != "" {
			e["data"] = json.RawMessage(data)
		}
		return e
	}
	story := []map[string]any{
		event("1", "survey.responded", `{"survey":"csat","score":4}`),
		event("2", "message.sent", `{"actor":"human"}`),
		event("3", "conversation.resolved", ""),
	}
	if status, answer := tell(t, bot.url, "another key", story...); status != http.StatusUnauthorized {
		t.Errorf("events with another key: %d %s, want 401", status, answer)
	}
	if status, answer := tell(t, bot.url, "s3cret", story...); status != http.StatusOK || strings.Count(answer, `"accepted"`) != 3 {
		t.Fatalf("events: %d %s", status, answer)
	}
	bot.end()
	bot = run(t, c)
	bot.ready()
	if status, answer := tell(t, bot.url, "s3cret", story...); status != http.StatusOK || strings.Count(answer, `"duplicate"`) != 3 {
		t.Errorf("the same again: %d %s, want duplicates", status, answer)
	}
	for _, line := range []string{
		`intentops_ratings_total{bot="shop",channel="api",handled_by="bot",intent="hours",namespace="shop-ns",rating="4"} 1`,
		`intentops_first_response_seconds_count{bot="shop",channel="api",namespace="shop-ns",responder="human"} 1`,
		`intentops_resolution_seconds_count{bot="shop",channel="api",intent="hours",namespace="shop-ns"} 1`,
		`intentops_contacts_total{bot="shop",channel="api",namespace="shop-ns",result="first_contact"} 1`,
		`intentops_events_total{result="duplicate",type="conversation.resolved"} 1`,
	} {
		name, _, _ := strings.Cut(line, "{")
		eventually(t, line, func() bool {
			return strings.Contains(strings.Join(series(t, bot.metrics, name+"{"), "\n"), line)
		})
	}
}
