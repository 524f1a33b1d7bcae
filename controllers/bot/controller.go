// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package bot reconciles Bots: it compiles the releases that a bot is to serve, says
// through the pointer which conversation gets which, and keeps the pods running.
package bot

import (
	"context"
	"slices"
	"sync"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	"k8s.io/utils/lru"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/apply"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/metrics"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// FieldOwner is the field manager of everything that this controller applies.
const FieldOwner = "intentops-bot"

// Waits between two looks at something that sends no events.
const (
	loadingInterval = 5 * time.Second
	// mendInterval is for what people mend elsewhere: a missing Secret, an object in the way,
	// a pod that does not start.
	mendInterval = 30 * time.Second
)

// LoadedSource tells which releases the pods of Bots have loaded. It does not wait for a Prometheus
// that is slow: meanwhile a pin of the Bot, or its kill switch, would wait too.
type LoadedSource interface {
	LoadedSoon(ctx context.Context) (metricsource.LoadedSnapshot, error)
}

// Reconciler reconciles Bots.
type Reconciler struct {
	client.Client
	// Live reads past the cache: pointers, pods, and what others made.
	Live     client.Reader
	Recorder events.EventRecorder
	// Loaded may be nil: then it is unknown what the pods have loaded.
	Loaded LoadedSource
	// Image of bots that name none.
	Image string
	// Security of bots' pods. Default: DefaultSecurity.
	Security *Security
	// Network says whom bots' pods may talk with. Default: no NetworkPolicies are made.
	Network Network
	// Clock tells what time it is. Default: the real one.
	Clock clock.PassiveClock
	// Objects shows how Bots stand as metrics. Default: nowhere.
	Objects *metrics.Objects

	// indexed says that Client is a manager's cache, which has indexes that the API server has not.
	indexed bool
	once    sync.Once
	applier *apply.Applier
	// contents are unpacked releases by digest.
	contents *lru.Cache
	// compositions are by name of the Bot.
	compositions sync.Map
	// deleted are Bots whose deletion was seen, so that what was live of them may go too.
	deleted sync.Map
}

var _ reconcile.Reconciler = (*Reconciler)(nil)

// +kubebuilder:rbac:groups=intentops.dev,resources=bots,verbs=get;list;watch
// +kubebuilder:rbac:groups=intentops.dev,resources=bots/status,verbs=update
// +kubebuilder:rbac:groups=intentops.dev,resources=intents;intentbatches;escalationpolicies,verbs=get;list;watch
// +kubebuilder:rbac:groups=intentops.dev,resources=botreleases,verbs=get;list;watch;create;patch;delete
// +kubebuilder:rbac:groups=intentops.dev,resources=botreleases/status,verbs=update
// +kubebuilder:rbac:groups=apps,resources=controllerrevisions,verbs=get;list;watch
// +kubebuilder:rbac:groups=apps,resources=deployments,verbs=get;list;watch;create;patch
// +kubebuilder:rbac:groups="",resources=services,verbs=get;list;watch;create;patch;delete
// +kubebuilder:rbac:groups="",resources=serviceaccounts,verbs=get;list;watch;create;patch
// +kubebuilder:rbac:groups="",resources=configmaps,verbs=get;list;watch;create;update;patch;delete
// +kubebuilder:rbac:groups="",resources=pods,verbs=list
// +kubebuilder:rbac:groups=rbac.authorization.k8s.io,resources=roles;rolebindings,verbs=get;list;watch;create;patch
// +kubebuilder:rbac:groups=networking.k8s.io,resources=networkpolicies,verbs=get;list;watch;create;patch;delete
// +kubebuilder:rbac:groups=policy,resources=poddisruptionbudgets,verbs=get;list;watch;create;patch
// +kubebuilder:rbac:groups=events.k8s.io,resources=events,verbs=create;patch

// SetupWithManager registers the controller.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	if err := index.Ensure(mgr, index.BotsByPolicy, index.ReleasesByBot, index.IntentsByBot, index.BatchesByBot, index.BundlesByBot); err != nil {
		return err
	}
	r.indexed = true
	return ctrl.NewControllerManagedBy(mgr).
		Named("bot").
		For(&v1alpha1.Bot{}).
		Owns(&appsv1.Deployment{}).
		Owns(&corev1.ConfigMap{}).
		Owns(&corev1.Service{}).
		Owns(&corev1.ServiceAccount{}).
		Owns(&rbacv1.Role{}).
		Owns(&rbacv1.RoleBinding{}).
		Owns(&policyv1.PodDisruptionBudget{}).
		Owns(&networkingv1.NetworkPolicy{}).
		Watches(&corev1.ConfigMap{}, handler.EnqueueRequestsFromMapFunc(botOfBundle), builder.WithPredicates(deletions)).
		Watches(&v1alpha1.Bot{}, handler.Funcs{DeleteFunc: r.botDeleted}).
		Watches(&v1alpha1.BotRelease{}, handler.EnqueueRequestsFromMapFunc(botOfRelease)).
		Watches(&v1alpha1.Intent{}, handler.EnqueueRequestsFromMapFunc(botOfIntent), builder.WithPredicates(intentMoved)).
		Watches(&v1alpha1.IntentBatch{}, handler.EnqueueRequestsFromMapFunc(botOfBatch), builder.WithPredicates(batchMoved)).
		Watches(&v1alpha1.EscalationPolicy{}, handler.EnqueueRequestsFromMapFunc(r.botsOfPolicy), builder.WithPredicates(policyAccepted)).
		Watches(&appsv1.ControllerRevision{}, handler.EnqueueRequestsFromMapFunc(r.botsOfRevision)).
		Complete(r)
}

