// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package intentbatch reconciles IntentBatches: it gathers what a rollout depends on, lets
// internal/operator/rollout decide, and writes the decision into the batch's status, from which the
// Bot controller composes what bots serve.
package intentbatch

import (
	"context"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	"k8s.io/utils/keymutex"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/metrics"
	"github.com/intentops/intentops/internal/operator/metricsource"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// Defaults of a Reconciler.
const (
	DefaultTick         = 10 * time.Second
	DefaultMaxStaleness = time.Minute
)

// Source reads what bots report of rollouts, and when they were last heard of.
type Source interface {
	Rollouts(ctx context.Context) (metricsource.RolloutSnapshot, error)
	Loaded(ctx context.Context) (metricsource.LoadedSnapshot, error)
}

// Reconciler reconciles IntentBatches.
type Reconciler struct {
	client.Client
	// Live reads past the cache. It is asked before a rollout begins, so that two batches
	// of a Bot never begin at once. Default: Client.
	Live     client.Reader
	Recorder events.EventRecorder
	Source   Source
	// Clock tells what time it is. Default: the real one.
	Clock clock.PassiveClock
	// Tick is how often rolling batches are looked at. Default: DefaultTick. All of them
	// wake at the same multiples of it and share the Source's answers.
	Tick time.Duration
	// MaxStaleness is the age from which a bot's figures decide nothing. Default:
	// DefaultMaxStaleness.
	MaxStaleness time.Duration
	// Objects shows what batches wait for as metrics. Default: nowhere.
	Objects *metrics.Objects

	pace status.Pace

	once sync.Once
	// starting is held, for one Bot, from the last look at the siblings until the start is
	// written.
	starting keymutex.KeyMutex
}

var _ reconcile.Reconciler = (*Reconciler)(nil)

// +kubebuilder:rbac:groups=intentops.dev,resources=intentbatches;intents;bots;botreleases;escalationpolicies;kpitargets,verbs=get;list;watch
// +kubebuilder:rbac:groups=intentops.dev,resources=intentbatches/status,verbs=update
// +kubebuilder:rbac:groups=events.k8s.io,resources=events,verbs=create;patch

// SetupWithManager registers the controller.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	if err := index.Ensure(mgr, index.BatchesByBot, index.IntentsByBot, index.KPITargetsByBot, index.ReleasesByBot); err != nil {
		return err
	}
	return r.watch(ctrl.NewControllerManagedBy(mgr).Named("intentbatch")).Complete(r)
}

// Reconcile plans one batch and writes what was decided.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	batch := &v1alpha1.IntentBatch{}
	// Most looks write nothing: apply copies what it is to write.
	if err := r.Get(ctx, req.NamespacedName, batch, client.UnsafeDisableDeepCopy); err != nil {
		if apierrors.IsNotFound(err) {
			r.Objects.ForgetIntentBatch(req.NamespacedName)
			r.pace.Forget(req.NamespacedName)
		}
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if !batch.DeletionTimestamp.IsZero() {
		r.Objects.ForgetIntentBatch(req.NamespacedName)
		// What is live stays: it is in the releases of the Bot.
		return ctrl.Result{}, nil
	}
	before := new(batch.Status)

	plan, unlock, err := r.plan(ctx, batch)
	if err != nil {
		return ctrl.Result{}, err
	}
	defer unlock()
	left, err := r.apply(ctx, batch, before, &plan)
	if err != nil {
		return status.Retry(err)
	}
	r.Objects.IntentBatch(batch)
	r.emit(batch, before, &plan)
	return exit(&plan, left)
}

func (r *Reconciler) now() time.Time {
	if r.Clock != nil {
		return r.Clock.Now()
	}
	return time.Now()
}

func (r *Reconciler) tick() time.Duration {
	if r.Tick > 0 {
		return r.Tick
	}
	return DefaultTick
}

func (r *Reconciler) maxStaleness() time.Duration {
	if r.MaxStaleness > 0 {
		return r.MaxStaleness
	}
	return DefaultMaxStaleness
}

// exit turns a plan into when to come back, at the latest when the batch has waited long
// enough.
func exit(plan *rollout.Result, left time.Duration) (ctrl.Result, error) {
	if plan.State == rollout.Stalled && plan.Accepted.Status == "False" && plan.Reason == plan.Accepted.Reason && plan.RequeueAfter == 0 {
		return ctrl.Result{}, reconcile.TerminalError(specError{plan.Accepted.Message})
	}
	result := ctrl.Result{RequeueAfter: plan.RequeueAfter}
	if left > 0 && (result.RequeueAfter == 0 || left < result.RequeueAfter) {
		result.RequeueAfter = left
	}
	if result.RequeueAfter > 0 {
		// What people do goes first.
		result.Priority = new(handler.LowPriority)
	}
	return result, nil
}

// specError is a spec that cannot be followed until somebody changes it.
type specError struct{ message string }

// Error names the fields and the fixes.
func (e specError) Error() string { return e.message }
