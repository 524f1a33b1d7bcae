// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package kpitarget reconciles KPITargets: it reads the KPI of a Bot once a tick and says
// how it stands against its objective.
package kpitarget

import (
	"context"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/metrics"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// DefaultTick is how often KPIs are measured.
const DefaultTick = metricsource.DefaultKPITick

// Source reads what was counted over a window that ends now or that ended then: by bots, or
// by the custom queries of a KPITarget.
type Source interface {
	KPIs(ctx context.Context, window time.Duration) (metricsource.KPISnapshot, error)
	KPIsUntil(ctx context.Context, bot metricsource.BotKey, window time.Duration, until time.Time) (kpi.Counts, error)
	CustomKPIs(ctx context.Context, custom metricsource.CustomQueries, window time.Duration) (metricsource.BotKPIs, error)
	CustomKPIsUntil(ctx context.Context, custom metricsource.CustomQueries, window time.Duration, until time.Time) (kpi.Counts, error)
}

// Reconciler reconciles KPITargets.
type Reconciler struct {
	client.Client
	Recorder events.EventRecorder
	Source   Source
	// Clock tells ticks and the age of KPITargets. Default: the real one.
	Clock clock.PassiveClock
	// Tick is how often KPIs are measured. Default: DefaultTick. All KPITargets wake at the
	// same multiples of it, without jitter, so that they share the Source's answers.
	Tick time.Duration
	// CustomQueries lets KPITargets bring queries of their own. Default: they are refused.
	CustomQueries bool
	// Objects shows states as metrics. Default: nowhere.
	Objects *metrics.Objects
}

var _ reconcile.Reconciler = (*Reconciler)(nil)

// +kubebuilder:rbac:groups=intentops.dev,resources=kpitargets;bots,verbs=get;list;watch
// +kubebuilder:rbac:groups=intentops.dev,resources=kpitargets/status,verbs=update
// +kubebuilder:rbac:groups=events.k8s.io,resources=events,verbs=create;patch

// SetupWithManager registers the controller.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	if err := index.Ensure(mgr, index.KPITargetsByBot); err != nil {
		return err
	}
	comesOrGoes := predicate.Funcs{UpdateFunc: func(event.UpdateEvent) bool { return false }}
	return ctrl.NewControllerManagedBy(mgr).
		Named("kpitarget").
		For(&v1alpha1.KPITarget{}, builder.WithPredicates(predicate.GenerationChangedPredicate{})).
		Watches(&v1alpha1.Bot{}, handler.EnqueueRequestsFromMapFunc(r.targetsOf), builder.WithPredicates(comesOrGoes)).
		Complete(r)
}

// Reconcile measures one KPITarget.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	target := &v1alpha1.KPITarget{}
	if err := r.Get(ctx, req.NamespacedName, target); err != nil {
		if apierrors.IsNotFound(err) {
			r.Objects.ForgetKPITarget(req.NamespacedName)
		}
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if !target.DeletionTimestamp.IsZero() {
		r.Objects.ForgetKPITarget(req.NamespacedName)
		return ctrl.Result{}, nil
	}
	before := target.Status.DeepCopy()

	seen, err := r.observe(ctx, target)
	if err != nil {
		return ctrl.Result{}, err
	}
	if seen.pending {
		return ctrl.Result{RequeueAfter: stillAsking, Priority: new(handler.LowPriority)}, nil
	}
	left, err := r.apply(ctx, target, before, seen)
	if err != nil {
		return status.Retry(err)
	}
	r.Objects.KPITarget(target)
	r.Objects.Segments(target, seen.parts(target.Spec.Segments))
	r.emit(target, before, seen)

	switch {
	case seen.invalid != nil:
		return ctrl.Result{}, reconcile.TerminalError(seen.invalid)
	case seen.botMissing:
		return ctrl.Result{RequeueAfter: left}, nil // the Bot's creation is an event
	}
	return ctrl.Result{RequeueAfter: r.untilNextTick(), Priority: new(handler.LowPriority)}, nil
}

// untilNextTick is the time until the next multiple of the tick. Users' edits overtake
// the KPITargets that wake then by their priority.
func (r *Reconciler) untilNextTick() time.Duration {
	now := r.now()
	return now.Truncate(r.tick()).Add(r.tick()).Sub(now)
}

func (r *Reconciler) tick() time.Duration {
	if r.Tick > 0 {
		return r.Tick
	}
	return DefaultTick
}

func (r *Reconciler) now() time.Time {
	if r.Clock != nil {
		return r.Clock.Now()
	}
	return time.Now()
}

// targetsOf returns the KPITargets that refer to a Bot.
func (r *Reconciler) targetsOf(ctx context.Context, bot client.Object) []reconcile.Request {
	var targets v1alpha1.KPITargetList
	if err := r.List(ctx, &targets, client.InNamespace(bot.GetNamespace()),
		client.MatchingFields{index.KPITargetsByBot.Field: bot.GetName()}); err != nil {
		log.FromContext(ctx).Error(err, "Listing KPITargets of a Bot")
		return nil
	}
	requests := make([]reconcile.Request, 0, len(targets.Items))
	for i := range targets.Items {
		requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&targets.Items[i])})
	}
	return requests
}
