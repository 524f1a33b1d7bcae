// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-logr/logr"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/contract/release"
)

// underTest names the variable that makes the test binary a bot, so that a test can kill it.
const underTest = "INTENTOPS_BOT_UNDER_TEST"

func TestMain(m *testing.M) {
	if data := os.Getenv(underTest); data != "" {
		os.Exit(beBot(data))
	}
	os.Exit(m.Run())
}

// beBot runs a bot from the JSON of a Config, and prints its addresses first.
func beBot(data string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	var config Config
	err := json.Unmarshal([]byte(data), &config)
	var s *Server
	if err == nil {
		s, err = New(config, logr.Discard())
	}
	if err == nil {
		fmt.Printf("%q %q %q\n", s.APIAddress(), s.EventsAddress(), s.MetricsAddress())
		err = s.Run(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func config(t testing.TB) Config {
	t.Helper()
	c := Defaults()
	c.Namespace, c.Bot, c.Pod = "shop-ns", "shop", "shop-0"
	c.ChatListen, c.APIListen, c.EventsListen, c.MetricsListen = "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0"
	c.NewConversations = 100_000
	c.DataDir, c.SecretsDir = t.TempDir(), t.TempDir()
	c.Channels = []channel.Config{{Name: "api", Type: channel.TypeREST}, {Name: "web", Type: channel.TypeWebChat}}
	c.AllowEgress = []string{"127.0.0.0/8", "::1"} // helpdesks and engines of tests
	c.CustomerBurst, c.DrainDelay = 1000, 50*time.Millisecond
	return c
}

func sample(answer, helpdesk string) release.Release {
	return release.Release{
		Version: release.FormatVersion,
		Intents: []release.Intent{
			{Name: "hours", Revision: "hours-" + answer, Risk: "Low", Reply: release.Reply{Text: "We are open " + answer + "."},
				Utterances: []string{"when are you open", "opening hours", "what time do you close", "are you open today"}},
			{Name: "parcel", Revision: "parcel-1", Risk: "Low", Reply: release.Reply{Text: "Order {id} is on its way."},
				Fields:     []release.Field{{Name: "id", Prompt: "What is your order number?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}},
				Utterances: []string{"where is my parcel", "track my order", "has my package been sent", "my delivery is late"}},
		},
		Policy: release.Policy{
			Name: "standard", Revision: "standard-1", ConfidencePercent: 40, UnresolvedTurns: 2,
			Rules:   []release.Rule{{Name: "asked", When: "message.asksForHuman", Priority: "High", Queue: "first-line"}},
			Handoff: release.Handoff{Require: []string{"CustomerGoal", "Priority"}, URL: helpdesk, AcceptWithinSeconds: 60},
		},
	}
}

// folder writes a release, and its measurement, for standalone mode.
func folder(t testing.TB, r release.Release, outcomeAfter int) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]any{
		"release.json": r,
		"pointer.json": map[string]any{"version": "v1", "automation": "Enabled",
			"measurement": map[string]int{"outcomeAfterSeconds": outcomeAfter, "ratingWithinSeconds": 3600}},
	} {
		data, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// running is a bot in this process.
type running struct {
	t *testing.T
	// url is that of the port for REST.
	url, chat, events, metrics string
	stop                       context.CancelFunc
	ended                      chan error
}

func run(t *testing.T, c Config) *running {
	t.Helper()
	s, err := New(c, logr.Discard())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{
		t: t, url: "http://" + s.APIAddress(), chat: "http://" + s.ChatAddress(), events: "http://" + s.EventsAddress(),
		metrics: "http://" + s.MetricsAddress(), stop: cancel, ended: make(chan error, 1),
	}
	go func() { r.ended <- s.Run(ctx) }()
	t.Cleanup(func() { r.end() })
	return r
}

// end stops the bot and waits; a second call does nothing.
func (r *running) end() {
	r.t.Helper()
	r.stop()
	select {
	case err, first := <-r.ended:
		if first && err != nil {
			r.t.Errorf("the bot ended: %v", err)
		}
		if first {
			close(r.ended)
		}
	case <-time.After(30 * time.Second):
		r.t.Error("the bot does not end")
	}
}

func (r *running) ready() {
	r.t.Helper()
	eventually(r.t, "the bot is ready", func() bool {
		status, _ := get(r.metrics + "/readyz")
		return status == http.StatusOK
	})
}

func get(url string) (int, string) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err.Error()
	}
	return resp.StatusCode, string(body)
}

// post returns status 0 and the error when there is no answer.
func post(client *http.Client, url, body string) (int, map[string]any, error) {
	resp, err := client.Post(url, "application/json", bytes.NewBufferString(body))
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, err
	}
	var answer map[string]any
	return resp.StatusCode, answer, json.Unmarshal(data, &answer)
}

func open(t testing.TB, base, customer string) string {
	t.Helper()
	status, answer, err := post(http.DefaultClient, base+"/v1/conversations", `{"customer":"`+customer+`"}`)
	if err != nil || status != http.StatusCreated {
		t.Fatalf("open: %d %v %v", status, answer, err)
	}
	return base + "/v1/conversations/" + answer["conversation"].(string)
}

// say returns the texts of the replies, one a line.
func say(t *testing.T, conversation, messageID, text string) string {
	t.Helper()
	status, answer, err := post(http.DefaultClient, conversation+"/messages", fmt.Sprintf(`{"messageId":%q,"text":%q}`, messageID, text))
	if err != nil || status != http.StatusOK {
		t.Fatalf("message: %d %v %v", status, answer, err)
	}
	return texts(answer)
}

func texts(answer map[string]any) string {
	var all []string
	messages, _ := answer["messages"].([]any)
	for _, m := range messages {
		all = append(all, m.(map[string]any)["text"].(string))
	}
	return strings.Join(all, "\n")
}

// series returns the lines of the metrics that begin with a prefix.
func series(t *testing.T, metrics, prefix string) []string {
	t.Helper()
	status, body := get(metrics + "/metrics")
	if status != http.StatusOK {
		t.Fatalf("metrics: %d %s", status, body)
	}
	var lines []string
	for line := range strings.Lines(body) {
		if strings.HasPrefix(line, prefix) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// eventually waits for real work elsewhere.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("it never came to this: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
