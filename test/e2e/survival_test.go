// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
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
		"a whole namespace": s.rebuilt,
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
