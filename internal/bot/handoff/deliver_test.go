// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package handoff

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/go-logr/logr/funcr"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/goleak"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/store"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/signature"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const waitLimit = 60 * time.Second

func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(waitLimit); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %s for %s", waitLimit, what)
		}
	}
}

// helpdesk receives packets and answers as answer says.
type helpdesk struct {
	*httptest.Server
	mu            sync.Mutex
	bodies        []string
	heads         []http.Header
	attemptResult func(n int, w http.ResponseWriter, r *http.Request)
}

func newHelpdesk(t testing.TB, attemptResult func(n int, w http.ResponseWriter, r *http.Request)) *helpdesk {
	h := &helpdesk{attemptResult: attemptResult}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("reading a packet: %v", err)
		}
		h.mu.Lock()
		h.bodies = append(h.bodies, string(body))
		h.heads = append(h.heads, r.Header.Clone())
		n := len(h.bodies)
		h.mu.Unlock()
		h.attemptResult(n, w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *helpdesk) got() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.bodies)
}

// fixture is a store, a deliverer, and the updates that conversations got.
type fixture struct {
	store *store.Store
	*Deliverer
	mu       sync.Mutex
	accepted map[string]int
	failed   map[string]int
	log      strings.Builder
}

func (o *fixture) updates(m map[string]int, id string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return m[id]
}

func (o *fixture) logged() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.log.String()
}

func (o *fixture) attempts(r result) int {
	return int(testutil.ToFloat64(o.metrics.attempts.WithLabelValues(string(r))))
}

