// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// full is the status of a batch that has as much of everything as the API takes, with values
// as long as real ones get.
func full(intents, steps, gates int, suspended bool) *v1alpha1.IntentBatchStatus {
	at := metav1.NewTime(time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC))
	message := strings.Repeat("m", 240)
	s := &v1alpha1.IntentBatchStatus{
		ObservedGeneration: 1234, Revision: strings.Repeat("5", 32), Rollout: "2026-week-48-returns-5d9f0c12-12", Attempt: 12,
		StartedAt: at, PlannedSteps: int32(steps), Step: "step-20", Percent: new(int32(95)), Verdict: v1alpha1.VerdictInconclusive,
		Escalation: "23.45%", CSAT: "4.35", DefaultGatesReason: message, EvidenceVersion: "v1", NextEvaluation: at, ObservedRetry: "2026-11-28",
	}
	for i := range intents {
		name := fmt.Sprintf("change-delivery-%03d", i)
		s.Intents = append(s.Intents, v1alpha1.BatchIntentStatus{Name: name, Stable: name + "-0123456789", Candidate: name + "-9876543210"})
	}
	counts := v1alpha1.TrackCounts{Assigned: 23456, Conversations: 12345, Escalated: 2345, PolicyEscalated: 1234, MissedEscalations: 123, Ratings: []int64{123, 123, 123, 1234, 1234}}
	kind := func(k v1alpha1.IntentKind) v1alpha1.IntentKindRecord {
		return v1alpha1.IntentKindRecord{
			IntentKind: k, BaselineEscalationMilli: new(int32(234)), BaselineMissedMilli: new(int32(12)), BaselineCSATMilli: new(int32(4350)),
			MinConversations: 1234, Candidate: counts, Stable: counts,
		}
	}
	for i := range steps {
		s.Steps = append(s.Steps, v1alpha1.StepRecord{
			Name: fmt.Sprintf("step-%02d", i+1), Percent: new(int32(95)), StartedAt: at, PassedAt: at, Candidate: counts, Stable: counts,
			IntentKinds: []v1alpha1.IntentKindRecord{kind(v1alpha1.IntentNew), kind(v1alpha1.IntentChanged)},
		})
	}
	for i := range gates {
		s.Gates = append(s.Gates, v1alpha1.GateStatus{
			Name: fmt.Sprintf("changed-missed-%02d", i), IntentKind: v1alpha1.IntentChanged, Rule: "missed escalations at most 2% above stable", Metric: v1alpha1.MetricMissedEscalation,
			Compare: v1alpha1.CompareStable, Bound: "2%", Verdict: v1alpha1.VerdictInconclusive, Message: message, Candidate: "23.45%", CandidateSamples: 12345,
			Stable: "22.45%", StableSamples: 12345, Low: "-1.23%", High: "2.34%", Needed: 23456, HarmMilliNats: 1234, HarmThresholdMilliNats: 2995,
			SafeMilliNats: 1234, SafeThresholdMilliNats: 2995,
		})
	}
	for i := range maxHistory {
		s.History = append(s.History, v1alpha1.DecisionRecord{
			At: at, Decision: v1alpha1.DecisionAdvanced, Rollout: s.Rollout, Step: fmt.Sprintf("step-%02d", i+1), Percent: new(int32(95)),
			Reason: v1alpha1.ReasonStepStarted, Message: message, Gates: s.Gates,
		})
	}
	if suspended {
		s.Suspended = &v1alpha1.SuspendedRollout{
			Revision: s.Revision, Rollout: s.Rollout, Live: "customer-support-000123", SuspendedAt: at, StartedAt: at, PlannedSteps: int32(steps),
			EvidenceVersion: "v1", Steps: s.Steps, Gates: s.Gates, DefaultGatesReason: message,
		}
	}
	return s
}

func TestAStatusStaysSmall(t *testing.T) {
	for name, tc := range map[string]struct {
		intents, steps, gates int
		records               int
		suspended             bool
	}{
		"as the defaults are":                   {intents: 12, steps: 5, gates: 3, records: 20, suspended: true},
		"ten gates":                             {intents: 30, steps: 5, gates: 10, records: 20, suspended: true},
		"ten gates for each kind":               {intents: 100, steps: 10, gates: 20, records: 5},
		"as much of everything as there can be": {intents: 200, steps: 20, gates: 20, records: 5},
	} {
		t.Run(name, func(t *testing.T) {
			s := full(tc.intents, tc.steps, tc.gates, true)
			was := s.DeepCopy()
			before := size(s)
			if most := atMost(s); most < before {
				t.Errorf("at most %d bytes, but it has %d", most, before)
			}
			fit(s)
			raw, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d bytes, before %d", len(raw), before)
			if len(raw) > maxStatus {
				t.Errorf("%d bytes, want at most %d", len(raw), maxStatus)
			}
			if len(s.History) != tc.records || (s.Suspended != nil) != tc.suspended {
				t.Errorf("%d records and suspended %v, want %d and %v", len(s.History), s.Suspended != nil, tc.records, tc.suspended)
			}
			wordless(&was.Gates)
			kept := slices.Clone(s.Gates)
			wordless(&kept)
			if diff := cmp.Diff(was.Steps, s.Steps) + cmp.Diff(was.Gates, kept) + cmp.Diff(was.Intents, s.Intents); diff != "" {
				t.Errorf("what the rollout goes on with (-was +is):\n%s", diff)
			}
			again := s.DeepCopy()
			fit(again)
			if diff := cmp.Diff(s, again); diff != "" {
				t.Errorf("it changes once more (-was +is):\n%s", diff)
			}
		})
	}
}
