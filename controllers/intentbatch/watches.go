// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"context"
	"slices"

	apiequality "k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/predicates"
)

// watch lists what a batch depends on. Only changes that a plan reads wake anything: a
// rolling batch writes its counts every tick, which is of no concern to its siblings.
func (r *Reconciler) watch(b *builder.Builder) *builder.Builder {
	return b.
		For(&v1alpha1.IntentBatch{}, builder.WithPredicates(predicate.GenerationChangedPredicate{})).
		Watches(&v1alpha1.IntentBatch{}, r.batchesOf(botOfBatch), builder.WithPredicates(predicates.Changed(batchChanged))).
		Watches(&v1alpha1.Intent{}, r.batchesOf(botOfIntent), builder.WithPredicates(predicates.Changed(intentChanged))).
		Watches(&v1alpha1.Bot{}, r.batchesOf(client.Object.GetName), builder.WithPredicates(predicates.Changed(botChanged))).
		Watches(&v1alpha1.BotRelease{}, r.batchesOf(botOfRelease), builder.WithPredicates(predicate.GenerationChangedPredicate{})).
		Watches(&v1alpha1.EscalationPolicy{}, handler.EnqueueRequestsFromMapFunc(r.batchesWithPolicy), builder.WithPredicates(predicates.Changed(policyChanged))).
		Watches(&v1alpha1.KPITarget{}, r.batchesOf(botOfTarget), builder.WithPredicates(predicates.Changed(targetChanged)))
}

func botOfBatch(o client.Object) string  { return o.(*v1alpha1.IntentBatch).Spec.BotRef.Name }
func botOfIntent(o client.Object) string { return o.(*v1alpha1.Intent).Spec.BotRef.Name }
func botOfRelease(o client.Object) string {
	return o.(*v1alpha1.BotRelease).Spec.BotRef.Name
}
func botOfTarget(o client.Object) string { return o.(*v1alpha1.KPITarget).Spec.BotRef.Name }

func batchChanged(before, after *v1alpha1.IntentBatch) bool {
	return before.Generation != after.Generation ||
		before.Status.Rollout != after.Status.Rollout || before.Status.Result != after.Status.Result ||
		before.DeletionTimestamp.IsZero() != after.DeletionTimestamp.IsZero() ||
		(before.Status.Candidate == nil) != (after.Status.Candidate == nil) ||
		!apiequality.Semantic.DeepEqual(candidates(before), candidates(after))
}

// candidates are the intents that a batch brings. Which revisions of them is in its rollout.
func candidates(b *v1alpha1.IntentBatch) []string {
	var out []string
	for _, intent := range b.Status.Intents {
		if intent.Candidate != "" {
			out = append(out, intent.Name)
		}
	}
	return out
}

func intentChanged(before, after *v1alpha1.Intent) bool {
	return before.Generation != after.Generation ||
		before.Status.Revision != after.Status.Revision ||
		before.Status.ObservedGeneration != after.Status.ObservedGeneration ||
		rejection(before) != rejection(after)
}

func botChanged(before, after *v1alpha1.Bot) bool {
	loaded := func(b *v1alpha1.Bot) string {
		if c := meta.FindStatusCondition(b.Status.Conditions, v1alpha1.ConditionReleaseLoaded); c != nil {
			return string(c.Status)
		}
		return ""
	}
	ready := func(b *v1alpha1.Bot) bool { return b.Status.ReadyReplicas != nil && *b.Status.ReadyReplicas > 0 }
	return before.Generation != after.Generation || loaded(before) != loaded(after) || ready(before) != ready(after) ||
		!apiequality.Semantic.DeepEqual(before.Status.Release, after.Status.Release) ||
		!apiequality.Semantic.DeepEqual(before.Status.Refused, after.Status.Refused)
}

func policyChanged(before, after *v1alpha1.EscalationPolicy) bool {
	return before.Generation != after.Generation || before.Status.AcceptedRevision != after.Status.AcceptedRevision ||
		before.Status.ObservedGeneration != after.Status.ObservedGeneration
}

func targetChanged(before, after *v1alpha1.KPITarget) bool {
	return before.Generation != after.Generation ||
		(before.Status.Baseline == nil) != (after.Status.Baseline == nil) ||
		!apiequality.Semantic.DeepEqual(before.Status.LockedDefinition, after.Status.LockedDefinition)
}

// batchesOf wakes every batch of the Bot that an object belongs to.
func (r *Reconciler) batchesOf(bot func(client.Object) string) handler.EventHandler {
	return handler.EnqueueRequestsFromMapFunc(func(ctx context.Context, o client.Object) []reconcile.Request {
		var list v1alpha1.IntentBatchList
		if err := r.List(ctx, &list, client.InNamespace(o.GetNamespace()), client.MatchingFields{index.BatchesByBot.Field: bot(o)}, client.UnsafeDisableDeepCopy); err != nil {
			log.FromContext(ctx).Error(err, "Listing IntentBatches of a Bot")
			return nil
		}
		var requests []reconcile.Request
		for i := range list.Items {
			requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&list.Items[i])})
		}
		return requests
	})
}

// batchesWithPolicy wakes the batches that include an EscalationPolicy.
func (r *Reconciler) batchesWithPolicy(ctx context.Context, o client.Object) []reconcile.Request {
	var list v1alpha1.IntentBatchList
	if err := r.List(ctx, &list, client.InNamespace(o.GetNamespace()), client.UnsafeDisableDeepCopy); err != nil {
		log.FromContext(ctx).Error(err, "Listing IntentBatches that include an EscalationPolicy")
		return nil
	}
	var requests []reconcile.Request
	for i := range list.Items {
		if b := &list.Items[i]; slices.Contains(b.Spec.Include, v1alpha1.IncludedEscalationPolicy) {
			requests = append(requests, reconcile.Request{NamespacedName: types.NamespacedName{Namespace: b.Namespace, Name: b.Name}})
		}
	}
	return requests
}