func newFixture(t testing.TB, change func(*Options)) *fixture {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	defer cancel()
	s, err := store.Open(ctx, store.Options{Namespace: "shop", Bot: "support", Dir: t.TempDir(), Timeout: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	o := &fixture{store: s, accepted: map[string]int{}, failed: map[string]int{}}
	opts := Options{
		Queue: s, Namespace: "shop", Bot: "support",
		RetryBase: time.Millisecond, RetryLimit: 20 * time.Millisecond, RefusedAfter: 10 * time.Millisecond,
		Accepted: func(_ context.Context, conversationID, handoffID string) error {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.accepted[conversationID+" "+handoffID]++
			return nil
		},
		Failed: func(_ context.Context, conversationID, handoffID string) error {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.failed[conversationID+" "+handoffID]++
			return nil
		},
		Logger: logr.New(funcr.NewJSON(func(line string) {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.log.WriteString(line + "\n")
		}, funcr.Options{Verbosity: 5}).GetSink()),
	}
	change(&opts)
	if o.Deliverer, err = NewDeliverer(opts); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *fixture) run(t testing.TB) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := o.Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
	}()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

// handOver commits a packet, as a turn does.
func (o *fixture) handOver(t testing.TB, id string) string {
	t.Helper()
	s := handedOver()
	s.ID, s.Handoff.ID = id, id+"-h1"
	body, err := Packer{}.Pack(s, release.Handoff{Require: allPart})
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.store.Commit(t.Context(), id, 0, conversation.Commit{State: s, Outbox: []conversation.OutboxMessage{{ID: s.Handoff.ID, Body: body}}})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func (o *fixture) pending(t testing.TB) int {
	t.Helper()
	n, err := o.store.OutboxPending(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func target(url, secret string) func() release.Handoff {
	return func() release.Handoff { return release.Handoff{URL: url, SecretName: secret} }
}

func ok(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }

func writeKey(t testing.TB, dir, secret, key string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, secret), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, secret, "key"), []byte(key), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestPacketIsDeliveredSignedOverItsRawBody(t *testing.T) {
	receiver := newHelpdesk(t, ok)
	dir := t.TempDir()
	writeKey(t, dir, "helpdesk", testKey+"\n")
	o := newFixture(t, func(opts *Options) { opts.Target, opts.SecretsDir = target(receiver.URL+"/in?team=a", "helpdesk"), dir })
	body := o.handOver(t, "abc")
	o.run(t)
	eventually(t, "the packet to be accepted", func() bool { return o.updates(o.accepted, "abc abc-h1") == 1 && o.pending(t) == 0 })

	if receiver.bodies[0] != body {
		t.Errorf("body %s, want what was committed: %s", receiver.bodies[0], body)
	}
	head := receiver.heads[0]
	if got := head.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q", got)
	}
	if got := head.Get(HeaderHandoffID); got != "abc-h1" {
		t.Errorf("%s %q, want abc-h1", HeaderHandoffID, got)
	}
	if err := genuine("/in?team=a", head, receiver.bodies[0], testKey+"\n"); err != nil {
		t.Error(err)
	}
	if n := o.attempts(accepted); n != 1 {
		t.Errorf("%d accepted attempts, want 1", n)
	}
}

// TestControlCharactersOfOlderPacketsAreDropped: a helpdesk would fail on them each time.
func TestControlCharactersOfOlderPacketsAreDropped(t *testing.T) {
	receiver := newHelpdesk(t, ok)
	dir := t.TempDir()
	writeKey(t, dir, "helpdesk", testKey)
	o := newFixture(t, func(opts *Options) { opts.Target, opts.SecretsDir = target(receiver.URL, "helpdesk"), dir })
	waiting := conversation.OutboxMessage{ID: "abc-h1", Body: []byte(`{ "text":"a\u0000\u001b\u202eb", "n":1.10 }`)}
	s := handedOver()
	s.ID = "abc"
	if _, err := o.store.Commit(t.Context(), "abc", 0, conversation.Commit{State: s, Outbox: []conversation.OutboxMessage{waiting}}); err != nil {
		t.Fatal(err)
	}
	o.run(t)
	eventually(t, "the packet to arrive", func() bool { return receiver.got() == 1 })
	if want := `{ "text":"ab", "n":1.10 }`; receiver.bodies[0] != want {
		t.Errorf("body %s, want %s", receiver.bodies[0], want)
	}
	if err := genuine("/", receiver.heads[0], receiver.bodies[0], testKey); err != nil {
		t.Errorf("not signed as it is sent: %v", err)
	}
}

// testKey signs packets.
const testKey = "a key of at least thirty-two bytes"

// genuine checks a delivery as a helpdesk does.
func genuine(target string, header http.Header, body string, keys ...string) error {
	var values [][]byte
	for _, key := range keys {
		values = append(values, []byte(key))
	}
	_, err := signature.Verify(header, signature.Request{
		Direction: signature.ToHelpdesk, Bot: "shop/support", Method: http.MethodPost, Target: target, Body: []byte(body),
	}, time.Now(), values...)
	return err
}

func TestDeliveryIsRetriedUntilTheHelpdeskAccepts(t *testing.T) {
	cases := map[string]struct {
		code   int
		result result
		failed bool
	}{
		"an error of its own":  {http.StatusInternalServerError, failed, false},
		"too many requests":    {http.StatusTooManyRequests, failed, false},
		"a timeout of its own": {http.StatusRequestTimeout, failed, false},
		"a refusal":            {http.StatusUnprocessableEntity, refused, true},
		"a redirect":           {http.StatusTemporaryRedirect, redirected, false},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			elsewhere := newHelpdesk(t, ok)
			receiver := newHelpdesk(t, func(n int, w http.ResponseWriter, _ *http.Request) {
				if n <= 4 {
					w.Header().Set("Location", elsewhere.URL)
					w.WriteHeader(tc.code)
					return
				}
				w.WriteHeader(http.StatusOK)
			})
			o := newFixture(t, func(opts *Options) { opts.Target = target(receiver.URL, "") })
			o.handOver(t, "abc")
			o.run(t)
			eventually(t, "the packet to be accepted", func() bool { return o.updates(o.accepted, "abc abc-h1") == 1 && o.pending(t) == 0 })
			if n := receiver.got(); n != 5 {
				t.Errorf("%d deliveries, want 5", n)
			}
			for i, h := range receiver.heads {
				if h.Get(HeaderHandoffID) != "abc-h1" || receiver.bodies[i] != receiver.bodies[0] {
					t.Errorf("delivery %d differs from the first", i+1)
				}
				if h.Get(signature.HeaderSignature) != "" {
					t.Errorf("delivery %d is signed without a secret", i+1)
				}
			}
			if n := o.attempts(tc.result); n != 4 {
				t.Errorf("%d attempts counted as %s, want 4", n, tc.result)
			}
			if got := o.updates(o.failed, "abc abc-h1") > 0; got != tc.failed {
				t.Errorf("conversation updated by a refusal: %t, want %t", got, tc.failed)
			}
			if n := elsewhere.got(); n != 0 {
				t.Errorf("%d packets went where the redirect points, want none", n)
			}
		})
	}
}

