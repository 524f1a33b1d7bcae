// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/test/harness"
)

// survives takes away, in random order, everything that remembers what is live, while
// customers go on asking. They get the same answers throughout, and nothing rolls again.
func (s *suite) survives(t *testing.T) {
	s.settled(t)
	live := s.newest(t)
	losses := map[string]func(*testing.T){
		"the Bot's status": func(t *testing.T) { s.emptyStatus(t, &v1alpha1.Bot{}, harness.BotName) },
		"the batches' statuses": func(t *testing.T) {
			s.emptyStatus(t, &v1alpha1.IntentBatch{}, "week-1")
			s.emptyStatus(t, &v1alpha1.IntentBatch{}, "week-2")
		},
		"the releases' statuses": func(t *testing.T) {
			for i := range s.releases(t) {
				s.emptyStatus(t, &v1alpha1.BotRelease{}, s.releases(t)[i].Name)
			}
		},
		"the pointer": func(t *testing.T) {
			must(t, s.Delete(s.ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: release.PointerName(harness.BotName), Namespace: harness.Namespace}}))
		},
		"the newest BotRelease": func(t *testing.T) { must(t, s.Delete(s.ctx, s.newest(t))) },
		"the name of a batch":   s.renamed,
		"a name in a batch":     s.mistyped,
		"the operator": func(t *testing.T) {
			s.kill(t, harness.SystemNamespace, "intentops-manager", one(s.pods(t, harness.SystemNamespace, "intentops-manager")))
		},
		"a whole other namespace": s.rebuilt,
	}
	unchanged := s.watchStable(t, live.Spec.Digest)
	names := slices.Sorted(maps.Keys(losses))
	s.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for _, name := range names {
		t.Run(name, losses[name])
		must(t, harness.WaitFor(s.ctx, "the same release to be live", podTimeout, func(ctx context.Context) (bool, string) {
			bot, err := s.Bot(ctx)
			if err != nil || bot.Status.Release == nil {
				return false, fmt.Sprint(err)
			}
			r := bot.Status.Release
			return r.Stable == live.Spec.Digest && r.Name == live.Name && r.Rollout == "", fmt.Sprintf("%+v", r)
		}))
		for _, batch := range []string{"week-1", "week-2"} {
			b := s.batch(t, batch, "to be promoted as it was", soon, promoted)
			if b.Status.Step == "shadow" || percent(b) != 100 {
				t.Errorf("%s rolls again after the loss of %s: step %s, %d%%", batch, name, b.Status.Step, percent(b))
			}
		}
		s.answer(t, edited, question)
		s.answer(t, "shipping-cost", "how much is shipping")
		if other := unchanged(); other != "" {
			t.Errorf("after the loss of %s, pods were sent to release %s for a while", name, other)
		}
		if t.Failed() {
			return
		}
	}
}

// watchStable looks at the pointer all the time, and returns who tells of another stable
// release than the one given.
func (s *suite) watchStable(t *testing.T, digest string) (other func() string) {
	var seen atomic.Value
	seen.Store("")
	ctx, stop := context.WithCancel(s.ctx)
	t.Cleanup(stop)
	go func() {
		for tick := time.NewTicker(50 * time.Millisecond); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
			}
			stored := &corev1.ConfigMap{}
			if s.Get(ctx, client.ObjectKey{Namespace: harness.Namespace, Name: release.PointerName(harness.BotName)}, stored) != nil {
				continue // it is one of the losses
			}
			if p, err := release.DecodePointer([]byte(stored.Data[release.PointerKey])); err == nil && p.Stable.Release != digest {
				seen.Store(p.Stable.Release)
			}
		}
	}()
	return func() string { return seen.Load().(string) }
}

func (s *suite) releases(t *testing.T) []v1alpha1.BotRelease {
	t.Helper()
	list := &v1alpha1.BotReleaseList{}
	must(t, s.List(s.ctx, list, client.InNamespace(harness.Namespace)))
	slices.SortFunc(list.Items, func(a, b v1alpha1.BotRelease) int { return int(b.Spec.Sequence - a.Spec.Sequence) })
	return list.Items
}

