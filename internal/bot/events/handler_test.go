// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr/testr"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/bot/store"
	"github.com/intentops/intentops/internal/contract/signature"
)

// waitLimit bounds what a test waits for.
const waitLimit = 60 * time.Second

// world is a bot's store with the interfaces for events in front of it.
type world struct {
	t        *testing.T
	clock    *testclock.FakeClock
	store    *store.Store
	ingestor *Ingestor
	metrics  *Metrics
	server   *httptest.Server
	ledger   *ledger.Aggregator
	totals   *prometheus.Registry
	secrets  string
}

const testKey = "a key of at least thirty-two bytes\n"

func newWorld(t *testing.T, secrets Secrets) *world {
	t.Helper()
	w := &world{t: t, clock: testclock.NewFakeClock(after(time.Hour)), secrets: t.TempDir(), totals: prometheus.NewRegistry()}
	ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
	defer cancel()
	var err error
	if w.store, err = store.Open(ctx, store.Options{Namespace: "shop", Bot: "support", Dir: t.TempDir(), Timeout: 20 * time.Second}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.store.Close)
	for _, name := range []string{secrets.Events, secrets.Chatwoot, secrets.Zendesk} {
		if name == "" || name == "absent" {
			continue
		}
		if err := os.MkdirAll(filepath.Join(w.secrets, name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(w.secrets, name, "key"), []byte(testKey), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.metrics = NewMetrics(prometheus.NewRegistry())
	w.ingestor = NewIngestor(Options{Store: w.store, Clock: w.clock, Metrics: w.metrics, Rules: func() Rules { return dayRules }})
	mux := http.NewServeMux()
	NewHandler(HandlerOptions{
		Ingestor: w.ingestor, Clock: w.clock, Log: testr.New(t), Metrics: w.metrics, SecretsDir: w.secrets, Secrets: secrets,
		Namespace: "shop", Bot: "support",
	}).Register(mux)
	w.server = httptest.NewServer(mux)
	t.Cleanup(w.server.Close)
	if w.ledger, err = ledger.New(ledger.Options{Log: w.store.Ledger(), Namespace: "shop", Bot: "support", Logger: testr.New(t)}); err != nil {
		t.Fatal(err)
	}
	w.totals.MustRegister(w.ledger)
	running, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := w.ledger.Run(running); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("ledger: %v", err)
		}
	}()
	t.Cleanup(func() { stop(); <-done })
	return w
}

// open puts a conversation into the store.
func (w *world) open(state conversation.State) {
	w.t.Helper()
	if _, err := w.store.Commit(w.t.Context(), state.ID, 0, conversation.Commit{State: state}); err != nil {
		w.t.Fatal(err)
	}
}

type answer struct {
	status  int
	text    string
	Results []Verdict `json:"results"`
}

func (w *world) send(path string, header map[string]string, body []byte) answer {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.server.URL+path, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	for k, v := range header {
		r.Header.Set(k, v)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	a := answer{status: resp.StatusCode, text: string(data)}
	if err := json.Unmarshal(data, &a); err != nil {
		w.t.Fatalf("answer %d %q is not JSON", resp.StatusCode, data)
	}
	return a
}

// signed gives the headers of a request to /v1/events.
func (w *world) signed(contentType string, body []byte) map[string]string {
	header := http.Header{}
	signature.Sign(header, w.request(contentType, body), w.clock.Now(), []byte(testKey))
	out := map[string]string{}
	for name := range header {
		out[name] = header.Get(name)
	}
	return out
}

// request is what is signed for the bot.
func (w *world) request(contentType string, body []byte) signature.Request {
	return signature.Request{
		Direction: signature.FromHelpdesk, Bot: "shop/support", Method: http.MethodPost, Target: "/v1/events", ContentType: contentType, Body: body,
	}
}

func cloudEvent(e Event) map[string]any {
	m := map[string]any{
		"specversion": "1.0", "id": e.ID, "source": e.Source, "type": e.Type, "subject": e.Conversation,
		"time": e.Time.Format(time.RFC3339Nano), "datacontenttype": "application/json",
	}
	if e.Data != nil {
		m["data"] = e.Data
	}
	return m
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func (w *world) batch(events ...Event) answer {
	w.t.Helper()
	list := []any{}
	for _, e := range events {
		list = append(list, cloudEvent(e))
	}
	body := encode(w.t, list)
	return w.send("/v1/events", w.signed("application/cloudevents-batch+json", body), body)
}

// total waits until a series has a value.
func (w *world) total(series, want string) {
	w.t.Helper()
	got := ""
	for deadline := time.Now().Add(waitLimit); ; time.Sleep(5 * time.Millisecond) {
		got = w.series(series)
		if got == want {
			return
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("%s is %q, want %q", series, got, want)
		}
	}
}

func (w *world) series(series string) string {
	w.t.Helper()
	data, err := testutil.GatherAndCount(w.totals)
	if err != nil || data == 0 {
		return ""
	}
	name, labels, _ := strings.Cut(series, "{")
	families, err := w.totals.Gather()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, m := range f.GetMetric() {
			var have []string
			for _, l := range m.GetLabel() {
				if l.GetName() != "namespace" && l.GetName() != "bot" {
					have = append(have, l.GetName()+"="+l.GetValue())
				}
			}
			if strings.Join(have, ",")+"}" != labels {
				continue
			}
			if h := m.GetHistogram(); h != nil {
				return fmt.Sprintf("%d of %g", h.GetSampleCount(), h.GetSampleSum())
			}
			return fmt.Sprint(m.GetCounter().GetValue())
		}
	}
	return ""
}

// settle does what is due for c1, with the clock ahead.
func (w *world) settle() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), waitLimit)
	defer cancel()
	for {
		state, _, err := w.store.Load(ctx, "c1")
		if err != nil {
			w.t.Fatal(err)
		}
		if state.Helpdesk == nil || state.Helpdesk.SettleAt.IsZero() {
			return
		}
		w.clock.SetTime(state.Helpdesk.SettleAt)
		if err := w.ingestor.Due(ctx, conversation.DueMessage{Conversation: "c1", Kind: conversation.DueHelpdesk}); err != nil {
			w.t.Fatal(err)
		}
	}
}

