// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"

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
