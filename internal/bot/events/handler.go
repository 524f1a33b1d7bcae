// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/edge"
	"github.com/intentops/intentops/internal/contract/secrets"
	"github.com/intentops/intentops/internal/contract/signature"
)

const (
	// maxBody of a request.
	maxBody = 4 << 20
	// maxBatch events are in a request.
	maxBatch = 1000
	// maxName is the length of an id, a source or a subject.
	maxName = 500
	// takeTimeout bounds a request.
	takeTimeout = 20 * time.Second
	// maxRequests whose signature is right are served at the same time; others wait for maxWait.
	maxRequests = 8
	maxWait     = 5 * time.Second
	// maxBodies are read at the same time, before their signature is known, and have maxMemory
	// bytes together.
	maxBodies = 128
	maxMemory = 32 << 20
)

// jsonBounds of a body: they leave room for a full batch of events, and for a helpdesk's webhook
// with a whole conversation in it.
var jsonBounds = edge.JSONBounds{Values: 100_000, Depth: 64}

// dataBounds of what one event brings as data_base64, which is one value of the body.
var dataBounds = edge.JSONBounds{Values: 10_000, Depth: 64}

// HandlerOptions of a Handler.
type HandlerOptions struct {
	Ingestor *Ingestor
	Clock    clock.PassiveClock
	Log      logr.Logger
	Metrics  *Metrics
	// SecretsDir holds a folder for each Secret.
	SecretsDir string
	Shed       *edge.Shed
	// Secrets name the Secret of each interface; without one it is closed.
	Secrets Secrets
	// Namespace and Bot are part of what senders sign.
	Namespace, Bot string
}

// Secrets are the names of the Secrets whose key "key" senders sign with.
type Secrets struct {
	Events, Chatwoot, Zendesk string
}

// Any reports whether any interface is open.
func (s Secrets) Any() bool { return s != Secrets{} }

// Handler serves the interfaces for events.
type Handler struct {
	HandlerOptions
	bodies *edge.BodyReader
	slots  *edge.Slots
	mu     sync.Mutex
	// refusalLogs keep the log short, by interface and result, while requests are refused.
	refusalLogs map[string]*rate.Sometimes
}

// NewHandler returns a Handler.
func NewHandler(o HandlerOptions) *Handler {
	return &Handler{
		HandlerOptions: o, refusalLogs: map[string]*rate.Sometimes{},
		bodies: edge.NewBodyReader(maxBodies, maxMemory, o.Shed), slots: edge.NewSlots(maxRequests, maxWait, o.Shed),
	}
}

// Slots are those of requests that are being served.
func (h *Handler) Slots() *edge.Slots { return h.slots }

// Register adds the interfaces to a mux.
func (h *Handler) Register(mux *http.ServeMux) {
	h.add(mux, "/v1/events", endpoint{
		name: "events", secret: h.Secrets.Events, source: "CloudEvents", minKey: signature.MinKey,
		check: checkOwn(h.Namespace + "/" + h.Bot), decode: decode,
	})
	h.add(mux, "/v1/adapters/chatwoot", endpoint{
		name: "chatwoot", secret: h.Secrets.Chatwoot, source: "Chatwoot", adapter: true, minKey: MinVendorKey,
		check: checkVendor(checkChatwoot), decode: decodeChatwoot,
	})
	h.add(mux, "/v1/adapters/zendesk", endpoint{
		name: "zendesk", secret: h.Secrets.Zendesk, source: "Zendesk", adapter: true, minKey: MinVendorKey,
		check: checkVendor(checkZendesk), decode: decodeZendesk,
	})
}

// endpoint is one interface: its address, its key and its format.
type endpoint struct {
	// source is the type of the entry in spec.events that opens it.
	name, secret, source string
	// adapter is true for helpdesks' webhooks: helpdesks disable an address that refuses them.
	adapter bool
	// minKey is how many bytes its keys have at least.
	minKey int
	check  check
	// decode returns events and, for each, why it is refused; nil: it is not.
	decode func(context.Context, request) ([]Event, []error, error)
}

