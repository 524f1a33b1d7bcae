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

// ServedBy is the release that a Bot's status says is served; empty: it does not say.
func ServedBy(bot *v1alpha1.Bot) release.RecordRef {
	if bot == nil || bot.Status.Release == nil {
		return release.RecordRef{}
	}
	return release.RecordRef{Name: bot.Status.Release.Name, Sequence: bot.Status.Release.Sequence}
}

// Split tells the BotReleases of a Bot that count, newest first, from those that somebody else
// made while the Bot serves answers: what is live changes by what the operator decides, and
// one of the past is served by a pin. Of the operator's own, only those that follow what is
// served can be newer, after a crash. Everybody who looks at a Bot's history asks here, so
// that a foreign record is one for all.
func Split(bot string, served release.RecordRef, history []*v1alpha1.BotRelease) (own, foreign []*v1alpha1.BotRelease) {
	until := slices.IndexFunc(history, func(r *v1alpha1.BotRelease) bool { return r.Spec.Sequence <= served.Sequence })
	if served.Name == "" || (until >= 0 && NeverServed(history[until:])) {
		return history, nil // a restore may bring what is to be served
	}
	for _, r := range slices.Backward(history) { // oldest first: several may be newer
		named := strings.HasPrefix(r.Name, release.RecordName(bot, r.Spec.Sequence))
		switch {
		case r.Spec.Sequence < served.Sequence, r.Name == served.Name, named && r.Spec.Sequence == served.Sequence:
		case named && r.Spec.Sequence > served.Sequence && r.Spec.Parent == served.Name:
			served = release.RecordRef{Name: r.Name, Sequence: r.Spec.Sequence}
		default:
			foreign = append(foreign, r)
			continue
		}
		own = slices.Insert(own, 0, r)
	}
	return own, foreign
}
