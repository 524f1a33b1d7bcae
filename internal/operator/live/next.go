// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// Snapshot is everything that decides what a Bot serves. Nothing in it is changed.
type Snapshot struct {
	Bot *v1alpha1.Bot
	// History are the Bot's BotReleases, newest first. The first is what is live.
	History []*v1alpha1.BotRelease
	// Batches of the Bot that are not being deleted, oldest first.
	Batches []*v1alpha1.IntentBatch
	// Exists says of the Intents of the namespace whether they are there; those that are being
	// deleted are not.
	Exists map[string]bool
	// Drafts are the accepted revisions of the Intents that the Bot's batches name, once every
	// batch is complete; nil before. Only the first release at once looks at them.
	Drafts map[string]string
	// Policy is the newest accepted revision of the Bot's EscalationPolicy; nil: none.
	Policy *v1alpha1.ReleasedPolicy
	// PolicyOnlyHandsOverMore is true when Policy hands over every conversation that the live
	// one does, and answers no other way.
	PolicyOnlyHandsOverMore bool
	// PolicyChange says in words how Policy differs from the live one.
	PolicyChange string
}

// Change is the next change of what is live.
type Change struct {
	Cause v1alpha1.ReleaseCause
	// From is the release whose content is taken over; nil: an empty one.
	From *v1alpha1.BotRelease
	// Set are the ControllerRevisions of Intents that come or change.
	Set map[string]string
	// Remove are Intents that go, sorted.
	Remove []string
	// Policy is the policy from now on; nil: that of From.
	Policy *v1alpha1.ReleasedPolicy
	// Understanding is the engine from now on, where SetUnderstanding is true.
	Understanding    *v1alpha1.Understanding
	SetUnderstanding bool
	// Texts is the revision of the Bot's texts from now on; nil: those of From.
	Texts *string
}

// Live is what the Bot serves; nil: it never served anything.
func (s *Snapshot) Live() *v1alpha1.BotRelease {
	if len(s.History) == 0 {
		return nil
	}
	return s.History[0]
}

// Next is the next change of what is live, of those that are due; nil: none is.
func Next(s Snapshot) *Change {
	if s.Live() == nil {
		return s.first()
	}
	if s.Pinned() != nil {
		return s.pinned()
	}
	for _, due := range []func() *Change{s.deleted, s.takenIn, s.earned, s.policy, s.understanding, s.texts} {
		if change := due(); change != nil {
			return change
		}
	}
	return nil
}

// first hands every conversation over: batches earn what is answered.
func (s *Snapshot) first() *Change {
	if s.Policy == nil {
		return nil
	}
	return &Change{
		Cause:  v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst, Message: "the Bot's first release, without intents: every conversation goes to an agent"},
		Policy: s.Policy, Understanding: s.Bot.Spec.Understanding, SetUnderstanding: true,
		Texts: new(s.wantedTexts()),
	}
}

// wantedTexts is the revision of the texts that the Bot's spec asks for.
func (s *Snapshot) wantedTexts() string { return release.TextsRevision(s.Bot.Spec.Texts) }

// Pinned is the release that spec.releaseRef names; nil: there is none of that name.
func (s *Snapshot) Pinned() *v1alpha1.BotRelease { return Pinned(s.Bot, s.History) }

// Pinned is the release of a history that spec.releaseRef of a Bot names; nil: there is none of
// that name, and the pin is not followed, or there is no pin.
func Pinned(bot *v1alpha1.Bot, history []*v1alpha1.BotRelease) *v1alpha1.BotRelease {
	for _, r := range history {
		if bot.Spec.ReleaseRef != nil && r.Name == bot.Spec.ReleaseRef.Name {
			return r
		}
	}
	return nil
}

func (s *Snapshot) pinned() *Change {
	pinned := s.Pinned()
	if pinned == nil || pinned.Spec.Digest == s.Live().Spec.Digest {
		return nil
	}
	return &Change{
		Cause: v1alpha1.ReleaseCause{Type: v1alpha1.CausePin, Message: "spec.releaseRef of the Bot names " + pinned.Name},
		From:  pinned,
	}
}

// Seen says whether an Intent was seen to exist while a release of the history was live in
// this cluster. A record that was restored from elsewhere has a UID of its own.
func (s *Snapshot) Seen(intent string) bool {
	return slices.ContainsFunc(s.History, func(r *v1alpha1.BotRelease) bool {
		return Served(r) && slices.Contains(r.Status.ObservedIntents, intent)
	})
}

