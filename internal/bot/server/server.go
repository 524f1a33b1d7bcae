// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/sync/errgroup"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/secrets"
	"github.com/intentops/intentops/internal/bot/store"
)

// Server is a bot.
type Server struct {
	config   Config
	log      logr.Logger
	clock    clock.WithTicker
	registry *prometheus.Registry
	health   health
	api      atomic.Pointer[http.Handler]  // set once everything behind it is there
	view     atomic.Pointer[releases.View] // the releases in force; nil: none yet

	listener, metricsListener net.Listener
}

// New checks the configuration and opens the ports: without an error, the addresses are known.
func New(config Config, log logr.Logger) (*Server, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	s := &Server{config: config, log: log, clock: clock.RealClock{}, registry: prometheus.NewRegistry()}
	s.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		secrets.NewMissing(config.SecretsDir, config.Namespace, config.Bot, config.Pod, s.secretRefs))
	var err error
	if s.listener, err = net.Listen("tcp", config.Listen); err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if s.metricsListener, err = net.Listen("tcp", config.MetricsListen); err != nil {
		_ = s.listener.Close()
		return nil, fmt.Errorf("metrics-listen: %w", err)
	}
	return s, nil
}

// Address is where the bot listens for customers.
func (s *Server) Address() string { return s.listener.Addr().String() }

// MetricsAddress is where the bot listens for Prometheus.
func (s *Server) MetricsAddress() string { return s.metricsListener.Addr().String() }

// Run serves until the context ends, and then stops in order: it stops being ready, finishes
// what is in progress, and closes the store last.
func (s *Server) Run(ctx context.Context) error {
	customers, scrapes := s.servers()
	serving, failed := errgroup.WithContext(context.Background())
	serving.Go(func() error { return serve(customers, s.listener) })
	serving.Go(func() error { return serve(scrapes, s.metricsListener) })
	defer func() { _, _ = customers.Close(), scrapes.Close() }()

	conversations, err := store.Open(ctx, store.Options{
		URL: s.config.NATSURL, CredsFile: s.config.natsCreds(), Dir: filepath.Join(s.config.DataDir, "store"),
		Namespace: s.config.Namespace, Bot: s.config.Bot, Replicas: s.config.NATSReplicas,
		ConversationTTL: s.config.conversationTTL(), OutboxTTL: s.config.ConversationTTL + outboxMargin, Logger: s.log.WithName("store"),
		StartTimeout: s.config.StartTimeout, Clock: s.clock, Dialer: s.guard().Dialer(),
	})
	if ctx.Err() != nil && err != nil {
		return nil // it was asked to stop before it started
	}
	if err != nil {
		return err
	}
	defer conversations.Close()
	parts, err := s.assemble(conversations)
	if err != nil {
		return err
	}
	work, stop := context.WithCancel(context.Background())
	defer stop()
	working, broken := errgroup.WithContext(work)
	for _, run := range parts.runs {
		working.Go(func() error {
			if err := run(broken); broken.Err() == nil || !errors.Is(err, context.Canceled) {
				return err
			}
			return nil // it was asked to stop
		})
	}
	working.Go(func() error { s.health.logUntilReady(broken, s.clock, s.log); return nil })
	s.api.Store(&parts.handler)
	s.health.open.Store(true)
	s.log.Info("Serving", "address", s.Address(), "metrics", s.MetricsAddress(), "bot", s.config.Bot)

	select {
	case <-ctx.Done():
	case <-failed.Done(): // a port broke
	case <-broken.Done(): // a part broke
	}
	s.drain(ctx, parts.chat, customers)
	stop()
	err = errors.Join(working.Wait(), scrapes.Close(), serving.Wait())
	s.log.Info("Stopped")
	return err
}

// drain lets requests and chats in progress finish.
func (s *Server) drain(ctx context.Context, chat *channel.Chat, customers *http.Server) {
	s.log.Info("Stopping")
	s.health.draining.Store(true)
	if ctx.Err() != nil {
		<-s.clock.After(s.config.DrainDelay)
	}
	end, cancel := context.WithTimeout(context.Background(), s.config.ShutdownTimeout)
	defer cancel()
	// New chats are refused first, then the open ones are told to connect elsewhere.
	closed := make(chan error, 1)
	go func() { closed <- customers.Shutdown(end) }()
	chat.Drain(end)
	if err := <-closed; err != nil {
		s.log.Info("Requests were interrupted", "reason", err.Error())
	}
}

func serve(server *http.Server, listener net.Listener) error {
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving %s: %w", listener.Addr(), err)
	}
	return nil
}

// servers answer from the start: health and metrics at once, customers with "try again" until
// everything is assembled.
func (s *Server) servers() (customers, scrapes *http.Server) {
	mux := http.NewServeMux()
	s.health.register(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if api := s.api.Load(); api != nil {
			(*api).ServeHTTP(w, r)
			return
		}
		channel.WriteFailure(w, &channel.Failure{
			Status: http.StatusServiceUnavailable, RetryAfter: time.Second, Message: "the bot is starting: try again",
		})
	})
	metrics := http.NewServeMux()
	metrics.Handle("GET /metrics", promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{Registry: s.registry}))
	s.health.register(metrics)
	return newServer(newGuard(mux, s.config.MaxRequests, s.log, s.registry)), newServer(metrics)
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
