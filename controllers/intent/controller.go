// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package intent reconciles Intents: it checks what the schema cannot see, keeps each
// accepted spec as a revision, and says how far the intent has come.
package intent

import (
	"context"
	"errors"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/controller-runtime/pkg/source"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/predicates"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/controllers/internal/status"
)

// FieldOwner is the field manager of everything that this controller writes.
const FieldOwner = "intentops-intent"

// Measurements tells how the conversations of an intent went over the last day.
type Measurements interface {
	// Measurements returns nil when nothing was measured, and an error when the metrics
	// cannot be read now.
	Measurements(ctx context.Context, namespace, bot, intent string) (*v1alpha1.IntentMeasurements, error)
}

// Reconciler reconciles Intents.
type Reconciler struct {
	client.Client
	Recorder events.EventRecorder
	// Clock defaults to the real one.
	Clock clock.WithTicker
	// Measurements may be nil: then the status has none.
	Measurements Measurements
	// MeasureEvery is how often measurements are looked at. Default: 1m.
	MeasureEvery time.Duration

	revisions revision.Store
	pace      status.Pace
}

var _ reconcile.Reconciler = (*Reconciler)(nil)

// +kubebuilder:rbac:groups=intentops.dev,resources=intents,verbs=get;list;watch
// +kubebuilder:rbac:groups=intentops.dev,resources=intents/status,verbs=update
// +kubebuilder:rbac:groups=intentops.dev,resources=bots;botreleases;intentbatches;escalationpolicies,verbs=get;list;watch
// +kubebuilder:rbac:groups=apps,resources=controllerrevisions,verbs=get;list;watch;create;update;delete
// +kubebuilder:rbac:groups=events.k8s.io,resources=events,verbs=create;patch

// SetupWithManager registers the controller.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	if r.Clock == nil {
		r.Clock = clock.RealClock{}
	}
	if r.MeasureEvery <= 0 {
		r.MeasureEvery = time.Minute
	}
	r.revisions = revision.Store{Client: r.Client, Live: mgr.GetAPIReader(), FieldOwner: FieldOwner, Indexed: true}
	if err := index.Ensure(mgr, index.IntentsByBot, index.IntentsByUtterance, index.BatchesByIntent, index.BotsByPolicy,
		index.ReleasesByBot, index.RevisionsByOwner); err != nil {
		return err
	}
	b := ctrl.NewControllerManagedBy(mgr).
		Named("intent").
		For(&v1alpha1.Intent{}).
		Owns(&appsv1.ControllerRevision{}, builder.WithPredicates(predicates.NotCreated)).
		Watches(&v1alpha1.Intent{}, handler.EnqueueRequestsFromMapFunc(r.intentsWithSameUtterance), builder.WithPredicates(predicates.SpecChanged)).
		Watches(&v1alpha1.IntentBatch{}, handler.EnqueueRequestsFromMapFunc(intentsOfBatch), builder.WithPredicates(batchMoved)).
		Watches(&v1alpha1.BotRelease{}, handler.EnqueueRequestsFromMapFunc(r.intentsOfRelease), builder.WithPredicates(created)).
		Watches(&v1alpha1.Bot{}, handler.EnqueueRequestsFromMapFunc(r.intentsOfBot), builder.WithPredicates(predicates.SpecChanged)).
		Watches(&v1alpha1.EscalationPolicy{}, handler.EnqueueRequestsFromMapFunc(r.intentsOfPolicy), builder.WithPredicates(policyAccepted))
	if r.Measurements != nil {
		changed := make(chan event.GenericEvent, 100)
		b = b.WatchesRawSource(source.Channel(changed, &handler.EnqueueRequestForObject{}))
		if err := mgr.Add(&refresher{Reconciler: r, changed: changed}); err != nil {
			return err
		}
	}
	return b.Complete(r)
}

// Reconcile brings the status of one Intent in line with what is there.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	intent := &v1alpha1.Intent{}
	if err := r.Get(ctx, req.NamespacedName, intent); err != nil {
		if apierrors.IsNotFound(err) {
			r.pace.Forget(req.NamespacedName)
		}
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if !intent.DeletionTimestamp.IsZero() {
		// Revisions are owned by the Intent: the garbage collector takes them away.
		return ctrl.Result{}, nil
	}
	before := intent.Status.DeepCopy()

	seen, err := r.observe(ctx, intent)
	if err != nil {
		return ctrl.Result{}, err
	}
	done, err := r.apply(ctx, intent, seen)
	if err != nil {
		return status.Retry(err)
	}
	left := setStatus(intent, seen, done)

	if err := status.Update(ctx, r, intent, before, &intent.Status); err != nil {
		return status.Retry(err)
	}
	if !apiequality.Semantic.DeepEqual(before.Measurements, intent.Status.Measurements) {
		r.pace.Written(req.NamespacedName, r.Clock.Now())
	}
	r.emit(intent, before, done)
	if err := r.prune(ctx, intent); err != nil {
		return status.Retry(err)
	}
	return exit(seen, left)
}

// exit says when to look again: never after a spec that only a person can mend, when the
// deadline has passed while something may still arrive, else when something changes.
func exit(seen *observation, left time.Duration) (ctrl.Result, error) {
	if len(seen.problems) > 0 {
		return ctrl.Result{}, reconcile.TerminalError(errors.New(problemList(seen.problems)))
	}
	return ctrl.Result{RequeueAfter: left}, nil
}