func TestNothingIsSentWithoutItsSigningKey(t *testing.T) {
	receiver := newHelpdesk(t, ok)
	dir := t.TempDir()
	o := newFixture(t, func(opts *Options) { opts.Target, opts.SecretsDir = target(receiver.URL, "helpdesk"), dir })
	o.handOver(t, "abc")
	o.run(t)
	eventually(t, "some attempts", func() bool { return o.attempts(noKey) > 2 })
	writeKey(t, dir, "helpdesk", "")
	n := o.attempts(noKey)
	eventually(t, "some attempts with an empty key", func() bool { return o.attempts(noKey) > n+2 })
	if n := receiver.got(); n != 0 {
		t.Errorf("%d packets sent, want none", n)
	}
	if log := o.logged(); !strings.Contains(log, "helpdesk") || !strings.Contains(log, "no_key") {
		t.Errorf("the log does not name the secret: %s", log)
	}
	if n := strings.Count(o.logged(), "no_key"); n != 1 {
		t.Errorf("logged %d times, want once for a failure that goes on", n)
	}
	writeKey(t, dir, "helpdesk", testKey)
	eventually(t, "the packet to be accepted", func() bool { return o.updates(o.accepted, "abc abc-h1") == 1 })
	if receiver.heads[0].Get(signature.HeaderSignature) == "" {
		t.Error("not signed")
	}
}

func TestTargetMayChangeWhileAPacketWaits(t *testing.T) {
	receiver := newHelpdesk(t, ok)
	var mu sync.Mutex
	url := "ftp://nowhere"
	o := newFixture(t, func(opts *Options) {
		opts.Target = func() release.Handoff {
			mu.Lock()
			defer mu.Unlock()
			return release.Handoff{URL: url}
		}
	})
	o.handOver(t, "abc")
	o.run(t)
	eventually(t, "an attempt", func() bool { return o.attempts(noTarget) > 1 })
	mu.Lock()
	url = "http://127.0.0.1:1/gone?token=hidden"
	mu.Unlock()
	eventually(t, "an attempt", func() bool { return o.attempts(unreachable) > 1 })
	mu.Lock()
	url = receiver.URL
	mu.Unlock()
	eventually(t, "the packet to be accepted", func() bool { return o.updates(o.accepted, "abc abc-h1") == 1 })
	for _, hidden := range []string{"token=hidden", "money back", "abc-h1", "k-77", "A-1234"} {
		if strings.Contains(o.logged(), hidden) {
			t.Errorf("the log holds %q:\n%s", hidden, o.logged())
		}
	}
}

func TestAResponseThatIsNotHTTPIsNotQuoted(t *testing.T) {
	a := noResponse(&url.Error{Op: "Post", URL: "http://helpdesk?token=hidden", Err: errors.New(`malformed HTTP response "money back"`)})
	if a.result != unreachable || a.err.Error() != "the answer is not HTTP" {
		t.Errorf("%s: %v", a.result, a.err)
	}
}

func TestASlowHelpdeskTimesOut(t *testing.T) {
	release := make(chan struct{})
	receiver := newHelpdesk(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			<-release
		}
		w.WriteHeader(http.StatusOK)
	})
	o := newFixture(t, func(opts *Options) { opts.Target, opts.Timeout = target(receiver.URL, ""), 300*time.Millisecond })
	o.handOver(t, "abc")
	o.run(t)
	eventually(t, "the timeout", func() bool { return o.attempts(timeout) > 0 })
	close(release)
	eventually(t, "the packet to be accepted", func() bool { return o.updates(o.accepted, "abc abc-h1") == 1 })
}

