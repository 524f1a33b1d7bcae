// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/util/sets"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/controllers/internal/releases"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/internal/operator/live"
)

// outcome is what a reconcile did.
type outcome struct {
	// revision that holds the last accepted spec; empty: none was accepted.
	revision string
	// created is true when the revision was made just now.
	created bool
}

// apply keeps an accepted spec as a revision. One that is not accepted leaves the last
// revision as it is: what is live stays live.
func (r *Reconciler) apply(ctx context.Context, intent *v1alpha1.Intent, seen *observation) (outcome, error) {
	if len(seen.problems) > 0 {
		return outcome{revision: intent.Status.Revision}, nil
	}
	content, err := revision.OfIntent(seen.content, intent.Spec.BotRef.Name)
	if err != nil {
		return outcome{}, err
	}
	stored, created, err := r.revisions.Ensure(ctx, intent, content)
	if err != nil {
		return outcome{}, err
	}
	return outcome{revision: stored.Name, created: created}, nil
}

// prune deletes revisions that nobody brings, that no release of the history has and that are
// not among the newest. Batches of any Bot and state count, also those that no longer name the
// intent.
func (r *Reconciler) prune(ctx context.Context, intent *v1alpha1.Intent) error {
	revisions, err := r.revisions.List(ctx, intent)
	if err != nil || len(revisions) <= revision.Kept {
		return err
	}
	inUse := sets.New(intent.Status.Revision)
	batches := &v1alpha1.IntentBatchList{}
	if err := r.List(ctx, batches, client.InNamespace(intent.Namespace), client.UnsafeDisableDeepCopy); err != nil {
		return fmt.Errorf("listing IntentBatches: %w", err)
	}
	for i := range batches.Items {
		for _, entry := range batches.Items[i].Status.Intents {
			if entry.Name == intent.Name {
				inUse.Insert(entry.Candidate)
			}
		}
	}
	history, err := releases.All(ctx, r.Client, intent.Namespace, intent.Spec.BotRef.Name)
	if err != nil {
		return err
	}
	for _, release := range history {
		inUse.Insert(live.Revision(release, intent.Name))
	}
	return r.revisions.Prune(ctx, intent, inUse)
}

// listIntentsOfBot returns the Intents of a Bot. They must not be changed.
func (r *Reconciler) listIntentsOfBot(ctx context.Context, namespace, bot string) ([]v1alpha1.Intent, error) {
	list := &v1alpha1.IntentList{}
	if err := r.List(ctx, list, client.InNamespace(namespace), client.UnsafeDisableDeepCopy,
		client.MatchingFields{index.IntentsByBot.Field: bot}); err != nil {
		return nil, fmt.Errorf("listing Intents: %w", err)
	}
	return list.Items, nil
}
