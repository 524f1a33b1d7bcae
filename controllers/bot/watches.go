// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/release"
)

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
	if err := r.List(ctx, bots, client.InNamespace(namespace)); err != nil {
		log.FromContext(ctx).Error(err, "Listing bots of a policy")
		return nil
	}
	var requests []reconcile.Request
	for i := range bots.Items {
		if bots.Items[i].Spec.EscalationPolicyRef.Name == policy {
			requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&bots.Items[i])})
		}
	}
	return requests
}
