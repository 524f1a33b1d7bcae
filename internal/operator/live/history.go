// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// Served says whether a BotRelease was live in this cluster: the operator noted it while it
// was. One that somebody else wrote, or that was restored from elsewhere and not served since,
// has another UID.
func Served(r *v1alpha1.BotRelease) bool { return r.Status.ObservedUID == string(r.UID) }

// Current is the release that is served, by what those who write BotReleases cannot change.
type Current struct {
	release.RecordRef
	// Digest of its content; empty: it is not known.
	Digest string
}

// ServedBy is the release that a Bot's status says is served; empty: it does not say.
func ServedBy(bot *v1alpha1.Bot) Current {
	if bot == nil || bot.Status.Release == nil {
		return Current{}
	}
	s := bot.Status.Release
	return Current{RecordRef: release.RecordRef{Name: s.Name, Sequence: s.Sequence}, Digest: s.Stable}
}

// is says whether a BotRelease is the record of what is served.
func (c Current) is(bot string, r *v1alpha1.BotRelease) bool {
	return r.Spec.Sequence == c.Sequence && (r.Name == c.Name || hasOwnName(bot, r)) && (c.Digest == "" || r.Spec.Digest == c.Digest)
}

// hasOwnName says whether a BotRelease has a name that the operator gives.
func hasOwnName(bot string, r *v1alpha1.BotRelease) bool {
	return strings.HasPrefix(r.Name, release.RecordName(bot, r.Spec.Sequence))
}

// made says whether the operator noted that it made a BotRelease. Who may only write BotReleases
// cannot write their status.
func made(r *v1alpha1.BotRelease) bool { return r.Status.ObservedGeneration > 0 }

// Split tells the BotReleases of a Bot that count, newest first, from those that somebody else
// made while the Bot serves answers: what is live changes by what the operator decides, and
// one of the past is served by a pin. Newer ones are the operator's own, after a crash, where it
// noted so and each follows the one before. Everybody who looks at a Bot's history asks here, so
// that a foreign record is one for all.
func Split(bot string, served Current, history []*v1alpha1.BotRelease) (own, foreign []*v1alpha1.BotRelease) {
	at := slices.IndexFunc(history, func(r *v1alpha1.BotRelease) bool { return served.is(bot, r) })
	if served.Name == "" || (at >= 0 && NeverServed(history[at:])) {
		return history, nil // a restore may bring what is to be served
	}
	for _, r := range slices.Backward(history) { // oldest first: several may be newer
		switch {
		case r.Spec.Sequence < served.Sequence, served.is(bot, r):
		case hasOwnName(bot, r) && r.Spec.Sequence > served.Sequence && r.Spec.Parent == served.Name && made(r):
			served = Current{RecordRef: release.RecordRef{Name: r.Name, Sequence: r.Spec.Sequence}, Digest: r.Spec.Digest}
		default:
			foreign = append(foreign, r)
			continue
		}
		own = slices.Insert(own, 0, r)
	}
	return own, foreign
}
