// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package status

import (
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	ctrl "sigs.k8s.io/controller-runtime"
)

// conflictDelay is how long the cache gets to learn of what somebody else wrote.
const conflictDelay = 200 * time.Millisecond

// Retry is the exit after a write that failed. A conflict only says that what was decided
// on is no longer the newest: it is decided anew, and is no error that anybody must see.
func Retry(err error) (ctrl.Result, error) {
	if apierrors.IsConflict(err) {
		return ctrl.Result{RequeueAfter: conflictDelay}, nil
	}
	return ctrl.Result{}, err
}
