// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// Loaded is a release that is ready to serve. It never changes.
type Loaded struct {
	*decide.Compiled
	Classifier understanding.Classifier
	// Engine outside of the bot that it asks; nil: none.
	Engine *release.Understanding
}

// ExpectedAnswered is the share of messages about its intents that the release expects to
// answer at the policy's confidence; false: an engine outside of the bot does not say.
func (l *Loaded) ExpectedAnswered() (float64, bool) {
	model, builtIn := l.Classifier.(*understanding.Model)
	if !builtIn {
		return 0, false
	}
	return model.ExpectedAnswered(l.Threshold()), true
}

// View is what a turn is decided by. It never changes; a new one takes its place.
type View struct {
	// Pointer in force: what the newest pointer says as far as its releases are loaded.
	Pointer release.Pointer
	Stable  *Loaded
	// Candidate is set together with Pointer.Rollout.
	Candidate *Loaded
	// Complete is true when everything the newest pointer names is loaded.
	Complete bool
}

// merge makes the view for the newest pointer from the releases that are loaded, found by
// get. The kill switch and the times of measurement hold at once. A rollout needs both its
// releases: until they are loaded, conversations get the stable release. While the stable
// release is not loaded, the one before it stays. It is nil when there is none at all.
func merge(newest release.Pointer, before *View, get func(hash string) *Loaded) *View {
	v := &View{Pointer: newest, Stable: get(newest.Stable.Release), Complete: true}
	if v.Stable == nil {
		if before == nil {
			return nil
		}
		v.Stable, v.Complete = before.Stable, false
		v.Pointer.Stable = before.Pointer.Stable
		v.Pointer.Candidate, v.Pointer.Rollout = nil, nil
		return v
	}
	if newest.Candidate != nil {
		if v.Candidate = get(newest.Candidate.Release); v.Candidate == nil {
			v.Pointer.Candidate, v.Pointer.Rollout, v.Complete = nil, nil, false
		}
	}
	return v
}

// maxRecent is how many releases are kept ready: two in use, and two so that a rollback or a
// promotion is instant.
const maxRecent = 4

// recent holds the releases that were used last. It belongs to one goroutine.
type recent struct {
	newest []*Loaded // the most recently used last
}

func (c *recent) get(hash string) *Loaded {
	i := slices.IndexFunc(c.newest, func(l *Loaded) bool { return l.Hash == hash })
	if i < 0 {
		return nil
	}
	l := c.newest[i]
	c.newest = append(slices.Delete(c.newest, i, i+1), l)
	return l
}

func (c *recent) hashes() []string {
	out := make([]string, len(c.newest))
	for i, l := range c.newest {
		out[i] = l.Hash
	}
	return out
}

func (c *recent) put(l *Loaded) {
	if c.get(l.Hash) != nil {
		return
	}
	c.newest = append(c.newest, l)
	if over := len(c.newest) - maxRecent; over > 0 {
		c.newest = slices.Delete(c.newest, 0, over)
	}
}
