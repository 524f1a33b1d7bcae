// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Snapshot is everything that a plan depends on. Nothing in it is changed.
type Snapshot struct {
	Now time.Time
	// Batch to plan, with the status that was last written.
	Batch *v1alpha1.IntentBatch
	// Live is what the Bot serves to every conversation that no rollout has; nil: it never
	// served anything.
	Live *v1alpha1.BotRelease
	// History are the Bot's BotReleases, newest first, Live among them.
	History []*v1alpha1.BotRelease
	// Policy is the newest accepted revision of the Bot's EscalationPolicy; nil: none.
	Policy *v1alpha1.ReleasedPolicy
	// Siblings are the other batches of the same Bot.
	Siblings []*v1alpha1.IntentBatch
	// Bot that serves the batch; nil when there is none.
	Bot *v1alpha1.Bot
	// Intents of the namespace by name, those of all siblings included.
	Intents map[string]Intent
	// Targets of the namespace by name.
	Targets map[string]*v1alpha1.KPITarget
	Metrics Metrics
	// Interval between two looks while a batch rolls.
	Interval time.Duration

	// revisions are those of Live by intent, and history is what any release had; both are
	// filled when they are needed first.
	revisions map[string]string
	history   map[v1alpha1.ReleasedIntent]bool
}

// Intent is what a plan needs to know of an Intent.
type Intent struct {
	// Bot that the Intent belongs to.
	Bot string
	// Revision is the ControllerRevision of the present spec; empty while there is none.
	Revision string
	// Observed is true when Revision belongs to the newest spec.
	Observed bool
	// Rejected is why the Intent is not accepted; empty when it is.
	Rejected string
	// Escalation and Conversations are the last day's figures, to name a culprit.
	Escalation    v1alpha1.Value
	Conversations int64
}

// Tracks are the counts of one step.
type Tracks struct {
	Candidate, Stable v1alpha1.TrackCounts
	// New and Changed are those of the conversations that are about one kind of intents.
	New, Changed Pair
}

// Pair are the counts of both tracks.
type Pair struct {
	Candidate, Stable v1alpha1.TrackCounts
}

// of are the counts of a kind of intents.
func (t *Tracks) of(kind v1alpha1.IntentKind) *Pair {
	if kind == v1alpha1.IntentNew {
		return &t.New
	}
	return &t.Changed
}

// Metrics is what was read from the bots.
type Metrics struct {
	// Error is why nothing could be read; empty when it could.
	Error string
	// Known is true when there are figures of the Bot at all.
	Known bool
	// Age of the newest figures, and the age from which they no longer count.
	Age, MaxStaleness time.Duration
	// Rollouts hold the counts by rollout and step.
	Rollouts map[string]map[string]Tracks
}
