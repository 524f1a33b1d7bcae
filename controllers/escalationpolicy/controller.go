// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package escalationpolicy reconciles EscalationPolicies: it compiles their rules, keeps
// each spec that compiles as a revision, and says which one is in force and for whom.
package escalationpolicy

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/predicates"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/controllers/internal/status"
)

// FieldOwner is the field manager of everything that this controller writes.
const FieldOwner = "intentops-escalationpolicy"

// Reconciler reconciles EscalationPolicies.
type Reconciler struct {
	client.Client
	Recorder events.EventRecorder

	revisions revision.Store
}

var _ reconcile.Reconciler = (*Reconciler)(nil)

// +kubebuilder:rbac:groups=intentops.dev,resources=escalationpolicies,verbs=get;list;watch
// +kubebuilder:rbac:groups=intentops.dev,resources=escalationpolicies/status,verbs=update
// +kubebuilder:rbac:groups=intentops.dev,resources=bots,verbs=get;list;watch
// +kubebuilder:rbac:groups=apps,resources=controllerrevisions,verbs=get;list;watch;create;update;delete
// +kubebuilder:rbac:groups=events.k8s.io,resources=events,verbs=create;patch

// SetupWithManager registers the controller.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	r.revisions = revision.Store{Client: r.Client, Live: mgr.GetAPIReader(), FieldOwner: FieldOwner}
	if err := index.Ensure(mgr, index.BotsByPolicy); err != nil {
		return err
	}
	return ctrl.NewControllerManagedBy(mgr).
		Named("escalationpolicy").
		For(&v1alpha1.EscalationPolicy{}).
		Owns(&appsv1.ControllerRevision{}, builder.WithPredicates(predicates.NotCreated)).
		Watches(&v1alpha1.Bot{}, handler.EnqueueRequestsFromMapFunc(policyOfBot), builder.WithPredicates(predicates.SpecChanged)).
		Complete(r)
}

// Reconcile brings the status of one EscalationPolicy in line with what is there.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	policy := &v1alpha1.EscalationPolicy{}
	if err := r.Get(ctx, req.NamespacedName, policy); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if !policy.DeletionTimestamp.IsZero() {
		// Revisions are owned by the policy: the garbage collector takes them away. Bots keep
		// what they have loaded.
		return ctrl.Result{}, nil
	}
	before := policy.Status.DeepCopy()

	seen, err := r.observe(ctx, policy)
	if err != nil {
		return ctrl.Result{}, err
	}
	done, err := r.apply(ctx, policy, seen)
	if err != nil {
		return status.Retry(err)
	}
	setStatus(policy, seen, done)

	if err := status.Update(ctx, r, policy, before, &policy.Status); err != nil {
		return status.Retry(err)
	}
	r.emit(policy, before, done)
	if err := r.prune(ctx, policy); err != nil {
		return status.Retry(err)
	}
	if seen.problem != nil {
		// Only an edit of the spec can help.
		return ctrl.Result{}, reconcile.TerminalError(seen.problem)
	}
	return ctrl.Result{}, nil
}

// policyOfBot maps a Bot to its EscalationPolicy. After a change of the reference it is
// called for the old Bot and the new one.
func policyOfBot(_ context.Context, obj client.Object) []reconcile.Request {
	bot, ok := obj.(*v1alpha1.Bot)
	if !ok {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{
		Namespace: bot.Namespace, Name: bot.Spec.EscalationPolicyRef.Name,
	}}}
}