// Orphans are live Intents that do not exist and were never seen to: those of a restored
// release whose YAML was not restored with it. They stay live.
func (s *Snapshot) Orphans() []string {
	var out []string
	if s.Live() != nil {
		for _, intent := range s.Live().Spec.Intents {
			if !s.Exists[intent.Name] && !s.Seen(intent.Name) {
				out = append(out, intent.Name)
			}
		}
	}
	return out
}

// Gone are live Intents that were seen to exist and do not any more, sorted.
func (s *Snapshot) Gone() []string {
	var out []string
	if s.Live() != nil {
		for _, intent := range s.Live().Spec.Intents {
			if !s.Exists[intent.Name] && s.Seen(intent.Name) {
				out = append(out, intent.Name)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (s *Snapshot) deleted() *Change {
	gone := s.Gone()
	if len(gone) == 0 {
		return nil
	}
	message := fmt.Sprintf("Intent %s was deleted", gone[0])
	if len(gone) > 1 {
		message = fmt.Sprintf("Intents %s were deleted", strings.Join(gone, ", "))
	}
	return &Change{
		Cause: v1alpha1.ReleaseCause{Type: v1alpha1.CauseDeleted, Message: message},
		From:  s.Live(), Remove: gone,
	}
}

// NeverServed says whether the Bot never answered anything. Once its first release is beyond
// the history limit, nobody knows.
func NeverServed(history []*v1alpha1.BotRelease) bool {
	if n := len(history); n > 0 && history[n-1].Spec.Sequence > 1 {
		return false
	}
	return !slices.ContainsFunc(history, func(r *v1alpha1.BotRelease) bool { return len(r.Spec.Intents) > 0 })
}

// takenIn makes what all batches bring live at once, where the Bot never answered anything and
// its spec asks for it.
func (s *Snapshot) takenIn() *Change {
	rollout := s.Bot.Spec.Rollout
	if rollout == nil || rollout.FirstRelease != v1alpha1.ReleaseAtOnce || len(s.Drafts) == 0 || !NeverServed(s.History) {
		return nil
	}
	change := &Change{
		Cause: v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst, Message: "the Bot's first intents, at once as spec.rollout.firstRelease asks"},
		From:  s.Live(), Set: maps.Clone(s.Drafts), Policy: s.Policy,
	}
	if !SameUnderstanding(s.Bot.Spec.Understanding, s.Live().Spec.Understanding) {
		change.Understanding, change.SetUnderstanding = s.Bot.Spec.Understanding, true
	}
	if wanted := s.wantedTexts(); wanted != s.Live().Spec.TextsRevision {
		change.Texts = &wanted
	}
	return change
}

// earned is what a batch has been promoted with, or goes back to.
func (s *Snapshot) earned() *Change {
	for _, batch := range s.Batches {
		if change := s.promotion(batch); change != nil {
			return change
		}
	}
	return nil
}

// promotion makes live what a batch earned. A rollout is made live once: when something else
// changed what is live since, its batch's status is merely behind.
func (s *Snapshot) promotion(batch *v1alpha1.IntentBatch) *Change {
	status := &batch.Status
	if status.Result != v1alpha1.ResultPromoted || s.RefusedBeside(batch) || s.madeLive(status.Rollout) {
		return nil
	}
	change := &Change{From: s.Live(), Set: map[string]string{}}
	for _, intent := range status.Intents {
		if intent.Candidate != "" && s.Exists[intent.Name] && Revision(s.Live(), intent.Name) != intent.Candidate {
			change.Set[intent.Name] = intent.Candidate
		}
	}
	if c := status.Candidate; c != nil {
		if c.EscalationPolicy != nil && *c.EscalationPolicy != s.Live().Spec.EscalationPolicy {
			change.Policy = c.EscalationPolicy
		}
		if c.Understanding != nil && !SameUnderstanding(c.Understanding, s.Live().Spec.Understanding) {
			change.Understanding, change.SetUnderstanding = c.Understanding, true
		}
		if c.TextsRevision != nil && *c.TextsRevision != s.Live().Spec.TextsRevision {
			change.Texts = c.TextsRevision
		}
	}
	if len(change.Set) == 0 && change.Policy == nil && !change.SetUnderstanding && change.Texts == nil {
		return nil
	}
	change.Cause = v1alpha1.ReleaseCause{Type: v1alpha1.CausePromoted, Batch: batch.Name, Rollout: status.Rollout, Message: "promoted: " + change.brings()}
	if status.Rollout == "" {
		change.Cause.Type, change.Cause.Message = v1alpha1.CauseReverted, "back to what was live before: "+change.brings()
	}
	return change
}

// RefusedBeside says whether the Bot found that it cannot serve the batch's content beside
// what is live now.
func (s *Snapshot) RefusedBeside(batch *v1alpha1.IntentBatch) bool {
	return Refusal(s.Bot, s.Live(), batch.Name, batch.Status.Revision) != nil
}

// Refusal is why a Bot cannot serve a revision of a batch beside what is live; nil: it can, or
// did not try yet.
func Refusal(bot *v1alpha1.Bot, live *v1alpha1.BotRelease, batch, revision string) *v1alpha1.RefusedCandidate {
	var beside string
	if live != nil {
		beside = live.Name
	}
	for i := range bot.Status.Refused {
		if r := &bot.Status.Refused[i]; r.Batch == batch && r.Revision == revision && r.Live == beside {
			return r
		}
	}
	return nil
}

func (s *Snapshot) madeLive(rollout string) bool {
	return rollout != "" && slices.ContainsFunc(s.History, func(r *v1alpha1.BotRelease) bool { return r.Spec.Cause.Rollout == rollout })
}

// brings says in words what comes with a change.
func (c *Change) brings() string {
	names := slices.Sorted(maps.Keys(c.Set))
	var parts []string
	switch len(names) {
	case 0:
	case 1:
		parts = append(parts, "Intent "+names[0])
	default:
		parts = append(parts, "Intents "+strings.Join(names, ", "))
	}
	if c.Policy != nil {
		parts = append(parts, "EscalationPolicy "+c.Policy.Name)
	}
	if c.SetUnderstanding {
		parts = append(parts, "spec.understanding")
	}
	if c.Texts != nil {
		parts = append(parts, "spec.texts")
	}
	return strings.Join(parts, " and ")
}

// policy applies an edited policy at once, unless a batch brings it by steps. An edit that
// only hands over more waits for nothing.
func (s *Snapshot) policy() *Change {
	if !s.wantsPolicy() || (s.holdsPolicy() && !s.PolicyOnlyHandsOverMore) {
		return nil
	}
	message := fmt.Sprintf("EscalationPolicy %s is in force at once", s.Policy.Name)
	if s.PolicyChange != "" {
		message += ": " + s.PolicyChange
	}
	return &Change{
		Cause: v1alpha1.ReleaseCause{Type: v1alpha1.CausePolicy, Message: message},
		From:  s.Live(), Policy: s.Policy,
	}
}

func (s *Snapshot) understanding() *Change {
	if !s.wantsUnderstanding() || s.holdsUnderstanding() {
		return nil
	}
	return &Change{
		Cause: v1alpha1.ReleaseCause{Type: v1alpha1.CauseUnderstanding, Message: "spec.understanding of the Bot is in force at once"},
		From:  s.Live(), Understanding: s.Bot.Spec.Understanding, SetUnderstanding: true,
	}
}

// texts applies edited texts at once, unless a batch brings them by steps. Other defaults of
// another operator are not an edit: what is live keeps its texts.
func (s *Snapshot) texts() *Change {
	if !s.wantsTexts() || s.holdsTexts() {
		return nil
	}
	return &Change{
		Cause: v1alpha1.ReleaseCause{Type: v1alpha1.CauseTexts, Message: "spec.texts of the Bot is in force at once"},
		From:  s.Live(), Texts: new(s.wantedTexts()),
	}
}

func (s *Snapshot) included(what v1alpha1.Included) bool {
	return slices.ContainsFunc(s.Batches, func(b *v1alpha1.IntentBatch) bool { return slices.Contains(b.Spec.Include, what) })
}

// Revision is the revision of an Intent in a release; empty: the release does not have it.
func Revision(r *v1alpha1.BotRelease, intent string) string {
	if r == nil {
		return ""
	}
	i := slices.IndexFunc(r.Spec.Intents, func(i v1alpha1.ReleasedIntent) bool { return i.Name == intent })
	if i < 0 {
		return ""
	}
	return r.Spec.Intents[i].Revision
}

// SameUnderstanding says whether two specs ask for the same engine. One that names none asks
// for the built-in one, with its defaults.
func SameUnderstanding(a, b *v1alpha1.Understanding) bool {
	return reflect.DeepEqual(named(a), named(b))
}

func named(u *v1alpha1.Understanding) v1alpha1.Understanding {
	if u == nil || *u == (v1alpha1.Understanding{}) {
		return v1alpha1.Understanding{BuiltIn: &v1alpha1.BuiltInUnderstanding{}}
	}
	return *u
}
