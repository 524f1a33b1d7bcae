// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import "github.com/intentops/intentops/api/v1alpha1"

// rename gives a batch another name, as when its file is renamed in Git: the old one is
// deleted and a new one made.
func (w *world) rename(name, to string) {
	b := w.batches[name].DeepCopy()
	delete(w.batches, name)
	b.Name, b.Generation, b.Status = to, 1, v1alpha1.IntentBatchStatus{}
	b.CreationTimestamp.Time = w.now
	w.batches[to] = b
}

// name sets the intents of a batch.
func (w *world) name(batch string, intents ...string) {
	w.spec(batch, func(s *v1alpha1.IntentBatchSpec) { s.Intents = intents })
}

// promoteLive makes an edit of an intent live, as if it had come through the steps.
func (w *world) promoteLive(batch, intent, content string) {
	w.edit(intent, content)
	next := w.releases[0].DeepCopy()
	for i := range next.Spec.Intents {
		if next.Spec.Intents[i].Name == intent {
			next.Spec.Intents[i].Revision = w.intents[intent].Revision
		}
	}
	next.Spec.Cause = v1alpha1.ReleaseCause{Type: v1alpha1.CausePromoted, Batch: batch, Rollout: batch + "-with-" + content}
	w.release(next)
	w.serve()
	w.reconcile(batch)
}

