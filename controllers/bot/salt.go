// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"crypto/rand"
	"encoding/hex"
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// saltBytes are more than anybody tries.
const saltBytes = 16

// maxSalts are kept: a rollout that was suspended goes on with the salt that it had, also after
// others ran.
const maxSalts = 20

// saltsOf are the salts of a rollout and, after it, of the ones before. That of the rollout is
// the one that it began with, as far as anything remembers it, else a random one. Whoever knows
// the salt can compute which customers get the candidate, and make up evidence for one track only;
// so it depends on nothing that is shown.
//
// The pointer, the Bot's status and the status of the live BotRelease each keep it. A rollout
// would begin again for its customers if it changed, so any one of them is enough. The pointer
// comes first: it is what pods go by.
func saltsOf(bot *v1alpha1.Bot, seen *observation, rollout string) []v1alpha1.RolloutSalt {
	var known []v1alpha1.RolloutSalt
	for _, p := range []*release.Pointer{seen.pointer, seen.previous} {
		if p != nil && p.Rollout != nil {
			known = append(known, v1alpha1.RolloutSalt{Rollout: p.Rollout.ID, Salt: p.Rollout.Salt})
		}
	}
	known = append(known, bot.Status.RolloutSalts...)
	for _, record := range seen.history {
		known = append(known, record.Status.RolloutSalts...)
	}
	salts := make([]v1alpha1.RolloutSalt, 1, maxSalts)
	for _, k := range known {
		switch {
		case k.Salt == "" || k.Rollout == "":
		case k.Rollout == rollout && salts[0].Salt == "":
			salts[0] = k
		case k.Rollout != rollout && len(salts) < maxSalts &&
			!slices.ContainsFunc(salts, func(s v1alpha1.RolloutSalt) bool { return s.Rollout == k.Rollout }):
			salts = append(salts, k)
		}
	}
	if salts[0].Salt == "" {
		var random [saltBytes]byte
		_, _ = rand.Read(random[:]) // never fails; see its documentation
		salts[0] = v1alpha1.RolloutSalt{Rollout: rollout, Salt: hex.EncodeToString(random[:])}
	}
	return salts
}