func TestCloudEventsAreAcceptedAloneAndInBatches(t *testing.T) {
	w := newWorld(t, Secrets{Events: "helpdesk"})
	w.open(handedOver())
	structured := encode(t, cloudEvent(newEvent("message.sent", after(12*time.Minute), `{"actor":"human"}`)))
	if a := w.send("/v1/events", w.signed("application/cloudevents+json; charset=utf-8", structured), structured); a.status != 200 || a.Results[0].Result != Accepted {
		t.Errorf("structured: %d %s", a.status, a.text)
	}
	if a := w.batch(newEvent("survey.responded", after(20*time.Minute), `{"survey":"nps","score":9}`), newEvent("survey.responded", after(21*time.Minute), `{"survey":"csat","score":5}`), newEvent("conversation.resolved", after(22*time.Minute), "")); a.status != 200 || a.Results[2].Result != Accepted {
		t.Errorf("batch: %d %s", a.status, a.text)
	}
	w.settle()
	w.total(`intentops_first_response_seconds{channel=web,responder=human}`, "1 of 600")
	w.total(`intentops_nps_total{score=9}`, "1")
	w.total(`intentops_ratings_total{channel=web,handled_by=mixed,intent=parcel,rating=5}`, "1")
	w.total(`intentops_rollout_ratings_total{evidence=limited,kind=new,rating=5,rollout=batch-1,step=p25,track=candidate}`, "1")
	w.total(`intentops_resolution_seconds{channel=web,cycle=first,intent=parcel}`, "1 of 1320")
	w.total(`intentops_contacts_total{channel=web,result=first_contact}`, "1")
	if rejected := w.series(`intentops_ledger_rejected_total{reason=labels}`); rejected != "0" {
		t.Errorf("the ledger rejects the labels of %s entries", rejected)
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	w := newWorld(t, Secrets{Events: "helpdesk"})
	w.open(handedOver())
	body := encode(t, cloudEvent(newEvent("survey.responded", after(time.Minute), `{"survey":"csat","score":1}`)))
	structured := "application/cloudevents+json"
	good := w.signed(structured, body)
	changed := func(header, value string) map[string]string {
		h := map[string]string{}
		for k, v := range good {
			h[k] = v
		}
		h[header] = value
		return h
	}
	old := w.signed(structured, body)
	w.clock.Step(6 * time.Minute)
	good = w.signed(structured, body)
	binary := w.signed("application/json", body)
	binary["Ce-Specversion"], binary["Ce-Id"], binary["Ce-Source"], binary["Ce-Type"] = "1.0", "1", "/helpdesk", Prefix+"survey.responded"
	huge := bytes.Repeat([]byte("x"), 10<<20)
	many := encode(t, make([]any, maxBatch+1))
	cut := []byte(`{"specversion":"1.0","id":`)
	list := []byte(`{"a":1}`)
	tests := map[string]struct {
		header map[string]string
		body   []byte
		status int
		result string
	}{
		"no signature":                    {changed(signature.HeaderSignature, ""), body, 401, "signature"},
		"a body that was changed":         {good, append([]byte(" "), body...), 401, "signature"},
		"six minutes old":                 {old, body, 401, "timestamp"},
		"ten megabytes":                   {w.signed(structured, huge), huge, 413, "size"},
		"a thousand and one":              {w.signed(batchType, many), many, 413, "size"},
		"the media type of no CloudEvent": {w.signed("text/plain", body), body, 415, "malformed"},
		"no type":                         {w.signed("", body), body, 401, "signature"},
		"binary mode":                     {binary, body, 415, "malformed"},
		"cut off":                         {w.signed(structured, cut), cut, 400, "malformed"},
		"a batch that is not a list":      {w.signed(batchType, list), list, 400, "malformed"},
		"a version of the future":         {w.signed(structured, []byte(`{"specversion":"9.0"}`)), []byte(`{"specversion":"9.0"}`), 400, "malformed"},
		"an empty body, structured":       {w.signed(structured, nil), nil, 400, "malformed"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			counter := w.metrics.requests.WithLabelValues("events", tc.result)
			before := testutil.ToFloat64(counter)
			a := w.send("/v1/events", tc.header, tc.body)
			if a.status != tc.status || !strings.Contains(a.text, `"message"`) {
				t.Errorf("%d %s, want %d with a message", a.status, a.text, tc.status)
			}
			if n := testutil.ToFloat64(counter) - before; n != 1 {
				t.Errorf("counted %g times as %s, want once", n, tc.result)
			}
		})
	}
	state, _, err := w.store.Load(t.Context(), "c1")
	if err != nil || state.Rating != 0 || state.Helpdesk != nil {
		t.Errorf("a refused request changed the conversation (%v)", err)
	}
}

