// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"context"
	"fmt"

	"github.com/intentops/intentops/internal/backoff"
	"github.com/intentops/intentops/internal/contract/release"
)

type result struct {
	hash   string
	loaded *Loaded
	parts  [][]byte
	err    error
}

// load starts loading the first release that is wanted and missing, one at a time: the CPU is for
// customers.
func (r *run) load(ctx context.Context) {
	if r.loading != "" || r.retry != nil || r.newest == nil {
		return
	}
	ref, missing := r.missing()
	if !missing {
		return
	}
	r.loading = ref.Release
	r.status.loading(ref.Release)
	go func() {
		ctx, cancel := context.WithTimeout(ctx, loadTimeout)
		defer cancel()
		r.results <- r.fetch(ctx, ref)
	}()
}

func (r *run) missing() (release.BundleRef, bool) {
	if r.recent.get(r.newest.Stable.Release) == nil {
		return r.newest.Stable, true
	}
	if c := r.newest.Candidate; c != nil && r.recent.get(c.Release) == nil {
		return *c, true
	}
	return release.BundleRef{}, false
}

func (f *Follower) fetch(ctx context.Context, ref release.BundleRef) (res result) {
	res.hash = ref.Release
	defer func() {
		// Content from outside must not be able to end the bot.
		if p := recover(); p != nil {
			res.err = fmt.Errorf("loading panicked: %v", p)
		}
	}()
	if res.parts, res.err = f.fetcher.Fetch(ctx, ref); res.err != nil {
		return res
	}
	res.loaded, res.err = f.builder.Build(ref.Release, res.parts)
	return res
}

// handle puts a loaded release in use, or reports why it did not load and tries again later.
func (r *run) handle(ctx context.Context, res result) {
	r.loading = ""
	if ctx.Err() != nil {
		return
	}
	if res.err != nil {
		r.failed[res.hash]++
		delay := backoff.Delay(r.failed[res.hash], firstRetry, longestRetry)
		r.log.Error(res.err, "Unable to load release, keeping the previous one", "release", res.hash, "retryAfter", delay.String())
		r.status.failed(res.hash, res.err, r.clock.Now())
		r.metrics.failed()
		r.retry = r.clock.After(delay)
		return
	}
	delete(r.failed, res.hash)
	r.recent.put(res.loaded)
	r.status.loaded(res.hash)
	r.log.Info("Loaded release", "release", res.hash, "intents", len(res.loaded.Intents))
	if r.disk != nil {
		if err := r.disk.SaveBundle(res.hash, res.parts); err != nil {
			r.log.Error(err, "Unable to save the release on disk", "release", res.hash)
		}
	}
	r.publish()
	r.load(ctx)
}

// startFromDisk serves what is on disk until the first pointer comes.
func (r *run) startFromDisk(ctx context.Context) {
	if r.disk == nil {
		return
	}
	p, err := r.disk.Pointer()
	if err != nil || p == nil {
		if err != nil {
			r.log.Error(err, "Unable to read the pointer on disk")
		}
		return
	}
	refs := []release.BundleRef{p.Stable}
	if p.Candidate != nil {
		refs = append(refs, *p.Candidate)
	}
	for _, ref := range refs {
		parts, err := r.disk.Fetch(ctx, ref)
		if err == nil {
			var loaded *Loaded
			if loaded, err = r.builder.Build(ref.Release, parts); err == nil {
				r.recent.put(loaded)
				continue
			}
		}
		r.log.Error(err, "Unable to load the release on disk", "release", ref.Release)
	}
	r.newest = p
	r.status.followed(*p)
	r.publish()
	r.log.Info("Started from the releases on disk", "sequence", p.Sequence)
}
