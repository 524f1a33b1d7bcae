// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/edge"
	"github.com/intentops/intentops/internal/bot/events"
	"github.com/intentops/intentops/internal/bot/handoff"
	"github.com/intentops/intentops/internal/bot/identity"
	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/store"
	"github.com/intentops/intentops/internal/bot/turns"
	"github.com/intentops/intentops/internal/contract/connection"
	"github.com/intentops/intentops/internal/contract/proxies"
	"github.com/intentops/intentops/internal/contract/release"
)

// parts are what runs behind the ports.
type parts struct {
	chat *channel.Chat
	runs []func(context.Context) error
}

func (s *Server) assemble(ctx context.Context, conversations *store.Store) (*parts, error) {
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
		Files:    func(t release.TLS) connection.Files { return s.config.files(t, "") },
		Accepted: processor.Accepted, Failed: processor.Failed, GiveUpAfter: s.config.ConversationTTL,
		Namespace: s.config.Namespace, Bot: s.config.Bot, Logger: s.log.WithName("handoff"),
	})
	if err != nil {
		return nil, err
	}
	s.registry.MustRegister(deliverer)

	helpdeskEvents := s.newHelpdesk(conversations, follower)
	p := &parts{runs: append(watch, totals.Run, deliverer.Run, conversations.Measure, func(ctx context.Context) error {
		return conversations.RunDue(ctx, func(ctx context.Context, due conversation.DueMessage) error {
			if due.Kind == conversation.DueHelpdesk {
				return helpdeskEvents.Due(ctx, due)
			}
			return processor.RunDue(ctx, due)
		})
	})}
	key, err := conversations.Key(ctx, "identity", func() []byte { return identity.NewKey() })
	if err != nil {
		return nil, err
	}
	if p.chat, err = s.routes(processor, helpdeskEvents, conversations, key); err != nil {
		return nil, err
	}
	s.follower.Store(follower)
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
	s.health.add("isolation", conversations.Isolated)
	s.health.add("keys", s.longKeys)
	p.runs = append(p.runs, conversations.WatchIsolation, conversations.KeepKeys)
	s.labelledRegistry().MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "intentops_store_shared_account", Help: "1 while bots of other namespaces can be read on the NATS server, and so read this one; else 0.",
	}, func() float64 {
		if conversations.Shared() {
			return 1
		}
		return 0
	}))
	s.labelledRegistry().MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "intentops_store_foreign_entries_total", Help: "Entries of the store that were not used because somebody else wrote them, without the key of store.encryption.",
	}, func() float64 { return float64(conversations.Refused()) }))
	return p, nil
}

// labelledRegistry registers metrics with the labels of the bot, which alerts need.
func (s *Server) labelledRegistry() prometheus.Registerer {
	return prometheus.WrapRegistererWith(prometheus.Labels{"namespace": s.config.Namespace, "bot": s.config.Bot}, s.registry)
}

// target is where the policy in force sends handoff packets.
func target(follower *releases.Follower) func() release.Handoff {
	return func() release.Handoff {
		if v := follower.View(); v != nil {
			return v.Stable.Handoff()
		}
		return release.Handoff{}
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
		SecretsDir: s.config.SecretsDir, Shed: s.shed, Secrets: s.config.Events,
		Namespace: s.config.Namespace, Bot: s.config.Bot,
	})}
}

type helpdesk struct {
	*events.Ingestor
	*events.Handler
}

// routes puts what customers and senders use on their ports, and returns the chat.
func (s *Server) routes(processor *turns.Processor, events *helpdesk, store *store.Store, key identity.Key) (*channel.Chat, error) {
	trusted, err := proxies.Parse(s.config.TrustedProxies)
	if err != nil {
		return nil, err
	}
	if wide := proxies.Wide(trusted); len(wide) > 0 {
		s.log.Info("Clients are probably among the trusted proxies and could write which network they are in: name the networks of your proxies only", "trusted-proxies", fmt.Sprint(wide))
	}
	limits := channel.Limits{
		Customers: edge.NewLimiter(s.config.CustomerRate, s.config.CustomerBurst),
		Openings: edge.NewOpenings(s.config.NewConversations, s.config.NetworkConversations, s.networkShare(), func() edge.StoreLevel {
			return edge.LevelOf(store.Size(), uint64(s.config.StoreSize))
		}, s.shed),
		Shed: s.shed, TrustedProxies: trusted,
	}
	requests, messages := edge.NewSlots(s.config.MaxRequests, workWait, s.shed), edge.NewSlots(s.config.MaxMessages, workWait, s.shed)
	rest := channel.NewREST(channel.RESTOptions{
		Conversations: processor, Channels: s.config.Channels, SecretsDir: s.config.SecretsDir, Key: key,
		Limits: limits, Work: requests, Clock: s.clock, Log: s.log.WithName("rest"),
	})
	chat := channel.NewChat(channel.ChatOptions{
		Conversations: processor, Channels: s.config.Channels, SecretsDir: s.config.SecretsDir, Key: key,
		Limits: limits, Work: messages, Clock: s.clock, Log: s.log.WithName("chat"),
		Origins: s.config.ChatOrigins, FrameAncestors: s.config.ChatFrameAncestors, Idle: s.config.ChatIdle, MaxConnections: s.config.MaxChats,
	})
	if s.api != nil {
		rest.Register(s.api.mux)
		s.health.note("tokens", rest.Ready)
	}
	if s.chat != nil {
		chat.Register(s.chat.mux)
		s.health.note("identities", chat.Ready)
	}
	if s.events != nil {
		events.Register(s.events.mux)
	}
	s.measure(chat, store, map[string]*edge.Slots{"api": requests, "chat": messages, "events": events.Slots()})
	return chat, nil
}

// networkShare is what one client network may take of the store; nil: there is no bound.
func (s *Server) networkShare() *edge.Share {
	if s.config.StoreSize == 0 || s.config.NetworkStorePercent == 100 {
		return nil
	}
	return edge.NewShare(s.config.StoreSize/100*int64(s.config.NetworkStorePercent), s.config.conversationTTL())
}

// workWait is how long a request that has come in waits for a slot.
const workWait = 2 * time.Second

// measure shows how near the bounds are.
func (s *Server) measure(chat *channel.Chat, store *store.Store, work map[string]*edge.Slots) {
	gauge := func(name, help string, labels prometheus.Labels, value func() float64) {
		s.labelledRegistry().MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels}, value))
	}
	gauge("intentops_bot_chats_open", "Browsers that are connected to the chat.", nil, func() float64 { return float64(chat.Connections()) })
	gauge("intentops_bot_store_bytes", "Bytes that the store uses.", nil, func() float64 { return float64(store.Size()) })
	gauge("intentops_bot_store_limit_bytes", "Bytes that the store may use; 0: it has no bound.", nil, func() float64 { return float64(s.config.StoreSize) })
	for port, slots := range work {
		gauge("intentops_bot_requests_in_flight", "Requests, and messages of chats, that are being served, by port.",
			prometheus.Labels{"port": port}, func() float64 { return float64(slots.InUse()) })
	}
}
