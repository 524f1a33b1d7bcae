// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package secrets

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/go-logr/logr/funcr"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/bot/server"
	"github.com/intentops/intentops/internal/contract/connection"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/signature"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// planted are values of Secrets that must be in nothing that a program says.
var planted = map[string]string{
	"token of the REST channel": "planted-rest-token-0123456789abcdef",
	"key of events":             "planted-events-key-0123456789abcdef",
	"key of handoffs":           "planted-handoff-key-0123456789abcdef",
	"key of the store":          "planted-store-key-0123456789abcdef",
	"token of the engine":       "planted-engine-token-0123456789abcdef",
	"credentials of NATS":       "planted-nats-creds-0123456789abcdef",
	"password in a URL":         "planted-url-password-0123456789abcdef",
	"private key":               "planted-private-key-0123456789abcdef",
	"a key that is too short":   "plant-short",
	"token of the Prometheus":   "planted-prometheus-token-0123456789",
	"salt of the rollout":       "planted5a1t0123456789abcdef01234567",
}

// private is what customers say and are called: it goes to them and to the helpdesk.
var private = map[string]string{
	"a customer's key":   "private-customer-key",
	"a customer's words": "private words of a customer",
	"the id of an event": "private-event-id",
}

// output is all that programs said.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) add(texts ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, text := range texts {
		o.text.WriteString(text + "\n")
	}
}

func (o *output) err(err error) {
	if err != nil {
		o.add(err.Error())
	}
}

func (o *output) logger() logr.Logger {
	return funcr.New(func(prefix, line string) { o.add(prefix + " " + line) }, funcr.Options{Verbosity: 10})
}