func TestAcceptedPacketIsKeptUntilTheConversationKnows(t *testing.T) {
	receiver := newHelpdesk(t, ok)
	var mu sync.Mutex
	calls := 0
	o := newFixture(t, func(opts *Options) {
		opts.Target = target(receiver.URL, "")
		opts.Accepted = func(context.Context, string, string) error {
			mu.Lock()
			defer mu.Unlock()
			if calls++; calls < 3 {
				return conversation.ErrUnavailable
			}
			return errors.Join(conversation.ErrNotFound)
		}
	})
	o.handOver(t, "abc")
	o.run(t)
	eventually(t, "the third call", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return calls == 3
	})
	eventually(t, "the packet to be gone", func() bool { return o.pending(t) == 0 })
	if n := o.attempts(unrecorded); n != 2 {
		t.Errorf("%d unrecorded, want 2", n)
	}
}

func TestDelaysRiseAndRespectRetryAfter(t *testing.T) {
	o := newFixture(t, func(opts *Options) {
		opts.Target = target("http://x", "")
		opts.RetryBase, opts.RetryLimit, opts.RefusedAfter = 0, 0, 0
	})
	cases := map[string]struct {
		attemptResult attemptResult
		attempt       int
		want          time.Duration
	}{
		"accepted":                    {attemptResult{result: accepted}, 1, 0},
		"the first failure":           {attemptResult{result: failed}, 1, time.Second},
		"the fourth failure":          {attemptResult{result: unreachable}, 4, 8 * time.Second},
		"the hundredth failure":       {attemptResult{result: timeout}, 100, time.Minute},
		"a refusal":                   {attemptResult{result: refused}, 1, 5 * time.Minute},
		"a redirect":                  {attemptResult{result: redirected}, 9, 5 * time.Minute},
		"a helpdesk that asks for 3m": {attemptResult{result: failed, retryAfter: 3 * time.Minute}, 1, 3 * time.Minute},
	}
	for name, tc := range cases {
		got := o.delay(tc.attemptResult, tc.attempt)
		if got < tc.want*4/5 || got > tc.want*6/5+1 {
			t.Errorf("%s: again after %s, want about %s", name, got, tc.want)
		}
	}
}

func TestRetryAfterIsBounded(t *testing.T) {
	for header, want := range map[string]time.Duration{"": 0, "7": 7 * time.Second, "-7": 0, "soon": 0, "999999": maxRetryAfter} {
		got := resultOf(&http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {header}}})
		if got.result != failed || got.retryAfter != want {
			t.Errorf("Retry-After %q: %s after %s, want %s", header, got.result, got.retryAfter, want)
		}
	}
}

func TestMetricsAreThereFromTheStart(t *testing.T) {
	o := newFixture(t, func(opts *Options) { opts.Target = target("", "") })
	o.handOver(t, "abc")
	stop := o.run(t)
	eventually(t, "the gauge", func() bool { return testutil.ToFloat64(o.metrics.pending) == 1 })
	stop()
	problems, err := testutil.CollectAndLint(o.Deliverer)
	if err != nil || len(problems) > 0 {
		t.Errorf("metrics: %v %v", problems, err)
	}
	if n := testutil.CollectAndCount(o.Deliverer, "intentops_handoff_attempts_total"); n != len(results) {
		t.Errorf("%d series of attempts, want %d", n, len(results))
	}
}

func TestNewDelivererNamesWhatIsMissing(t *testing.T) {
	o := newFixture(t, func(opts *Options) { opts.Target = target("", "") })
	for want, opts := range map[string]Options{
		"Queue":    {},
		"Target":   {Queue: o.store},
		"Accepted": {Queue: o.store, Target: target("", "")},
	} {
		if _, err := NewDeliverer(opts); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one that names %s", err, want)
		}
	}
}
