// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"context"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
)

// apply writes what was measured. A KPITarget's status is all that this controller writes.
func (r *Reconciler) apply(ctx context.Context, target *v1alpha1.KPITarget, before *v1alpha1.KPITargetStatus, seen observation) (left time.Duration, err error) {
	left = setStatus(target, seen)
	return left, status.Update(ctx, r, target, before, &target.Status)
}
