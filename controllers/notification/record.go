// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notification

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const (
	// remembered is how long the id of a fact is kept after it was last found: longer than a
	// week, for which breaches and scorecards are told once.
	remembered = 8 * 24 * time.Hour
	// maxTold bounds the ConfigMap, which may have a mebibyte: it has the newest, and others may be
	// told again after a restart. maxKnown bounds what is known until then.
	maxTold  = 10_000
	maxKnown = 100_000

	// afterStart is how long each id is kept at least after a start, until its object was looked
	// at again: an approval may be awaited for weeks.
	afterStart = 12 * time.Hour

	sinceKey = "since"
	toldKey  = "told"
)

// record is what was told, in a ConfigMap, so that it is known after a restart. It has ids and
// times, and nothing of what they stand for.
type record struct {
	reader client.Reader
	writer client.Writer
	key    client.ObjectKey
	clock  clock.PassiveClock

	mu     sync.Mutex
	object *corev1.ConfigMap
	// since is when notifications were turned on: nobody is told of what was before.
	since time.Time
	// told has the ids, with when each was last found.
	told  map[string]time.Time
	dirty bool
}

// load reads the ConfigMap, or makes it. It does so once.
func (r *record) load(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.object != nil {
		return nil
	}
	return r.read(ctx)
}

func (r *record) read(ctx context.Context) error {
	object := &corev1.ConfigMap{}
	err := r.reader.Get(ctx, r.key, object)
	if apierrors.IsNotFound(err) {
		object = &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: r.key.Namespace, Name: r.key.Name}}
		object.Data = map[string]string{sinceKey: r.clock.Now().UTC().Format(time.RFC3339)}
		err = r.writer.Create(ctx, object)
	}
	if err != nil {
		return fmt.Errorf("reading what was notified, ConfigMap %s: %w", r.key, err)
	}
	since, err := time.Parse(time.RFC3339, object.Data[sinceKey])
	if err != nil {
		since = r.clock.Now().UTC().Truncate(time.Second)
		r.dirty = true
	}
	r.object, r.since = object, since
	if r.told == nil {
		r.told = map[string]time.Time{}
	}
	least := r.clock.Now().Add(afterStart - remembered)
	for line := range strings.Lines(object.Data[toldKey]) {
		id, at, _ := strings.Cut(strings.TrimSpace(line), " ")
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			continue
		}
		if t.Before(least) {
			t = least
		}
		if t.After(r.told[id]) {
			r.told[id] = t
		}
	}
	return nil
}

// knows says whether a fact was told, and remembers that it was found again.
func (r *record) knows(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, told := r.told[id]; !told {
		return false
	}
	r.told[id] = r.clock.Now()
	return true
}

func (r *record) mark(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.told[id] = r.clock.Now()
	r.dirty = true
}

func (r *record) began() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.since
}

// save writes what was marked. What another operator wrote meanwhile is kept.
func (r *record) save(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.dirty {
		return nil
	}
	r.forget()
	err := r.write(ctx)
	if apierrors.IsConflict(err) || apierrors.IsNotFound(err) {
		if err = r.read(ctx); err == nil {
			err = r.write(ctx)
		}
	}
	if err != nil {
		return fmt.Errorf("writing what was notified, ConfigMap %s: %w", r.key, err)
	}
	r.dirty = false
	return nil
}

func (r *record) write(ctx context.Context) error {
	object := r.object.DeepCopy()
	kept := r.newest(maxTold)
	slices.Sort(kept)
	lines := make([]string, 0, len(kept))
	for _, id := range kept {
		lines = append(lines, id+" "+r.told[id].UTC().Format(time.RFC3339))
	}
	object.Data = map[string]string{sinceKey: r.since.UTC().Format(time.RFC3339), toldKey: strings.Join(lines, "\n")}
	if err := r.writer.Update(ctx, object); err != nil {
		return err
	}
	r.object = object
	return nil
}

func (r *record) forget() {
	before := r.clock.Now().Add(-remembered)
	maps.DeleteFunc(r.told, func(_ string, at time.Time) bool { return at.Before(before) })
	if len(r.told) <= maxKnown {
		return
	}
	known := map[string]time.Time{}
	for _, id := range r.newest(maxKnown) {
		known[id] = r.told[id]
	}
	r.told = known
}

// newest are the n ids that were found last, or all.
func (r *record) newest(n int) []string {
	ids := slices.Collect(maps.Keys(r.told))
	if len(ids) <= n {
		return ids
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(r.told[b].Compare(r.told[a]), strings.Compare(a, b)) })
	return ids[:n]
}
