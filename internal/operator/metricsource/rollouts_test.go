// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

var week1 = Key{Namespace: "shop", Bot: "support", Rollout: "week-1-abc"}

func TestRolloutsCountsTracksApart(t *testing.T) {
	f := newFakePrometheus(t)
	f.set("intentops_rollout", series{
		rollout("assigned", "step=five,track=candidate"):                          "40",
		rollout("assigned", "step=five,track=stable"):                             "760",
		rollout("outcomes", "step=five,track=candidate,outcome=contained"):        "20",
		rollout("outcomes", "step=five,track=candidate,outcome=escalated"):        "9",
		rollout("outcomes", "step=five,track=candidate,outcome=abandoned"):        "3",
		rollout("outcomes", "step=five,track=candidate,outcome=policy_escalated"): "5",
		rollout("outcomes", "step=five,track=candidate,outcome=engine_failed"):    "7",
		rollout("outcomes", "step=five,track=stable,outcome=contained"):           "500",
		rollout("ratings", "step=five,track=candidate,rating=1"):                  "2",
		rollout("ratings", "step=five,track=candidate,rating=5"):                  "7",
		rollout("missed_escalations", "step=five,track=candidate"):                "1",
		rollout("assigned", "step=half,track=candidate"):                          "8",
		rollout("shadow", "would=answer"):                                         "11",
		rollout("shadow", "would=same"):                                           "90",
		rollout("of_the_future", "step=five,track=green"):                         "4",
		"__name__=intentops_rollout_assigned_total,track=stable":                  "3", // nobody's
	})
	s, _, registry := newTestSource(t, f)

	snapshot, err := s.Rollouts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := RolloutSnapshot{
		At: start.Local(),
		Bots: map[BotKey]BotRollouts{{week1.Namespace, week1.Bot}: {
			Counts: map[string]map[string]StepCounts{week1.Rollout: {
				"five": {EvidenceCounts: EvidenceCounts{
					Candidate: v1alpha1.TrackCounts{
						Assigned: 40, Conversations: 32, Escalated: 9, PolicyEscalated: 5,
						MissedEscalations: 1, Ratings: []int64{2, 0, 0, 0, 7},
					},
					Stable: v1alpha1.TrackCounts{Assigned: 760, Conversations: 500},
				}},
				"half": {EvidenceCounts: EvidenceCounts{Candidate: v1alpha1.TrackCounts{Assigned: 8}}},
			}},
			Shadow: map[string]ShadowCounts{week1.Rollout: {Answer: 11, Same: 90}},
			Bad:    map[string]*BadDataError{},
		}},
	}
	if diff := cmp.Diff(want, snapshot); diff != "" {
		t.Errorf("snapshot (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]float64{"rollout ok": 1}, counted(t, registry)); diff != "" {
		t.Errorf("queries (-want +got):\n%s", diff)
	}
}

func TestRolloutsCountsKindsOfIntentsApart(t *testing.T) {
	f := newFakePrometheus(t)
	f.set("intentops_rollout", series{
		rollout("assigned", "step=five,track=candidate,kind=new"):                       "10",
		rollout("assigned", "step=five,track=candidate,kind=changed"):                   "20",
		rollout("assigned", "step=five,track=candidate"):                                "5",
		rollout("assigned", "step=five,track=stable,kind=changed"):                      "400",
		rollout("outcomes", "step=five,track=candidate,kind=new,outcome=contained"):     "6",
		rollout("outcomes", "step=five,track=candidate,kind=changed,outcome=escalated"): "8",
		rollout("outcomes", "step=five,track=candidate,outcome=contained"):              "3",
		rollout("outcomes", "step=five,track=stable,kind=changed,outcome=contained"):    "300",
		rollout("ratings", "step=five,track=candidate,kind=changed,rating=1"):           "2",
		rollout("ratings", "step=five,track=candidate,kind=new,rating=5"):               "3",
		rollout("missed_escalations", "step=five,track=candidate,kind=changed"):         "1",
	})
	s, _, _ := newTestSource(t, f)
	snapshot, err := s.Rollouts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stable := v1alpha1.TrackCounts{Assigned: 400, Conversations: 300}
	want := map[string]StepCounts{"five": {EvidenceCounts: EvidenceCounts{
		Candidate: v1alpha1.TrackCounts{Assigned: 35, Conversations: 17, Escalated: 8, MissedEscalations: 1, Ratings: []int64{2, 0, 0, 0, 3}},
		Stable:    stable,
		New:       TrackPair{Candidate: v1alpha1.TrackCounts{Assigned: 10, Conversations: 6, Ratings: []int64{0, 0, 0, 0, 3}}},
		Changed: TrackPair{
			Candidate: v1alpha1.TrackCounts{Assigned: 20, Conversations: 8, Escalated: 8, MissedEscalations: 1, Ratings: []int64{2, 0, 0, 0, 0}},
			Stable:    stable,
		},
	}}}
	if diff := cmp.Diff(want, snapshot.Bots[BotKey{week1.Namespace, week1.Bot}].Counts[week1.Rollout]); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestRolloutsCountsVerifiedCustomersApart(t *testing.T) {
	f := newFakePrometheus(t)
	f.set("intentops_rollout", series{
		rollout("assigned", "step=five,track=candidate,kind=new,evidence=verified"):                    "10",
		rollout("assigned", "step=five,track=candidate,kind=new,evidence=limited"):                     "20",
		rollout("assigned", "step=five,track=candidate,kind=new,evidence=unlimited"):                   "30",
		rollout("assigned", "step=five,track=stable,kind=new"):                                         "40",
		rollout("outcomes", "step=five,track=candidate,kind=new,evidence=verified,outcome=contained"):  "4",
		rollout("outcomes", "step=five,track=candidate,kind=new,evidence=unlimited,outcome=escalated"): "5",
		rollout("ratings", "step=five,track=candidate,kind=new,evidence=limited,rating=1"):             "6",
		rollout("uncounted", "step=five,reason=client_network"):                                        "297",
	})
	s, _, _ := newTestSource(t, f)
	snapshot, err := s.Rollouts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := TrackPair{
		Candidate: v1alpha1.TrackCounts{Assigned: 60, Conversations: 9, Escalated: 5, Ratings: []int64{6, 0, 0, 0, 0}},
		Stable:    v1alpha1.TrackCounts{Assigned: 40},
	}
	verified := v1alpha1.TrackCounts{Assigned: 10, Conversations: 4}
	want := map[string]StepCounts{"five": {
		EvidenceCounts: EvidenceCounts{Candidate: all.Candidate, Stable: all.Stable, New: all, Unlimited: 30},
		Verified:       EvidenceCounts{Candidate: verified, New: TrackPair{Candidate: verified}},
		Uncounted:      297,
	}}
	if diff := cmp.Diff(want, snapshot.Bots[BotKey{week1.Namespace, week1.Bot}].Counts[week1.Rollout]); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestRolloutsWithoutSeriesIsEmpty(t *testing.T) {
	f := newFakePrometheus(t)
	s, _, _ := newTestSource(t, f)

	snapshot, err := s.Rollouts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	counts, err := snapshot.For(week1)
	if err != nil || len(counts) != 0 {
		t.Errorf("For = %v, %v; want nothing and no error", counts, err)
	}
	if !snapshot.At.Equal(start) {
		t.Errorf("At = %v, want the time of asking, %v", snapshot.At, start)
	}
}

func TestRolloutsRefusesWhatIsNoCount(t *testing.T) {
	good := rollout("assigned", "step=five,track=candidate")
	tests := map[string]struct {
		labels, value string
		wantProblem   string
	}{
		"not a number":           {good, "NaN", "the value is not a number"},
		"infinite":               {good, "+Inf", "the value is not a number"},
		"negative":               {good, "-1", "a count below 0"},
		"a fraction":             {good, "1.33", "a count that is not whole"},
		"beyond exact":           {good, "1e300", "a count too large to be exact"},
		"evidence of its own":    {rollout("assigned", "step=five,track=stable,evidence=odd"), "1", "label evidence must be verified, limited or unlimited"},
		"a kind of its own":      {rollout("assigned", "step=five,track=stable,kind=odd"), "1", "label kind must be new or changed"},
		"a third track":          {rollout("assigned", "step=five,track=green"), "1", "label track must be stable or candidate"},
		"no track":               {rollout("assigned", "step=five"), "1", "label track must be stable or candidate"},
		"no step":                {rollout("assigned", "track=stable"), "1", "label step is missing"},
		"an outcome of its own":  {rollout("outcomes", "step=five,track=stable,outcome=won"), "1", "label outcome must be contained, escalated, policy_escalated, abandoned or engine_failed"},
		"a rating of 6":          {rollout("ratings", "step=five,track=stable,rating=6"), "1", "label rating must be 1, 2, 3, 4 or 5"},
		"a rating in words":      {rollout("ratings", "step=five,track=stable,rating=good"), "1", "label rating must be 1, 2, 3, 4 or 5"},
		"a shadow of its own":    {rollout("shadow", "would=sing"), "1", "label would must be answer, escalate or same"},
		"a label without an end": {rollout("outcomes", "step=five,track=stable,outcome="+strings.Repeat("x", 5000)), "1", "label outcome must be contained, escalated, policy_escalated, abandoned or engine_failed"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakePrometheus(t)
			other := strings.Replace(good, "shop", "bank", 1)
			f.set("intentops_rollout", series{
				tc.labels: tc.value,
				other:     "7",
				rollout("assigned", "step=half,track=stable"): "5",
			})
			s, _, registry := newTestSource(t, f)

			snapshot, err := s.Rollouts(t.Context())
			if err != nil {
				t.Fatalf("one bad rollout must not fail the others: %v", err)
			}
			counts, err := snapshot.For(week1)
			var bad *BadDataError
			if !errors.As(err, &bad) || counts != nil {
				t.Fatalf("For = %v, %v; want a BadDataError", counts, err)
			}
			if bad.Problem != tc.wantProblem {
				t.Errorf("problem %q, want %q", bad.Problem, tc.wantProblem)
			}
			if !strings.HasPrefix(err.Error(), "series intentops_rollout_") || strings.Contains(err.Error(), "week-1-abc") {
				t.Errorf("error %q does not name the series, or repeats its labels", err)
			}
			if len(err.Error()) > 500 {
				t.Errorf("error of %d bytes", len(err.Error()))
			}
			if IsUnavailable(err) {
				t.Error("bad data taken for an unavailable provider")
			}
			bank, err := snapshot.For(Key{Namespace: "bank", Bot: "support", Rollout: "week-1-abc"})
			if err != nil || bank["five"].Candidate.Assigned != 7 {
				t.Errorf("the other bot's counts: %v, %v", bank, err)
			}
			if diff := cmp.Diff(map[string]float64{"rollout bad_data": 1}, counted(t, registry)); diff != "" {
				t.Errorf("queries (-want +got):\n%s", diff)
			}
		})
	}
}
