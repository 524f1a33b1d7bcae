// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/events"
	"github.com/intentops/intentops/internal/bot/handoff"
	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/store"
	"github.com/intentops/intentops/internal/bot/turns"
)

// parts are what runs behind the ports.
type parts struct {
	handler http.Handler
	chat    *channel.Chat
	runs    []func(context.Context) error
}

func (s *Server) assemble(conversations *store.Store) (*parts, error) {
	totals, err := ledger.New(ledger.Options{
		Log: conversations.Ledger(), Namespace: s.config.Namespace, Bot: s.config.Bot, Logger: s.log.WithName("ledger"),
	})
	if err != nil {
		return nil, err
	}
	s.registry.MustRegister(totals)
	follower, watch, err := s.newFollower(func(v *releases.View) {
		rollout := ""
		if v.Pointer.Rollout != nil {
			rollout = v.Pointer.Rollout.ID
		}
		totals.KeepRollouts(rollout)
		conversations.KeepConversations(untilCounted(v.Pointer.Measurement))
		s.noteSecrets(v)
	})
	if err != nil {
		return nil, err
	}
	processor := turns.New(turns.Options{
		Store: conversations, Views: follower, Packer: handoff.Packer{}, Clock: s.clock, Log: s.log.WithName("turns"),
		Metrics: turns.NewMetrics(s.labelledRegistry()), Timeout: s.config.TurnTimeout,
	})
	deliverer, err := handoff.NewDeliverer(handoff.Options{
		Queue: conversations, Target: target(follower), Dial: s.guard().Dialer().DialContext, SecretsDir: s.config.SecretsDir,
		Accepted: processor.Accepted, Failed: processor.Failed, GiveUpAfter: s.config.ConversationTTL,
		Namespace: s.config.Namespace, Bot: s.config.Bot, Logger: s.log.WithName("handoff"),
	})
	if err != nil {
		return nil, err
	}
	s.registry.MustRegister(deliverer)

	helpdeskEvents := s.newHelpdesk(conversations, follower)
	p := &parts{runs: append(watch, totals.Run, deliverer.Run, func(ctx context.Context) error {
		return conversations.RunDue(ctx, func(ctx context.Context, due conversation.DueMessage) error {
			if due.Kind == conversation.DueHelpdesk {
				return helpdeskEvents.Due(ctx, due)
			}
			return processor.RunDue(ctx, due)
		})
	})}
	p.handler, p.chat = s.routes(processor, helpdeskEvents, follower)
	s.health.add("release", func(context.Context) error {
		if follower.View() == nil {
			return errors.New("no stable release is loaded yet")
		}
		return nil
	})
	s.health.add("ledger", func(context.Context) error {
		if !totals.Ready() {
			return errors.New("the ledger is being read")
		}
		return nil
	})
	s.health.add("store", conversations.Ping)
	return p, nil
}

// labelledRegistry registers metrics with the labels of the bot, which alerts need.
func (s *Server) labelledRegistry() prometheus.Registerer {
	return prometheus.WrapRegistererWith(prometheus.Labels{"namespace": s.config.Namespace, "bot": s.config.Bot}, s.registry)
}

// target is where the policy in force sends handoff packets.
func target(follower *releases.Follower) func() (url, secretName string) {
	return func() (string, string) {
		v := follower.View()
		if v == nil {
			return "", ""
		}
		h := v.Stable.Handoff()
		return h.URL, h.SecretName
	}
}

// newHelpdesk returns the part of the bot that takes events of the helpdesk.
func (s *Server) newHelpdesk(conversations *store.Store, follower *releases.Follower) *helpdesk {
	metrics := events.NewMetrics(s.labelledRegistry())
	ingestor := events.NewIngestor(events.Options{Store: conversations, Clock: s.clock, Metrics: metrics, Rules: func() events.Rules {
		rules := events.Rules{Settle: s.config.EventsSettle, WrapUp: events.DefaultWrapUp}
		if v := follower.View(); v != nil {
			rules.RatingWithin = v.Pointer.Measurement.RatingWithin()
			rules.WrapUp = cmp.Or(v.Pointer.Measurement.WrapUpWithin(), rules.WrapUp)
		}
		return rules
	}})
	return &helpdesk{Ingestor: ingestor, Handler: events.NewHandler(events.HandlerOptions{
		Ingestor: ingestor, Clock: s.clock, Log: s.log.WithName("events"), Metrics: metrics,
		SecretsDir: s.config.SecretsDir, Secrets: s.config.Events,
	})}
}

type helpdesk struct {
	*events.Ingestor
	*events.Handler
}

func (s *Server) routes(processor *turns.Processor, events *helpdesk, follower *releases.Follower) (http.Handler, *channel.Chat) {
	limiter := channel.NewLimiter(s.config.CustomerRate, s.config.CustomerBurst)
	mux := http.NewServeMux()
	mux.HandleFunc("/", notFound)
	mux.HandleFunc("GET /v1/release", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(follower.Status()) // the caller has gone
	})
	channel.NewREST(channel.RESTOptions{
		Conversations: processor, Channels: s.config.Channels, SecretsDir: s.config.SecretsDir,
		Limiter: limiter, Clock: s.clock, Log: s.log.WithName("rest"),
	}).Register(mux)
	chat := channel.NewChat(channel.ChatOptions{
		Conversations: processor, Channels: s.config.Channels, Limiter: limiter, Clock: s.clock, Log: s.log.WithName("chat"),
		Origins: s.config.ChatOrigins, Idle: s.config.ChatIdle, MaxConnections: s.config.MaxChats,
	})
	chat.Register(mux)
	events.Register(mux)
	s.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "intentops_bot_chats_open", Help: "Browsers that are connected to the chat.",
	}, func() float64 { return float64(chat.Connections()) }))
	return mux, chat
}
