// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package controllers is the I/O shell of the operator: each controller gathers what it
// must know, calls the pure packages under internal/ to decide, applies what they say and
// writes its object's status once. Setup is the list of them.
package controllers

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/intentops/intentops/controllers/bot"
	"github.com/intentops/intentops/controllers/escalationpolicy"
	"github.com/intentops/intentops/controllers/intent"
	"github.com/intentops/intentops/controllers/intentbatch"
	"github.com/intentops/intentops/controllers/kpitarget"
	"github.com/intentops/intentops/controllers/metrics"
	"github.com/intentops/intentops/controllers/notification"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// DefaultConcurrency is how many objects of each kind are reconciled at the same time. It is
// set on the manager, for all controllers alike. A worker mostly waits for the API server; with
// this many, hundreds of batches begin or are rolled back within a second or two, and the API
// server's own limits, priority and fairness, keep its load in bounds.
const DefaultConcurrency = 16

// Options of all controllers.
type Options struct {
	// BotImage is the image of Bots that name none.
	BotImage string
	// BotSecurity is the security contexts of bots' pods. Default: bot.DefaultSecurity.
	BotSecurity *bot.Security
	// BotNetwork says whom bots' pods may talk with.
	BotNetwork bot.Network
	// Metrics is the Prometheus that scrapes the bots.
	Metrics *metricsource.Source
	// CustomQueries lets KPITargets bring queries of their own.
	CustomQueries bool
	// Tick is how often rolling batches are looked at, KPITick how often KPIs are.
	Tick, KPITick time.Duration
	// MaxStaleness is the age beyond which a bot's metrics decide nothing.
	MaxStaleness time.Duration
	// Notifications is who is told of rollouts and KPIs. Default: nobody.
	Notifications *notification.Options
	// Registerer takes the metrics of Bots, KPITargets and IntentBatches. Default: none are shown.
	Registerer prometheus.Registerer
}

// Setup registers every controller with the manager.
func Setup(mgr ctrl.Manager, o Options) error {
	objects := metrics.New()
	if o.Registerer != nil {
		if err := o.Registerer.Register(objects); err != nil {
			return fmt.Errorf("registering metrics: %w", err)
		}
	}
	for _, c := range []interface{ SetupWithManager(ctrl.Manager) error }{
		&escalationpolicy.Reconciler{
			Client:   mgr.GetClient(),
			Recorder: mgr.GetEventRecorder("intentops-escalationpolicy"),
		},
		&intent.Reconciler{
			Client:       mgr.GetClient(),
			Recorder:     mgr.GetEventRecorder("intentops-intent"),
			Measurements: o.Metrics,
		},
		&intentbatch.Reconciler{
			Client:       mgr.GetClient(),
			Live:         mgr.GetAPIReader(),
			Recorder:     mgr.GetEventRecorder("intentops-intentbatch"),
			Source:       o.Metrics,
			Tick:         o.Tick,
			MaxStaleness: o.MaxStaleness,
			Objects:      objects,
		},
		&bot.Reconciler{
			Client:   mgr.GetClient(),
			Live:     mgr.GetAPIReader(),
			Recorder: mgr.GetEventRecorder("intentops-bot"),
			Loaded:   o.Metrics,
			Image:    o.BotImage,
			Objects:  objects,
			Security: o.BotSecurity,
			Network:  o.BotNetwork,
		},
		&kpitarget.Reconciler{
			Client:        mgr.GetClient(),
			Recorder:      mgr.GetEventRecorder("intentops-kpitarget"),
			Source:        o.Metrics,
			Tick:          o.KPITick,
			CustomQueries: o.CustomQueries,
			Objects:       objects,
		},
	} {
		if err := c.SetupWithManager(mgr); err != nil {
			return fmt.Errorf("setting up %T: %w", c, err)
		}
	}
	if o.Notifications != nil {
		if err := notification.SetupWithManager(mgr, *o.Notifications, o.Registerer); err != nil {
			return fmt.Errorf("setting up notifications: %w", err)
		}
	}
	return nil
}
