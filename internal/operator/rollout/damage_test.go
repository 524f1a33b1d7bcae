// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"slices"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/intentops/intentops/api/v1alpha1"
)

// anySnapshot draws snapshots whose status fits its spec or not, as after an edit by hand,
// a restore from a backup, or a change of version.
func anySnapshot(t *rapid.T) Snapshot {
	name := rapid.SampledFrom([]string{"", "shadow", "ten", "half", "all", "gone"})
	percent := rapid.SampledFrom([]*int32{nil, new(int32(0)), new(int32(10)), new(int32(50)), new(int32(100))})
	when := rapid.SampledFrom([]metav1.Time{{}, metav1.NewTime(monday), metav1.NewTime(monday.Add(72 * time.Hour)), metav1.NewTime(monday.Add(-72 * time.Hour))})
	count := rapid.SampledFrom([]int64{0, 1, 25, 400, -3, 1 << 50})
	track := rapid.Custom(func(t *rapid.T) v1alpha1.TrackCounts {
		return v1alpha1.TrackCounts{
			Assigned: count.Draw(t, "assigned"), Conversations: count.Draw(t, "conversations"), Escalated: count.Draw(t, "escalated"),
			MissedEscalations: count.Draw(t, "missed"), Ratings: rapid.SliceOfN(count, 0, 6).Draw(t, "ratings"),
		}
	})
	pair := func(t *rapid.T, label string) Pair {
		return Pair{Candidate: track.Draw(t, label+" candidate"), Stable: track.Draw(t, label+" stable")}
	}
	kind := rapid.SampledFrom([]v1alpha1.IntentKind{"", v1alpha1.IntentNew, v1alpha1.IntentChanged, "Other"})
	verdict := rapid.SampledFrom([]v1alpha1.Verdict{"", v1alpha1.VerdictPass, v1alpha1.VerdictFail, v1alpha1.VerdictError, v1alpha1.VerdictNoData})
	revision := rapid.SampledFrom([]string{"", "order-status-a", "order-status-b"})
	id := rapid.SampledFrom([]string{"", "week-1-c37cc75d", "week-1-c37cc75d-2", "other"})
	status := v1alpha1.IntentBatchStatus{
		Revision: rapid.SampledFrom([]string{"", "c37cc75d", "short"}).Draw(t, "revision"),
		Rollout:  id.Draw(t, "rollout"), Attempt: rapid.Int32Range(0, 3).Draw(t, "attempt"),
		StartedAt: when.Draw(t, "startedAt"), PlannedSteps: rapid.Int32Range(0, 20).Draw(t, "plannedSteps"),
		Result: rapid.SampledFrom([]v1alpha1.BatchResult{"", promoted, rolledBack}).Draw(t, "result"),
		Step:   name.Draw(t, "step"), Percent: percent.Draw(t, "percent"), Verdict: verdict.Draw(t, "verdict"),
		EvidenceVersion: rapid.SampledFrom([]string{"", "v1", "v9"}).Draw(t, "grid"),
		Intents: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) v1alpha1.BatchIntentStatus {
			return v1alpha1.BatchIntentStatus{
				Name:   rapid.SampledFrom([]string{"order-status", "nobody"}).Draw(t, "intent"),
				Stable: revision.Draw(t, "stable"), Candidate: revision.Draw(t, "candidate"),
			}
		}), 0, 3).Draw(t, "intents"),
		Steps: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) v1alpha1.StepRecord {
			return v1alpha1.StepRecord{
				Name: name.Draw(t, "name"), Percent: percent.Draw(t, "p"), StartedAt: when.Draw(t, "s"), PassedAt: when.Draw(t, "e"),
				Candidate: track.Draw(t, "c"), Stable: track.Draw(t, "d"),
				IntentKinds: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) v1alpha1.IntentKindRecord {
					return v1alpha1.IntentKindRecord{IntentKind: kind.Draw(t, "kind"), Candidate: track.Draw(t, "kc"), Stable: track.Draw(t, "kd")}
				}), 0, 3).Draw(t, "kinds"),
			}
		}), 0, 4).Draw(t, "steps"),
		Gates: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) v1alpha1.GateStatus {
			return v1alpha1.GateStatus{
				Name: "g", IntentKind: kind.Draw(t, "of"), Verdict: verdict.Draw(t, "v"), Metric: rapid.SampledFrom([]v1alpha1.GateMetric{"", v1alpha1.MetricCSAT, v1alpha1.MetricEscalation}).Draw(t, "m"),
				Compare: rapid.SampledFrom([]v1alpha1.Comparison{"", v1alpha1.CompareStable, v1alpha1.CompareTarget}).Draw(t, "compare"),
				Bound:   rapid.SampledFrom([]v1alpha1.Value{"", "2%", "0.2", "nonsense"}).Draw(t, "bound"),
			}
		}), 0, 3).Draw(t, "gates"),
		ObservedRetry: rapid.SampledFrom([]string{"", "1"}).Draw(t, "observedRetry"),
	}
	refused := rapid.SliceOfN(rapid.Just(v1alpha1.RefusedCandidate{Batch: "week-1", Revision: "c37cc75d", Message: "the release is too large"}), 0, 1)
	release := rapid.Custom(func(t *rapid.T) *v1alpha1.BotRelease {
		r := &v1alpha1.BotRelease{ObjectMeta: metav1.ObjectMeta{Name: name.Draw(t, "release")}}
		r.Spec.Digest, r.Spec.Cause.Rollout = id.Draw(t, "digest"), id.Draw(t, "cause")
		r.Spec.Intents = []v1alpha1.ReleasedIntent{{Name: "order-status", Revision: revision.Draw(t, "released")}}
		return r
	})
	if rapid.Bool().Draw(t, "was suspended") {
		status.Suspended = &v1alpha1.SuspendedRollout{
			Revision: status.Revision, Rollout: id.Draw(t, "suspended"), Live: name.Draw(t, "beside"), SuspendedAt: when.Draw(t, "suspendedAt"),
			Steps: status.Steps, Gates: status.Gates,
		}
	}
	s := Snapshot{
		Now: monday.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour),
		Batch: &v1alpha1.IntentBatch{
			ObjectMeta: metav1.ObjectMeta{Name: "week-1", Generation: 3},
			Spec: v1alpha1.IntentBatchSpec{
				BotRef: v1alpha1.LocalReference{Name: "support"}, Intents: []string{"order-status"}, Steps: testSteps(),
				Retry:     rapid.SampledFrom([]v1alpha1.RetryValue{"", "1", "2"}).Draw(t, "retry"),
				OnFailure: rapid.SampledFrom([]v1alpha1.StopAction{v1alpha1.StopRollback, v1alpha1.StopHold}).Draw(t, "onFailure"),
				State:     rapid.SampledFrom([]v1alpha1.BatchState{v1alpha1.BatchActive, v1alpha1.BatchHeld}).Draw(t, "state"),
			},
			Status: status,
		},
		Intents:  map[string]Intent{},
		Interval: 10 * time.Second,
		Metrics:  Metrics{Known: rapid.Bool().Draw(t, "known"), Rollouts: map[string]map[string]Tracks{}},
	}
	if s.History = rapid.SliceOfN(release, 0, 3).Draw(t, "history"); len(s.History) > 0 {
		s.Live = s.History[0]
	}
	if rapid.Bool().Draw(t, "bot") {
		s.Bot = &v1alpha1.Bot{ObjectMeta: metav1.ObjectMeta{Name: "support"}}
		s.Bot.Status.Refused = refused.Draw(t, "refused")
		s.Bot.Status.Release = &v1alpha1.ServedRelease{Name: name.Draw(t, "served"), Rollout: status.Rollout, Step: status.Step, Percent: status.Percent}
		s.Bot.Status.ReadyReplicas = new(int32(1))
		s.Bot.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionReleaseLoaded, Status: metav1.ConditionTrue}}
	}
	if rapid.Bool().Draw(t, "intent") {
		s.Intents["order-status"] = Intent{Bot: "support", Revision: revision.Draw(t, "present"), Observed: rapid.Bool().Draw(t, "observed")}
	}
	if rapid.Bool().Draw(t, "counted") {
		s.Metrics.Rollouts[status.Rollout] = map[string]Tracks{name.Draw(t, "counts of"): {
			Candidate: track.Draw(t, "fc"), Stable: track.Draw(t, "fs"), New: pair(t, "new"), Changed: pair(t, "changed"),
		}}
	}
	return s
}