// leaks are those of some values that were said.
func (o *output) leaks(values map[string]string) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var found []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if strings.Contains(o.text.String(), values[name]) {
			found = append(found, name)
		}
	}
	return found
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func plant(t *testing.T, dir, secret, key, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, secret), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, secret, key), []byte(planted[name]), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestABotNeverSaysItsSecrets runs a bot with every kind of Secret, of which some are right and some
// are not, against an engine and a helpdesk that fail, and looks through all that it said: to
// callers, and to those who run it, who must not learn either what customers say.
func TestABotNeverSaysItsSecrets(t *testing.T) {
	var said, shown output
	failing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/nlu" && r.Header.Get("Authorization") != "Bearer "+planted["token of the engine"] {
			t.Error("the engine does not get its token")
		}
		// An unfriendly server repeats what it was sent.
		w.Header().Set("X-Echo", r.Header.Get("Authorization"))
		http.Error(w, r.Header.Get("Authorization")+r.URL.RawQuery, http.StatusInternalServerError)
	}))
	defer failing.Close()

	c := server.Defaults()
	c.Namespace, c.Bot, c.Pod = "shop", "support", "support-0"
	c.APIListen, c.EventsListen, c.MetricsListen = "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0"
	c.DataDir, c.SecretsDir, c.ConfigMapsDir = t.TempDir(), t.TempDir(), t.TempDir()
	c.AllowEgress = []string{"127.0.0.0/8"}
	c.DrainDelay = 50 * time.Millisecond
	c.Channels = []channel.Config{{Name: "api", Type: channel.TypeREST, Secret: "rest"}}
	c.Events.Events, c.Events.Zendesk, c.StoreSecret = "events", "short", "store"
	plant(t, c.SecretsDir, "rest", "token", "token of the REST channel")
	plant(t, c.SecretsDir, "events", "key", "key of events")
	plant(t, c.SecretsDir, "handoff", "key", "key of handoffs")
	plant(t, c.SecretsDir, "store", "key", "key of the store")
	plant(t, c.SecretsDir, "engine", "token", "token of the engine")
	plant(t, c.SecretsDir, "short", "key", "a key that is too short")
	plant(t, c.SecretsDir, "certificate", "tls.crt", "private key")
	plant(t, c.SecretsDir, "certificate", "tls.key", "private key")
	c.ReleaseDir = t.TempDir()
	content, err := json.Marshal(release.Release{
		Version:       release.FormatVersion,
		Intents:       []release.Intent{{Name: "hours", Revision: "1", Risk: "Low", Reply: release.Reply{Text: "We are open."}, Utterances: []string{"when are you open", "opening hours"}}},
		Understanding: &release.Understanding{Engine: release.EngineHTTP, URL: failing.URL + "/nlu", SecretName: "engine"},
		Policy: release.Policy{
			Name: "standard", Revision: "1", ConfidencePercent: 40, UnresolvedTurns: 1,
			Handoff: release.Handoff{
				Require: []string{"Priority"}, URL: failing.URL + "/handoffs", SecretName: "handoff", AcceptWithinSeconds: 60,
				TLS: release.TLS{CertificateName: "certificate"}, // not a certificate
			},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	pointer, err := json.Marshal(release.Pointer{
		Version: release.FormatVersion, Automation: "Enabled",
		Rollout: &release.Rollout{ID: "hours-1", Batch: "hours", Step: "half", Percent: 50, Salt: planted["salt of the rollout"]},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"release.json": content, "candidate.json": content, "pointer.json": pointer} {
		if err := os.WriteFile(filepath.Join(c.ReleaseDir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bot, err := server.New(c, shown.logger())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- bot.Run(ctx) }()
	t.Cleanup(func() { stop(); said.err(<-ended) })
	base, events, metrics := "http://"+bot.APIAddress(), "http://"+bot.EventsAddress(), "http://"+bot.MetricsAddress()
	request := func(method, url string, header http.Header, body string) string {
		r, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if header != nil {
			r.Header = header
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			said.err(err)
			return ""
		}
		defer resp.Body.Close()
		var answer bytes.Buffer
		_ = resp.Header.Write(&answer)
		_, _ = io.Copy(&answer, resp.Body)
		said.add(answer.String())
		if strings.HasPrefix(url, metrics) {
			shown.add(answer.String())
		}
		return answer.String()
	}
	bearer := http.Header{"Authorization": {"Bearer " + planted["token of the REST channel"]}, "Content-Type": {"application/json"}}
	conversation := ""
	until(t, "a conversation", func() bool {
		_, rest, found := strings.Cut(request(http.MethodPost, base+"/v1/conversations", bearer.Clone(), fmt.Sprintf(`{"customer":%q}`, private["a customer's key"])), `"conversation":"`)
		conversation, _, _ = strings.Cut(rest, `"`)
		return found
	})
	// The log shows so many lines a second, and the bot has just begun.
	begun := time.Now()
	until(t, "the log's next second", func() bool { return time.Since(begun) > time.Second })
	request(http.MethodPost, base+"/v1/conversations/"+conversation+"/messages", bearer.Clone(), `{"messageId":"1","text":"when are you open"}`)
	request(http.MethodPost, base+"/v1/conversations/"+conversation+"/messages", bearer.Clone(), fmt.Sprintf(`{"messageId":"2","text":%q}`, private["a customer's words"]))
	until(t, "the handoff to fail for its certificate", func() bool {
		return strings.Contains(shown.String(), "tls.certificateRef: tls.crt and tls.key are not a certificate and its key in PEM")
	})
	request(http.MethodPost, base+"/v1/conversations/"+conversation+"/messages", bearer.Clone(), fmt.Sprintf(`{"messageId":"3","text":%q,"more":1}`, private["a customer's words"]))
	request(http.MethodPost, base+"/v1/conversations/"+conversation+"/messages", bearer.Clone(), private["a customer's words"])
	request(http.MethodPost, base+"/v1/conversations", http.Header{"Authorization": {"Bearer wrong"}, "Content-Type": {"application/json"}}, `{"customer":"c1"}`)
	header := http.Header{}
	signature.Sign(header, signature.Request{
		Direction: signature.FromHelpdesk, Bot: "shop/another", Method: http.MethodPost, Target: "/v1/events", ContentType: "application/cloudevents+json", Body: []byte("{}"),
	}, time.Now(), []byte(planted["key of events"]))
	request(http.MethodPost, events+"/v1/events", header, "{}")
	for _, data := range []string{fmt.Sprintf(`{"survey":"csat","score":3,"comment":%q}`, private["a customer's words"]), fmt.Sprintf(`{"survey":%q}`, private["a customer's words"])} {
		body := fmt.Appendf(nil, `{"specversion":"1.0","id":%q,"source":"/desk","type":"dev.intentops.survey.responded","subject":%q,"time":%q,"data":%s}`,
			private["the id of an event"], conversation, time.Now().UTC().Format(time.RFC3339), data)
		header := http.Header{}
		signature.Sign(header, signature.Request{
			Direction: signature.FromHelpdesk, Bot: "shop/support", Method: http.MethodPost, Target: "/v1/events", ContentType: "application/cloudevents+json", Body: body,
		}, time.Now(), []byte(planted["key of events"]))
		request(http.MethodPost, events+"/v1/events", header, string(body))
	}
	request(http.MethodGet, metrics+"/v1/release", nil, "")
	request(http.MethodPost, events+"/v1/adapters/zendesk", nil, "{}")
	until(t, "the pod to say which key is too short", func() bool {
		return strings.Contains(request(http.MethodGet, metrics+"/metrics", nil, ""), `secret="short"} 2`)
	})
	if ready := request(http.MethodGet, metrics+"/readyz", nil, ""); !strings.Contains(ready, `the key \"key\" of Secret \"short\" has 11 bytes and must have at least`) {
		t.Errorf("readyz does not name the key that is too short: %s", ready)
	}

	// Settings that are refused, and stores that are not reached.
	wrong := c
	wrong.NATSURL, wrong.NATSSecret = "nats://bot:"+planted["password in a URL"]+"@127.0.0.1:1", "nats"
	_, err = server.New(wrong, shown.logger())
	if err == nil {
		t.Error("a password in the URL is accepted")
	}
	said.err(err)
	plant(t, c.SecretsDir, "nats", "creds", "credentials of NATS")
	wrong.NATSURL, wrong.NATSCertificate, wrong.StartTimeout = "nats://127.0.0.1:1", "certificate", time.Second
	unreached, err := server.New(wrong, shown.logger())
	if err != nil {
		t.Fatal(err)
	}
	said.err(unreached.Run(ctx))

	said.add(shown.String())
	if leaks := said.leaks(planted); len(leaks) > 0 {
		t.Errorf("said: %q in\n%s", leaks, said.String())
	}
	if leaks := shown.leaks(private); len(leaks) > 0 {
		t.Errorf("shown to those who run the bot: %q in\n%s", leaks, shown.String())
	}
}

// TestTheOperatorsPrometheusClientNeverSaysItsSecrets: neither what it refuses nor what fails.
func TestTheOperatorsPrometheusClientNeverSaysItsSecrets(t *testing.T) {
	var said output
	dir := t.TempDir()
	plant(t, dir, "prometheus", "token", "token of the Prometheus")
	unfriendly := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+planted["token of the Prometheus"] {
			t.Error("the Prometheus does not get its token")
		}
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer unfriendly.Close()
	for _, address := range []string{
		"http://operator:" + planted["password in a URL"] + "@prometheus:9090", "http://prometheus:9090/?token=" + planted["password in a URL"],
		"ftp://operator:" + planted["password in a URL"] + "@prometheus", "http://oper ator:" + planted["password in a URL"] + "@prometheus",
	} {
		_, err := metricsource.New(address)
		if err == nil {
			t.Error("an address with a password is accepted")
		}
		said.err(err)
	}
	for _, files := range []connection.Files{
		{Token: filepath.Join(dir, "prometheus", "token")},
		{Token: filepath.Join(dir, "prometheus", "token"), CA: filepath.Join(dir, "prometheus", "token")},
	} {
		registry := prometheus.NewRegistry()
		source, err := metricsource.New(unfriendly.URL, metricsource.WithFiles(files), metricsource.WithRegisterer(registry))
		if err != nil {
			t.Fatal(err)
		}
		_, err = source.Loaded(t.Context())
		if err == nil {
			t.Error("an answer that refuses is taken for data")
		}
		said.err(err)
		families, err := registry.Gather()
		said.err(err)
		for _, family := range families {
			said.add(family.String())
		}
	}
	if leaks := said.leaks(planted); len(leaks) > 0 {
		t.Errorf("said: %q in\n%s", leaks, said.String())
	}
}

func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited a minute for %s", what)
		}
	}
}
