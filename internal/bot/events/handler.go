// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"golang.org/x/time/rate"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/secrets"
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
	// maxRequests are read and served at a time: their bodies are in memory before anybody
	// knows who sent them. Others wait for maxWait.
	maxRequests = 8
	maxWait     = 5 * time.Second
)

// HandlerOptions of a Handler.
type HandlerOptions struct {
	Desk    *Desk
	Clock   clock.PassiveClock
	Log     logr.Logger
	Metrics *Metrics
	// SecretsDir holds a folder for each Secret.
	SecretsDir string
	// Secrets name the Secret of each interface; without one it is closed.
	Secrets Secrets
}

// Secrets are the names of the Secrets whose key "key" senders sign with.
type Secrets struct {
	Events, Chatwoot, Zendesk string
}

// Any says whether any interface is open.
func (s Secrets) Any() bool { return s != Secrets{} }

// Handler serves the interfaces for events.
type Handler struct {
	HandlerOptions
	slots chan struct{}
	mu    sync.Mutex
	// complaints keep the log short, by interface and result, while requests are not taken.
	complaints map[string]*rate.Sometimes
}

// NewHandler returns a Handler.
func NewHandler(o HandlerOptions) *Handler {
	return &Handler{
		HandlerOptions: o, slots: make(chan struct{}, maxRequests), complaints: map[string]*rate.Sometimes{},
	}
}

// Register adds the interfaces to a mux.
func (h *Handler) Register(mux *http.ServeMux) {
	h.add(mux, "/v1/events", way{
		name: "events", secret: h.Secrets.Events, field: "spec.events.secretRef",
		check: checkHex(headerTimestamp, headerSignature), decode: decode,
	})
	h.add(mux, "/v1/adapters/chatwoot", way{
		name: "chatwoot", secret: h.Secrets.Chatwoot, field: "spec.events.chatwoot.secretRef", adapter: true,
		check: checkHex(chatwootTimestamp, chatwootSignature), decode: decodeChatwoot,
	})
	h.add(mux, "/v1/adapters/zendesk", way{
		name: "zendesk", secret: h.Secrets.Zendesk, field: "spec.events.zendesk.secretRef", adapter: true,
		check: checkZendesk, decode: decodeZendesk,
	})
}

// way is one interface.
type way struct {
	name, secret, field string
	// adapter is true for helpdesks: they switch off an address that refuses what they send.
	adapter bool
	check   check
	// decode returns events and, for each, why it is refused; nil: it is not.
	decode func(context.Context, request) ([]Event, []error, error)
}

func (h *Handler) add(mux *http.ServeMux, path string, w way) {
	mux.HandleFunc("POST "+path, func(rw http.ResponseWriter, r *http.Request) {
		verdicts, err := h.serve(rw, r, w)
		if err != nil {
			f := failureOf(err)
			h.Metrics.requests.WithLabelValues(w.name, f.result).Inc()
			h.report(w, f, err)
			f.write(rw)
			return
		}
		h.Metrics.requests.WithLabelValues(w.name, "ok").Inc()
		status := http.StatusOK
		if !w.adapter && len(verdicts) == 1 && verdicts[0].Result.Refused() {
			status = http.StatusUnprocessableEntity
		}
		writeJSON(rw, status, map[string]any{"results": verdicts})
	})
}

// report logs why requests are not taken: a helpdesk that is refused may switch its webhook off
// without telling anybody.
func (h *Handler) report(w way, f *failure, err error) {
	h.mu.Lock()
	often := h.complaints[w.name+" "+f.result]
	if often == nil {
		often = &rate.Sometimes{Interval: time.Minute}
		h.complaints[w.name+" "+f.result] = often
	}
	h.mu.Unlock()
	often.Do(func() {
		h.Log.Info("A request with events was not taken", "interface", w.name, "result", f.result, "error", err.Error())
	})
}

func (h *Handler) serve(rw http.ResponseWriter, r *http.Request, w way) ([]Verdict, error) {
	if w.secret == "" {
		return nil, &failure{http.StatusNotFound, "not_configured", "this interface is closed: name the Secret with its signing key in the Bot's " + w.field}
	}
	key, err := secrets.Read(h.SecretsDir, w.secret, secretKey)
	if err != nil {
		return nil, errors.Join(errNoKey, err)
	}
	late := time.NewTimer(maxWait)
	defer late.Stop()
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-late.C:
		return nil, errBusy
	case <-r.Context().Done():
		return nil, errBusy
	}
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, errTooLarge
	}
	if err != nil {
		return nil, errUnread
	}
	now := h.Clock.Now()
	signedAt, ok, good := w.check(key, r.Header, body, now)
	switch {
	case !good:
		return nil, errSignature
	case !ok:
		return nil, errTimestamp
	}
	ctx, cancel := context.WithTimeout(r.Context(), takeTimeout)
	defer cancel()
	events, problems, err := w.decode(ctx, request{header: r.Header, body: body, signedAt: signedAt})
	if err != nil {
		return nil, err
	}
	return h.take(ctx, events, problems)
}

// take hands on the events that have no problem.
func (h *Handler) take(ctx context.Context, events []Event, problems []error) ([]Verdict, error) {
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
	decided, err := h.Desk.Take(ctx, good)
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
