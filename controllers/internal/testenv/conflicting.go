// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	"context"
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Conflicting is a client whose every update of a status conflicts with somebody else's.
type Conflicting struct{ client.Client }

// Status returns a writer that only conflicts.
func (c Conflicting) Status() client.SubResourceWriter { return conflictingStatus{c.Client.Status()} }

type conflictingStatus struct{ client.SubResourceWriter }

func (conflictingStatus) Update(_ context.Context, obj client.Object, _ ...client.SubResourceUpdateOption) error {
	return apierrors.NewConflict(schema.GroupResource{}, obj.GetName(), errors.New("somebody was faster"))
}
