// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import "github.com/intentops/intentops/api/v1alpha1"

// moves are stories of what moves between batches, and of what cannot be served together.
func moves() map[string]story {
	return map[string]story{
		"an utterance moves to an intent of an older batch": {
			setup: func(w *world) {
				w.utterances = map[string][]string{"parcel-a": {"track it"}, "order-b": {"track it"}}
				w.live("week-1", "order")
				w.live("week-2", "parcel")
				w.stable = good
			},
			events: []happening{{hour: 1, what: "the utterance moves from parcel to order", do: func(w *world) {
				w.edit("parcel", "b")
				w.edit("order", "b")
			}}},
			atLeast: 2,
			want:    results{"week-1": promoted, "week-2": promoted},
		},
		"two intents that swap their utterances say so": {
			setup: func(w *world) {
				w.utterances = map[string][]string{"parcel-a": {"track it"}, "order-a": {"cancel it"}, "parcel-b": {"cancel it"}, "order-b": {"track it"}}
				w.live("week-1", "order")
				w.live("week-2", "parcel")
				w.stable = good
			},
			events: []happening{
				{hour: 1, what: "the utterances of parcel and order are swapped", do: func(w *world) {
					w.edit("parcel", "b")
					w.edit("order", "b")
				}},
				{hour: 9, what: "parcel gives its own up first", do: func(w *world) { w.edit("parcel", "c") }},
			},
			atLeast: 10,
			want:    results{"week-1": promoted, "week-2": promoted},
		},
		"an intent moves to an older batch": {
			setup: func(w *world) {
				w.live("week-1", "order")
				w.live("week-2", "parcel", "warranty")
				w.stable = good
			},
			events: []happening{
				{hour: 1, what: "parcel is added to week-1", do: func(w *world) {
					w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Intents = []string{"order", "parcel"} })
				}},
				{hour: 5, what: "parcel is removed from week-2", do: func(w *world) {
					w.spec("week-2", func(s *v1alpha1.IntentBatchSpec) { s.Intents = []string{"warranty"} })
				}},
			},
			atLeast: 6,
			want:    results{"week-1": promoted, "week-2": promoted},
		},
		"a rollout that the bot cannot serve any more gives up its turn": {
			setup: func(w *world) {
				w.batch("week-1", "order")
				w.batch("week-2", "parcel")
			},
			events: []happening{
				{hour: 4, what: "the policy grows, and order no longer fits", once: inStep("week-1", "ten"), do: func(w *world) { w.tooLarge["order-a"] = true }},
				{hour: 60, what: "order gets shorter", do: func(w *world) { w.edit("order", "b") }},
			},
			want: results{"week-1": promoted, "week-2": promoted},
		},
	}
}
