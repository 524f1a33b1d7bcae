// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"cmp"
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/live"
)

// historyLimit is how many releases the Bot keeps.
const historyLimit = 10

// serve is the Bot controller and the pods: it makes live what is due, and follows the
// rolling batch.
func (w *world) serve() {
	if w.lost != nil {
		w.releases = slices.Insert(w.releases, 0, w.lost)
		w.lost = nil
	}
	for range 10 {
		change := live.Next(w.liveSnapshot())
		if change == nil {
			break
		}
		next := w.apply(change)
		if problem := w.clash(next.Spec.Intents); problem != "" {
			w.refuse(w.batches[change.Cause.Batch], problem)
			continue
		}
		w.checkRelease(next)
		w.release(next)
	}
	w.see()
	w.follow()
}

func (w *world) liveSnapshot() live.Snapshot {
	s := live.Snapshot{Bot: w.bot, History: w.releases, Policy: w.policy, Exists: map[string]bool{}}
	for name := range w.intents {
		s.Exists[name] = true
	}
	for _, name := range w.names() {
		s.Batches = append(s.Batches, w.batches[name])
	}
	slices.SortFunc(s.Batches, func(a, b *v1alpha1.IntentBatch) int {
		return cmp.Or(a.CreationTimestamp.Compare(b.CreationTimestamp.Time), cmp.Compare(a.Name, b.Name))
	})
	return s
}

// apply is the release that a change makes.
func (w *world) apply(change *live.Change) *v1alpha1.BotRelease {
	next := &v1alpha1.BotRelease{}
	if change.From != nil {
		next = change.From.DeepCopy()
	}
	next.Spec.Cause = change.Cause
	next.Spec.Intents = slices.DeleteFunc(next.Spec.Intents, func(i v1alpha1.ReleasedIntent) bool {
		return change.Set[i.Name] != "" || slices.Contains(change.Remove, i.Name)
	})
	for name, revision := range change.Set {
		next.Spec.Intents = append(next.Spec.Intents, v1alpha1.ReleasedIntent{Name: name, Revision: revision})
	}
	slices.SortFunc(next.Spec.Intents, func(a, b v1alpha1.ReleasedIntent) int { return cmp.Compare(a.Name, b.Name) })
	if change.Policy != nil {
		next.Spec.EscalationPolicy = *change.Policy
	}
	if change.SetUnderstanding {
		next.Spec.Understanding = change.Understanding
	}
	if change.Texts != nil {
		next.Spec.TextsRevision = *change.Texts
	}
	return next
}

// release makes it what is live.
func (w *world) release(next *v1alpha1.BotRelease) {
	next.Spec.Sequence = 1
	if len(w.releases) > 0 {
		next.Spec.Sequence = w.releases[0].Spec.Sequence + 1
	}
	next.Name = fmt.Sprintf("support-%06d", next.Spec.Sequence)
	next.UID = types.UID("uid of " + next.Name)
	next.Status = v1alpha1.BotReleaseStatus{}
	engine := ""
	if u := next.Spec.Understanding; u != nil && u.Rasa != nil {
		engine = string(u.Rasa.URL)
	}
	next.Spec.Digest = fmt.Sprint(next.Spec.Intents, next.Spec.EscalationPolicy, engine, next.Spec.TextsRevision)
	w.releases = slices.Insert(w.releases, 0, next)
	if len(w.releases) > historyLimit {
		w.releases = w.releases[:historyLimit]
	}
	w.note("  release %s (%s): %v", next.Name, next.Spec.Cause.Type, next.Spec.Intents)
}

// see notes which intents of the live release exist.
func (w *world) see() {
	if len(w.releases) == 0 {
		return
	}
	r := w.releases[0].DeepCopy()
	r.Status.ObservedUID = string(r.UID)
	for _, i := range r.Spec.Intents {
		if _, exists := w.intents[i.Name]; exists && !slices.Contains(r.Status.ObservedIntents, i.Name) {
			r.Status.ObservedIntents = append(r.Status.ObservedIntents, i.Name)
		}
	}
	w.releases[0] = r
}

