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
	"slices"
	"sync/atomic"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"golang.org/x/sync/errgroup"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/bot/edge"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/store"
	"github.com/intentops/intentops/internal/contract/secrets"
)

// Server is a bot.
type Server struct {
	config   Config
	log      logr.Logger
	clock    clock.WithTicker
	registry *prometheus.Registry
	health   health
	view     atomic.Pointer[releases.View] // the releases in force; nil: none yet
	shed     *edge.Shed
	follower atomic.Pointer[releases.Follower] // nil until everything is assembled
	// ports for others are those that the configuration opens.
	chat, api, events *port
	metrics           net.Listener
	// keysWereLong is true once no key was too short to be safe.
	keysWereLong atomic.Bool
}

// New checks the configuration and opens the ports: without an error, the addresses are known.
func New(config Config, log logr.Logger) (*Server, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	s := &Server{config: config, clock: clock.RealClock{}, registry: prometheus.NewRegistry()}
	s.shed = edge.NewShed(s.labelledRegistry())
	s.log = edge.LimitLog(log, config.LogLines, s.clock, s.shed)
	s.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		secrets.NewMissing(config.SecretsDir, config.Namespace, config.Bot, config.Pod, s.secretRefs))
	if err := s.listen(); err != nil {
		return nil, err
	}
	return s, nil
}

// ChatAddress is where the bot listens for browsers; empty: it does not.
func (s *Server) ChatAddress() string { return s.chat.address() }

// APIAddress is where the bot listens for callers of REST channels; empty: it does not.
func (s *Server) APIAddress() string { return s.api.address() }

// EventsAddress is where the bot listens for senders of events; empty: it does not.
func (s *Server) EventsAddress() string { return s.events.address() }

// MetricsAddress is where the bot listens for Prometheus and the kubelet.
func (s *Server) MetricsAddress() string { return s.metrics.Addr().String() }

// Run serves until the context ends, and then stops in order: it stops being ready, finishes
// what is in progress, and closes the store last.
func (s *Server) Run(ctx context.Context) error {
	scrapes := newServer(s.metricsHandler())
	serving, failed := errgroup.WithContext(context.Background())
	for _, p := range s.ports() {
		serving.Go(func() error { return serve(p.server, p.listener) })
		defer func() { _ = p.server.Close() }()
	}
	serving.Go(func() error { return serve(scrapes, s.metrics) })
	defer func() { _ = scrapes.Close() }()

	conversations, err := store.Open(ctx, store.Options{
		URL: s.config.NATSURL, CredsFile: s.config.natsCreds(), Dir: filepath.Join(s.config.DataDir, "store"),
		Namespace: s.config.Namespace, Bot: s.config.Bot, Replicas: s.config.NATSReplicas,
		ConversationTTL: s.config.conversationTTL(), OutboxTTL: s.config.ConversationTTL + outboxMargin, Logger: s.log.WithName("store"),
		StartTimeout: s.config.StartTimeout, Clock: s.clock, Dialer: s.guard().Dialer(),
		TLS: s.config.natsTLS(), RequireIsolation: s.config.NATSRequireIsolation, Keys: s.config.storeKeys(), SealedSince: s.config.storeSealedSince(),
	})
	if ctx.Err() != nil && err != nil {
		return nil // it was asked to stop before it started
	}
	if err != nil {
		return err
	}
	defer conversations.Close()
	parts, err := s.assemble(ctx, conversations)
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
	for _, p := range s.ports() {
		p.open()
	}
	s.health.open.Store(true)
	s.log.Info("Serving", "chat", s.ChatAddress(), "api", s.APIAddress(), "events", s.EventsAddress(),
		"metrics", s.MetricsAddress(), "bot", s.config.Bot)
	if slices.Contains(s.config.ChatOrigins, "*") {
		s.log.Info("Pages of any site may open chats, in the name of whoever looks at them: name the sites in --chat-origin")
	}

	select {
	case <-ctx.Done():
	case <-failed.Done(): // a port broke
	case <-broken.Done(): // a part broke
	}
	s.drain(ctx, parts.chat)
	stop()
	err = errors.Join(working.Wait(), scrapes.Close(), serving.Wait())
	s.log.Info("Stopped")
	return err
}

// drain lets requests and chats in progress finish.
func (s *Server) drain(ctx context.Context, chat *channel.Chat) {
	s.log.Info("Stopping")
	s.health.draining.Store(true)
	if ctx.Err() != nil {
		<-s.clock.After(s.config.DrainDelay)
	}
	end, cancel := context.WithTimeout(context.Background(), s.config.ShutdownTimeout)
	defer cancel()
	// New chats are refused first, then the open ones are told to connect elsewhere.
	var closing errgroup.Group
	for _, p := range s.ports() {
		closing.Go(func() error { return p.server.Shutdown(end) })
	}
	chat.Drain(end)
	if err := closing.Wait(); err != nil {
		s.log.Info("Requests were interrupted", "reason", err.Error())
	}
}

func serve(server *http.Server, listener net.Listener) error {
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving %s: %w", listener.Addr(), err)
	}
	return nil
}