func (s *suite) newest(t *testing.T) *v1alpha1.BotRelease {
	t.Helper()
	all := s.releases(t)
	if len(all) == 0 {
		t.Fatal("there is no BotRelease")
	}
	return &all[0]
}

// emptyStatus does what a tool does that restores objects without their statuses.
func (s *suite) emptyStatus(t *testing.T, obj client.Object, name string) {
	t.Helper()
	must(t, harness.WaitFor(s.ctx, "the status of "+name+" to be emptied", soon, func(ctx context.Context) (bool, string) {
		if err := s.Get(ctx, client.ObjectKey{Namespace: harness.Namespace, Name: name}, obj); err != nil {
			return false, err.Error()
		}
		switch o := obj.(type) {
		case *v1alpha1.Bot:
			o.Status = v1alpha1.BotStatus{}
		case *v1alpha1.IntentBatch:
			o.Status = v1alpha1.IntentBatchStatus{}
		case *v1alpha1.BotRelease:
			o.Status = v1alpha1.BotReleaseStatus{}
		}
		err := s.Status().Update(ctx, obj)
		return err == nil, fmt.Sprint(err)
	}))
}

// renamed deletes a batch and makes another of its content, as a renamed file in Git does, and
// goes back.
func (s *suite) renamed(t *testing.T) {
	rename := func(from, to string) {
		batch, err := s.Batch(s.ctx, from)
		must(t, err)
		other := &v1alpha1.IntentBatch{ObjectMeta: metav1.ObjectMeta{Name: to, Namespace: batch.Namespace}, Spec: batch.Spec}
		must(t, s.Create(s.ctx, other))
		must(t, s.Delete(s.ctx, batch))
		s.batch(t, to, "to be promoted without rolling", soon, promoted)
	}
	rename("week-2", "week-2-renamed")
	rename("week-2-renamed", "week-2")
}

// mistyped puts a name into a batch that no Intent has, and corrects it.
func (s *suite) mistyped(t *testing.T) {
	batch, err := s.Batch(s.ctx, "week-2")
	must(t, err)
	was := slices.Clone(batch.Spec.Intents)
	write := func(intents []string) {
		must(t, harness.WaitFor(s.ctx, "week-2 to be written", soon, func(ctx context.Context) (bool, string) {
			batch, err := s.Batch(ctx, "week-2")
			if err == nil {
				batch.Spec.Intents = intents
				err = s.Update(ctx, batch)
			}
			return err == nil, fmt.Sprint(err)
		}))
	}
	write(append(slices.Clone(was[1:]), was[0]+"x"))
	s.batch(t, "week-2", "not to be accepted", soon, func(b *v1alpha1.IntentBatch) bool { return reason(b) == v1alpha1.ReasonReferenceNotFound })
	s.answer(t, "shipping-cost", "how much is shipping")
	write(was)
}

