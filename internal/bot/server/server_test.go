// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestABotServesAReleaseDirectory(t *testing.T) {
	packets := make(chan map[string]any, 10)
	helpdesk := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var packet map[string]any
		if err := json.NewDecoder(r.Body).Decode(&packet); err != nil {
			t.Error(err)
		}
		packets <- packet
	}))
	defer helpdesk.Close()
	c := config(t)
	c.ReleaseDir = folder(t, sample("nine to five", helpdesk.URL), 1)
	bot := run(t, c)
	bot.ready()

	ann := open(t, bot.url, "ann")
	if got := say(t, ann, "m1", "are you open today?"); got != "We are open nine to five." {
		t.Errorf("answer %q", got)
	}
	bob := open(t, bot.url, "bob")
	say(t, bob, "m1", "track my order please")
	if got := say(t, bob, "m2", "it is AB123456"); got != "Order AB123456 is on its way." {
		t.Errorf("answer %q", got)
	}
	say(t, bob, "m3", "let me talk to a human")
	packet := <-packets
	if packet["priority"] != "High" || packet["queue"] != "first-line" || packet["fields"].(map[string]any)["id"] != "AB123456" {
		t.Errorf("packet %v", packet)
	}
	eventually(t, "the helpdesk has bob", func() bool {
		_, body := get(bob)
		return strings.Contains(body, `"state":"human"`)
	})
	if status, answer, err := post(http.DefaultClient, ann+"/rating", `{"score":5}`); status != http.StatusOK {
		t.Errorf("rating: %d %v %v", status, answer, err)
	}
	want := []string{
		`intentops_conversation_outcomes_total{bot="shop",channel="api",intent="hours",namespace="shop-ns",outcome="contained",reason="none"} 1`,
		`intentops_conversation_outcomes_total{bot="shop",channel="api",intent="parcel",namespace="shop-ns",outcome="escalated",reason="user_requested"} 1`,
	}
	eventually(t, "both outcomes are counted", func() bool {
		return cmp.Equal(want, series(t, bot.metrics, "intentops_conversation_outcomes_total"))
	})
	for _, line := range []string{
		`intentops_conversations_total{bot="shop",channel="api",namespace="shop-ns"} 2`,
		`intentops_handoffs_total{bot="shop",namespace="shop-ns",state="accepted"} 1`,
		`intentops_ratings_total{bot="shop",channel="api",handled_by="bot",intent="hours",namespace="shop-ns",rating="5"} 1`,
		`intentops_first_response_seconds_count{bot="shop",channel="api",namespace="shop-ns",responder="bot"} 2`,
		`intentops_bot_classify_errors_total{bot="shop",namespace="shop-ns",reason="timeout"} 0`,
	} {
		name, _, _ := strings.Cut(line, "{")
		if got := series(t, bot.metrics, name+"{"); !strings.Contains(strings.Join(got, "\n"), line) {
			t.Errorf("metrics %v, want %s", got, line)
		}
	}
	for _, line := range series(t, bot.metrics, "intentops_ledger_rejected_total") {
		if !strings.HasSuffix(line, " 0") {
			t.Errorf("the ledger does not know what was counted: %s", line)
		}
	}
	if status, _ := get(bot.chat + "/chat"); status != http.StatusOK {
		t.Errorf("chat page: %d", status)
	}
	if status, body := get(bot.metrics + "/v1/release"); status != http.StatusOK || !strings.Contains(body, `"intents":2`) {
		t.Errorf("release: %d %s", status, body)
	}
	if status, body := get(bot.url + "/nowhere"); status != http.StatusNotFound || !strings.Contains(body, "the chat page is under /chat") {
		t.Errorf("another path: %d %s", status, body)
	}
}

// TestAKilledBotLosesNothing kills the process between a reply and everything that
// follows from it.
func TestAKilledBotLosesNothing(t *testing.T) {
	var delivered atomic.Int32
	var up atomic.Bool
	helpdesk := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !up.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		delivered.Add(1)
	}))
	defer helpdesk.Close()
	c := config(t)
	c.ReleaseDir = folder(t, sample("nine to five", helpdesk.URL), 3)

	first := spawn(t, c)
	ann, bob := open(t, first.url, "ann"), open(t, first.url, "bob")
	say(t, ann, "m1", "are you open today?")
	say(t, ann, "m2", "where is my parcel")
	say(t, bob, "m1", "I want to talk to a person")
	first.kill(t)

	up.Store(true)
	second := spawn(t, c)
	ann, bob = strings.Replace(ann, first.url, second.url, 1), strings.Replace(bob, first.url, second.url, 1)
	if got := say(t, ann, "m2", "where is my parcel"); got != "What is your order number?" {
		t.Errorf("the last message again: %q, want the reply of before", got)
	}
	if got := say(t, ann, "m3", "AB123456"); got != "Order AB123456 is on its way." {
		t.Errorf("the value that was asked for: %q", got)
	}
	eventually(t, "bob's packet is delivered", func() bool {
		_, body := get(bob)
		return delivered.Load() > 0 && strings.Contains(body, `"state":"human"`)
	})
	eventually(t, "both outcomes are counted once", func() bool {
		lines := series(t, second.metrics, "intentops_conversation_outcomes_total")
		return len(lines) == 2 && strings.HasSuffix(lines[0], " 1") && strings.HasSuffix(lines[1], " 1")
	})
	if got := series(t, second.metrics, "intentops_conversations_total"); len(got) != 1 || !strings.HasSuffix(got[0], " 2") {
		t.Errorf("conversations %v, want 2", got)
	}
	second.kill(t)
}

// spawned is a bot in a process of its own.
type spawned struct {
	cmd                  *exec.Cmd
	url, events, metrics string
}

func spawn(t testing.TB, c Config) *spawned {
	t.Helper()
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), underTest+"="+string(data))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the bot did not say where it listens: %v", err)
	}
	var s spawned
	if _, err := fmt.Sscanf(line, "%q %q %q", &s.url, &s.events, &s.metrics); err != nil {
		t.Fatal(err)
	}
	s.cmd, s.url, s.events, s.metrics = cmd, "http://"+s.url, "http://"+s.events, "http://"+s.metrics
	go func() { _, _ = io.Copy(io.Discard, out) }()
	eventually(t, "the bot is ready", func() bool { status, _ := get(s.metrics + "/readyz"); return status == http.StatusOK })
	return &s
}

func (s *spawned) kill(t testing.TB) {
	t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait() // "signal: killed" is what was asked for
}