func (h *Handler) add(mux *http.ServeMux, path string, e endpoint) {
	mux.HandleFunc("POST "+path, func(rw http.ResponseWriter, r *http.Request) {
		verdicts, err := h.serve(rw, r, e)
		if err != nil {
			f := failureOf(err)
			h.Metrics.requests.WithLabelValues(e.name, f.result).Inc()
			h.report(e, f, err)
			f.write(rw)
			return
		}
		h.Metrics.requests.WithLabelValues(e.name, "ok").Inc()
		status := http.StatusOK
		if !e.adapter && len(verdicts) == 1 && verdicts[0].Result.Refused() {
			status = http.StatusUnprocessableEntity
		}
		writeJSON(rw, status, map[string]any{"results": verdicts})
	})
}

// report logs why requests are refused: a helpdesk may disable its webhook after refusals
// without a notice.
func (h *Handler) report(e endpoint, f *failure, err error) {
	h.mu.Lock()
	often := h.refusalLogs[e.name+" "+f.result]
	if often == nil {
		often = &rate.Sometimes{Interval: time.Minute}
		h.refusalLogs[e.name+" "+f.result] = often
	}
	h.mu.Unlock()
	often.Do(func() {
		h.Log.Info("A request with events was refused", "interface", e.name, "result", f.result, "error", err.Error())
	})
}

func (h *Handler) serve(rw http.ResponseWriter, r *http.Request, e endpoint) ([]Verdict, error) {
	if e.secret == "" {
		return nil, &failure{http.StatusNotFound, "not_configured", "this interface is closed: add an entry with type: " + e.source + " to spec.events of the Bot, with the Secret of its signing key"}
	}
	keys, err := secrets.Keys(h.SecretsDir, e.secret, secretKey, e.minKey)
	if err != nil {
		return nil, errors.Join(errNoKey, err)
	}
	body, read, err := h.bodies.Read(rw, r, maxBody)
	switch {
	case errors.Is(err, edge.ErrTooLarge):
		return nil, errTooLarge
	case errors.Is(err, edge.ErrBusy):
		return nil, errBusy
	case errors.Is(err, edge.ErrSlow):
		return nil, errSlow
	case err != nil:
		return nil, errUnread
	}
	defer read()
	signedAt, err := e.check(keys, r, body, h.Clock.Now())
	if err != nil {
		return nil, err
	}
	edge.Accept(r.Context())
	if err := jsonBounds.Check(body); err != nil {
		return nil, &failure{http.StatusBadRequest, "malformed", err.Error() + ": send fewer events at a time"}
	}
	release, ok := h.slots.Acquire(r.Context())
	if !ok {
		return nil, errBusy
	}
	defer release()
	ctx, cancel := context.WithTimeout(r.Context(), takeTimeout)
	defer cancel()
	events, problems, err := e.decode(ctx, request{header: r.Header, body: body, signedAt: signedAt})
	if err != nil {
		return nil, err
	}
	return h.ingest(ctx, events, problems)
}

// ingest hands on the events that have no problem.
func (h *Handler) ingest(ctx context.Context, events []Event, problems []error) ([]Verdict, error) {
	verdicts := make([]Verdict, len(events)) // never null in JSON
	var good []Event
	var at []int
	for i, e := range events {
		if problems[i] != nil {
			verdicts[i] = verdict(e, problems[i])
			h.Metrics.event(e.Type, verdicts[i].Result)
			continue
		}
		good, at = append(good, e), append(at, i)
	}
	decided, err := h.Ingestor.Ingest(ctx, good)
	if err != nil {
		return nil, err
	}
	for k, i := range at {
		verdicts[i] = decided[k]
	}
	return verdicts, nil
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the sender has gone
}

// Metrics of the events that one pod received. What is counted about conversations is in the
// ledger.
type Metrics struct {
	events   *prometheus.CounterVec
	requests *prometheus.CounterVec
}

// NewMetrics registers the metrics.
func NewMetrics(registry prometheus.Registerer) *Metrics {
	m := &Metrics{
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "intentops_events_total",
			Help: "Events about conversations that this pod was sent, by type and what became of them.",
		}, []string{"type", "result"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "intentops_event_requests_total",
			Help: "Requests with events, by interface and answer: ok, signature, timestamp, size, slow, malformed, not_configured, misconfigured, unavailable, internal.",
		}, []string{"interface", "result"}),
	}
	registry.MustRegister(m.events, m.requests)
	return m
}

// event counts an event. A type that is not known counts as other: labels must be bounded.
func (m *Metrics) event(eventType string, result Result) {
	name, _ := known(eventType)
	m.events.WithLabelValues(name, string(result)).Inc()
}
