// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"context"
	"errors"
	"fmt"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/compose"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/internal/release"
	"github.com/intentops/intentops/internal/rollout"
)

// +kubebuilder:rbac:groups=apps,resources=controllerrevisions,verbs=get;list;watch
// +kubebuilder:rbac:groups=intentops.dev,resources=escalationpolicies,verbs=get;list;watch

// notServed says whether the batch rolls and its Bot does not serve that.
func notServed(s *rollout.Snapshot) bool {
	st := &s.Batch.Status
	if st.Rollout == "" || st.Result != "" || s.Bot == nil {
		return false
	}
	return s.Bot.Status.Release == nil || s.Bot.Status.Release.Rollout != st.Rollout
}

// unservable says why the Bot could not make the candidate release of a batch with a
// status; empty: it could, or it is not the batch that stands in the way. The error is one
// of the API server.
func (r *Reconciler) unservable(ctx context.Context, s *rollout.Snapshot, status *v1alpha1.IntentBatchStatus) (string, error) {
	if s.Bot == nil {
		return "", nil
	}
	policy, err := r.policy(ctx, s.Bot)
	if policy == nil || err != nil {
		return "", err
	}
	batch := &v1alpha1.IntentBatch{ObjectMeta: s.Batch.ObjectMeta, Status: *status}
	batches := []v1alpha1.IntentBatch{*batch}
	for _, sibling := range s.Siblings {
		if sibling.DeletionTimestamp.IsZero() {
			batches = append(batches, *sibling)
		}
	}
	read := func(ctx context.Context, name string) (*appsv1.ControllerRevision, error) {
		return r.revision(ctx, s.Bot.Namespace, name)
	}
	intents, err := compose.Intents(ctx, read, batches, batch)
	if err == nil {
		_, err = compose.Pack(intents, *policy)
	}
	var invalid *compose.InvalidError
	if errors.As(err, &invalid) {
		return strings.ReplaceAll(err.Error(), "\n", "; "), nil
	}
	return "", err
}

// policy is the one that a Bot serves with; nil: none, which the Bot's status tells.
func (r *Reconciler) policy(ctx context.Context, bot *v1alpha1.Bot) (*release.Policy, error) {
	policy := &v1alpha1.EscalationPolicy{}
	key := client.ObjectKey{Namespace: bot.Namespace, Name: bot.Spec.EscalationPolicyRef.Name}
	if err := r.Get(ctx, key, policy); apierrors.IsNotFound(err) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("reading EscalationPolicy %s: %w", key.Name, err)
	}
	if policy.Status.AcceptedRevision == "" {
		return nil, nil
	}
	stored, err := r.revision(ctx, bot.Namespace, policy.Status.AcceptedRevision)
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading revision of EscalationPolicy %s: %w", key.Name, err)
	}
	content, err := revision.ReadPolicy(stored)
	if err != nil {
		return nil, nil //nolint:nilerr // the Bot's status says so
	}
	return &content, nil
}

// revision reads a ControllerRevision; what the cache does not hold is asked for once more.
func (r *Reconciler) revision(ctx context.Context, namespace, name string) (*appsv1.ControllerRevision, error) {
	key := client.ObjectKey{Namespace: namespace, Name: name}
	stored := &appsv1.ControllerRevision{}
	err := r.Get(ctx, key, stored)
	if apierrors.IsNotFound(err) {
		err = r.live().Get(ctx, key, stored)
	}
	return stored, err
}
