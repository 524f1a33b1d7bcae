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

func (s *Server) assemble(kept *store.Store) (*parts, error) {
	totals, err := ledger.New(ledger.Options{
		Log: kept.Ledger(), Namespace: s.config.Namespace, Bot: s.config.Bot, Logger: s.log.WithName("ledger"),
	})
	if err != nil {
		return nil, err
	}
	s.registry.MustRegister(totals)
	follower, watch, err := s.follow(func(v *releases.View) {
		rollout := ""
		if v.Pointer.Rollout != nil {
			rollout = v.Pointer.Rollout.ID
		}
		totals.KeepRollouts(rollout)
		kept.KeepConversations(untilCounted(v.Pointer.Measurement))
	})
	if err != nil {
		return nil, err
	}
	desk := turns.New(turns.Options{
		Store: kept, Views: follower, Packer: handoff.Packer{}, Clock: s.clock, Log: s.log.WithName("turns"),
		Metrics: turns.NewMetrics(s.named()), Timeout: s.config.TurnTimeout,
	})
	deliverer, err := handoff.NewDeliverer(handoff.Options{
		Queue: kept, Target: target(follower), SecretsDir: s.config.SecretsDir,
		Accepted: desk.Accepted, Failed: desk.Failed, GiveUpAfter: s.config.ConversationTTL,
		Namespace: s.config.Namespace, Bot: s.config.Bot, Logger: s.log.WithName("handoff"),
	})
	if err != nil {
		return nil, err
	}
	s.registry.MustRegister(deliverer)

	told := s.helpdesk(kept, follower)
	p := &parts{runs: append(watch, totals.Run, deliverer.Run, func(ctx context.Context) error {
		return kept.RunDue(ctx, func(ctx context.Context, due conversation.DueMessage) error {
			if due.Kind == conversation.DueHelpdesk {
				return told.Due(ctx, due)
			}
			return desk.RunDue(ctx, due)
		})
	})}
	p.handler, p.chat = s.routes(desk, told, follower)
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
	s.health.add("store", kept.Ping)
	return p, nil
}

// named registers metrics with the labels that say whose they are, so that alerts can.
func (s *Server) named() prometheus.Registerer {
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

// helpdesk takes in what the helpdesk tells.
func (s *Server) helpdesk(kept *store.Store, follower *releases.Follower) *helpdesk {
	metrics := events.NewMetrics(s.named())
	desk := events.NewDesk(events.Options{Store: kept, Clock: s.clock, Metrics: metrics, Rules: func() events.Rules {
		rules := events.Rules{Settle: s.config.EventsSettle, WrapUp: events.DefaultWrapUp}
		if v := follower.View(); v != nil {
			rules.RatingWithin = v.Pointer.Measurement.RatingWithin()
			rules.WrapUp = cmp.Or(v.Pointer.Measurement.WrapUpWithin(), rules.WrapUp)
		}
		return rules
	}})
	return &helpdesk{Desk: desk, Handler: events.NewHandler(events.HandlerOptions{
		Desk: desk, Clock: s.clock, Log: s.log.WithName("events"), Metrics: metrics,
		SecretsDir: s.config.SecretsDir, Secrets: s.config.Events,
	})}
}

type helpdesk struct {
	*events.Desk
	*events.Handler
}

func (s *Server) routes(desk *turns.Desk, told *helpdesk, follower *releases.Follower) (http.Handler, *channel.Chat) {
	limiter := channel.NewLimiter(s.config.CustomerRate, s.config.CustomerBurst)
	mux := http.NewServeMux()
	mux.HandleFunc("/", notFound)
	mux.HandleFunc("GET /v1/release", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(follower.Status()) // the caller has gone
	})
	channel.NewREST(channel.RESTOptions{
		Conversations: desk, Channels: s.config.Channels, SecretsDir: s.config.SecretsDir,
		Limiter: limiter, Clock: s.clock, Log: s.log.WithName("rest"),
	}).Register(mux)
	chat := channel.NewChat(channel.ChatOptions{
		Conversations: desk, Channels: s.config.Channels, Limiter: limiter, Clock: s.clock, Log: s.log.WithName("chat"),
		Origins: s.config.ChatOrigins, Idle: s.config.ChatIdle, MaxConnections: s.config.MaxChats,
	})
	chat.Register(mux)
	told.Register(mux)
	s.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "intentops_bot_chats_open", Help: "Browsers that are connected to the chat.",
	}, func() float64 { return float64(chat.Connections()) }))
	return mux, chat
}
