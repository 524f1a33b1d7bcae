// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/api/equality"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/predicates"
	"github.com/intentops/intentops/internal/contract/release"
)

// batchMoved lets through only what a release is composed of: a rolling batch writes its
// counts every few seconds, and composing compiles every intent.
var batchMoved = predicates.Changed(func(was, is *v1alpha1.IntentBatch) bool {
	return was.Spec.BotRef != is.Spec.BotRef || was.Spec.State != is.Spec.State ||
		was.DeletionTimestamp.IsZero() != is.DeletionTimestamp.IsZero() ||
		was.Status.Rollout != is.Status.Rollout || was.Status.Result != is.Status.Result ||
		acceptedBatch(was) != acceptedBatch(is) ||
		was.Status.Step != is.Status.Step || was.Status.Revision != is.Status.Revision ||
		!slices.Equal(was.Spec.Include, is.Spec.Include) || !slices.Equal(was.Spec.Intents, is.Spec.Intents) ||
		!equality.Semantic.DeepEqual(was.Status.Candidate, is.Status.Candidate) ||
		!equality.Semantic.DeepEqual(was.Status.Percent, is.Status.Percent) ||
		!slices.Equal(was.Status.Intents, is.Status.Intents)
})

// acceptedBatch says whether a batch's present spec is accepted.
func acceptedBatch(b *v1alpha1.IntentBatch) bool {
	return b.Status.ObservedGeneration == b.Generation && apimeta.IsStatusConditionTrue(b.Status.Conditions, v1alpha1.ConditionAccepted)
}

// intentMoved lets through only what changes which Intents there are, and in which revision.
var intentMoved = predicates.Changed(func(was, is *v1alpha1.Intent) bool {
	return was.DeletionTimestamp.IsZero() != is.DeletionTimestamp.IsZero() || was.Status.Revision != is.Status.Revision ||
		apimeta.IsStatusConditionTrue(was.Status.Conditions, v1alpha1.ConditionAccepted) != apimeta.IsStatusConditionTrue(is.Status.Conditions, v1alpha1.ConditionAccepted)
})

// policyAccepted lets through only another revision in force.
var policyAccepted = predicates.Changed(func(was, is *v1alpha1.EscalationPolicy) bool {
	return was.Status.AcceptedRevision != is.Status.AcceptedRevision
})

// botOfBatch maps an IntentBatch to its Bot.
func botOfBatch(_ context.Context, obj client.Object) []reconcile.Request {
	batch, ok := obj.(*v1alpha1.IntentBatch)
	if !ok {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{
		Namespace: batch.Namespace, Name: batch.Spec.BotRef.Name,
	}}}
}

// botOfRelease maps a BotRelease to its Bot.
func botOfRelease(_ context.Context, obj client.Object) []reconcile.Request {
	record, ok := obj.(*v1alpha1.BotRelease)
	if !ok {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Namespace: record.Namespace, Name: record.Spec.BotRef.Name}}}
}

// deletions lets through only objects that go.
var deletions = predicate.Funcs{
	CreateFunc:  func(event.CreateEvent) bool { return false },
	UpdateFunc:  func(event.UpdateEvent) bool { return false },
	GenericFunc: func(event.GenericEvent) bool { return false },
}

// botOfBundle maps a part of a bundle to its Bot: nothing owns it.
func botOfBundle(_ context.Context, obj client.Object) []reconcile.Request {
	bot := obj.GetLabels()[labelInstance]
	if bot == "" || obj.GetLabels()[release.LabelRelease] == "" {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Namespace: obj.GetNamespace(), Name: bot}}}
}

// botOfIntent maps an Intent to its Bot.
func botOfIntent(_ context.Context, obj client.Object) []reconcile.Request {
	intent, ok := obj.(*v1alpha1.Intent)
	if !ok {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Namespace: intent.Namespace, Name: intent.Spec.BotRef.Name}}}
}

// botDeleted remembers that a Bot was deleted: one that is merely not there yet keeps what
// was restored for it.
func (r *Reconciler) botDeleted(_ context.Context, e event.DeleteEvent, queue workqueue.TypedRateLimitingInterface[reconcile.Request]) {
	key := client.ObjectKeyFromObject(e.Object)
	r.deleted.Store(key, struct{}{})
	queue.Add(reconcile.Request{NamespacedName: key})
}

// botsOfRevision maps a ControllerRevision to the Bots that may serve it.
func (r *Reconciler) botsOfRevision(ctx context.Context, obj client.Object) []reconcile.Request {
	if bot := obj.GetLabels()[release.LabelBot]; bot != "" {
		return []reconcile.Request{{NamespacedName: types.NamespacedName{Namespace: obj.GetNamespace(), Name: bot}}}
	}
	if policy := obj.GetLabels()[release.LabelPolicy]; policy != "" {
		return r.botsNaming(ctx, obj.GetNamespace(), policy)
	}
	return nil
}

// botsOfPolicy maps an EscalationPolicy to the Bots that name it.
func (r *Reconciler) botsOfPolicy(ctx context.Context, obj client.Object) []reconcile.Request {
	return r.botsNaming(ctx, obj.GetNamespace(), obj.GetName())
}

func (r *Reconciler) botsNaming(ctx context.Context, namespace, policy string) []reconcile.Request {
	bots := &v1alpha1.BotList{}
	if err := r.List(ctx, bots, client.InNamespace(namespace), client.UnsafeDisableDeepCopy,
		client.MatchingFields{index.BotsByPolicy.Field: policy}); err != nil {
		log.FromContext(ctx).Error(err, "Listing bots of a policy")
		return nil
	}
	requests := make([]reconcile.Request, 0, len(bots.Items))
	for i := range bots.Items {
		requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&bots.Items[i])})
	}
	return requests
}
