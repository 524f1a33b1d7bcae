// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package page is a page that shows what rolls and why. The operator serves it to whoever has a
// token of the cluster, and the kubectl plugin to the person who started it: each request is
// answered with the caller's own rights. It reads, and writes nothing.
package page

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/client-go/dynamic"

	"github.com/intentops/intentops/internal/operator/fairness"
)

// Options of a page.
type Options struct {
	Access Access
	// Linked says that a link signs in, and not a token of the cluster.
	Linked bool
	// Namespace that is shown first; empty: all.
	Namespace string
	Version   string
	// Hosts are the only names by which the page may be asked for, ports included; none: any.
	Hosts []string
	// Now is the clock; nil: that of the machine.
	Now func() time.Time
}

// Bounds of what is answered at the same time, and of each answer: a page must not take the
// memory that the rollouts need.
const (
	mostAtOnce    = 2
	mostOfOne     = 1
	mostWaiting   = 10 // of one caller
	waitForTurn   = 5 * time.Second
	answerTimeout = 30 * time.Second
)

type page struct {
	Options
	turns   *fairness.Turns
	callers *callers
}

// Handler serves the page.
func Handler(o Options) http.Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	p := &page{Options: o, turns: fairness.New(fairness.Limits{AtATime: mostAtOnce, PerNamespace: mostOfOne, Waiting: mostWaiting}), callers: newCallers(o.Now)}
	mux := http.NewServeMux()
	registerFiles(mux)
	mux.HandleFunc("GET /api/start", p.start)
	mux.HandleFunc("GET /api/bots", p.answer(p.everywhere))
	mux.HandleFunc("GET /api/namespaces/{namespace}", p.answer(p.overview))
	mux.HandleFunc("GET /api/namespaces/{namespace}/batches/{name}", p.answer(p.batch))
	mux.HandleFunc("GET /api/namespaces/{namespace}/batches/{name}/approval", p.answer(p.approval))
	return p.guard(mux)
}

// start says how to sign in. It is the one answer that needs no rights.
func (p *page) start(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"linked": p.Linked, "namespace": p.Namespace, "version": p.Version})
}

// refusal is what an answer says instead.
type refusal struct {
	status int
	// Message says what is wrong, for the person in front of the page.
	Message string `json:"message"`
}

func (r *refusal) Error() string { return r.Message }

// answer runs a function with the caller's client.
func (p *page) answer(f func(context.Context, dynamic.Interface, *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, part := range []string{"namespace", "name"} {
			if name := r.PathValue(part); name != "" && len(validation.IsDNS1123Subdomain(name)) > 0 {
				writeJSON(w, http.StatusBadRequest, &refusal{Message: fmt.Sprintf("%s is not a name that Kubernetes has: use lower-case letters, digits, - and .", part)})
				return
			}
		}
		client, err := p.Access(r)
		if err != nil {
			writeError(w, err)
			return
		}
		v, err := p.inTurn(r, client, func(ctx context.Context) (any, error) { return f(ctx, client, r) })
		switch {
		case errors.Is(err, errBusy):
			w.Header().Set("Retry-After", "5")
			writeJSON(w, http.StatusServiceUnavailable, &refusal{Message: "Too many people look at the page at once. It tries again by itself."})
		case err != nil:
			writeError(w, err)
		default:
			writeJSON(w, http.StatusOK, v)
		}
	}
}

// errBusy means that the turn of a request did not come in time.
var errBusy = errors.New("others have all turns")

// inTurn makes an answer when it is the caller's turn. Whoever reads it slowly keeps no turn.
func (p *page) inTurn(r *http.Request, client dynamic.Interface, answer func(context.Context) (any, error)) (v any, err error) {
	who := digestOf(r)
	if !p.Linked { // a link's key was compared before
		if err := p.callers.admit(r.Context(), who, client); err != nil {
			return nil, err
		}
	}
	err = inTurn(r.Context(), p.turns, who, func(ctx context.Context) (err error) {
		v, err = answer(ctx)
		p.callers.saw(who, err)
		return err
	})
	return v, err
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the browser has gone
}

func writeError(w http.ResponseWriter, err error) {
	var said *refusal
	switch {
	case errors.As(err, &said):
		writeJSON(w, said.status, said)
	case errors.Is(err, errSignIn):
		w.Header().Set("WWW-Authenticate", "Bearer")
		writeJSON(w, http.StatusUnauthorized, &refusal{Message: "You are not signed in."})
	case apierrors.IsUnauthorized(err):
		w.Header().Set("WWW-Authenticate", "Bearer")
		writeJSON(w, http.StatusUnauthorized, &refusal{Message: "The cluster does not accept the token. It may have expired."})
	case errors.Is(err, context.DeadlineExceeded):
		writeJSON(w, http.StatusGatewayTimeout, &refusal{Message: "The cluster did not answer in time."})
	case errors.Is(err, errTooLarge), errors.Is(err, errLongList):
		writeJSON(w, http.StatusBadGateway, &refusal{Message: "The cluster has more than the page can show. Use kubectl intentops status."})
	default:
		// What else goes wrong may name addresses inside the cluster.
		writeJSON(w, http.StatusBadGateway, &refusal{Message: "The cluster cannot be read now."})
	}
}
