// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package releases keeps the releases that a bot serves up to date: it follows the pointer,
// loads bundles, trains classifiers off the request path, and swaps one immutable View. A
// release that does not load never replaces one that did.
package releases

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/contract/release"
)

// Fetcher gets the parts of a bundle.
type Fetcher interface {
	Fetch(ctx context.Context, ref release.BundleRef) ([][]byte, error)
}

// Bounds of loading a bundle.
const (
	loadTimeout  = 5 * time.Minute
	firstRetry   = 500 * time.Millisecond
	longestRetry = 30 * time.Second
)

// Follower follows pointers. Offer and View are safe for concurrent use.
type Follower struct {
	fetcher Fetcher
	builder Builder
	disk    *Disk // nil: nothing is kept
	clock   clock.WithTicker
	log     logr.Logger
	metrics *Metrics
	// published is called with each new view.
	published func(*View)

	view     atomic.Pointer[View]
	status   status
	pointers chan release.Pointer // holds the newest one only
	offer    sync.Mutex
}

// Options of a Follower.
type Options struct {
	Fetcher Fetcher
	Builder Builder
	// Disk keeps the last good releases; nil: nothing is kept.
	Disk    *Disk
	Clock   clock.WithTicker
	Log     logr.Logger
	Metrics *Metrics
	// Published is called with each new view; nil: it is not called.
	Published func(*View)
}

// NewFollower returns a follower; Run makes it work.
func NewFollower(o Options) *Follower {
	return &Follower{
		fetcher: o.Fetcher, builder: o.Builder, disk: o.Disk,
		clock: o.Clock, log: o.Log, metrics: o.Metrics, published: o.Published,
		pointers: make(chan release.Pointer, 1),
	}
}

// View is what turns are decided by; nil: no stable release was loaded yet.
func (f *Follower) View() *View { return f.view.Load() }

// Offer makes a pointer the newest. It never blocks; of several that are offered in one go,
// only the last is followed.
func (f *Follower) Offer(p release.Pointer) {
	f.offer.Lock()
	defer f.offer.Unlock()
	select {
	case <-f.pointers:
	default:
	}
	f.pointers <- p
}

// Serve puts a view in force at once. Without Run, it stays.
func (f *Follower) Serve(v *View) {
	f.view.Store(v)
	f.status.published(v)
	f.metrics.published(v)
	if f.published != nil {
		f.published(v)
	}
}

// run is the state of Run's goroutine.
type run struct {
	*Follower
	recent  recent
	newest  *release.Pointer
	loading string // hash of the release that is being loaded
	results chan result
	failed  map[string]int // attempts that failed, by hash
	retry   <-chan time.Time
}

// Run follows until the context ends. It begins with what is on disk.
func (f *Follower) Run(ctx context.Context) error {
	r := &run{Follower: f, results: make(chan result, 1), failed: map[string]int{}}
	r.startFromDisk(ctx)
	for {
		select {
		case <-ctx.Done():
			if r.loading != "" {
				<-r.results // the loader ends with the context
			}
			return nil
		case p := <-f.pointers:
			r.follow(ctx, p)
		case res := <-r.results:
			r.handle(ctx, res)
		case <-r.retry:
			r.retry = nil
			r.load(ctx)
		}
	}
}

// follow publishes what is loaded already and loads the rest.
func (r *run) follow(ctx context.Context, p release.Pointer) {
	r.log.V(1).Info("Following pointer", "sequence", p.Sequence, "stable", p.Stable.Release, "automation", p.Automation)
	r.newest = &p
	r.status.followed(p)
	// A new pointer tries at once what failed under the previous one.
	clear(r.failed)
	r.retry = nil
	r.publish()
	r.load(ctx)
}

func (r *run) publish() {
	v := merge(*r.newest, r.view.Load(), r.recent.get)
	if v == nil {
		return
	}
	r.Serve(v)
	if r.disk != nil {
		saved := v.Pointer
		saved.Sequence = r.Status().SequenceInForce // the disk must not claim a pointer whose releases it lacks
		if err := r.disk.SavePointer(saved, r.recent.hashes()...); err != nil {
			r.log.Error(err, "Unable to save the pointer on disk")
		}
	}
}
