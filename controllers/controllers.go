// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package controllers is the I/O shell of the operator: each controller gathers what it
// must know, calls the pure packages under internal/ to decide, applies what they say and
// writes its object's status once. Setup is the list of them.
package controllers

import (
	"fmt"
	"time"

	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/intentops/intentops/controllers/bot"
	"github.com/intentops/intentops/controllers/escalationpolicy"
	"github.com/intentops/intentops/controllers/intent"
	"github.com/intentops/intentops/controllers/intentbatch"
	"github.com/intentops/intentops/controllers/kpitarget"
	"github.com/intentops/intentops/internal/metricsource"
)

// Options of all controllers.
type Options struct {
	// BotImage is the image of Bots that name none.
	BotImage string
	// Metrics is Prometheus.
	Metrics *metricsource.Source
	// Tick is how often rolling batches and KPIs are looked at.
	Tick time.Duration
	// MaxStaleness is the age beyond which a bot's metrics decide nothing.
	MaxStaleness time.Duration
}

// Setup registers every controller with the manager.
func Setup(mgr ctrl.Manager, o Options) error {
	for _, c := range []struct {
		name string
		ctrl interface{ SetupWithManager(ctrl.Manager) error }
	}{} {
		if err := c.ctrl.SetupWithManager(mgr); err != nil {
			return fmt.Errorf("setting up the %s controller: %w", c.name, err)
		}
	}
	return nil
}
