// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"context"

	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/predicates"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// batchMoved leaves out updates of a rolling batch's counts, which come every few seconds
// and say nothing about its intents.
var batchMoved = predicates.Changed(func(was, is *v1alpha1.IntentBatch) bool {
	return predicates.NewSpec(was, is) ||
		was.Status.Rollout != is.Status.Rollout || was.Status.Result != is.Status.Result ||
		was.Status.Revision != is.Status.Revision || was.Status.Step != is.Status.Step ||
		!equality.Semantic.DeepEqual(was.Status.Percent, is.Status.Percent) ||
		!equality.Semantic.DeepEqual(was.Status.Intents, is.Status.Intents) ||
		standing(was) != standing(is)
})

// standing is why a batch stands still, where people have to know of it at its intents too.
func standing(b *v1alpha1.IntentBatch) string {
	c := meta.FindStatusCondition(b.Status.Conditions, v1alpha1.ConditionReady)
	switch {
	case c == nil:
		return ""
	case c.Reason == v1alpha1.ReasonHeld || meta.IsStatusConditionTrue(b.Status.Conditions, v1alpha1.ConditionStalled):
		return c.Reason
	}
	return ""
}

// created leaves out everything but new objects.
var created = predicate.Funcs{
	UpdateFunc:  func(event.UpdateEvent) bool { return false },
	DeleteFunc:  func(event.DeleteEvent) bool { return false },
	GenericFunc: func(event.GenericEvent) bool { return false },
}

// policyAccepted leaves out everything but a change of the revision in force.
var policyAccepted = predicates.Changed(func(was, is *v1alpha1.EscalationPolicy) bool {
	return was.Status.AcceptedRevision != is.Status.AcceptedRevision
})

// intentsOfBatch maps an IntentBatch to the Intents that it names or brings.
func intentsOfBatch(_ context.Context, obj client.Object) []reconcile.Request {
	batch, ok := obj.(*v1alpha1.IntentBatch)
	if !ok {
		return nil
	}
	names := sets.New(batch.Spec.Intents...)
	for _, entry := range batch.Status.Intents {
		names.Insert(entry.Name)
	}
	return requests(batch.Namespace, names)
}

// intentsOfRelease maps a new BotRelease to the Intents that its parent had otherwise.
func (r *Reconciler) intentsOfRelease(ctx context.Context, obj client.Object) []reconcile.Request {
	release, ok := obj.(*v1alpha1.BotRelease)
	if !ok {
		return nil
	}
	parent := &v1alpha1.BotRelease{}
	if found, err := r.find(ctx, release.Namespace, release.Spec.Parent, parent); err != nil {
		log.FromContext(ctx).Error(err, "Reading the parent of a release")
	} else if !found {
		parent = &v1alpha1.BotRelease{}
	}
	before, names := map[string]string{}, sets.New[string]()
	for _, i := range parent.Spec.Intents {
		before[i.Name] = i.Revision
	}
	for _, i := range release.Spec.Intents {
		if before[i.Name] != i.Revision {
			names.Insert(i.Name)
		}
		delete(before, i.Name)
	}
	for name := range before {
		names.Insert(name)
	}
	return requests(release.Namespace, names)
}

// intentsOfBot maps a Bot to its Intents.
func (r *Reconciler) intentsOfBot(ctx context.Context, obj client.Object) []reconcile.Request {
	intents, err := r.listIntentsOfBot(ctx, obj.GetNamespace(), obj.GetName())
	if err != nil {
		log.FromContext(ctx).Error(err, "Listing intents of a bot")
		return nil
	}
	names := sets.New[string]()
	for i := range intents {
		names.Insert(intents[i].Name)
	}
	return requests(obj.GetNamespace(), names)
}

// intentsOfPolicy maps an EscalationPolicy to the Intents of the Bots that name it.
func (r *Reconciler) intentsOfPolicy(ctx context.Context, obj client.Object) []reconcile.Request {
	bots := &v1alpha1.BotList{}
	if err := r.List(ctx, bots, client.InNamespace(obj.GetNamespace()), client.UnsafeDisableDeepCopy,
		client.MatchingFields{index.BotsByPolicy.Field: obj.GetName()}); err != nil {
		log.FromContext(ctx).Error(err, "Listing bots of a policy")
		return nil
	}
	var all []reconcile.Request
	for i := range bots.Items {
		all = append(all, r.intentsOfBot(ctx, &bots.Items[i])...)
	}
	return all
}

// intentsWithSameUtterance maps an Intent to the others of its Bot that share an utterance:
// when one gives it up, another may be accepted.
func (r *Reconciler) intentsWithSameUtterance(ctx context.Context, obj client.Object) []reconcile.Request {
	intent, ok := obj.(*v1alpha1.Intent)
	if !ok {
		return nil
	}
	names := sets.New[string]()
	for _, utterance := range intent.Spec.Utterances {
		list := &v1alpha1.IntentList{}
		key := index.UtteranceKey(intent.Spec.BotRef.Name, utterances.Normalise(utterance))
		if err := r.List(ctx, list, client.InNamespace(intent.Namespace), client.UnsafeDisableDeepCopy,
			client.MatchingFields{index.IntentsByUtterance.Field: key}); err != nil {
			log.FromContext(ctx).Error(err, "Listing intents with the same utterance")
			return nil
		}
		for i := range list.Items {
			names.Insert(list.Items[i].Name)
		}
	}
	names.Delete(intent.Name)
	return requests(intent.Namespace, names)
}

func requests(namespace string, names sets.Set[string]) []reconcile.Request {
	all := make([]reconcile.Request, 0, len(names))
	for _, name := range sets.List(names) {
		all = append(all, reconcile.Request{NamespacedName: types.NamespacedName{Namespace: namespace, Name: name}})
	}
	return all
}

// refresher looks at the measurements of all Intents now and then, and has those
// reconciled for which another value is to be shown. An operator at rest reconciles none.
type refresher struct {
	*Reconciler
	changed chan<- event.GenericEvent
}

var _ manager.LeaderElectionRunnable = (*refresher)(nil)

// NeedLeaderElection is true: the others do not write.
func (*refresher) NeedLeaderElection() bool { return true }

// Start runs until ctx ends.
func (r *refresher) Start(ctx context.Context) error {
	ticker := r.Clock.NewTicker(r.MeasureEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C():
			r.refresh(ctx)
		}
	}
}

func (r *refresher) refresh(ctx context.Context) {
	logger := log.FromContext(ctx)
	intents := &v1alpha1.IntentList{}
	if err := r.List(ctx, intents, client.UnsafeDisableDeepCopy); err != nil {
		logger.Error(err, "Listing intents to refresh their measurements")
		return
	}
	for i := range intents.Items {
		intent := &intents.Items[i]
		measured, err := r.Measurements.Measurements(ctx, intent.Namespace, intent.Spec.BotRef.Name, intent.Name)
		if err != nil {
			// The same for all of them: the metrics are read together.
			logger.V(1).Info("Not refreshing measurements, as metrics cannot be read", "reason", err.Error())
			return
		}
		if !r.worthShowing(intent, measured) {
			continue
		}
		select {
		case r.changed <- event.GenericEvent{Object: intent.DeepCopy()}:
		case <-ctx.Done():
			return
		}
	}
}
