// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/go-logr/logr"
)

// DefaultSnapshotEvery is how many records lie between two snapshots: a pod that starts
// replays at most about as many.
const DefaultSnapshotEvery = 50_000

// Options of New.
type Options struct {
	// Log to replay and follow.
	Log Log
	// Namespace and Bot are the labels that every series gets.
	Namespace, Bot string
	// SnapshotEvery is the number of records between snapshots; 0: DefaultSnapshotEvery.
	SnapshotEvery uint64
	// Logger gets no customer's words.
	Logger logr.Logger
}

// Aggregator adds up a Log from its beginning and exports the totals. All replicas come to
// the same ones, because they depend on the log only. It is safe for concurrent use.
type Aggregator struct {
	opts  Options
	descs descriptions

	mu     sync.Mutex
	totals *totals
	ready  bool
	// following is true while Run reads the log.
	following bool
	keep      []string
	saved     uint64
}

// New returns an Aggregator that does nothing until Run.
func New(opts Options) (*Aggregator, error) {
	if opts.Log == nil {
		return nil, errors.New("ledger: Log is missing; give the store's")
	}
	if opts.SnapshotEvery == 0 {
		opts.SnapshotEvery = DefaultSnapshotEvery
	}
	return &Aggregator{opts: opts, descs: describe(opts.Namespace, opts.Bot), totals: newTotals(Families)}, nil
}

// Run replays the log and follows it until ctx is done. Where another log takes its place, the totals
// begin again with that one. Call it once.
func (a *Aggregator) Run(ctx context.Context) error {
	for {
		err := a.follow(ctx)
		if !errors.Is(err, ErrReplaced) {
			return err
		}
		a.opts.Logger.Info("The ledger is another one than before: counts begin again with what it has")
		a.clear()
	}
}

// clear forgets all totals.
func (a *Aggregator) clear() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.totals, a.ready, a.saved = newTotals(Families), false, 0
}

// follow replays the log and follows it until ctx is done, or the log is another one.
func (a *Aggregator) follow(ctx context.Context) error {
	end, err := a.start(ctx)
	if err != nil {
		return err
	}
	snapshots := make(chan snapshot, 1)
	var wg sync.WaitGroup
	wg.Go(func() { a.save(snapshots) })
	defer wg.Wait()
	defer close(snapshots)
	a.caughtUp(end)
	a.setFollowing(true)
	defer a.setFollowing(false)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	wg.Go(func() { a.askForEnd(ctx, end) })
	return a.opts.Log.Follow(ctx, a.position(), func(position uint64, record []byte) {
		if snap, due := a.apply(position, record, end); due {
			select {
			case snapshots <- snap:
			default:
				// The last one is still being saved; the next will do.
			}
		}
	})
}

// askEndEvery is how often the log is asked for its end until the totals have it.
const askEndEvery = 10 * time.Second

// askForEnd makes the totals ready also where the log has lost what was its end: a server that was
// killed may have the last moments no more.
func (a *Aggregator) askForEnd(ctx context.Context, end uint64) {
	for !a.Ready() {
		select {
		case <-ctx.Done():
			return
		case <-time.After(askEndEvery):
		}
		if now, err := a.opts.Log.End(ctx); err == nil {
			end = min(end, now)
			a.caughtUp(end)
		}
	}
}

// start restores the newest snapshot that can be used, and finds where the log ends now.
func (a *Aggregator) start(ctx context.Context) (end uint64, err error) {
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		var data []byte
		if end, err = a.opts.Log.End(ctx); err == nil {
			data, err = a.opts.Log.Snapshot(ctx)
		}
		if err == nil {
			a.restore(data, end)
			return end, nil
		}
		a.opts.Logger.Info("Waiting for the ledger", "error", err.Error())
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(wait):
		}
	}
}

func (a *Aggregator) restore(data []byte, end uint64) {
	if data == nil {
		return
	}
	t, err := restore(data, Families)
	if err == nil && t.position > end {
		err = fmt.Errorf("the snapshot is at %d, past the ledger's end at %d", t.position, end)
	}
	if err != nil {
		a.opts.Logger.Info("Replaying the whole ledger", "reason", err.Error())
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.totals, a.saved = t, t.records
}

// apply adds a record, and gives a snapshot when one is due.
func (a *Aggregator) apply(position uint64, record []byte, end uint64) (snap snapshot, due bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.totals.apply(position, record)
	a.ready = a.ready || position >= end
	if due = a.totals.records-a.saved >= a.opts.SnapshotEvery; due {
		snap, a.saved = a.totals.snapshot(a.descs.fingerprint), a.totals.records
	}
	return snap, due
}

func (a *Aggregator) save(snapshots <-chan snapshot) {
	for snap := range snapshots {
		data, err := snap.pack()
		if err == nil {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			err = a.opts.Log.SaveSnapshot(ctx, data)
			cancel()
		}
		if err != nil {
			a.opts.Logger.Info("Ledger snapshot was not saved, the next start replays more", "error", err.Error())
		}
	}
}

func (a *Aggregator) caughtUp(end uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ready = a.ready || a.totals.position >= end
}

func (a *Aggregator) setFollowing(following bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.following = following
}

// canCatchUp reports whether what is committed now will be in the totals soon.
func (a *Aggregator) canCatchUp() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.ready && a.following
}

func (a *Aggregator) position() uint64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.totals.position
}

// Ready says whether the totals hold everything that was in the log when Run started. Until
// then none are exported: a counter must not fall because a pod started again.
func (a *Aggregator) Ready() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.ready
}

// KeepRollouts names the rollouts whose series are exported, besides the few newest ones;
// empty ids are ignored. Before the first call all of them are.
func (a *Aggregator) KeepRollouts(ids ...string) {
	keep := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	a.mu.Lock()
	defer a.mu.Unlock()
	a.keep = append([]string{}, keep...)
}
