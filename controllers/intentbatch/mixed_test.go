// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

func TestAMixedBatchIsJudgedByTheKindsThatTheBotReports(t *testing.T) {
	f := newFixture(t, testenv.MakeBot("support").Obj(), intent("order-status"), intent("warranty"),
		batch("week-1", "order-status", "warranty").Obj())
	f.makeLive("order-status-0")
	b := f.toHalf("week-1")
	f.Expect(b.Status.Gates).To(HaveLen(6))
	f.pass(10 * time.Minute)
	f.count(b, counts(120, 56), counts(120, 66))
	key := metricsource.Key{Namespace: f.namespace, Bot: testenv.DefaultBot, Rollout: b.Status.Rollout}
	step := f.source.counts[key][b.Status.Step]
	step.New = metricsource.TrackPair{Candidate: counts(60, 8), Stable: counts(60, 59)}
	step.Changed = metricsource.TrackPair{Candidate: counts(60, 48), Stable: counts(60, 7)}
	f.source.counts[key][b.Status.Step] = step

	b, _ = f.reconcile("week-1")
	f.Expect(b.Status.Result).To(Equal(v1alpha1.ResultRolledBack))
	f.Expect(testenv.Message(b, v1alpha1.ConditionReady)).To(ContainSubstring(
		"changed intents: escalation 80% of 60 conversations, stable 12% of 60, at most 2 points worse: broken"))
	kinds := b.Status.Steps[len(b.Status.Steps)-1].IntentKinds
	f.Expect(kinds).To(HaveLen(2))
	f.Expect(kinds[0].IntentKind).To(Equal(v1alpha1.IntentNew))
	f.Expect(kinds[0].Candidate).To(Equal(counts(60, 8)))
	f.Expect(*kinds[0].BaselineEscalationMilli).To(BeEquivalentTo(900))
	f.Expect(kinds[1].IntentKind).To(Equal(v1alpha1.IntentChanged))
	f.Expect(kinds[1].Stable).To(Equal(counts(60, 7)))
	f.Expect(*kinds[1].BaselineEscalationMilli).To(BeEquivalentTo(300))
}