// returns are stories of specs that go wrong and are mended, of content that comes back, and
// of what is lost.
func returns() map[string]story {
	return map[string]story{
		"a typo in a live batch changes nothing that is live": {
			setup: func(w *world) {
				w.live("week-1", "order", "parcel")
				w.stable = good
			},
			events: []happening{
				{hour: 1, what: "parcel is misspelt", do: func(w *world) { w.name("week-1", "order", "parsel") }},
				{hour: 3, what: "the typo is mended", do: func(w *world) { w.name("week-1", "order", "parcel") }},
			},
			atLeast: 4,
			want:    results{"week-1": promoted},
		},
		"a typo in a rolling batch is mended, and the rollout goes on where it was": {
			setup: func(w *world) { w.batch("week-1", "order", "parcel") },
			events: []happening{
				{hour: 9, what: "parcel is misspelt", once: inStep("week-1", "half"), do: func(w *world) { w.name("week-1", "order", "parsel") }},
				{hour: 11, what: "the typo is mended", do: func(w *world) { w.name("week-1", "order", "parcel") }},
			},
			want: results{"week-1": promoted},
		},
		"a live batch is renamed": {
			setup: func(w *world) {
				w.live("week-1", "order", "parcel")
				w.stable = good
			},
			events: []happening{
				{hour: 1, what: "week-1 is renamed to orders", do: func(w *world) { w.rename("week-1", "orders") }},
				{hour: 2, what: "it is renamed back", do: func(w *world) { w.rename("orders", "week-1") }},
			},
			atLeast: 3,
			want:    results{"week-1": promoted},
		},
		"a promoted edit is reverted at once, also in a freeze and while another batch rolls": {
			setup: func(w *world) {
				w.live("week-1", "order")
				w.promoteLive("week-1", "order", "b")
				w.batch("week-2", "warranty")
				w.stable = good
			},
			events: []happening{{hour: 2, what: "a freeze begins, and Git goes back to the former reply of order", do: func(w *world) {
				w.bot.Spec.Rollout = &v1alpha1.BotRollout{Freezes: []v1alpha1.Freeze{{Name: "peak", Schedule: "0 8 * * MON", Duration: "4h"}}}
				w.edit("order", "a")
			}}},
			want: results{"week-1": promoted, "week-2": promoted},
		},
		"a promoted edit is reverted by steps where people want it so": {
			setup: func(w *world) {
				w.live("week-1", "order").Spec.OnRevert = v1alpha1.ReleaseSteps
				w.promoteLive("week-1", "order", "b")
				w.stable = good
			},
			events:  []happening{{hour: 1, what: "Git goes back to the former reply of order", do: func(w *world) { w.edit("order", "a") }}},
			atLeast: 2,
			want:    results{"week-1": promoted},
		},
		"a hand edit under way is undone, and the rollout goes on where it was": {
			setup: func(w *world) { w.batch("week-1", "order", "parcel") },
			events: []happening{
				{hour: 9, what: "somebody edits parcel by hand", once: inStep("week-1", "half"), do: func(w *world) { w.edit("parcel", "by-hand") }},
				{hour: 11, what: "Git undoes it", do: func(w *world) { w.edit("parcel", "a") }},
			},
			want: results{"week-1": promoted},
		},
		"an edit is undone and comes back, and goes on where it was": {
			setup: func(w *world) {
				w.live("week-1", "order")
				w.stable = good
			},
			events: []happening{
				{hour: 1, what: "order gets another reply", do: func(w *world) { w.edit("order", "b") }},
				{hour: 9, what: "order gets its old reply again", once: inStep("week-1", "half"), do: func(w *world) { w.edit("order", "a") }},
				{hour: 11, what: "order gets the other reply after all", do: func(w *world) { w.edit("order", "b") }},
			},
			atLeast: 12,
			want:    results{"week-1": promoted},
		},
		"a pin stops everything, and afterwards everything goes on where it was": {
			setup: func(w *world) {
				w.live("week-1", "order")
				w.promoteLive("week-1", "order", "b")
				w.batch("week-2", "warranty")
				w.stable = good
			},
			events: []happening{
				{hour: 9, what: "the Bot is pinned to its second release", once: inStep("week-2", "half"), do: func(w *world) {
					w.bot.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: "support-000002"}
				}},
				{hour: 11, what: "the pin is removed", do: func(w *world) { w.bot.Spec.ReleaseRef = nil }},
			},
			want: results{"week-1": promoted, "week-2": promoted},
		},
		"every status and the newest record are lost": {
			setup: func(w *world) {
				w.live("week-1", "order")
				w.promoteLive("week-1", "order", "b")
				w.batch("week-2", "warranty")
				w.stable = good
			},
			events: []happening{{hour: 9, what: "all statuses and the newest BotRelease are gone", once: inStep("week-2", "half"), do: func(w *world) { w.loseEverything() }}},
			want:   results{"week-1": promoted, "week-2": promoted},
		},
		"a live intent is deleted and comes back": {
			setup: func(w *world) {
				w.live("week-1", "order", "parcel")
				w.stable = good
			},
			events: []happening{
				{hour: 1, what: "parcel is deleted", do: func(w *world) { delete(w.intents, "parcel") }},
				{hour: 3, what: "parcel is back", do: func(w *world) { w.edit("parcel", "a") }},
			},
			atLeast: 4,
			want:    results{"week-1": promoted},
		},
		"an escalation policy rolls by steps": {
			setup: func(w *world) {
				w.live("week-1", "order")
				b := w.batch("policy")
				b.Spec.Include = []v1alpha1.Included{v1alpha1.IncludedEscalationPolicy}
				w.stable = good
			},
			events: []happening{{hour: 1, what: "the policy is edited", do: func(w *world) {
				w.policy = &v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-b"}
			}}},
			atLeast: 2,
			want:    results{"week-1": promoted, "policy": promoted},
		},
		"a harmful engine is rolled back": {
			setup: func(w *world) {
				w.live("week-1", "order")
				w.batch("engine").Spec.Include = []v1alpha1.Included{v1alpha1.IncludedUnderstanding}
				w.stable, w.candidate = good, harmful
			},
			events: []happening{{hour: 1, what: "the Bot is to use another engine", do: func(w *world) {
				w.bot.Spec.Understanding = &v1alpha1.Understanding{Rasa: &v1alpha1.RasaUnderstanding{URL: "http://rasa:5005"}}
			}}},
			atLeast: 2,
			want:    results{"week-1": promoted, "engine": rolledBack},
		},
		"texts of the bot roll by steps": {
			setup: func(w *world) {
				w.live("week-1", "order")
				w.batch("words").Spec.Include = []v1alpha1.Included{v1alpha1.IncludedTexts}
				w.stable = good
			},
			events: []happening{{hour: 1, what: "the Bot's texts are edited", do: func(w *world) {
				w.bot.Spec.Texts = []v1alpha1.BotTexts{{Locale: "de", YouAreWelcome: "Bitte."}}
			}}},
			atLeast: 2,
			want:    results{"week-1": promoted, "words": promoted},
		},
	}
}

// loseEverything empties all statuses and deletes the newest BotRelease.
func (w *world) loseEverything() {
	for _, b := range w.batches {
		b.Status = v1alpha1.IntentBatchStatus{}
	}
	w.bot.Status = v1alpha1.BotStatus{ReadyReplicas: new(int32(2))}
	w.loseNewest()
}

// loseNewest deletes the newest BotRelease. The Bot makes it again from what is served.
func (w *world) loseNewest() {
	if w.lost == nil && len(w.releases) > 0 {
		w.lost, w.releases = w.releases[0], w.releases[1:]
	}
}
