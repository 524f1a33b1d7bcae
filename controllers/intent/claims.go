// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// claims says whether a keeps an utterance that b has too. The one that was accepted with
// it does, also while its spec is edited elsewhere; between equals, claimsByAge decides.
func (r *Reconciler) claims(ctx context.Context, a, b *v1alpha1.Intent, normalised string) (bool, error) {
	x, err := r.holds(ctx, a, normalised)
	if err != nil {
		return false, err
	}
	y, err := r.holds(ctx, b, normalised)
	if err != nil {
		return false, err
	}
	if x != y {
		return x, nil
	}
	return claimsByAge(a, b), nil
}

// claimsByAge says whether a keeps what b has too: an intent whose present spec is accepted
// keeps it against one that is new or was edited, so that nobody can stop a rollout by
// copying its utterances; between equals, the older one does.
func claimsByAge(a, b *v1alpha1.Intent) bool {
	if x, y := accepted(a), accepted(b); x != y {
		return x
	}
	return cmp.Or(a.CreationTimestamp.Compare(b.CreationTimestamp.Time), cmp.Compare(a.Name, b.Name)) < 0
}

// accepted says whether the present spec is kept as a revision already.
func accepted(intent *v1alpha1.Intent) bool {
	content, err := revision.OfIntent(release.FromIntent(intent.Spec, intent.Name), intent.Spec.BotRef.Name)
	return err == nil && content.Names(intent.Name, intent.Status.Revision)
}

// holds says whether the spec that was accepted last has an utterance, which the present one
// has.
func (r *Reconciler) holds(ctx context.Context, intent *v1alpha1.Intent, normalised string) (bool, error) {
	if intent.Status.Revision == "" || accepted(intent) {
		return intent.Status.Revision != "", nil
	}
	key := client.ObjectKey{Namespace: intent.Namespace, Name: intent.Status.Revision}
	stored := &appsv1.ControllerRevision{}
	err := r.Get(ctx, key, stored)
	if apierrors.IsNotFound(err) {
		// The status may have come before it did.
		err = r.revisions.Live.Get(ctx, key, stored)
	}
	if apierrors.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading revision of Intent %s: %w", intent.Name, err)
	}
	content, err := revision.ReadIntent(stored)
	if err != nil {
		log.FromContext(ctx).Error(err, "Reading the revision in force", "intent", intent.Name)
		return false, nil
	}
	return slices.ContainsFunc(content.Utterances, func(u string) bool { return utterances.Normalise(u) == normalised }), nil
}
