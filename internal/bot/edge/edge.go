// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package edge bounds what anybody may take from a bot: connections, bodies, work at the same
// time, conversations begun, bytes stored and lines logged. What goes beyond a bound is shed,
// newest first, with an answer that says so, and counted by its reason.
package edge

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Reason why something was shed, a label of the metric.
type Reason string

// The reasons.
const (
	// ReasonConnections: more connections than a port may have, or the client sent no request.
	ReasonConnections Reason = "connections"
	// ReasonBodies: more bodies were read at the same time than memory is set aside for.
	ReasonBodies Reason = "bodies"
	// ReasonSlowBody: a body came slower than the least rate.
	ReasonSlowBody Reason = "slow_body"
	// ReasonWork: more requests or messages at the same time than are served.
	ReasonWork Reason = "work"
	// ReasonChats: more browsers than may be connected.
	ReasonChats Reason = "chats"
	// ReasonCustomer: one customer was too fast.
	ReasonCustomer Reason = "customer"
	// ReasonNewConversations: more conversations began in a minute than may.
	ReasonNewConversations Reason = "new_conversations"
	// ReasonNetwork: one client network began more conversations than it may, or has too many chats.
	ReasonNetwork Reason = "network"
	// ReasonStoreSize: the store is near its size.
	ReasonStoreSize Reason = "store_size"
	// ReasonNetworkStore: one client network has used up its share of the store.
	ReasonNetworkStore Reason = "network_store"
	// ReasonGuesses: one client network sent too many wrong tokens.
	ReasonGuesses Reason = "guesses"
	// ReasonLogLines: more lines were logged in a second than may.
	ReasonLogLines Reason = "log_lines"
)

// Reasons are all reasons.
func Reasons() []Reason {
	return []Reason{
		ReasonConnections, ReasonBodies, ReasonSlowBody, ReasonWork, ReasonChats, ReasonCustomer,
		ReasonNewConversations, ReasonNetwork, ReasonStoreSize, ReasonNetworkStore, ReasonGuesses, ReasonLogLines,
	}
}

// Shed counts what was shed. A nil Shed counts nothing.
type Shed struct{ total *prometheus.CounterVec }

// NewShed registers the metric.
func NewShed(registry prometheus.Registerer) *Shed {
	s := &Shed{prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "intentops_bot_shed_total",
		Help: "What this pod refused to protect what it serves, by reason: connections, bodies, slow_body, work, chats, customer, new_conversations, network, store_size, network_store, guesses, log_lines.",
	}, []string{"reason"})}
	for _, reason := range Reasons() {
		s.total.WithLabelValues(string(reason)) // the first one must be a rise
	}
	registry.MustRegister(s.total)
	return s
}

// Count counts one of a reason.
func (s *Shed) Count(reason Reason) { s.Add(reason, 1) }

// Add counts n of a reason.
func (s *Shed) Add(reason Reason, n int) {
	if s != nil {
		s.total.WithLabelValues(string(reason)).Add(float64(n))
	}
}

// Slots bound the work at the same time. A slot is taken when a request has come in and its
// sender may send it, never earlier.
type Slots struct {
	taken chan struct{}
	wait  time.Duration
	shed  *Shed
}

// NewSlots returns n slots; who finds none free waits for one, for at most that long.
func NewSlots(n int, wait time.Duration, shed *Shed) *Slots {
	return &Slots{taken: make(chan struct{}, n), wait: wait, shed: shed}
}

// Acquire takes a slot. Without ok there is none to give back.
func (s *Slots) Acquire(ctx context.Context) (release func(), ok bool) {
	release = func() { <-s.taken }
	select {
	case s.taken <- struct{}{}:
		return release, true
	default:
	}
	timeout := time.NewTimer(s.wait)
	defer timeout.Stop()
	select {
	case s.taken <- struct{}{}:
		return release, true
	case <-timeout.C:
	case <-ctx.Done():
	}
	s.shed.Count(ReasonWork)
	return nil, false
}

// InUse is how many slots are taken.
func (s *Slots) InUse() int { return len(s.taken) }

// closeAfter makes the answer the connection's last: the rest of what is sent is not read.
func closeAfter(w http.ResponseWriter) { w.Header().Set("Connection", "close") }
