// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// signed is what a site sends with a customer's id.
func signed(id string) string {
	h := hmac.New(sha256.New, []byte(siteKey))
	_, _ = h.Write([]byte(id))
	return hex.EncodeToString(h.Sum(nil))
}

// withSites adds channels whose customers a site vouches for.
func withSites(rest *RESTOptions, chat *ChatOptions) {
	rest.Channels = append(rest.Channels, Config{Name: "signed", Type: TypeREST, Identity: "site"}, Config{Name: "unready", Type: TypeREST, Identity: "short"})
	chat.Channels = append(chat.Channels, Config{Name: "site", Type: TypeWebChat, Identity: "site"})
}

// TestNobodySpeaksAsACustomerFromWhatAPacketShows tries all that an agent, a log or an event knows
// of a web customer.
func TestNobodySpeaksAsACustomerFromWhatAPacketShows(t *testing.T) {
	b := newBot(t, withSites)
	w := b.connect(`{"type":"hello"}`)
	token := w.receive()["token"].(string)
	m := w.ask(`{"type":"message","messageId":"m1","text":"I want to talk to a person"}`)
	if m["state"] != "waiting" {
		t.Fatalf("%v", m)
	}
	body := string(b.store.Outbox()[0].Body)
	if strings.Contains(body, token) || strings.Contains(body, token[:16]) || strings.Contains(body, token[len(token)-16:]) {
		t.Fatalf("the packet shows the token: %s", body)
	}
	var packet struct {
		Conversation string `json:"conversation"`
		Customer     struct {
			Key string `json:"key"`
		} `json:"customer"`
	}
	if err := json.Unmarshal([]byte(body), &packet); err != nil || packet.Conversation == "" || packet.Customer.Key == "" {
		t.Fatalf("%s: %v", body, err)
	}
	id, key := packet.Conversation, packet.Customer.Key
	for _, said := range []string{
		`"token":"` + key + `"`, `"token":"` + strings.TrimPrefix(key, "web-") + `"`, `"token":"` + id + `"`,
		`"token":"` + strings.TrimPrefix(key, "web-") + "." + strings.TrimPrefix(key, "web-") + `"`,
		`"customer":"` + key + `"`, `"channel":"site","customer":"` + key + `","identityHash":"` + key + `"`,
		// A site signs whatever its customers call themselves.
		`"channel":"site","customer":"` + key + `","identityHash":"` + signed(key) + `"`,
	} {
		thief := b.connect(`{"type":"hello","conversation":"` + id + `",` + said + `}`)
		answer := thief.receive()
		if answer["conversation"] != nil || answer["transcript"] != nil {
			t.Errorf("%s reads the conversation: %v", said, answer)
		}
		if answer["type"] != "welcome" {
			continue
		}
		for _, act := range []string{`{"type":"message","messageId":"t1","text":"hello"}`, `{"type":"rating","score":1}`, `{"type":"end"}`} {
			if answer := thief.ask(act); answer["conversation"] == id {
				t.Errorf("%s: %s acts in the conversation: %v", said, act, answer)
			}
		}
	}
	state, _, err := b.store.Load(t.Context(), id)
	if err != nil || state.Messages != 1 || state.Rating != 0 || !state.EndedAt.IsZero() {
		t.Errorf("the customer's conversation is %+v, %v", state, err)
	}
	if again := b.connect(`{"type":"hello","conversation":"` + id + `","token":"` + token + `"}`).receive(); again["conversation"] != id || again["token"] != token {
		t.Errorf("the customer gets %v", again)
	}
}

