// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/bot/edge"
)

// port is where one kind of clients is served. Each has connections of its own, and slots of its
// own: a flood on one leaves the others as they are.
type port struct {
	name     string
	listener net.Listener
	server   *http.Server
	mux      *http.ServeMux
	opened   atomic.Bool // once everything behind it is there
}

// listen opens the ports that the configuration asks for.
func (s *Server) listen() (err error) {
	panics := prometheus.NewCounter(prometheus.CounterOpts{Name: "intentops_bot_panics_total", Help: "Requests that panicked."})
	s.registry.MustRegister(panics)
	for _, p := range []struct {
		into    **port
		name    string
		address string
		wanted  bool
	}{
		{&s.chat, "chat", s.config.ChatListen, s.config.has(channel.TypeWebChat)},
		{&s.api, "api", s.config.APIListen, s.config.has(channel.TypeREST)},
		{&s.events, "events", s.config.EventsListen, s.config.Events.Any()},
	} {
		if !p.wanted {
			continue
		}
		if *p.into, err = s.newPort(p.name, p.address, panics); err != nil {
			break
		}
	}
	if err == nil {
		if s.metrics, err = net.Listen("tcp", s.config.MetricsListen); err != nil {
			err = fmt.Errorf("metrics-listen: %w", err)
		}
	}
	if err != nil {
		for _, p := range s.ports() {
			_ = p.listener.Close()
		}
	}
	return err
}

func (s *Server) newPort(name, address string, panics prometheus.Counter) (*port, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%s-listen: %w", name, err)
	}
	p := &port{name: name, listener: listener, mux: http.NewServeMux()}
	p.mux.HandleFunc("/", notFound)
	p.mux.HandleFunc("GET /healthz", alive)
	p.server = newServer(&guard{next: p, log: s.log, panics: panics})
	connections := edge.NewConnections(s.config.MaxConnections, s.shed)
	connections.Guard(p.server)
	s.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "intentops_bot_connections", Help: "Connections of each port, chats not among them.",
		ConstLabels: prometheus.Labels{"port": name},
	}, func() float64 { return float64(connections.Count()) }))
	return p, nil
}

// ports are those that are open to others.
func (s *Server) ports() []*port {
	var open []*port
	for _, p := range []*port{s.chat, s.api, s.events} {
		if p != nil {
			open = append(open, p)
		}
	}
	return open
}

func (p *port) address() string {
	if p == nil {
		return ""
	}
	return p.listener.Addr().String()
}

// open lets the port serve what its mux has.
func (p *port) open() { p.opened.Store(true) }

// ServeHTTP answers from the start, with "try again" until everything is assembled.
func (p *port) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.opened.Load() || r.URL.Path == "/healthz" {
		p.mux.ServeHTTP(w, r)
		return
	}
	channel.WriteFailure(w, &channel.Failure{
		Status: http.StatusServiceUnavailable, RetryAfter: time.Second, Reason: channel.ReasonBusy, Message: "the bot is starting: try again",
	})
}

// metricsHandler is for Prometheus, the kubelet and operators.
func (s *Server) metricsHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{Registry: s.registry}))
	mux.HandleFunc("GET /v1/release", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if follower := s.follower.Load(); follower != nil {
			_ = json.NewEncoder(w).Encode(follower.Status()) // the caller has gone
			return
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	s.health.register(mux)
	return mux
}

func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
}
