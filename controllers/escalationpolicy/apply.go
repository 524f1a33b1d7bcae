// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package escalationpolicy

import (
	"context"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/util/sets"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/internal/contract/release"
)

// outcome is what is in force after a reconcile.
type outcome struct {
	// inForce is the last policy that was accepted; nil: none was.
	inForce *release.Policy
}

// apply keeps a spec that compiles as a revision. One that does not leaves the last
// accepted one in force.
func (r *Reconciler) apply(ctx context.Context, policy *v1alpha1.EscalationPolicy, seen *observation) (outcome, error) {
	if seen.problem != nil {
		inForce, err := r.lastAccepted(ctx, policy)
		return outcome{inForce: inForce}, err
	}
	content, err := revision.OfPolicy(seen.content)
	if err != nil {
		return outcome{}, err
	}
	stored, _, err := r.revisions.Ensure(ctx, policy, content)
	if err != nil {
		return outcome{}, err
	}
	inForce := seen.content
	inForce.Revision = stored.Name
	return outcome{inForce: &inForce}, nil
}

// lastAccepted reads the policy in force. Nothing is in force when somebody deleted its
// revision or changed what it holds; running bots keep what they have loaded.
func (r *Reconciler) lastAccepted(ctx context.Context, policy *v1alpha1.EscalationPolicy) (*release.Policy, error) {
	name := policy.Status.AcceptedRevision
	if name == "" {
		return nil, nil
	}
	stored := &appsv1.ControllerRevision{}
	err := r.Get(ctx, client.ObjectKey{Namespace: policy.Namespace, Name: name}, stored)
	if apierrors.IsNotFound(err) {
		// The cache may be behind the status that this controller has just written.
		err = r.revisions.Live.Get(ctx, client.ObjectKey{Namespace: policy.Namespace, Name: name}, stored)
	}
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading ControllerRevision %s: %w", name, err)
	}
	content, err := revision.ReadPolicy(stored)
	if err != nil {
		log.FromContext(ctx).Error(err, "Reading the last accepted policy")
		return nil, nil
	}
	return &content, nil
}

// prune deletes old revisions. Only the one in force is in use: bots hold a copy.
func (r *Reconciler) prune(ctx context.Context, policy *v1alpha1.EscalationPolicy) error {
	return r.revisions.Prune(ctx, policy, sets.New(policy.Status.AcceptedRevision))
}
