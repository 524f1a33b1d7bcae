// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	clocktesting "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/edge"
)

const partnersToken = "a-token-of-partner"

// partner is a REST interface with one channel, and the token that it has.
func partner(t testing.TB, token string) *REST {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "partner"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "partner", "token"), []byte(token), 0o600); err != nil {
		t.Fatal(err)
	}
	return NewREST(RESTOptions{
		Channels: []Config{{Name: "partner", Type: TypeREST, Secret: "partner"}}, SecretsDir: dir,
		Clock:  clocktesting.NewFakeClock(start),
		Limits: Limits{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}},
	})
}

// calls returns the status that a caller gets before anything is read; 0: they are let in.
func (r *REST) calls(authorization, from string) int {
	req := httptest.NewRequest(http.MethodPost, "/v1/conversations", nil)
	req.RemoteAddr = "10.1.1.1:1"
	req.Header.Set("X-Forwarded-For", from)
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	if err := r.caller(req); err != nil {
		return failure(err).Status
	}
	return 0
}

func TestGuessesAreLimitedByNetwork(t *testing.T) {
	for name, tc := range map[string]struct {
		from  string // where the guesses come from
		token string // what is sent afterwards
		by    string // and from where
		want  int
	}{
		"another guess":                            {"203.0.113.1", "wrong", "203.0.113.9", 429},
		"the right token from that network":        {"203.0.113.1", partnersToken, "203.0.113.9", 429},
		"the right token from another network":     {"203.0.113.1", partnersToken, "198.51.100.1", 0},
		"a wrong token from another network":       {"203.0.113.1", "wrong", "198.51.100.1", 401},
		"a guess where networks are not known":     {"", "wrong", "", 429},
		"the right token where they are not known": {"", partnersToken, "", 0},
		"no token at all where they are not known": {"", "", "", 401},
	} {
		t.Run(name, func(t *testing.T) {
			r := partner(t, partnersToken+"\n")
			for i := range guessesBurst {
				if got := r.calls("Bearer guess", tc.from); got != http.StatusUnauthorized {
					t.Fatalf("guess %d: %d", i, got)
				}
			}
			authorization := ""
			if tc.token != "" {
				authorization = "Bearer " + tc.token
			}
			if got := r.calls(authorization, tc.by); got != tc.want {
				t.Errorf("%d, want %d", got, tc.want)
			}
			r.clock.(*clocktesting.FakeClock).Step(guessEvery)
			if got := r.calls("Bearer "+partnersToken, tc.from); got != 0 {
				t.Errorf("a while later: %d", got)
			}
		})
	}
}

func TestATokenThatCanBeGuessedIsRefused(t *testing.T) {
	for token, want := range map[string]string{
		"x":                 "has 1 bytes, and a token must have at least 16: make one with openssl rand -hex 32",
		"0123456789abcde":   "has 15 bytes",
		"0123456789abcdef":  "",
		"0123456789abcde\n": "has 15 bytes",
	} {
		r := partner(t, token)
		err := r.Ready(t.Context())
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), `channel "partner"`)) {
			t.Errorf("%q: %v, want %q", token, err, want)
		}
		if got := r.calls("Bearer "+strings.TrimSpace(token), "203.0.113.1"); (got == 0) != (want == "") {
			t.Errorf("%q is answered %d", token, got)
		}
	}
}

func TestJSONMustSayThatItIs(t *testing.T) {
	b := newBot(t, nil)
	for contentType, want := range map[string]int{
		"application/json": http.StatusCreated, "application/json; charset=utf-8": http.StatusCreated,
		"": http.StatusUnsupportedMediaType, "text/plain": http.StatusUnsupportedMediaType,
		"application/x-www-form-urlencoded": http.StatusUnsupportedMediaType, "application/jsonp": http.StatusUnsupportedMediaType,
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"/v1/conversations", strings.NewReader(`{"customer":"ann"}`))
		if err != nil {
			t.Fatal(err)
		}
		if contentType != "" {
			req.Header.Set("Content-Type", contentType)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("Content-Type %q: %d, want %d", contentType, resp.StatusCode, want)
		}
	}
}