// follow gives the candidate to its share of customers.
func (w *world) follow() {
	st := &w.bot.Status
	st.Release = &v1alpha1.ServedRelease{}
	if len(w.releases) > 0 {
		st.Release.Name, st.Release.Sequence = w.releases[0].Name, w.releases[0].Spec.Sequence
	}
	st.Refused = slices.DeleteFunc(st.Refused, func(r v1alpha1.RefusedCandidate) bool { return r.Live != st.Release.Name || w.batches[r.Batch] == nil })
	for _, name := range w.names() {
		b := w.batches[name]
		if !rolling(&b.Status) || w.bot.Spec.ReleaseRef != nil {
			continue
		}
		if problem := w.clash(w.overlaid(&b.Status)); problem != "" {
			w.refuse(b, problem)
			continue
		}
		st.Release.Rollout, st.Release.Batch, st.Release.Step, st.Release.Percent = b.Status.Rollout, name, b.Status.Step, new(value(b.Status.Percent))
	}
	loaded := metav1.Condition{Type: v1alpha1.ConditionReleaseLoaded, Status: metav1.ConditionTrue}
	if w.metricsDown {
		loaded.Status, loaded.Message = metav1.ConditionUnknown, "Not known what the pods have loaded"
	}
	st.Conditions = []metav1.Condition{loaded}
}

// overlaid is what is live with the candidates of a batch over it.
func (w *world) overlaid(status *v1alpha1.IntentBatchStatus) []v1alpha1.ReleasedIntent {
	change := &live.Change{Set: map[string]string{}}
	if len(w.releases) > 0 {
		change.From = w.releases[0]
	}
	for _, e := range status.Intents {
		if e.Candidate != "" {
			change.Set[e.Name] = e.Candidate
		}
	}
	return w.apply(change).Spec.Intents
}

// refuse says that the Bot cannot serve a batch beside what is live.
func (w *world) refuse(b *v1alpha1.IntentBatch, problem string) {
	st := &w.bot.Status
	st.Refused = slices.DeleteFunc(st.Refused, func(r v1alpha1.RefusedCandidate) bool { return r.Batch == b.Name })
	st.Refused = append(st.Refused, v1alpha1.RefusedCandidate{Batch: b.Name, Revision: b.Status.Revision, Live: w.releases[0].Name, Message: problem})
}

// clash is why no release can be made of some revisions.
func (w *world) clash(intents []v1alpha1.ReleasedIntent) string {
	first := map[string]string{}
	for _, i := range intents {
		if w.tooLarge[i.Revision] {
			return "the release is too large"
		}
		for _, u := range w.utterances[i.Revision] {
			if first[u] != "" {
				return fmt.Sprintf("intents %s and %s have the same utterance", first[u], i.Name)
			}
			first[u] = i.Name
		}
	}
	return ""
}

// newest is what customers really get, also while its record is lost.
func (w *world) newest() *v1alpha1.BotRelease {
	if w.lost != nil {
		return w.lost
	}
	return w.releases[0]
}

// checkRelease: what is live changes by what was earned, by going back, by a deleted Intent,
// by a pin, and by nothing else.
func (w *world) checkRelease(next *v1alpha1.BotRelease) {
	w.t.Helper()
	if len(w.releases) == 0 {
		return
	}
	was := w.releases[0]
	cause := next.Spec.Cause
	comes := cause.Type == v1alpha1.CausePromoted || cause.Type == v1alpha1.CauseReverted || cause.Type == v1alpha1.CausePin || cause.Type == v1alpha1.CauseFirst
	for _, i := range next.Spec.Intents {
		if live.Revision(was, i.Name) == i.Revision {
			continue
		}
		if !comes {
			w.t.Errorf("%s: %s brings %s", w.now, cause.Type, i.Revision)
		}
		if cause.Type == v1alpha1.CauseReverted && !slices.ContainsFunc(w.releases, func(r *v1alpha1.BotRelease) bool { return live.Revision(r, i.Name) == i.Revision }) {
			w.t.Errorf("%s: %s was never live, and %s goes back to it", w.now, i.Revision, cause.Batch)
		}
		if cause.Type == v1alpha1.CausePromoted && !w.earned[cause.Rollout] {
			w.t.Errorf("%s: %s was not earned by %s", w.now, i.Revision, cause.Rollout)
		}
	}
	for _, i := range was.Spec.Intents {
		if _, exists := w.intents[i.Name]; live.Revision(next, i.Name) == "" && cause.Type != v1alpha1.CausePin && (cause.Type != v1alpha1.CauseDeleted || exists) {
			w.t.Errorf("%s: %s takes %s away", w.now, cause.Type, i.Name)
		}
	}
}
