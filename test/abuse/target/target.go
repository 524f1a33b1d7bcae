// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package target runs the bots that the other packages of test/abuse attack.
package target

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr"

	"github.com/intentops/intentops/internal/bot/server"
	"github.com/intentops/intentops/internal/contract/release"
)

// Config is that of a bot on loopback, with folders of its own that are empty.
func Config(t *testing.T) server.Config {
	t.Helper()
	c := server.Defaults()
	c.ChatListen, c.APIListen, c.EventsListen, c.MetricsListen = "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0"
	c.DataDir, c.SecretsDir, c.ReleaseDir = t.TempDir(), t.TempDir(), t.TempDir()
	c.DrainDelay = time.Millisecond
	return c
}

// Shop is a release with two intents, one of which says when the shop is open.
func Shop(hours string, handoff release.Handoff) release.Release {
	return release.Release{
		Version: release.FormatVersion,
		Intents: []release.Intent{
			{Name: "hours", Revision: hours, Risk: "Low", Reply: release.Reply{Text: hours}, Utterances: []string{"when are you open", "opening hours"}},
			{Name: "parcel", Revision: "parcel-1", Risk: "Low", Reply: release.Reply{Text: "On its way."}, Utterances: []string{"where is my parcel", "track my order"}},
		},
		Policy: release.Policy{Name: "standard", Revision: "standard-1", ConfidencePercent: 40, UnresolvedTurns: 1000, Handoff: handoff},
	}
}

// Write writes a file, and the folder that it is in.
func Write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// WriteJSON writes a file with some content.
func WriteJSON(t *testing.T, file string, content any) {
	t.Helper()
	data, err := json.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	Write(t, file, data)
}

// Run runs a bot until the test ends, and returns it once it is ready.
func Run(t *testing.T, c server.Config, log logr.Logger) *server.Server {
	t.Helper()
	s, err := server.New(c, log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	Eventually(t, "the bot is ready", func() bool {
		resp, err := http.Get("http://" + s.MetricsAddress() + "/readyz")
		if err != nil {
			return false
		}
		_ = resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	return s
}

// Eventually waits for real I/O.
func Eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for begin := time.Now(); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatalf("waited a minute for: %s", what)
		}
	}
}

// Metric is the sum of the series of a metric, of the bot whose metrics are at a URL, whose labels have a
// text in them; 0: there is none.
func Metric(t *testing.T, url, name, labels string) (n float64) {
	t.Helper()
	resp, err := http.Get(url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, name+"{") || !strings.Contains(line, labels) {
			continue
		}
		value, err := strconv.ParseFloat(strings.TrimSpace(line[strings.LastIndex(line, " "):]), 64)
		if err != nil {
			t.Fatal(err)
		}
		n += value
	}
	return n
}
