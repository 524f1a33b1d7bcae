// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
)

// owner is the batch that an intent belongs to, the same for everybody; nil: none. What a
// batch serves is its own until it lets go of it; an intent that no batch serves belongs to
// the oldest that names it.
func (s *Snapshot) owner(intent string) *v1alpha1.IntentBatch {
	all := s.batches()
	for _, holds := range []func(*v1alpha1.IntentBatch) bool{
		func(b *v1alpha1.IntentBatch) bool {
			e := find(b.Status.Intents, intent)
			return e != nil && e.Stable != ""
		},
		func(b *v1alpha1.IntentBatch) bool {
			e := find(b.Status.Intents, intent)
			return e != nil && e.Candidate != ""
		},
		func(b *v1alpha1.IntentBatch) bool { return slices.Contains(b.Spec.Intents, intent) },
	} {
		if i := slices.IndexFunc(all, holds); i >= 0 {
			return all[i]
		}
	}
	return nil
}

// moving is an intent of a batch that another batch still serves, though it does not name
// it any more and will let go of it by itself.
func (s *Snapshot) moving(b *v1alpha1.IntentBatch) (intent, from string) {
	for _, name := range b.Spec.Intents {
		if o := s.owner(name); o != nil && o.Name != b.Name && !slices.Contains(o.Spec.Intents, name) {
			return name, o.Name
		}
	}
	return "", ""
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