// rebuilt makes the Bot once more in another namespace, from its YAML and the exported
// release, in random order: it serves what is live here, and rolls nothing.
func (s *suite) rebuilt(t *testing.T) {
	const namespace = "intentops-rebuilt"
	must(t, s.Create(s.ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}))
	defer func() { must(t, s.DeleteNamespace(context.WithoutCancel(s.ctx), namespace)) }()
	exported := filepath.Join(s.dir, "live.yaml")
	must(t, os.WriteFile(exported, []byte(s.plugin(t, "release", "export", harness.BotName, "-n", harness.Namespace)), 0o600))

	var objects []*unstructured.Unstructured
	for _, kind := range []string{"escalationpolicies", "intents", "intentbatches", "bots"} {
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(map[string]string{
			"escalationpolicies": "EscalationPolicyList", "intents": "IntentList", "intentbatches": "IntentBatchList", "bots": "BotList",
		}[kind]))
		must(t, s.List(s.ctx, list, client.InNamespace(harness.Namespace)))
		for i := range list.Items {
			spec := list.Items[i].Object["spec"]
			if kind == "bots" {
				// A store of its own, and no Secrets of the other namespace.
				delete(spec.(map[string]any), "store")
				delete(spec.(map[string]any), "events")
				spec.(map[string]any)["replicas"] = int64(1)
			}
			obj := &unstructured.Unstructured{Object: map[string]any{
				"apiVersion": v1alpha1.GroupVersion.String(), "kind": list.Items[i].GetKind(),
				"metadata": map[string]any{"name": list.Items[i].GetName(), "namespace": namespace}, "spec": spec,
			}}
			objects = append(objects, obj)
		}
	}
	s.random.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
	at := s.random.IntN(len(objects) + 1)
	for i := range len(objects) + 1 {
		if i == at {
			_, err := s.Kubectl(s.ctx, "apply", "-n", namespace, "-f", exported)
			must(t, err)
		}
		if i < len(objects) {
			must(t, s.ApplyObject(s.ctx, objects[i]))
		}
	}
	want := s.newest(t)
	must(t, harness.WaitFor(s.ctx, "the rebuilt Bot to serve what was live", podTimeout, func(ctx context.Context) (bool, string) {
		bot := &v1alpha1.Bot{}
		if err := s.Get(ctx, client.ObjectKey{Namespace: namespace, Name: harness.BotName}, bot); err != nil || bot.Status.Release == nil {
			return false, fmt.Sprint(err)
		}
		return bot.Status.Release.Stable == want.Spec.Digest, fmt.Sprintf("%+v", bot.Status.Release)
	}))
	for _, name := range []string{"week-1", "week-2"} {
		must(t, harness.WaitFor(s.ctx, name+" to be promoted there without rolling", soon, func(ctx context.Context) (bool, string) {
			batch := &v1alpha1.IntentBatch{}
			err := s.Get(ctx, client.ObjectKey{Namespace: namespace, Name: name}, batch)
			return err == nil && promoted(batch) && batch.Status.StartedAt.IsZero(), fmt.Sprintf("%v %+v", err, batch.Status)
		}))
	}
}

// pinned goes back to an earlier release and forth again, and says how long pods wait for it.
func (s *suite) pinned(t *testing.T) {
	all := s.releases(t)
	if len(all) < 2 {
		t.Fatalf("%d releases, want at least 2", len(all))
	}
	live, earlier := all[0], all[1]
	var took []time.Duration
	serve := func(pin *v1alpha1.LocalReference, digest string) {
		must(t, harness.WaitFor(s.ctx, "the pin to be written", soon, func(ctx context.Context) (bool, string) {
			bot, err := s.Bot(ctx)
			if err == nil {
				bot.Spec.ReleaseRef = pin
				err = s.Update(ctx, bot)
			}
			return err == nil, fmt.Sprint(err)
		}))
		began := time.Now()
		must(t, harness.WaitFor(s.ctx, "the pinned release to be in the pointer", soon, func(ctx context.Context) (bool, string) {
			stored := &corev1.ConfigMap{}
			if err := s.Get(ctx, client.ObjectKey{Namespace: harness.Namespace, Name: release.PointerName(harness.BotName)}, stored); err != nil {
				return false, err.Error()
			}
			p, err := release.DecodePointer([]byte(stored.Data[release.PointerKey]))
			return err == nil && p.Stable.Release == digest, fmt.Sprintf("%v %+v", err, p.Stable)
		}))
		took = append(took, time.Since(began))
	}
	for range 5 {
		serve(&v1alpha1.LocalReference{Name: earlier.Name}, earlier.Spec.Digest)
		serve(&v1alpha1.LocalReference{Name: live.Name}, live.Spec.Digest)
	}
	serve(nil, live.Spec.Digest)
	slices.Sort(took)
	t.Logf("from a written pin to the pointer: median %v, longest %v of %d", took[len(took)/2], took[len(took)-1], len(took))
	if median := took[len(took)/2]; median > time.Second {
		t.Errorf("a pin takes %v, want at most a second", median)
	}
	s.answer(t, edited, question)
}