// Reconcile brings one Bot nearer to its spec.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	r.once.Do(func() {
		r.applier = apply.New(r.Client, r.Live, FieldOwner)
		if r.Security == nil {
			r.Security = new(DefaultSecurity())
		}
		r.contents = lru.New(keptContents)
	})
	bot := &v1alpha1.Bot{}
	if err := r.Get(ctx, req.NamespacedName, bot); err != nil {
		if apierrors.IsNotFound(err) {
			r.applier.Forget(req.Namespace, append(serviceNames(req.Name), identityName(req.Name))...)
			r.Objects.ForgetBot(req.NamespacedName)
			r.compositions.Delete(req.NamespacedName)
			if _, gone := r.deleted.Load(req.NamespacedName); gone {
				if err := r.forget(ctx, req.NamespacedName); err != nil {
					return ctrl.Result{}, err
				}
				r.deleted.Delete(req.NamespacedName)
			}
		}
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	r.deleted.Delete(req.NamespacedName)
	seen := &observation{}
	if err := r.observeRollouts(ctx, bot, seen); err != nil {
		return ctrl.Result{}, err
	}
	if err := r.guard(ctx, bot, seen); err != nil {
		if apierrors.IsConflict(err) || !bot.DeletionTimestamp.IsZero() {
			return status.Retry(err)
		}
		seen.pointerProblem = err
	}
	if !bot.DeletionTimestamp.IsZero() {
		r.Objects.ForgetBot(req.NamespacedName)
		// Everything that a Bot has is owned by it: the garbage collector takes it away. Until
		// it does, the pods serve, and guard still reaches them.
		return ctrl.Result{}, nil
	}
	before := bot.Status.DeepCopy()

	if err := r.observe(ctx, bot, seen); err != nil {
		return ctrl.Result{}, err
	}
	done := r.apply(ctx, bot, seen)
	if err := r.observePods(ctx, bot, seen); err != nil {
		return ctrl.Result{}, err
	}
	r.observeLoaded(ctx, bot, seen)
	left := setStatus(bot, seen, done)

	if err := status.Update(ctx, r, bot, before, &bot.Status); err != nil {
		return status.Retry(err)
	}
	r.show(bot, seen, done)
	r.emit(bot, before, done)
	return exit(bot, seen, done, left)
}

// show tells the operator's metrics how the Bot stands. What it serves stays as it was while
// no new release can be made.
func (r *Reconciler) show(bot *v1alpha1.Bot, seen *observation, done outcome) {
	r.Objects.Bot(bot, slices.ContainsFunc(seen.policies, func(p release.Policy) bool { return p.Handoff.Placeholder() }))
	if done.composed {
		r.Objects.LiveIntents(bot, done.live)
	}
}

// exit says when to look again: at once after an error that may pass, after a while when
// something is awaited that sends no events, at the latest when the deadline of a wait has
// passed, else when something changes.
func exit(bot *v1alpha1.Bot, seen *observation, done outcome, left time.Duration) (ctrl.Result, error) {
	switch {
	case done.invalid != nil:
		return ctrl.Result{}, reconcile.TerminalError(done.invalid)
	case done.err != nil:
		return status.Retry(done.err)
	case done.refused != nil:
		return ctrl.Result{RequeueAfter: mendInterval}, nil //nolint:nilerr // a person mends it; the status says so
	case !seen.loaded.complete():
		return ctrl.Result{RequeueAfter: min(seen.later(bot, loadingInterval, left), mendInterval)}, nil
	case len(seen.missingSecrets) > 0 && left > 0:
		return ctrl.Result{RequeueAfter: min(loadingInterval, left)}, nil
	case len(seen.missingSecrets) > 0:
		return ctrl.Result{RequeueAfter: mendInterval}, nil // a person mends it
	case seen.awaitsSecrets(bot) && left > 0:
		return ctrl.Result{RequeueAfter: seen.later(bot, loadingInterval, left)}, nil
	case seen.awaitsSecrets(bot), done.waiting == "" && behind(bot, seen.deployment):
		return ctrl.Result{RequeueAfter: seen.later(bot, mendInterval, left)}, nil
	}
	return ctrl.Result{RequeueAfter: left}, nil
}

// later is when to look again for what tells nobody when it comes: what has stayed as it is for
// long is looked at less often, so that bots whose pods never report it cost next to nothing. It is
// not after the deadline of the wait, which is left away; 0: there is none.
func (seen *observation) later(bot *v1alpha1.Bot, soonest, left time.Duration) time.Duration {
	var changed time.Time
	for _, c := range bot.Status.Conditions {
		if c.LastTransitionTime.After(changed) {
			changed = c.LastTransitionTime.Time
		}
	}
	wait := min(max(seen.now.Sub(changed)/2, soonest), 10*mendInterval)
	if left > 0 {
		wait = min(wait, left)
	}
	return wait
}
