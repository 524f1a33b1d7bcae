// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"time"

	"github.com/go-logr/logr"
	prom "github.com/prometheus/client_golang/prometheus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/test/bench"
)

// effectBound is within which time a change must be in effect in every pod.
const effectBound = time.Second

// followers are what pods follow their Bot's pointer by, each with a connection of its own.
type followers struct {
	n        int
	arrivals chan arrival
}

type arrival struct {
	follower int
	view     *releases.View
	at       time.Time
}

// follow starts n followers of a Bot, which run until ctx ends.
func follow(ctx context.Context, config *rest.Config, bot string, n int) (*followers, error) {
	f := &followers{n: n, arrivals: make(chan arrival, 1000*n)}
	log := logr.Discard()
	for i := range n {
		own := rest.CopyConfig(config)
		own.QPS, own.Burst = 0, 0              // as in a pod
		own.Dial = (&net.Dialer{}).DialContext // another function: no shared connection
		cluster, err := releases.NewCluster(own, namespace, bot, log)
		if err != nil {
			return nil, err
		}
		follower := releases.NewFollower(releases.Options{
			Fetcher: cluster, Clock: clock.RealClock{}, Log: log,
			Builder:   releases.Compiler{Engine: releases.Train, Rules: releases.CELRules(log)},
			Metrics:   releases.NewMetrics(prom.NewRegistry(), namespace, bot, fmt.Sprint(i)),
			Published: func(v *releases.View) { f.arrivals <- arrival{i, v, time.Now()} },
		})
		go func() { _ = follower.Run(ctx) }()                  // returns nil when ctx ends
		go func() { _ = cluster.Watch(ctx, follower.Offer) }() // the same
	}
	return f, nil
}

// measure returns how long after the beginning of a change each follower had a complete
// view that matches.
func (f *followers) measure(ctx context.Context, change func() error, match func(release.Pointer) bool) ([]time.Duration, error) {
	begun := time.Now()
	if err := change(); err != nil {
		return nil, err
	}
	timeout := time.After(time.Minute)
	took := map[int]time.Duration{}
	for len(took) < f.n {
		select {
		case a := <-f.arrivals:
			if _, had := took[a.follower]; !had && a.view.Complete && match(a.view.Pointer) {
				took[a.follower] = a.at.Sub(begun)
			}
		case <-timeout:
			return nil, fmt.Errorf("only %d of %d followers had the change after a minute", len(took), f.n)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return slices.Collect(maps.Values(took)), nil
}

// ready waits until every follower has a release, and forgets what it saw until then.
func (f *followers) ready(ctx context.Context) error {
	_, err := f.measure(ctx, func() error { return nil }, func(release.Pointer) bool { return true })
	return err
}

// pointers are written in the operator's place.
type pointers struct {
	client  client.Client
	object  *corev1.ConfigMap
	release release.Release
	now     release.Pointer
}

// put keeps a release that differs from all others in ConfigMaps.
func (p *pointers) put(ctx context.Context, i int) (release.BundleRef, error) {
	r := p.release
	r.Intents = slices.Clone(r.Intents)
	r.Intents[0].Reply.Text = fmt.Sprintf("Answer number %d.", i)
	bundle, err := release.Pack(r)
	if err != nil {
		return release.BundleRef{}, err
	}
	for i, part := range bundle.Parts {
		if err := p.client.Create(ctx, &corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: release.PartName("direct", bundle.Release, i), Namespace: namespace},
			Immutable:  new(true), BinaryData: map[string][]byte{release.PartKey: part},
		}); err != nil {
			return release.BundleRef{}, err
		}
	}
	return bundle.Ref("direct"), nil
}

// write makes the object say what the pointer is now, under the next sequence.
func (p *pointers) write() error {
	p.now.Sequence++
	raw, err := release.EncodePointer(p.now)
	p.object.Data = map[string]string{release.PointerKey: string(raw)}
	return err
}

// measurePointer reports how long changes of a pointer take to reach every follower.
func measurePointer(ctx context.Context, c *bench.Cluster, o options, r *bench.Report) error {
	sample, err := sampleRelease(o.samples, "http://helpdesk.invalid")
	if err != nil {
		return err
	}
	p := &pointers{client: c.Client, release: sample, object: &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: release.PointerName("direct"), Namespace: namespace},
	}}
	stable, err := p.put(ctx, 0)
	if err != nil {
		return err
	}
	candidate, err := p.put(ctx, 1)
	if err != nil {
		return err
	}
	p.now = release.Pointer{
		Version: release.FormatVersion, Automation: "Enabled", Stable: stable, Candidate: &candidate,
		Rollout: &release.Rollout{ID: "r", Batch: "b", Step: "s", Salt: "x"},
	}
	if err := errors.Join(p.write(), c.Client.Create(ctx, p.object)); err != nil {
		return err
	}
	for _, kind := range []struct {
		what               string
		followers, changes int
		change             func(i int) error
	}{
		{"step's percent", o.followers, o.changes, func(i int) error { p.now.Rollout.Percent = int32(i % 101); return nil }},
		{"kill switch in the pointer", o.followers, o.changes, func(i int) error { p.now.Automation = automation(i); return nil }},
		// Each pod trains a classifier. Two are the sample Bot's; more would wait here for
		// processors that they do not share in a cluster.
		{"release not seen before", 2, min(50, o.changes), func(i int) (err error) {
			p.now.Stable, err = p.put(ctx, 2+i)
			return errors.Join(err, bench.Pause(ctx, 250*time.Millisecond)) // a pod's client reads five bundles a second
		}},
	} {
		say("Changing a pointer %d times: %s", kind.changes, kind.what)
		took, err := p.measure(ctx, c, kind.followers, kind.changes, kind.change)
		if err != nil {
			return err
		}
		r.Times(fmt.Sprintf("%s to effect in %d followers, %d changes", kind.what, kind.followers, kind.changes), took, effectBound)
	}
	return nil
}

// measure writes a pointer again and again, and returns how long each change took to each
// of n followers.
func (p *pointers) measure(ctx context.Context, c *bench.Cluster, n, changes int, change func(int) error) ([]time.Duration, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f, err := follow(ctx, c.Config, "direct", n)
	if err != nil {
		return nil, err
	}
	if err := f.ready(ctx); err != nil {
		return nil, err
	}
	var all []time.Duration
	for i := range changes {
		if err := errors.Join(change(i), p.write()); err != nil {
			return nil, err
		}
		took, err := f.measure(ctx, func() error { return c.Client.Update(ctx, p.object) },
			func(seen release.Pointer) bool { return seen.Sequence == p.now.Sequence })
		if err != nil {
			return nil, err
		}
		all = append(all, took...)
	}
	return all, nil
}

// automation is disabled by every other change, the first one included.
func automation(i int) string { return []string{"Disabled", "Enabled"}[i%2] }
