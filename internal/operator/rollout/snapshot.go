// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"slices"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/live"
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
	// PolicyOnlyHandsOverMore is true when Policy hands over every conversation that the live
	// one hands over: the Bot serves it at once, so that there is nothing to roll out.
	PolicyOnlyHandsOverMore bool
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
	// Escalation and Conversations are the last day's figures, to name the likely cause.
	Escalation    v1alpha1.Value
	Conversations int64
}

// Tracks are the counts of one step.
type Tracks struct {
	Candidate, Stable v1alpha1.TrackCounts
	// New and Changed are those of the conversations that are about one kind of intents.
	New, Changed Pair
	// Verified are those of customers for whom a site vouches.
	Verified *Tracks
	// Uncounted are the conversations that were left out, as too many of one client network;
	// Unlimited the assigned ones of which nothing limits how many one client makes up.
	Uncounted, Unlimited int64
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

// stable is the revision of an intent that every conversation gets; empty: none.
func (s *Snapshot) stable(intent string) string {
	if s.revisions == nil && s.Live != nil {
		s.revisions = make(map[string]string, len(s.Live.Spec.Intents))
		for _, i := range s.Live.Spec.Intents {
			s.revisions[i.Name] = i.Revision
		}
	}
	return s.revisions[intent]
}

// liveName is the name of the release that is live; empty: none is.
func (s *Snapshot) liveName() string {
	if s.Live == nil {
		return ""
	}
	return s.Live.Name
}

// serves says whether every conversation gets exactly the content already.
func (s *Snapshot) serves(c *content) bool {
	if s.Live == nil || c.revision == "" || len(c.missing) > 0 {
		return false
	}
	for _, name := range c.names {
		if s.stable(name) != c.revisions[name] {
			return false
		}
	}
	return !s.othersDiffer(c)
}

// othersDiffer says whether something that the content has beside intents is not live.
func (s *Snapshot) othersDiffer(c *content) bool {
	return s.policyDiffers(c) || s.understandingDiffers(c) || s.textsDiffer(c)
}

func (s *Snapshot) textsDiffer(c *content) bool {
	return c.texts != nil && (s.Live == nil || *c.texts != s.Live.Spec.TextsRevision)
}

func (s *Snapshot) policyDiffers(c *content) bool {
	return c.policy != nil && (s.Live == nil || *c.policy != s.Live.Spec.EscalationPolicy)
}

func (s *Snapshot) understandingDiffers(c *content) bool {
	return c.understanding != nil && (s.Live == nil || !live.SameUnderstanding(c.understanding, s.Live.Spec.Understanding))
}

// wasLive says whether all of a content that differs from what is live was live in some
// release of the history, in this cluster: what somebody wrote down as past is no evidence.
func (s *Snapshot) wasLive(c *content) bool {
	if s.Live == nil {
		return false
	}
	if s.history == nil {
		s.history = map[v1alpha1.ReleasedIntent]bool{}
		for _, r := range s.History {
			for _, i := range r.Spec.Intents {
				if live.Served(r) {
					s.history[i] = true
				}
			}
		}
	}
	for _, name := range c.names {
		if revision := c.revisions[name]; s.stable(name) != revision && !s.history[v1alpha1.ReleasedIntent{Name: name, Revision: revision}] {
			return false
		}
	}
	once := func(had func(*v1alpha1.BotReleaseSpec) bool) bool {
		return slices.ContainsFunc(s.History, func(r *v1alpha1.BotRelease) bool { return live.Served(r) && had(&r.Spec) })
	}
	if s.policyDiffers(c) && !once(func(r *v1alpha1.BotReleaseSpec) bool { return r.EscalationPolicy == *c.policy }) {
		return false
	}
	if s.textsDiffer(c) && !once(func(r *v1alpha1.BotReleaseSpec) bool { return r.TextsRevision == *c.texts }) {
		return false
	}
	return !s.understandingDiffers(c) || once(func(r *v1alpha1.BotReleaseSpec) bool { return live.SameUnderstanding(r.Understanding, c.understanding) })
}

// madeLive says whether a rollout made a release of the history.
func (s *Snapshot) madeLive(rollout string) bool {
	return rollout != "" && slices.ContainsFunc(s.History, func(r *v1alpha1.BotRelease) bool { return r.Spec.Cause.Rollout == rollout })
}

// compared is the release that rollouts are compared with: what is live, or what was before
// a pin.
func (s *Snapshot) compared() *v1alpha1.BotRelease {
	for _, r := range s.History {
		if r.Spec.Cause.Type != v1alpha1.CausePin {
			return r
		}
	}
	return s.Live
}

// sameLive says whether what is live has the content of a release; an empty name stands for
// none.
func (s *Snapshot) sameLive(release string) bool {
	if release == s.liveName() {
		return true
	}
	i := slices.IndexFunc(s.History, func(r *v1alpha1.BotRelease) bool { return r.Name == release })
	return i >= 0 && s.Live != nil && s.History[i].Spec.Digest == s.Live.Spec.Digest
}

// confirmed says whether the Bot serves the release that is the newest here. While one of
// the two is behind, as when a record was lost, nothing begins.
func (s *Snapshot) confirmed() bool {
	return s.Bot != nil && s.Bot.Status.Release != nil && s.Bot.Status.Release.Name == s.liveName()
}

// pin says that the Bot serves one release that people chose; empty: it is not pinned.
func (s *Snapshot) pin() string {
	if s.Bot == nil || live.Pinned(s.Bot, s.History) == nil {
		return ""
	}
	return fmt.Sprintf("Bot %s is pinned to release %s: remove spec.releaseRef of the Bot to go on", s.Bot.Name, s.Bot.Spec.ReleaseRef.Name)
}

// awaitsFirst says whether the Bot's first release takes in the batch: it has intents, and the
// Bot never served any.
func (s *Snapshot) awaitsFirst() bool {
	return len(s.Batch.Spec.Intents) > 0 && s.Bot != nil && s.Bot.Spec.Rollout != nil && s.Bot.Spec.Rollout.FirstRelease == v1alpha1.ReleaseAtOnce && live.NeverServed(s.History)
}
