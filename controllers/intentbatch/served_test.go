// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	. "github.com/onsi/gomega"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/releases"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/live"
)

// policy is the one that the Bot of a fixture has.
var policy = v1alpha1.ReleasedPolicy{Name: testenv.DefaultPolicy, Revision: testenv.DefaultPolicy + "-a"}

// follow does what the Bot controller and the pods do: it makes live what is due, and serves
// the batch that rolls.
func (f *fixture) follow() {
	f.t.Helper()
	bot := &v1alpha1.Bot{}
	err := env.Client.Get(f.t.Context(), client.ObjectKey{Namespace: f.namespace, Name: testenv.DefaultBot}, bot)
	if apierrors.IsNotFound(err) {
		return
	}
	f.Expect(err).NotTo(HaveOccurred())
	for range 10 {
		change := live.Next(f.liveSnapshot(bot))
		if change == nil {
			break
		}
		f.release(change)
	}
	newest := f.history()[0]
	testenv.ChangeStatus(f.t, env, bot, func(bot *v1alpha1.Bot) {
		bot.Status.ReadyReplicas = new(int32(1))
		bot.Status.Release = &v1alpha1.ServedRelease{Name: newest.Name, Sequence: newest.Spec.Sequence, Stable: newest.Spec.Digest}
		for _, b := range f.batches() {
			if b.Status.Rollout != "" && b.Status.Result == "" && bot.Spec.ReleaseRef == nil {
				r := bot.Status.Release
				r.Rollout, r.Batch, r.Step, r.Percent = b.Status.Rollout, b.Name, b.Status.Step, b.Status.Percent
			}
		}
		meta.SetStatusCondition(&bot.Status.Conditions, metav1.Condition{
			Type: v1alpha1.ConditionReleaseLoaded, Status: metav1.ConditionTrue, Reason: v1alpha1.ReasonReleaseLoaded,
		})
	})
}

func (f *fixture) liveSnapshot(bot *v1alpha1.Bot) live.Snapshot {
	s := live.Snapshot{Bot: bot, History: f.history(), Batches: f.batches(), Policy: &policy, Exists: map[string]bool{}}
	intents := &v1alpha1.IntentList{}
	f.Expect(env.Client.List(f.t.Context(), intents, client.InNamespace(f.namespace))).To(Succeed())
	for i := range intents.Items {
		s.Exists[intents.Items[i].Name] = true
	}
	return s
}

func (f *fixture) history() []*v1alpha1.BotRelease {
	history, err := releases.All(f.t.Context(), env.Client, f.namespace, testenv.DefaultBot)
	f.Expect(err).NotTo(HaveOccurred())
	return history
}

// batches of the namespace by age.
func (f *fixture) batches() []*v1alpha1.IntentBatch {
	list := &v1alpha1.IntentBatchList{}
	f.Expect(env.Client.List(f.t.Context(), list, client.InNamespace(f.namespace))).To(Succeed())
	var out []*v1alpha1.IntentBatch
	for i := range list.Items {
		out = append(out, &list.Items[i])
	}
	slices.SortFunc(out, func(a, b *v1alpha1.IntentBatch) int {
		return cmp.Or(a.CreationTimestamp.Compare(b.CreationTimestamp.Time), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// release makes a BotRelease of a change.
func (f *fixture) release(change *live.Change) {
	f.t.Helper()
	spec := v1alpha1.BotReleaseSpec{BotRef: v1alpha1.LocalReference{Name: testenv.DefaultBot}}
	if change.From != nil {
		spec = *change.From.Spec.DeepCopy()
	}
	spec.Sequence = 1
	if history := f.history(); len(history) > 0 {
		spec.Sequence, spec.Parent = history[0].Spec.Sequence+1, history[0].Name
	}
	spec.Intents = slices.DeleteFunc(spec.Intents, func(i v1alpha1.ReleasedIntent) bool {
		return change.Set[i.Name] != "" || slices.Contains(change.Remove, i.Name)
	})
	for name, revision := range change.Set {
		spec.Intents = append(spec.Intents, v1alpha1.ReleasedIntent{Name: name, Revision: revision})
	}
	slices.SortFunc(spec.Intents, func(a, b v1alpha1.ReleasedIntent) int { return cmp.Compare(a.Name, b.Name) })
	if change.Policy != nil {
		spec.EscalationPolicy = *change.Policy
	}
	content, err := json.Marshal([]any{spec.Intents, spec.EscalationPolicy})
	f.Expect(err).NotTo(HaveOccurred())
	sum := sha256.Sum256(content)
	spec.Digest, spec.Bundle, spec.Cause = hex.EncodeToString(sum[:]), []string{"support-" + hex.EncodeToString(sum[:5])}, change.Cause
	record := &v1alpha1.BotRelease{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("support-%06d", spec.Sequence)}, Spec: spec}
	env.Create(f.t, f.namespace, record)
	testenv.ChangeStatus(f.t, env, record, func(r *v1alpha1.BotRelease) {
		r.Status.ObservedGeneration, r.Status.ObservedUID = r.Generation, string(r.UID)
	})
}

// makeLive adds revisions, each named after its intent, to what the Bot serves.
func (f *fixture) makeLive(revisions ...string) {
	f.t.Helper()
	change := &live.Change{From: f.history()[0], Set: map[string]string{}, Cause: v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst}}
	for _, r := range revisions {
		change.Set[r[:strings.LastIndexByte(r, '-')]] = r
	}
	f.release(change)
	f.follow()
}

// served are the revisions that every conversation gets.
func (f *fixture) served() []string {
	var out []string
	for _, i := range f.history()[0].Spec.Intents {
		out = append(out, i.Revision)
	}
	return out
}

// revise is an edit of an Intent, of which the Intent controller has kept a revision.
func (f *fixture) revise(name, content string) {
	f.t.Helper()
	i := testenv.MakeIntent(name).Namespace(f.namespace).Obj()
	testenv.ChangeStatus(f.t, env, i, func(i *v1alpha1.Intent) { i.Status.Revision = name + "-" + content })
}