func TestARefusedCustomerLearnsWhyAndWhen(t *testing.T) {
	full := edge.StoreRoomy
	b := newBot(t, func(r *RESTOptions, c *ChatOptions) {
		c.Openings = edge.NewOpenings(1, 1, nil, func() edge.StoreLevel { return full }, nil)
		r.Openings = c.Openings
	})
	w := b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	if m := w.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`); m["type"] != "reply" {
		t.Fatalf("the first conversation: %v", m)
	}
	late := b.connect(`{"type":"hello","token":"bob"}`)
	late.receive()
	refusedWith := func(what string, m map[string]any, reason string) {
		t.Helper()
		failure, _ := m["error"].(map[string]any)
		if m["type"] != "error" || failure["reason"] != reason || m["retryAfterSeconds"] == nil {
			t.Errorf("%s: %v, want %s and when to try again", what, m, reason)
		}
	}
	refusedWith("one more conversation", late.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`), ReasonBusy)
	status, answer, header := b.call(http.MethodPost, "/v1/conversations", "", `{"customer":"cid"}`)
	if status != http.StatusTooManyRequests || header.Get("Retry-After") == "" {
		t.Errorf("by REST: %d %v", status, answer)
	}
	full = edge.StoreTight
	if m := w.ask(`{"type":"message","messageId":"m2","text":"open?"}`); m["type"] != "reply" {
		t.Errorf("a conversation that has begun, while the store is tight: %v", m)
	}
	full = edge.StoreFull
	refusedWith("a message while the store is full", w.ask(`{"type":"message","messageId":"m3","text":"open?"}`), ReasonBusy)
}

func TestOnlyAMessageThatIsTakenKeepsAPlace(t *testing.T) {
	b := newBot(t, func(_ *RESTOptions, o *ChatOptions) { o.MaxConnections = 1 })
	chatty := b.connect(`{"type":"hello","token":"mallory"}`)
	chatty.receive()
	for _, frame := range []string{`{}`, `{"type":"hello","token":"mallory"}`, `{"type":"message","messageId":"","text":""}`, `{"type":"rating","score":9}`, `{"type":"end"}`} {
		b.clock.Step(time.Second)
		chatty.ask(frame)
	}
	if m := b.connect(`{"type":"hello","token":"ann"}`).receive(); m["type"] != "welcome" {
		t.Errorf("a customer beside a chat that says nothing: %v", m)
	}
}

// FuzzAuthorization takes any header: only the right token lets anybody in.
func FuzzAuthorization(f *testing.F) {
	for _, seed := range []string{"", "Bearer ", "Bearer a-token-of-partner", "bearer a-token-of-partner", "Basic x", "Bearer a-token-of-partner ", "Bearer \x00"} {
		f.Add(seed)
	}
	r := partner(f, partnersToken)
	f.Fuzz(func(t *testing.T, header string) {
		if got := r.calls(header, ""); (got == 0) != (header == "Bearer "+partnersToken) {
			t.Errorf("%q: %d", header, got)
		}
	})
}

// TestANetworkThatWroteTooMuch begins no conversation and, once it wrote as much again, writes no
// message, on either kind of channel. A site's servers are one network and many customers.
func TestANetworkThatWroteTooMuch(t *testing.T) {
	b := newBot(t, func(r *RESTOptions, c *ChatOptions) {
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} // whoever connects is a client
		c.Openings = edge.NewOpenings(1000, 1000, edge.NewShare(8<<10, time.Hour), func() edge.StoreLevel { return edge.StoreRoomy }, nil)
		r.Limits = c.Limits
	})
	site := b.open("a-token-of-partner", `{"customer":"c-1","channel":"partner"}`)
	w := b.connect(`{"type":"hello","token":"ann"}`)
	w.receive()
	if m := w.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`); m["type"] != "reply" {
		t.Fatalf("the first conversation: %v", m)
	}
	conversation := b.open("", `{"customer":"cid"}`)
	message := func(conversation, token string, n int) (int, map[string]any) {
		status, answer, _ := b.call(http.MethodPost, "/v1/conversations/"+conversation+"/messages", token,
			fmt.Sprintf(`{"messageId":"m%d","text":"are you open?"}`, n))
		return status, answer
	}
	if status, answer := message(conversation, "", 1); status != http.StatusOK {
		t.Fatalf("a message of one that has begun: %d %v", status, answer)
	}
	if status, answer, header := b.call(http.MethodPost, "/v1/conversations", "", `{"customer":"dan"}`); status != http.StatusTooManyRequests || header.Get("Retry-After") == "" {
		t.Errorf("one more conversation: %d %v", status, answer)
	}
	refused := false
	for n := 2; n < 20 && !refused; n++ {
		status, answer := message(conversation, "", n)
		refused = status == http.StatusTooManyRequests && strings.Contains(fmt.Sprint(answer), "too much was written in this network")
	}
	if m := w.ask(`{"type":"message","messageId":"m2","text":"are you open?"}`); !refused || m["type"] != "error" {
		t.Errorf("refused by REST: %t, by chat: %v", refused, m)
	}
	for n := range 20 {
		if status, answer := message(site, "a-token-of-partner", n); status != http.StatusOK {
			t.Fatalf("message %d of a site's server: %d %v", n, status, answer)
		}
	}
}