func TestASiteVouchesForItsCustomers(t *testing.T) {
	b := newBot(t, withSites)
	w := b.connect(`{"type":"hello","channel":"site","customer":"42","identityHash":"` + signed("42") + `"}`)
	if m := w.receive(); m["type"] != "welcome" || m["token"] != nil {
		t.Fatalf("%v", m)
	}
	id := w.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`)["conversation"].(string)
	if state, _, err := b.store.Load(t.Context(), id); err != nil || !state.Verified || state.Customer != "42" {
		t.Errorf("%+v, %v", state, err)
	}
	if m := b.connect(`{"type":"hello","channel":"site","customer":"42","identityHash":"` + signed("42") + `","conversation":"` + id + `"}`).receive(); m["conversation"] != id {
		t.Errorf("on another device: %v", m)
	}
	for name, hello := range map[string]string{
		"another's signature": `"customer":"43","identityHash":"` + signed("42") + `"`,
		"no signature":        `"customer":"42"`,
		"no id":               `"identityHash":"` + signed("") + `"`,
		"a wrong one":         `"customer":"42","identityHash":"` + strings.Repeat("0", 64) + `"`,
	} {
		m := b.connect(`{"type":"hello","channel":"site","conversation":"` + id + `",` + hello + `}`).receive()
		if m["type"] != "error" || m["conversation"] != nil {
			t.Errorf("%s: %v", name, m)
		}
	}
	if m := b.connect(`{"type":"hello","channel":"site"}`).receive(); m["type"] != "welcome" || m["token"] == nil {
		t.Errorf("a visitor whom the site does not know: %v", m)
	}

	for name, tc := range map[string]struct {
		body   string
		status int
		field  string
	}{
		"a web customer":   {`{"channel":"api","customer":"web-0123456789abcdef0123456789abcdef"}`, http.StatusBadRequest, "customer"},
		"signed":           {`{"channel":"signed","customer":"42","identityHash":"` + signed("42") + `"}`, http.StatusCreated, ""},
		"not signed":       {`{"channel":"signed","customer":"42"}`, http.StatusUnauthorized, "identityHash"},
		"wrong":            {`{"channel":"signed","customer":"42","identityHash":"` + signed("43") + `"}`, http.StatusUnauthorized, "identityHash"},
		"no site":          {`{"channel":"api","customer":"42","identityHash":"` + signed("42") + `"}`, http.StatusBadRequest, "identityHash"},
		"a key too short":  {`{"channel":"unready","customer":"42","identityHash":"` + signed("42") + `"}`, http.StatusServiceUnavailable, ""},
		"without any sign": {`{"channel":"api","customer":"42"}`, http.StatusCreated, ""},
	} {
		status, answer, _ := b.call("POST", "/v1/conversations", "", tc.body)
		problem, _ := answer["error"].(map[string]any)
		if field, _ := problem["field"].(string); status != tc.status || field != tc.field {
			t.Errorf("%s: %d %v", name, status, answer)
			continue
		}
		if id, opened := answer["conversation"].(string); opened {
			if state, _, err := b.store.Load(t.Context(), id); err != nil || state.Verified != (name == "signed") {
				t.Errorf("%s: %+v, %v", name, state, err)
			}
		}
	}
}

// TestOnlyAnonymousCustomersOfKnownNetworksAreLimited says which conversations remember a network.
func TestOnlyAnonymousCustomersOfKnownNetworksAreLimited(t *testing.T) {
	for name, tc := range map[string]struct {
		trusted    []netip.Prefix
		token      string
		body       string
		wantLimits bool
	}{
		"anonymous, through a proxy":             {loopback, "", `{"customer":"a"}`, true},
		"anonymous, no proxy is trusted":         {nil, "", `{"customer":"a"}`, false},
		"verified":                               {loopback, "", `{"customer":"a","channel":"signed","identityHash":"` + signed("a") + `"}`, false},
		"a site's server that passes them on":    {loopback, "a-token-of-partner", `{"customer":"a","channel":"partner"}`, true},
		"a site's server that passes on nothing": {[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "a-token-of-partner", `{"customer":"a","channel":"partner"}`, false},
	} {
		b := newBot(t, func(rest *RESTOptions, chat *ChatOptions) {
			withSites(rest, chat)
			rest.TrustedProxies = tc.trusted
		})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"/v1/conversations", strings.NewReader(tc.body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("X-Forwarded-For", "203.0.113.7")
		if tc.token != "" {
			req.Header.Set("Authorization", "Bearer "+tc.token)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		state, _, err := b.store.Load(t.Context(), strings.TrimPrefix(resp.Header.Get("Location"), "/v1/conversations/"))
		if err != nil || (state.Network != "") != tc.wantLimits || strings.Contains(state.Network, "203") {
			t.Errorf("%s: network %q, %v", name, state.Network, err)
		}
	}
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// TestCustomersAreNotToldTheirTrack looks for it in the answers of a rollout.
func TestCustomersAreNotToldTheirTrack(t *testing.T) {
	b := newBot(t, nil)
	view, candidate := *answering(t, "Nine to five."), answering(t, "Round the clock.").Stable
	view.Candidate = candidate
	view.Pointer.Rollout = &release.Rollout{ID: "wave-1", Step: "all", Percent: 100, Salt: "pepper"}
	view.Pointer.Candidate = &release.BundleRef{Release: "next", ConfigMaps: []string{"x"}}
	b.views.view.Store(&view)
	for name, tc := range map[string]struct{ token, channel, track string }{
		"anonymous":    {"", "api", ""},
		"with a token": {"a-token-of-partner", "partner", "candidate"},
	} {
		id := b.open(tc.token, `{"customer":"ann-`+tc.channel+`","channel":"`+tc.channel+`"}`)
		_, _, header := b.call("POST", "/v1/conversations/"+id+"/messages", tc.token, `{"messageId":"m1","text":"are you open?"}`)
		if got := header.Get(HeaderTrack); got != tc.track {
			t.Errorf("%s: track %q, want %q", name, got, tc.track)
		}
	}
}

func TestIdentitiesOfChannelsAreFlags(t *testing.T) {
	for name, tc := range map[string]struct{ flag, want string }{
		"right":             {"web=site", ""},
		"another channel":   {"shop=site", `there is no channel "shop"`},
		"no Secret":         {"web", "must be NAME=SECRET, as in web=site"},
		"not a Secret name": {"web=../x", "must be NAME=SECRET, as in web=site"},
	} {
		channels := []Config{{Name: "api", Type: TypeREST}, {Name: "web", Type: TypeWebChat}}
		err := SetIdentities(channels, []string{tc.flag})
		if tc.want == "" && (err != nil || channels[1].Identity != "site" || channels[0].Identity != "") || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %+v, %v", name, channels, err)
		}
	}
}
