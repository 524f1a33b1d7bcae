// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"context"
	"time"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// plan observes and decides. A plan that begins a rollout is made again with the Bot, what it
// serves and the siblings read past the cache, and nobody else begins one until unlock is
// called.
func (r *Reconciler) plan(ctx context.Context, batch *v1alpha1.IntentBatch) (plan rollout.Result, unlock func(), err error) {
	unlock = func() {}
	snapshot, err := r.observe(ctx, batch)
	if err != nil {
		return plan, unlock, err
	}
	if plan = rollout.Plan(snapshot); !plan.Starts {
		return plan, unlock, nil
	}
	r.starting.Lock()
	if err := observeBot(ctx, r.live(), &snapshot); err != nil {
		r.starting.Unlock()
		return plan, unlock, err
	}
	return rollout.Plan(snapshot), r.starting.Unlock, nil
}

func (r *Reconciler) live() client.Reader {
	if r.Live != nil {
		return r.Live
	}
	return r.Client
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
