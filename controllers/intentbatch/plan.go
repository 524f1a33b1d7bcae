// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"context"

	"k8s.io/utils/keymutex"
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
	unlock = r.lock(batch)
	if err := observeBot(ctx, r.live(), &snapshot); err != nil {
		unlock()
		return plan, func() {}, err
	}
	return rollout.Plan(snapshot), unlock, nil
}

// locks is how many Bots begin a rollout side by side at most; two that share one wait for
// each other, which costs time and changes nothing.
const locks = 1024

// lock keeps other batches of the same Bot from beginning until it is called.
func (r *Reconciler) lock(batch *v1alpha1.IntentBatch) (unlock func()) {
	r.once.Do(func() { r.starting = keymutex.NewHashed(locks) })
	bot := batch.Namespace + "/" + batch.Spec.BotRef.Name
	r.starting.LockKey(bot)
	return func() { _ = r.starting.UnlockKey(bot) } // a hashed one never fails
}

func (r *Reconciler) live() client.Reader {
	if r.Live != nil {
		return r.Live
	}
	return r.Client
}
