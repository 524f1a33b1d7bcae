// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
)

func TestInvalidConfigsAreRefused(t *testing.T) {
	tests := map[string]struct {
		change func(c *Config)
		want   string
	}{
		"no name":         {change: func(c *Config) { c.Bot = "" }, want: "BOT_NAME"},
		"no channel":      {change: func(c *Config) { c.Channels = nil }, want: "--channel=web=WebChat"},
		"same name twice": {change: func(c *Config) { c.Channels = append(c.Channels, c.Channels[0]) }, want: `"api" is given twice`},
		"secret":          {change: func(c *Config) { c.NATSSecret = "../x" }, want: "not a valid Secret name"},
		"rate":            {change: func(c *Config) { c.CustomerRate = 0 }, want: "customer-rate"},
		"a Secret's name": {change: func(c *Config) { c.Events.Events = ".." }, want: `events-secret: ".." is not a valid Secret name`},
		"origins":         {change: func(c *Config) { c.ChatOrigins = []string{"https://shop.example"} }, want: `chat-origin: "https://shop.example" must be a host such as shop.example`},
		"frames":          {change: func(c *Config) { c.ChatFrameAncestors = []string{"'self'; script-src *"} }, want: "chat-frame-ancestor: "},
		"store":           {change: func(c *Config) { c.StoreSize = 100 }, want: "store-size: is 100"},
		"share":           {change: func(c *Config) { c.NetworkStorePercent = 101 }, want: "network-store-percent: is 101"},
		"sealed since":    {change: func(c *Config) { c.StoreSealedSince = "yesterday" }, want: `store-sealed-since: "yesterday" is not a time`},
		"log":             {change: func(c *Config) { c.LogLines = 0 }, want: "log-lines: is 0"},
		"requests":        {change: func(c *Config) { c.MaxRequests = 0 }, want: "max-requests"},
		"proxies":         {change: func(c *Config) { c.TrustedProxies = []string{"ingress"} }, want: `trusted-proxies: "ingress" is not a network in CIDR notation`},
		"any proxy":       {change: func(c *Config) { c.TrustedProxies = []string{"0.0.0.0/0"} }, want: `trusted-proxies: "0.0.0.0/0" is every address`},
		"turn timeout":    {change: func(c *Config) { c.TurnTimeout = time.Millisecond }, want: "turn-timeout: is 1ms"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := config(t)
			tc.change(&c)
			if _, err := New(c, logr.Discard()); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
		})
	}
	t.Run("a port that is taken", func(t *testing.T) {
		taken := httptest.NewServer(http.NotFoundHandler())
		defer taken.Close()
		c := config(t)
		c.MetricsListen = strings.TrimPrefix(taken.URL, "http://")
		if _, err := New(c, logr.Discard()); err == nil || !strings.HasPrefix(err.Error(), "metrics-listen: ") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("a folder without a release", func(t *testing.T) {
		c := config(t)
		c.ReleaseDir = t.TempDir()
		s, err := New(c, logr.Discard())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "release-dir: ") {
			t.Errorf("error %v", err)
		}
	})
}

func TestAPanicEndsOneRequestOnly(t *testing.T) {
	g := &guard{
		next: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a trap") }), log: logr.Discard(),
		panics: prometheus.NewCounter(prometheus.CounterOpts{Name: "panics"}),
	}
	for range 3 {
		w := httptest.NewRecorder()
		g.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v1/x", nil))
		if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "trap") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	if got := testutil.ToFloat64(g.panics); got != 3 {
		t.Errorf("%v panics were counted", got)
	}
}
