// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"sync"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers"
	"github.com/intentops/intentops/test/bench"
)

const namespace = "scale"

// creators is how many objects are created at a time: fewer than the API server takes, so
// that the growth shows the operator's pace.
const creators = 8

// world is a cluster, its customers and an operator.
type world struct {
	*bench.Cluster
	options
	dir string
	n   int

	customers *customers
	address   string // URL of the Prometheus
	close     func()

	mu       sync.Mutex
	rolling  map[string]bool      // batches in their first step
	rolledAt map[string]time.Time // when a batch was seen rolled back
}

func newWorld(ctx context.Context, c *bench.Cluster, o options, dir string, n int) (*world, error) {
	w := &world{Cluster: c, options: o, dir: dir, n: n, rolling: map[string]bool{}, rolledAt: map[string]time.Time{}}
	w.customers = newCustomers(o.tick)
	server := httptest.NewServer(w.customers)
	w.address = server.URL
	watching, cancel := context.WithCancel(ctx)
	w.close = func() { cancel(); server.Close() }
	return w, w.watch(watching)
}

// watch keeps up with what the operator writes: pods that do not exist follow pointers, and
// Deployments become ready.
func (w *world) watch(ctx context.Context) error {
	objects, err := cache.New(w.Config, cache.Options{Scheme: controllers.Scheme(), DefaultTransform: cache.TransformStripManagedFields()})
	if err != nil {
		return err
	}
	deployments := make(chan *appsv1.Deployment, 10_000)
	for _, kind := range []struct {
		object client.Object
		seen   func(any)
	}{
		{&v1alpha1.Bot{}, func(o any) { w.customers.follow(o.(*v1alpha1.Bot)) }},
		{&v1alpha1.IntentBatch{}, func(o any) { w.seen(o.(*v1alpha1.IntentBatch)) }},
		{&appsv1.Deployment{}, func(o any) {
			if d := o.(*appsv1.Deployment); d.Status.ReadyReplicas == 0 {
				deployments <- d.DeepCopy()
			}
		}},
	} {
		informer, err := objects.GetInformer(ctx, kind.object, cache.BlockUntilSynced(false))
		if err != nil {
			return err
		}
		if _, err := informer.AddEventHandler(toolscache.ResourceEventHandlerFuncs{
			AddFunc: kind.seen, UpdateFunc: func(_, o any) { kind.seen(o) },
		}); err != nil {
			return err
		}
	}
	go func() { _ = objects.Start(ctx) }() // it ends with ctx
	go w.setReady(ctx, deployments)
	if !objects.WaitForCacheSync(ctx) {
		return errors.New("the API server does not answer")
	}
	return nil
}

func (w *world) setReady(ctx context.Context, deployments <-chan *appsv1.Deployment) {
	for {
		select {
		case <-ctx.Done():
			return
		case d := <-deployments:
			d.Status.Replicas, d.Status.UpdatedReplicas, d.Status.ReadyReplicas, d.Status.ObservedGeneration = 1, 1, 1, d.Generation
			_ = w.Client.Status().Update(ctx, d) // after a conflict it is seen once more
		}
	}
}

func (w *world) seen(b *v1alpha1.IntentBatch) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rolling[b.Name] = len(b.Status.Steps) > 0 && !b.Status.Steps[0].StartedAt.IsZero() && b.Status.Result == ""
	if b.Status.Result == v1alpha1.ResultRolledBack && w.rolledAt[b.Name].IsZero() {
		w.rolledAt[b.Name] = time.Now()
	}
}

func (w *world) countRolling() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, rolls := range w.rolling {
		if rolls {
			n++
		}
	}
	return n
}

// create makes the policy and n Bots with two intents in a batch each.
func (w *world) create(ctx context.Context) error {
	c, err := client.New(unlimited(w.Config), client.Options{Scheme: controllers.Scheme()})
	if err != nil {
		return err
	}
	if err := c.Create(ctx, policy()); err != nil {
		return err
	}
	var group sync.WaitGroup
	names, failed := make(chan string), make(chan error, creators)
	for range creators {
		group.Go(func() {
			for name := range names {
				for _, object := range shop(name) {
					if err := c.Create(ctx, object); err != nil {
						failed <- err
						return
					}
				}
			}
		})
	}
	for i := range w.n {
		select {
		case names <- botName(i):
		case err := <-failed:
			close(names)
			return err
		}
	}
	close(names)
	group.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

func unlimited(c *rest.Config) *rest.Config {
	c = rest.CopyConfig(c)
	c.QPS = -1
	return c
}

func botName(i int) string    { return fmt.Sprintf("shop-%04d", i) }
func batchOf(b string) string { return b + "-first" }

// shop is a Bot whose only batch stays in its first step for a day.
func shop(name string) []client.Object {
	ref := v1alpha1.LocalReference{Name: name}
	meta := func(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name, Namespace: namespace} }
	batch := &v1alpha1.IntentBatch{ObjectMeta: meta(batchOf(name)), Spec: v1alpha1.IntentBatchSpec{BotRef: ref, Steps: []v1alpha1.RolloutStep{
		{Name: "five", Percent: new(int32(5)), MinDuration: "24h"}, {Name: "all", Percent: new(int32(100))},
	}}}
	out := []client.Object{&v1alpha1.Bot{ObjectMeta: meta(name), Spec: v1alpha1.BotSpec{
		Channels:            []v1alpha1.Channel{{Name: "web", Type: v1alpha1.ChannelWebChat}},
		EscalationPolicyRef: v1alpha1.LocalReference{Name: "standard"},
	}}}
	for i := range intentsEach {
		intent := &v1alpha1.Intent{ObjectMeta: meta(intentName(name, i)), Spec: v1alpha1.IntentSpec{
			BotRef: ref, Reply: v1alpha1.IntentReply{Text: "This is what we know about it."},
		}}
		for u := range 10 {
			intent.Spec.Utterances = append(intent.Spec.Utterances, fmt.Sprintf("please tell me about thing %d in way %d", i, u))
		}
		batch.Spec.Intents = append(batch.Spec.Intents, intent.Name)
		out = append(out, intent)
	}
	return append(out, batch)
}

const intentsEach = 2

func intentName(bot string, i int) string { return fmt.Sprintf("%s-intent-%d", bot, i) }

// policy is the one of all Bots. It names no Secret, so that none is waited for.
func policy() client.Object {
	return &v1alpha1.EscalationPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: "standard", Namespace: namespace},
		Spec: v1alpha1.EscalationPolicySpec{
			Rules: []v1alpha1.EscalationRule{{Name: "asked", When: "message.asksForHuman"}},
			Handoff: v1alpha1.Handoff{Targets: []v1alpha1.HandoffTarget{{
				Name: "helpdesk", Type: v1alpha1.HandoffWebhook, Webhook: &v1alpha1.WebhookTarget{URL: "http://helpdesk.invalid/handoffs"},
			}}},
		},
	}
}
