// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/live"
)

// releases are what a bot is to serve.
type releases struct {
	// live is the record of what conversations get unless they are on the candidate track.
	live *v1alpha1.BotRelease
	// candidate is what the rolling batch brings; nil: nothing rolls, or it cannot be made.
	candidate *release.Bundle
	rollout   *release.Rollout
	// policies are those of the releases, whose Secrets the pods mount.
	policies []release.Policy
}

// compose reads what is live, and compiles the candidate while a batch rolls. Where only the
// candidate cannot be made, every conversation gets stable, and the batch is told.
func (r *Reconciler) compose(ctx context.Context, bot *v1alpha1.Bot, seen *observation) (releases, error) {
	out := releases{live: seen.history[0]}
	content, err := r.liveContent(ctx, bot, out.live)
	if err != nil {
		return out, fmt.Errorf("BotRelease %s: %w", out.live.Name, err)
	}
	if err := r.mendBundle(ctx, bot, seen, out.live, content); err != nil {
		return out, err
	}
	out.policies = append(out.policies, content.Policy)
	if seen.rolling == nil || live.Pinned(bot, seen.history) != nil {
		return out, nil
	}
	candidate, err := r.changed(ctx, bot, candidateOf(seen.rolling, out.live), rollingBundle(seen)...)
	var bundle release.Bundle
	if err == nil {
		bundle, err = pack(candidate)
	}
	if invalid := new(invalidError); errors.As(err, &invalid) {
		seen.refuse(seen.rolling.Name, err)
		return out, nil
	}
	if err != nil {
		return out, fmt.Errorf("candidate release of IntentBatch %s: %w", seen.rolling.Name, err)
	}
	out.policies = append(out.policies, candidate.Policy)
	out.candidate = &bundle
	out.rollout = rolloutOf(seen.rolling)
	return out, nil
}

// candidateOf is what a rolling batch lays over what is live.
func candidateOf(batch *v1alpha1.IntentBatch, from *v1alpha1.BotRelease) *live.Change {
	change := &live.Change{From: from, Set: map[string]string{}}
	for _, intent := range batch.Status.Intents {
		if intent.Candidate != "" && intent.Candidate != live.Revision(from, intent.Name) {
			change.Set[intent.Name] = intent.Candidate
		}
	}
	if c := batch.Status.Candidate; c != nil {
		change.Policy = c.EscalationPolicy
		change.Understanding, change.SetUnderstanding = c.Understanding, c.Understanding != nil
		change.Texts = c.TextsRevision
	}
	return change
}

func rolloutOf(batch *v1alpha1.IntentBatch) *release.Rollout {
	status := &batch.Status
	rollout := &release.Rollout{ID: status.Rollout, Batch: batch.Name, Step: status.Step, Salt: release.Salt(status.Rollout)}
	if status.Percent != nil {
		rollout.Percent = *status.Percent
	}
	return rollout
}
