// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/compose"
	"github.com/intentops/intentops/internal/release"
)

// releases are what a bot is to serve.
type releases struct {
	stable    release.Bundle
	candidate *release.Bundle
	rollout   *release.Rollout
	// live are the names of the intents in the stable release.
	live []string
	// impossible is why there is no candidate release though a batch rolls; nil: there is.
	impossible error
}

// compose compiles the stable release, and the candidate one while a batch rolls, from the
// revisions that the batches' statuses name. Where only the candidate one cannot be made,
// every conversation gets stable, and the batch controller takes the batch back.
func (r *Reconciler) compose(ctx context.Context, bot *v1alpha1.Bot, seen *observation) (releases, error) {
	var out releases
	read := func(ctx context.Context, name string) (*appsv1.ControllerRevision, error) {
		return r.revision(ctx, bot.Namespace, name)
	}
	stable, err := compose.Intents(ctx, read, seen.batches, nil)
	if err != nil {
		return out, err
	}
	for _, intent := range stable {
		out.live = append(out.live, intent.Name)
	}
	if out.stable, err = compose.Pack(stable, *seen.policy); err != nil {
		return out, fmt.Errorf("stable release: %w", err)
	}
	if seen.rolling == nil {
		return out, nil
	}
	candidate, err := compose.Intents(ctx, read, seen.batches, seen.rolling)
	var bundle release.Bundle
	if err == nil {
		bundle, err = compose.Pack(candidate, *seen.policy)
	}
	var invalid *compose.InvalidError
	if errors.As(err, &invalid) {
		out.impossible = fmt.Errorf("candidate release of IntentBatch %s: %w", seen.rolling.Name, err)
		return out, nil
	}
	if err != nil {
		return out, err
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
