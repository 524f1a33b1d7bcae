// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// guard brings into the pointer what may wait for nothing: the kill switch, and that a
// rollout that was rolled back reaches nobody. It needs the pointer alone, so it comes
// before everything that can fail: a missing policy, a release that does not compile, an
// object that cannot be written.
func (r *Reconciler) guard(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	if seen.pointer == nil || seen.pointer.Version == "" {
		return nil
	}
	if seen.pointerVersion == "" && !bot.DeletionTimestamp.IsZero() {
		// The garbage collector has begun.
		return nil
	}
	return r.applyPointer(ctx, bot, seen, guarded(bot, seen))
}

// guarded is the present pointer as far as it may stay as it is.
func guarded(bot *v1alpha1.Bot, seen *observation) release.Pointer {
	p := *seen.pointer
	p.Automation = automation(bot)
	if p.Rollout == nil {
		return p
	}
	var s v1alpha1.IntentBatchStatus
	for i := range seen.batches {
		if seen.batches[i].Name == p.Rollout.Batch {
			s = seen.batches[i].Status
		}
	}
	switch {
	case s.Rollout == p.Rollout.ID && s.Result == v1alpha1.ResultPromoted:
		// Until the stable release with the batch is there, its customers keep it.
	case s.Rollout != p.Rollout.ID || s.Result != "":
		p.Candidate, p.Rollout = nil, nil
	case s.Percent != nil && *s.Percent < p.Rollout.Percent && s.Step != "":
		smaller := *p.Rollout
		smaller.Step, smaller.Percent = s.Step, *s.Percent
		p.Rollout = &smaller
	}
	return p
}

// automation of a bot's spec, with the schema's default.
func automation(bot *v1alpha1.Bot) string {
	if bot.Spec.Automation == "" {
		return string(v1alpha1.AutomationEnabled)
	}
	return string(bot.Spec.Automation)
}
