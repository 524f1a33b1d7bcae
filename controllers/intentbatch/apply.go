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
func (r *Reconciler) apply(ctx context.Context, batch *v1alpha1.IntentBatch, before *v1alpha1.IntentBatchStatus, plan *rollout.Result) (left time.Duration, err error) {
	left = setStatus(batch, plan, r.now())
	if !r.worthWriting(batch, before, r.now()) {
		return left, nil
	}
	if err := status.Update(ctx, r, batch, before, &batch.Status); err != nil {
		return left, err
	}
	r.pace.Written(client.ObjectKeyFromObject(batch), r.now())
	return left, nil
}
