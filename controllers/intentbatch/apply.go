// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"context"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// apply writes what was decided. A batch's status is all that this controller writes: the Bot
// controller makes it so for customers.
//
// Figures that have grown are written in the batch's turn, for which it is looked at once more
// between two ticks: at a tick all batches are due, and what is decided must not wait behind
// the figures of hundreds.
func (r *Reconciler) apply(ctx context.Context, batch *v1alpha1.IntentBatch, before *v1alpha1.IntentBatchStatus, plan *rollout.Result) (left time.Duration, err error) {
	left = setStatus(batch, plan, r.now())
	worth, turn := r.worthWriting(batch, before, r.now())
	if !worth {
		if turn > 0 {
			plan.RequeueAfter = min(plan.RequeueAfter, turn)
		}
		return left, nil
	}
	// The cache's objects are only read, and an answer is decoded into what was sent.
	written := batch.DeepCopy()
	if err := status.Update(ctx, r, written, before, &written.Status); err != nil {
		return left, err
	}
	*batch = *written
	r.pace.Written(client.ObjectKeyFromObject(batch), r.now())
	return left, nil
}
