// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/intentops/intentops/hack/simulator/internal/report"
)

func TestCustomersWriteAReport(t *testing.T) {
	authorised := 0
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer letmein" {
			authorised++
		}
		_, _ = w.Write([]byte(`{"conversation":"c1","state":"bot","messages":[{"kind":"answer","intent":"refund","text":"done"}]}`))
	}))
	defer bot.Close()
	dir := t.TempDir()
	token, out := filepath.Join(dir, "token"), filepath.Join(dir, "report.json")
	if err := os.WriteFile(token, []byte("letmein\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := customersCommand()
	var progress bytes.Buffer
	cmd.SetErr(&progress)
	cmd.SetArgs([]string{
		"--url", bot.URL, "--scenario", "testdata/small.yaml", "--conversations", "4", "--busy", "1", "--rate", "1000",
		"--token-file", token, "--report", out, "--control", ":0",
	})
	if err := cmd.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var r report.Report
	if err := json.Unmarshal(data, &r); err != nil || r.Conversations != 4 {
		t.Errorf("report of %d conversations, error %v", r.Conversations, err)
	}
	if authorised == 0 {
		t.Error("no request had the token")
	}
	if !strings.Contains(progress.String(), "control on http://127.0.0.1:") {
		t.Errorf("progress %q does not say where the control endpoint is", progress.String())
	}
}

func TestCustomersRefuseFlags(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"no url":                  {[]string{"--scenario", "testdata/small.yaml"}, `"url" not set`},
		"a url of another":        {[]string{"--url", "support:8080", "--scenario", "testdata/small.yaml"}, "--url: "},
		"no such scenario":        {[]string{"--url", "http://x", "--scenario", "testdata/none.yaml"}, "--scenario: "},
		"a rate below 0":          {[]string{"--url", "http://x", "--scenario", "testdata/small.yaml", "--rate", "-1"}, "--rate: "},
		"no customer may be busy": {[]string{"--url", "http://x", "--scenario", "testdata/small.yaml", "--busy", "0"}, "--busy: "},
		"until then":              {[]string{"--url", "http://x", "--scenario", "testdata/small.yaml", "--until", "noon"}, "--until: "},
		"linger for nothing":      {[]string{"--url", "http://x", "--scenario", "testdata/small.yaml", "--linger"}, "--linger: needs --control"},
		"no such token":           {[]string{"--url", "http://x", "--scenario", "testdata/small.yaml", "--token-file", "testdata/none"}, "--token-file: "},
		"control of nowhere":      {[]string{"--url", "http://x", "--scenario", "testdata/small.yaml", "--control", "here"}, "--control: "},
		"a word too many":         {[]string{"talk"}, `unknown argument "talk"`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			cmd := customersCommand()
			cmd.SetArgs(tc.args)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := cmd.ExecuteContext(ctx); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q in it", err, tc.want)
			}
		})
	}
}

func TestHelpdeskRefusesFlags(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	team := func(args ...string) []string {
		return append([]string{"--bot", "http://support", "--bot-name", "shop/support", "--events-key-file", key}, args...)
	}
	for want, args := range map[string][]string{
		"--events-key-file: is required": {"--bot", "http://support", "--bot-name", "shop/support"},
		"--bot-name: is required":        {"--key-file", key},
		"--events-key-file: the file":    team("--events-key-file", empty),
		"--events-key-file: open":        team("--events-key-file", empty+"s"),
		"--bot: ":                        team("--bot", "support"),
		"--agents: ":                     team("--agents", "0"),
		"--capacity: ":                   team("--capacity", "3"),
		"--pace: ":                       team("--pace", "1ns"),
		"--survey-share: ":               team("--survey-share", "2"),
		"--events: ":                     team("--events", filepath.Join(empty, "events")),
		"--fail-share: ":                 {"--fail-share", "3"},
		"--delay: ":                      {"--delay", "2h"},
		"--key-file: ":                   {"--key-file", empty},
		"--listen: ":                     {"--listen", "there"},
	} {
		cmd := helpdeskCommand()
		cmd.SetArgs(args)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := cmd.ExecuteContext(ctx); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v: error %v, want one that begins with %q", args, err, want)
		}
	}
}

func TestTheVersionFlagPrintsTheVersion(t *testing.T) {
	cmd := command()
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetArgs([]string{"--version"})
	if err := cmd.ExecuteContext(t.Context()); err != nil || out.String() != "simulator version dev\n" {
		t.Errorf("printed %q, error %v", out.String(), err)
	}
}
