// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/internal/release"
)

// releases are what a bot is to serve.
type releases struct {
	stable    release.Bundle
	candidate *release.Bundle
	rollout   *release.Rollout
	// live is the number of intents in the stable release.
	live int
}

// compose compiles the stable release, and the candidate one while a batch rolls, from the
// revisions that the batches' statuses name.
func (r *Reconciler) compose(ctx context.Context, bot *v1alpha1.Bot, seen *observation) (releases, error) {
	var out releases
	stable, err := r.intents(ctx, bot.Namespace, seen.batches, nil)
	if err != nil {
		return out, err
	}
	out.live = len(stable)
	if out.stable, err = pack(stable, *seen.policy); err != nil {
		return out, fmt.Errorf("stable release: %w", err)
	}
	if seen.rolling == nil {
		return out, nil
	}
	candidate, err := r.intents(ctx, bot.Namespace, seen.batches, seen.rolling)
	if err != nil {
		return out, err
	}
	bundle, err := pack(candidate, *seen.policy)
	if err != nil {
		return out, fmt.Errorf("candidate release of IntentBatch %s: %w", seen.rolling.Name, err)
	}
	out.candidate = &bundle
	status := seen.rolling.Status
	out.rollout = &release.Rollout{
		ID:    status.Rollout,
		Batch: seen.rolling.Name,
		Step:  status.Step,
		Salt:  release.Salt(status.Rollout),
	}
	if status.Percent != nil {
		out.rollout.Percent = *status.Percent
	}
	return out, nil
}

// intents reads the revisions that batches serve; for the rolling batch, if one is given,
// its candidates instead of its stable ones.
func (r *Reconciler) intents(ctx context.Context, namespace string, batches []v1alpha1.IntentBatch, rolling *v1alpha1.IntentBatch) ([]release.Intent, error) {
	var intents []release.Intent
	for i := range batches {
		batch := &batches[i]
		for _, intent := range batch.Status.Intents {
			name := intent.Stable
			if rolling != nil && batch.Name == rolling.Name {
				name = intent.Candidate
			}
			if name == "" {
				continue
			}
			stored, err := r.revision(ctx, namespace, name)
			if apierrors.IsNotFound(err) {
				return nil, fmt.Errorf("IntentBatch %s: ControllerRevision %q of Intent %q is not there", batch.Name, name, intent.Name)
			}
			if err != nil {
				return nil, fmt.Errorf("reading ControllerRevision %s: %w", name, err)
			}
			content, err := revision.ReadIntent(stored)
			if err != nil {
				return nil, err
			}
			intents = append(intents, content)
		}
	}
	return intents, nil
}

func pack(intents []release.Intent, policy release.Policy) (release.Bundle, error) {
	compiled, err := release.Compile(intents, policy)
	if err != nil {
		return release.Bundle{}, err
	}
	return release.Pack(compiled)
}
