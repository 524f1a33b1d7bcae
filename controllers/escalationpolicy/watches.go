// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package escalationpolicy

import (
	"context"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/intentops/intentops/api/v1alpha1"
)

// policyOfBot maps a Bot to its EscalationPolicy. After a change of the reference it is
// called for the old Bot and the new one.
func policyOfBot(_ context.Context, obj client.Object) []reconcile.Request {
	bot, ok := obj.(*v1alpha1.Bot)
	if !ok {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{
		Namespace: bot.Namespace, Name: bot.Spec.EscalationPolicyRef.Name,
	}}}
}
