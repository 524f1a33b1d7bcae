// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
)

// recordSeen writes into the BotReleases which one is live, which could be served again, and
// which Intents of the live one were seen to exist.
func (r *Reconciler) recordSeen(ctx context.Context, seen *observation) error {
	for i, stored := range seen.history {
		record := stored.DeepCopy()
		setRecordStatus(record, seen, i == 0)
		if equality.Semantic.DeepEqual(stored.Status, record.Status) {
			continue
		}
		if err := r.Status().Update(ctx, record); err != nil {
			return fmt.Errorf("writing the status of BotRelease %s: %w", record.Name, err)
		}
		seen.history[i] = record
	}
	return nil
}

func setRecordStatus(record *v1alpha1.BotRelease, seen *observation, isLive bool) {
	s := &record.Status
	s.ObservedGeneration = record.Generation
	missing := slices.IndexFunc(record.Spec.Bundle, func(name string) bool { return seen.bundles[name] == nil })
	switch {
	case isLive || missing < 0:
		// What is live was read, or made, a moment ago.
		status.Set(&s.Conditions, record.Generation, v1alpha1.ConditionAvailable, metav1.ConditionTrue, v1alpha1.ReasonBundleComplete, "Its bundle is complete")
	default:
		status.Set(&s.Conditions, record.Generation, v1alpha1.ConditionAvailable, metav1.ConditionFalse, v1alpha1.ReasonBundleMissing,
			fmt.Sprintf("ConfigMap %q, part of its bundle, is not there", record.Spec.Bundle[missing]))
	}
	if !isLive {
		status.Set(&s.Conditions, record.Generation, v1alpha1.ConditionLive, metav1.ConditionFalse, v1alpha1.ReasonNotServed, "A newer release is served")
		return
	}
	status.Set(&s.Conditions, record.Generation, v1alpha1.ConditionLive, metav1.ConditionTrue, v1alpha1.ReasonServed, "The Bot serves it")
	s.ObservedUID, s.ObservedIntents = string(record.UID), nil
	for _, intent := range record.Spec.Intents {
		if seen.exists[intent.Name] {
			s.ObservedIntents = append(s.ObservedIntents, intent.Name)
		}
	}
}

// refuse notes that what a batch brings cannot be served beside what is live.
func (seen *observation) refuse(batch string, err error) {
	for i := range seen.batches {
		if b := &seen.batches[i]; b.Name == batch && b.Status.Revision != "" {
			refusal := v1alpha1.RefusedCandidate{Batch: batch, Revision: b.Status.Revision, Message: status.Truncate(oneLine(err), maxChange)}
			if len(seen.history) > 0 {
				refusal.Live = seen.history[0].Name
			}
			seen.refusals = append(seen.refusals, refusal)
		}
	}
}

// refusedNow are the refusals that still hold: those of this reconcile, and earlier ones whose
// batch and live release are still the same, unless the batch is served meanwhile.
func refusedNow(bot *v1alpha1.Bot, seen *observation) []v1alpha1.RefusedCandidate {
	out := slices.Clone(seen.refusals)
	for _, earlier := range bot.Status.Refused {
		known := slices.ContainsFunc(out, func(r v1alpha1.RefusedCandidate) bool { return r.Batch == earlier.Batch })
		same := len(seen.history) > 0 && seen.history[0].Name == earlier.Live &&
			slices.ContainsFunc(seen.batches, func(b v1alpha1.IntentBatch) bool {
				return b.Name == earlier.Batch && b.Status.Revision == earlier.Revision
			})
		served := seen.pointer != nil && seen.pointer.Rollout != nil && seen.pointer.Rollout.Batch == earlier.Batch
		if !known && same && !served && len(out) < maxRefused {
			out = append(out, earlier)
		}
	}
	slices.SortFunc(out, func(a, b v1alpha1.RefusedCandidate) int { return strings.Compare(a.Batch, b.Batch) })
	return out
}

// maxRefused is how many refusals the API takes.
const maxRefused = 50
