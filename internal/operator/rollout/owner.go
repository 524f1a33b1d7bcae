// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
)

// owner is the batch that an intent belongs to, the same for everybody; nil: none. It is the
// one that brings the intent to customers, or else the oldest that names it.
func (s *Snapshot) owner(intent string) *v1alpha1.IntentBatch {
	all := s.batches()
	for _, holds := range []func(*v1alpha1.IntentBatch) bool{
		func(b *v1alpha1.IntentBatch) bool {
			e := find(b.Status.Intents, intent)
			return e != nil && e.Candidate != "" && (rolling(&b.Status) || promoting(&b.Status))
		},
		func(b *v1alpha1.IntentBatch) bool { return slices.Contains(b.Spec.Intents, intent) },
	} {
		if i := slices.IndexFunc(all, holds); i >= 0 {
			return all[i]
		}
	}
	return nil
}

// Owner is the batch of a Bot that an Intent belongs to, of those that name it; nil: none
// does.
func Owner(intent string, batches []*v1alpha1.IntentBatch) *v1alpha1.IntentBatch {
	if len(batches) == 0 {
		return nil
	}
	s := Snapshot{Batch: batches[0], Siblings: batches[1:]}
	return s.owner(intent)
}
