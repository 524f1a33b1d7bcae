// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"context"

	"k8s.io/apimachinery/pkg/api/equality"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/manager"

	"github.com/intentops/intentops/api/v1alpha1"
)

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
		if equality.Semantic.DeepEqual(measured, intent.Status.Measurements) {
			continue
		}
		select {
		case r.changed <- event.GenericEvent{Object: intent.DeepCopy()}:
		case <-ctx.Done():
			return
		}
	}
}
