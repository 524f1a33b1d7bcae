// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
)

// mixtures are stories of batches that bring new and changed intents.
func mixtures() map[string]story {
	// mix edits a live intent and adds a new one, and says what becomes of their customers.
	mix := func(changed, fresh behaviour) happening {
		return happening{hour: 1, what: "order-status gets another reply and warranty joins the batch", do: func(w *world) {
			w.edit("order-status", "b")
			w.edit("warranty", "a")
			w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) { s.Intents = append(s.Intents, "warranty") })
			w.stable, w.candidate, w.fresh = good, changed, &fresh
		}}
	}
	live := func(w *world) { w.live("week-1", "order-status") }
	return map[string]story{
		"new and changed intents that do well are promoted together": {
			setup: live, events: []happening{mix(good, good)}, atLeast: 2,
			want: results{"week-1": promoted},
		},
		"harm to a changed intent is found beside a new one that gains": {
			setup: live, events: []happening{mix(harmful, good)}, atLeast: 2,
			want: results{"week-1": rolledBack},
		},
		"harm to a new intent is found beside a changed one that does well": {
			setup: live, events: []happening{mix(good, harmful)}, atLeast: 2,
			want: results{"week-1": rolledBack},
		},
		"gates of its own are asked of each kind": {
			setup: func(w *world) {
				w.live("week-1", "order-status").Spec.Gates = []v1alpha1.Gate{
					{Name: "limit", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareTarget, Limit: "45%"},
				}
			},
			events: []happening{mix(harmful, good)}, atLeast: 2,
			want: results{"week-1": rolledBack},
		},
		"a bot that does not report kinds holds a mixed batch until it does": {
			setup: func(w *world) {
				live(w)
				w.kindless = true
			},
			events: []happening{
				mix(good, good),
				{hour: 40, what: "the bot gets a newer image", once: inStep("week-1", "ten"), do: func(w *world) { w.kindless = false }},
			},
			atLeast: 41,
			want:    results{"week-1": promoted},
		},
		"a rollout that an older operator judged together begins its step again": {
			setup: live,
			events: []happening{
				mix(harmful, good),
				{hour: 2, what: "it was an older operator that began it", once: inStep("week-1", "ten"), do: func(w *world) { w.judgeTogether("week-1") }},
			},
			atLeast: 3,
			want:    results{"week-1": rolledBack},
		},
	}
}

// judgeTogether makes a rollout what an operator wrote that did not tell kinds apart.
func (w *world) judgeTogether(name string) {
	s := &w.batches[name].Status
	var gates []gate.Gate
	for i := range s.Gates {
		g := &s.Gates[i]
		one, err := gate.Parse(strings.TrimPrefix(strings.TrimPrefix(g.Name, "new-"), "changed-"), g.Metric, g.Compare, g.Bound)
		if err != nil {
			w.t.Fatal(err)
		}
		if !slices.Contains(gates, one) {
			gates = append(gates, one)
		}
	}
	s.Gates = gate.Evaluate(gate.Input{Gates: gates, Budget: budget(w.batches[name]), PlannedSteps: 1}).Gates
	for i := range s.Steps {
		s.Steps[i].IntentKinds = nil
	}
}

// TestThePooledFiguresOfAMixedRolloutDecideNothing plans the very rollout that was once
// promoted: 32 % of 25 conversations, stable 31 % of 83.
func TestThePooledFiguresOfAMixedRolloutDecideNothing(t *testing.T) {
	w := newWorld(t)
	w.live("week-1", "order-status")
	w.edit("order-status", "b")
	w.edit("warranty", "a")
	w.spec("week-1", func(s *v1alpha1.IntentBatchSpec) {
		s.Intents = append(s.Intents, "warranty")
		s.Steps = steps(v1alpha1.RolloutStep{Name: "quarter", Percent: new(int32(25)), MinConversations: new(int64(20))}, step("all", 100))
		s.Gates = []v1alpha1.Gate{
			{Name: "limit", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareTarget, Limit: "35%"},
			{Name: "stable", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareStable, Margin: "2%"},
		}
	})
	w.orderly()
	status := &w.batches["week-1"].Status
	kindRecord(&status.Steps[0], v1alpha1.IntentChanged).BaselineEscalationMilli = new(int32(0)) // as stable's record is
	var all Pair
	t1 := Tracks{}
	for kind, n := range map[v1alpha1.IntentKind][4]int64{v1alpha1.IntentNew: {5, 0, 26, 26}, v1alpha1.IntentChanged: {20, 8, 57, 0}} {
		add(&t1.of(kind).Candidate, n[0], n[1])
		add(&t1.of(kind).Stable, n[2], n[3])
		all.add(t1.of(kind))
	}
	t1.Candidate, t1.Stable = all.Candidate, all.Stable
	w.counts[status.Rollout] = map[string]Tracks{"quarter": t1}
	w.orderly()

	status = &w.batches["week-1"].Status
	last := status.History[len(status.History)-1]
	const want = "changed intents: escalation 40% of 20 conversations, stable 0% of 57, at most 2 points worse: broken"
	if status.Result != rolledBack || !strings.Contains(last.Message, want) {
		t.Errorf("%s: %s\nwant it rolled back with %q", status.Result, last.Message, want)
	}
	if status.Escalation != "32%" {
		t.Errorf("escalation of all conversations %s, want 32%%", status.Escalation)
	}
}

func TestThecauseIsOfTheKindThatFailed(t *testing.T) {
	w := newWorld(t)
	b := w.batch("week-1", "order-status", "opening-hours", "warranty", "returns")
	for name, is := range map[string]struct{ stable, escalation string }{
		"order-status": {"order-status-0", "60%"}, "opening-hours": {"opening-hours-0", "20%"},
		"warranty": {"", "95%"}, "returns": {"", "30%"},
	} {
		b.Status.Intents = append(b.Status.Intents, v1alpha1.BatchIntentStatus{Name: name, Stable: is.stable, Candidate: name + "-a"})
		w.intents[name] = Intent{Bot: "support", Revision: name + "-a", Observed: true, Escalation: v1alpha1.Value(is.escalation), Conversations: 50}
	}
	b.Status.Gates = []v1alpha1.GateStatus{
		{Name: "changed-escalation", IntentKind: v1alpha1.IntentChanged}, {Name: "new-escalation", IntentKind: v1alpha1.IntentNew}, {Name: "escalation"},
	}
	s := w.snapshot("week-1")
	p := newPlanner(&s)
	for gate, want := range map[string]string{
		"changed-escalation": "order-status with 60%", "new-escalation": "warranty with 95%", "escalation": "warranty with 95%",
	} {
		if got := p.mostHandedOver(gate); !strings.Contains(got, "intent "+want) {
			t.Errorf("gate %s: %q, want %q in it", gate, got, want)
		}
	}
}

func TestAMixedBatchWithoutALimitIsNoted(t *testing.T) {
	w := newWorld(t)
	b := w.live("week-1", "order-status")
	w.edit("order-status", "b")
	w.edit("warranty", "a")
	b.Spec.Intents = append(b.Spec.Intents, "warranty")
	b.Spec.Gates = []v1alpha1.Gate{{Name: "calm", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareStable, Margin: "2%"}}
	const want = "the spec is valid; note: spec.gates[calm] compares escalation of changed intents with stable, " +
		"and stable hands new ones to a person, so nothing bounds theirs: a gate with compare: Target does"
	if plan := Plan(w.snapshot("week-1")); plan.Accepted.Message != want {
		t.Errorf("%q, want %q", plan.Accepted.Message, want)
	}
}