func TestAnOverloadedHandlerAsksForARetry(t *testing.T) {
	h := NewHandler(HandlerOptions{Clock: testclock.NewFakeClock(noon), Metrics: NewMetrics(prometheus.NewRegistry()), Secrets: Secrets{Events: "helpdesk"}, SecretsDir: t.TempDir(), Namespace: "shop", Bot: "support"})
	if err := os.Mkdir(filepath.Join(h.SecretsDir, "helpdesk"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(h.SecretsDir, "helpdesk", "key"), []byte(testKey), 0o600); err != nil {
		t.Fatal(err)
	}
	for range maxRequests {
		if _, ok := h.slots.Acquire(t.Context()); !ok {
			t.Fatal("a slot is missing")
		}
	}
	mux := http.NewServeMux()
	h.Register(mux)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // the sender has gone
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/v1/events", strings.NewReader("[]"))
	for name, value := range (&world{clock: testclock.NewFakeClock(noon)}).signed(batchType, []byte("[]")) {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v, want 503 with Retry-After", w.Code, w.Header())
	}
}

func TestAnInterfaceWithoutASecretIsClosed(t *testing.T) {
	w := newWorld(t, Secrets{})
	if a := w.send("/v1/events", w.signed(batchType, []byte("[]")), []byte("[]")); a.status != 404 || !strings.Contains(a.text, "type: CloudEvents to spec.events") {
		t.Errorf("%d %s, want 404 and the field", a.status, a.text)
	}
	w = newWorld(t, Secrets{Events: "absent"})
	if a := w.send("/v1/events", w.signed(batchType, []byte("[]")), []byte("[]")); a.status != 503 || strings.Contains(a.text, w.secrets) {
		t.Errorf("%d %s, want 503 without a path", a.status, a.text)
	}
}

func TestEachEventOfABatchGetsItsOwnResult(t *testing.T) {
	w := newWorld(t, Secrets{Events: "helpdesk"})
	w.open(handedOver())
	rated := newEvent("survey.responded", after(time.Minute), `{"survey":"csat","score":3}`)
	stranger := newEvent("message.received", after(time.Minute), "")
	stranger.Conversation = "nobody"
	nowhere := newEvent("message.received", after(time.Minute), "")
	nowhere.Conversation = ""
	list := []any{
		cloudEvent(rated), cloudEvent(rated), cloudEvent(stranger), cloudEvent(newEvent("coffee.made", after(time.Minute), "")), 17,
		cloudEvent(newEvent("survey.responded", after(time.Minute), `{"survey":"nps","score":99}`)), cloudEvent(nowhere), map[string]any{"specversion": "1.0"},
		cloudEvent(newEvent("survey.responded", after(2*time.Minute), `{"survey":"csat","score":1}`)),
	}
	want := []Result{Accepted, Duplicate, UnknownConversation, UnknownType, BadData, OutOfScale, BadData, BadData, Repeated}
	body := encode(t, list)
	a := w.send("/v1/events", w.signed(batchType, body), body)
	if a.status != 200 || len(a.Results) != len(want) {
		t.Fatalf("%d %s, want 200 and %d results", a.status, a.text, len(want))
	}
	for i, v := range a.Results {
		if v.Result != want[i] {
			t.Errorf("event %d: %s (%s), want %s", i, v.Result, v.Message, want[i])
		}
	}
	w.total(`intentops_ratings_total{channel=web,handled_by=mixed,intent=parcel,rating=3}`, "1")
	for labels, n := range map[[2]string]float64{
		{"survey.responded", "accepted"}: 1, {"survey.responded", "duplicate"}: 1, {"survey.responded", "repeated"}: 1,
		{"other", "unknown_type"}: 1, {"message.received", "unknown_conversation"}: 1, {"other", "bad_data"}: 2,
	} {
		if got := testutil.ToFloat64(w.metrics.events.WithLabelValues(labels[0], labels[1])); got != n {
			t.Errorf("%v counted %g times, want %g", labels, got, n)
		}
	}
	if a := w.batch(newEvent("survey.responded", after(time.Minute), `{"survey":"nps","score":99}`)); a.status != 422 {
		t.Errorf("a single event that is refused: %d, want 422", a.status)
	}
}

func TestEventsThatAreSentConcurrentlyCountOnce(t *testing.T) {
	w := newWorld(t, Secrets{Events: "helpdesk"})
	w.open(handedOver())
	var events []Event
	for i := range 20 {
		events = append(events, newEvent("review.labelled", after(time.Duration(i)*time.Second), `{"quality":4}`))
	}
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for _, e := range events {
				if _, err := w.ingestor.Ingest(t.Context(), []Event{e}); err != nil && !errors.Is(err, conversation.ErrUnavailable) {
					t.Errorf("take: %v", err)
				}
			}
		})
	}
	wg.Wait()
	a := w.batch(events...)
	for _, v := range a.Results {
		if v.Result != Duplicate {
			t.Errorf("%s (%s), want duplicate", v.Result, v.Message)
		}
	}
	w.total(`intentops_reviews_total{intent=parcel,quality=4}`, "20")
}

func TestABatchForManyConversations(t *testing.T) {
	w := newWorld(t, Secrets{Events: "helpdesk"})
	var events []Event
	for i := range 200 {
		state := handedOver()
		state.ID = "c" + strconv.Itoa(i)
		w.open(state)
		e := newEvent("survey.responded", after(time.Minute), `{"survey":"csat","score":2}`)
		e.Conversation = state.ID
		events = append(events, e)
	}
	a := w.batch(events...)
	for i, v := range a.Results {
		if v.Result != Accepted || v.ID != events[i].ID {
			t.Errorf("event %d: %s of %s", i, v.Result, v.ID)
		}
	}
	w.total(`intentops_ratings_total{channel=web,handled_by=mixed,intent=parcel,rating=2}`, "200")
}
