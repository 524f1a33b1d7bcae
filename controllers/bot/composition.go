// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"crypto/sha256"
	"encoding/json"
	"slices"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/live"
)

// composition is what compose made of a Bot the last time. Compiling and compressing a candidate
// is most of the work of a reconcile, and most reconciles are about something else: a pod that
// became ready, a Service that was written.
type composition struct {
	key [sha256.Size]byte
	of  releases
}

// compositionKey is a hash of everything that decides what compose makes: whole contents are
// named by their digests, and revisions never change.
func compositionKey(bot *v1alpha1.Bot, seen *observation, change *live.Change) [sha256.Size]byte {
	from := seen.history[0]
	key := []any{bot.UID, bot.Generation, from.UID, from.Spec.Digest, from.Spec.Bundle}
	if change != nil {
		key = append(key, seen.rolling.Name, change.Set, change.Policy, change.Understanding, change.SetUnderstanding, change.Texts, rollingBundle(seen))
	}
	raw, err := json.Marshal(key)
	if err != nil {
		return [sha256.Size]byte{} // never: these are strings and numbers
	}
	return sha256.Sum256(raw)
}

// remembered returns what was composed with the same key, if all of it is stored still.
func (r *Reconciler) remembered(bot *v1alpha1.Bot, seen *observation, key [sha256.Size]byte) (releases, bool) {
	known, ok := r.compositions.Load(client.ObjectKeyFromObject(bot))
	if !ok {
		return releases{}, false
	}
	last := known.(composition)
	stored := slices.Clone(seen.history[0].Spec.Bundle)
	if last.of.candidate != nil {
		stored = append(stored, last.of.candidate.ConfigMaps...)
	}
	lost := slices.ContainsFunc(stored, func(name string) bool { return seen.bundles[name] == nil })
	return last.of, key != [sha256.Size]byte{} && last.key == key && !lost
}

// remember keeps what was composed, without what is stored elsewhere: there is one for each Bot.
// What was refused is looked at each time: a person may have mended it.
func (r *Reconciler) remember(bot *v1alpha1.Bot, seen *observation, key [sha256.Size]byte, composed releases) {
	name := client.ObjectKeyFromObject(bot)
	if len(seen.refusals) > 0 {
		r.compositions.Delete(name)
		return
	}
	composed.live, composed.packed = nil, nil
	r.compositions.Store(name, composition{key, composed})
}