// TestDamagedStatusNeitherPanicsNorPromotes feeds the planner statuses it never wrote.
func TestDamagedStatusNeitherPanicsNorPromotes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySnapshot(t)
		before := s.Batch.DeepCopy()
		plan := Plan(s)
		if plan.State == "" || plan.Reason == "" || plan.Message == "" {
			t.Fatalf("a plan without words: %+v", plan)
		}
		for _, e := range plan.Status.Intents {
			known := slices.ContainsFunc(before.Status.Intents, func(o v1alpha1.BatchIntentStatus) bool { return o.Name == e.Name && o.Candidate == e.Candidate })
			if e.Candidate != "" && !plan.Starts && !known {
				t.Fatalf("%s is to serve %s, which nobody rolled out", e.Name, e.Candidate)
			}
			if e.Stable != s.stable(e.Name) {
				t.Fatalf("%s is shown with %q, and stable serves %q", e.Name, e.Stable, s.stable(e.Name))
			}
		}
		if was, is := value(before.Status.Percent), value(plan.Status.Percent); rolling(&plan.Status) && rolling(&before.Status) &&
			plan.Status.Rollout == before.Status.Rollout && is > was && (len(plan.Decisions) == 0 || len(plan.Status.Steps) < 2) {
			t.Fatalf("rose from %d%% to %d%% without a decision", was, is)
		}
	})
}

// TestPlanChangesNothingItWasGiven: snapshots come from a cache that others read.
func TestPlanChangesNothingItWasGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySnapshot(t)
		before := s.Batch.DeepCopy()
		first := Plan(s)
		if !equalBatch(before, s.Batch) {
			t.Fatal("the batch was changed")
		}
		if second := Plan(s); first.Message != second.Message || first.State != second.State || len(first.Decisions) != len(second.Decisions) {
			t.Fatalf("the same snapshot gave another plan: %q, then %q", first.Message, second.Message)
		}
	})
}

func equalBatch(a, b *v1alpha1.IntentBatch) bool { return equality.Semantic.DeepEqual(a, b) }
