// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

var (
	limit  = Gate{Name: "limit", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareTarget, Bound: 0.35}
	stable = Gate{Name: "stable", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareStable, Bound: 0.02}
	csat   = Gate{Name: "csat", Metric: v1alpha1.MetricCSAT, Compare: v1alpha1.CompareStable, Bound: 0.2}
	score  = Gate{Name: "score", Metric: v1alpha1.MetricCSAT, Compare: v1alpha1.CompareTarget, Bound: 4}
	missed = Gate{Name: "missed", Metric: v1alpha1.MetricMissedEscalation, Compare: v1alpha1.CompareStable, Bound: 0.01}
)

// counts of n conversations, all of them old enough.
func counts(n, escalated int64, ratings ...int64) v1alpha1.TrackCounts {
	return v1alpha1.TrackCounts{Assigned: n, Conversations: n, Escalated: escalated, Ratings: ratings}
}

// five is a first step with customers, in which 412 of them have the candidate.
func five(candidate, ofStable v1alpha1.TrackCounts) Step {
	return Step{
		Name: "five", Percent: 5, BaselineEscalation: 0.3, BaselineMissed: 0.02, BaselineCSAT: 4,
		Candidate: candidate, Stable: ofStable,
	}
}

func input(change ...func(*Input)) Input {
	in := Input{
		Gates: []Gate{limit}, Budget: Budget{FalseRollback: 0.05, FalsePromotion: 0.05}, PlannedSteps: 4,
		Steps:            []Step{five(counts(412, 95), counts(7800, 2300))},
		Data:             Data{Age: 10 * time.Second, MaxStaleness: 2 * time.Minute},
		Mode:             v1alpha1.GateNoHarm,
		MinConversations: 400,
		Elapsed:          16 * time.Hour,
	}
	for _, c := range change {
		c(&in)
	}
	return in
}

func with(gates ...Gate) func(*Input) { return func(in *Input) { in.Gates = gates } }

func TestEvaluate(t *testing.T) {
	for name, tc := range map[string]struct {
		in          Input
		want        Decision
		wantVerdict v1alpha1.Verdict
		wantReason  string
		wantMessage string
	}{
		"a kept limit with enough conversations promotes": {
			in:   input(),
			want: Promote, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonStepStarted,
			wantMessage: "escalation 23% of 412 conversations, at most 35%: kept",
		},
		"too few conversations wait and say how long": {
			in:   input(func(in *Input) { in.MinConversations = 650 }),
			want: Wait, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonCollectingEvidence,
			wantMessage: "escalation 23% of 412 conversations, at most 35%: kept so far; 412 of about 650 conversations, roughly 9 h at the present rate",
		},
		"beyond the limit but undecided waits and says so": {
			in:   input(func(in *Input) { in.Steps[0] = five(counts(30, 13), counts(570, 171)) }),
			want: Wait, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonCollectingEvidence,
			wantMessage: "escalation 43% of 30 conversations, at most 35%: beyond the bound so far, which may be chance; 30 of about 400 conversations, roughly 8 days at the present rate",
		},
		"enough conversations a little beyond the limit are not harm": {
			in:   input(func(in *Input) { in.Steps[0].Candidate = counts(400, 142) }),
			want: Promote, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonStepStarted,
			wantMessage: "escalation 36% of 400 conversations, at most 35%: not broken, what is beyond the bound may be chance",
		},
		"half way to a failure the step goes on": {
			in:   input(func(in *Input) { in.Steps[0].Candidate = counts(400, 169) }),
			want: Wait, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonInconclusive,
			wantMessage: "escalation 42% of 400 conversations, at most 35%: leans towards broken, so the step goes on",
		},
		"a broken limit rolls back": {
			in:   input(func(in *Input) { in.Steps[0].Candidate = counts(412, 231) }),
			want: Rollback, wantVerdict: v1alpha1.VerdictFail, wantReason: v1alpha1.ReasonGateFailed,
			wantMessage: "escalation 56% of 412 conversations, at most 35%: broken (95% interval 48% to 64%)",
		},
		"a shock in fewer than 20 conversations does not decide": {
			in:   input(func(in *Input) { in.Steps[0] = five(counts(19, 19), counts(361, 108)) }),
			want: Wait, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonCollectingEvidence,
			wantMessage: "escalation 100% of 19 conversations, at most 35%: looks broken, but fewer than 20 conversations do not decide",
		},
		"no conversation is no data": {
			in:   input(func(in *Input) { in.Steps[0] = five(counts(0, 0), counts(30, 9)) }),
			want: Wait, wantVerdict: v1alpha1.VerdictNoData, wantReason: v1alpha1.ReasonNoData,
			wantMessage: "escalation at most 35%: no candidate conversations counted yet",
		},
		"no conversation on stable is no data for a comparison": {
			in:   input(with(stable), func(in *Input) { in.Steps[0].Stable = counts(0, 0); in.Steps[0].Candidate.Assigned = 0 }),
			want: Wait, wantVerdict: v1alpha1.VerdictNoData, wantReason: v1alpha1.ReasonNoData,
			wantMessage: "escalation at most 2 points above stable: no stable conversations counted yet",
		},
		"worse than stable by more than the margin rolls back": {
			in:   input(with(stable), func(in *Input) { in.Steps[0].Candidate = counts(412, 231) }),
			want: Rollback, wantVerdict: v1alpha1.VerdictFail, wantReason: v1alpha1.ReasonGateFailed,
			wantMessage: "escalation 56% of 412 conversations, stable 29% of 7800, at most 2 points worse: broken (95% interval of the difference 18% to 36%)",
		},
		"customers as content as with stable promote": {
			in: input(with(csat), func(in *Input) {
				in.Steps[0].Candidate, in.Steps[0].Stable = counts(412, 95, 3, 4, 9, 30, 40), counts(7800, 2300, 60, 80, 150, 600, 800)
			}),
			want: Promote, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonStepStarted,
			wantMessage: "CSAT 4.16 of 86 ratings, stable 4.18 of 1690, at most 0.2 worse: kept",
		},
		"ratings below the target roll back": {
			in:   input(with(score), func(in *Input) { in.Steps[0].Candidate = counts(412, 95, 60, 20, 10, 5, 5) }),
			want: Rollback, wantVerdict: v1alpha1.VerdictFail, wantReason: v1alpha1.ReasonGateFailed,
			wantMessage: "CSAT 1.75 of 100 ratings, at least 4.0: broken (95% interval 1.44 to 2.19)",
		},
		"tracks whose customers rate unequally often are not compared": {
			in: input(with(csat), func(in *Input) {
				in.Steps[0].Candidate, in.Steps[0].Stable = counts(412, 95, 3, 4, 9, 30, 40), counts(7800, 2300, 3, 4, 10, 90, 93)
			}),
			want: Wait, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonInconclusive,
			wantMessage: "CSAT 4.16 of 86 ratings, stable 4.33 of 200, at most 0.2 worse: customers of the two tracks rate unequally often, so their means cannot be compared",
		},
		"customers left alone roll back": {
			in:   input(with(missed), func(in *Input) { in.Steps[0].Candidate.MissedEscalations = 60 }),
			want: Rollback, wantVerdict: v1alpha1.VerdictFail, wantReason: v1alpha1.ReasonGateFailed,
			wantMessage: "missed escalations 15% of 412 conversations, stable 0% of 7800, at most 1 point worse: broken (95% interval of the difference 9.4% to 21%)",
		},
		"handoffs that the policy demands are nobody's failure": {
			in: input(func(in *Input) {
				in.Steps[0].Candidate.PolicyEscalated, in.Steps[0].Candidate.Assigned = 300, 712
				in.Steps[0].Stable.Assigned = 13528
			}),
			want: Promote, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonStepStarted,
			wantMessage: "escalation 23% of 412 conversations, at most 35%: kept",
		},
		"a limit that stable breaks too holds": {
			in: input(func(in *Input) {
				in.StableAnswers = true
				in.Steps[0].Candidate, in.Steps[0].Stable = counts(412, 231), counts(7800, 4300)
			}),
			want: Hold, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonCommonCause,
			wantMessage: "escalation 56% of 412 conversations, at most 35%: beyond the limit, but so is stable with 55% of 7800 conversations: a common cause, not the batch",
		},
		"a limit that stable breaks because it hands new intents over rolls back": {
			in: input(func(in *Input) {
				in.Steps[0].Candidate, in.Steps[0].Stable = counts(412, 231), counts(7800, 7800)
			}),
			want: Rollback, wantVerdict: v1alpha1.VerdictFail, wantReason: v1alpha1.ReasonGateFailed,
			wantMessage: "escalation 56% of 412 conversations, at most 35%: broken (95% interval 48% to 64%)",
		},
		"evidence promotes": {
			in:   input(func(in *Input) { in.Mode = v1alpha1.GateEvidence }),
			want: Promote, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonStepStarted,
			wantMessage: "escalation 23% of 412 conversations, at most 35%: kept, on evidence (95% interval 17% to 30%)",
		},
		"evidence that is not there yet waits": {
			in: input(with(stable), func(in *Input) {
				in.Mode = v1alpha1.GateEvidence
				in.Steps[0].Candidate = counts(412, 115)
			}),
			want: Wait, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonInconclusive,
			wantMessage: "escalation 28% of 412 conversations, stable 29% of 7800, at most 2 points worse: kept so far; 412 of about 1326 conversations, roughly 35 h at the present rate",
		},
		"the gate that is furthest from a Pass is named": {
			in:   input(with(limit, csat), func(in *Input) { in.MinConversations = 650 }),
			want: Wait, wantVerdict: v1alpha1.VerdictNoData, wantReason: v1alpha1.ReasonNoData,
			wantMessage: "CSAT at most 0.2 below stable: no candidate ratings counted yet",
		},
		"a step needs conversations of its own": {
			in: input(func(in *Input) {
				in.MinInStep = 20
				in.Steps = append(in.Steps, Step{Name: "quarter", Percent: 25, BaselineEscalation: 0.3, Candidate: counts(7, 1), Stable: counts(21, 6)})
			}),
			want: Wait, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonCollectingEvidence,
			wantMessage: "all gates are kept; 7 of 20 conversations in this step",
		},
		"a step lasts its time": {
			in:   input(func(in *Input) { in.MinDuration = 24 * time.Hour }),
			want: Wait, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonCollectingEvidence,
			wantMessage: "all gates are kept",
		},
		"a shadow step lasts its time": {
			in: input(func(in *Input) {
				in.Steps = []Step{{Name: "shadow", Stable: counts(100, 30)}}
				in.MinDuration = 24 * time.Hour
			}),
			want: Wait, wantVerdict: v1alpha1.VerdictNoData, wantReason: v1alpha1.ReasonCollectingEvidence,
			wantMessage: "nobody has the batch in this step",
		},
		"a shadow step asks for nothing else": {
			in:   input(func(in *Input) { in.Steps = []Step{{Name: "shadow", Stable: counts(100, 30)}} }),
			want: Promote, wantVerdict: v1alpha1.VerdictNoData, wantReason: v1alpha1.ReasonStepStarted,
			wantMessage: "nobody had the batch in this step; its time is over",
		},
		"a plan without partial steps goes through": {
			in: input(func(in *Input) {
				in.Steps, in.PlannedSteps, in.AtOnce = []Step{{Name: "all", Percent: 100}}, 1, true
			}),
			want: Promote, wantVerdict: v1alpha1.VerdictNoData, wantReason: v1alpha1.ReasonPromoted,
			wantMessage: "the steps give the batch to every conversation at once, so no gate could look before",
		},
		"no data never promotes at the last step of a plan that has partial ones": {
			in:   input(with(stable), func(in *Input) { in.Steps = []Step{{Name: "all", Percent: 100}}; in.MinConversations = 0 }),
			want: Wait, wantVerdict: v1alpha1.VerdictNoData, wantReason: v1alpha1.ReasonNoData,
			wantMessage: "escalation at most 2 points above stable: no candidate conversations counted yet",
		},
		"a deadline holds": {
			in:   input(func(in *Input) { in.MinConversations, in.MaxWait = 650, 12*time.Hour }),
			want: Hold, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonHeldOnTimeout,
			wantMessage: "the step was not earned within 12 h: escalation 23% of 412 conversations, at most 35%: kept so far; 412 of about 650 conversations, roughly 9 h at the present rate",
		},
		"a deadline rolls back where it is asked to": {
			in: input(func(in *Input) {
				in.MinConversations, in.MaxWait, in.OnTimeout = 650, 12*time.Hour, v1alpha1.StopRollback
			}),
			want: Rollback, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonHeldOnTimeout,
			wantMessage: "the step was not earned within 12 h: escalation 23% of 412 conversations, at most 35%: kept so far; 412 of about 650 conversations, roughly 9 h at the present rate",
		},
		"a deadline does not roll back for want of data": {
			in: input(func(in *Input) {
				in.Steps[0] = five(counts(0, 0), counts(30, 9))
				in.MaxWait, in.OnTimeout = 12*time.Hour, v1alpha1.StopRollback
			}),
			want: Hold, wantVerdict: v1alpha1.VerdictNoData, wantReason: v1alpha1.ReasonHeldOnTimeout,
			wantMessage: "the step was not earned within 12 h: escalation at most 35%: no candidate conversations counted yet",
		},
		"a deadline does not stop what is earned late": {
			in:   input(func(in *Input) { in.MaxWait = 12 * time.Hour }),
			want: Promote, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonStepStarted,
			wantMessage: "escalation 23% of 412 conversations, at most 35%: kept",
		},
		"an outage holds, whatever the last figures say": {
			in: input(func(in *Input) {
				in.Data.Error = "Prometheus does not answer"
				in.Steps[0].Candidate = counts(412, 231)
			}),
			want: Hold, wantVerdict: v1alpha1.VerdictFail, wantReason: v1alpha1.ReasonMetricsError,
			wantMessage: "the metrics cannot be read: Prometheus does not answer",
		},
		"an unknown bot holds": {
			in:   input(func(in *Input) { in.Data.Missing = true }),
			want: Hold, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonNoData,
			wantMessage: "the metrics have no figures of the bot yet",
		},
		"stale figures do not promote": {
			in:   input(func(in *Input) { in.Data.Age = 25 * time.Minute }),
			want: Hold, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonStaleData,
			wantMessage: "the newest figures are 25 min old, more than 2 min",
		},
		"stale figures do not roll back": {
			in: input(func(in *Input) {
				in.Data.Age = 3 * time.Hour
				in.Steps[0].Candidate = counts(412, 231)
			}),
			want: Hold, wantVerdict: v1alpha1.VerdictFail, wantReason: v1alpha1.ReasonStaleData,
			wantMessage: "the newest figures are 3 h old, more than 2 min",
		},
		"shares that are not the planned ones hold a comparison": {
			in:   input(with(stable), func(in *Input) { in.Steps[0].Candidate = counts(800, 200) }),
			want: Hold, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonSampleRatio,
			wantMessage: "800 candidate and 7800 stable conversations do not fit the planned shares: the tracks cannot be compared until it is found out why",
		},
		"shares that are not the planned ones do not shield a broken limit": {
			in:   input(with(limit, stable), func(in *Input) { in.Steps[0].Candidate = counts(800, 700) }),
			want: Rollback, wantVerdict: v1alpha1.VerdictFail, wantReason: v1alpha1.ReasonGateFailed,
			wantMessage: "escalation 88% of 800 conversations, at most 35%: broken (95% interval 83% to 91%)",
		},
		"a failure found before stays one": {
			in: input(func(in *Input) {
				in.Latched = []v1alpha1.GateStatus{{Name: "limit", Verdict: v1alpha1.VerdictFail, Message: "as it was found"}}
			}),
			want: Rollback, wantVerdict: v1alpha1.VerdictFail, wantReason: v1alpha1.ReasonGateFailed,
			wantMessage: "as it was found",
		},
		"more escalated than counted is an error": {
			in:   input(func(in *Input) { in.Steps[0].Candidate = counts(10, 11) }),
			want: Hold, wantVerdict: v1alpha1.VerdictError, wantReason: v1alpha1.ReasonMetricsError,
			wantMessage: "the counts cannot be judged: step five, candidate: 11 escalated of 10 conversations",
		},
		"counts that fall are an error": {
			in:   input(func(in *Input) { in.Steps[0].PreviousStable = counts(9000, 2300) }),
			want: Hold, wantVerdict: v1alpha1.VerdictError, wantReason: v1alpha1.ReasonMetricsError,
			wantMessage: "the counts cannot be judged: step five, stable: assigned fell from 9000 to 7800",
		},
		"a gate that cannot be is an error": {
			in:   input(with(Gate{Name: "limit", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareTarget, Bound: 1.2})),
			want: Hold, wantVerdict: v1alpha1.VerdictError, wantReason: v1alpha1.ReasonMetricsError,
			wantMessage: "escalation at most 120%: limit: 1.2 is at or above the highest value 1: the gate can never fail",
		},
		"without gates only time counts": {
			in:   input(with()),
			want: Promote, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonStepStarted,
			wantMessage: "there is no gate to keep",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := Evaluate(tc.in)
			type answer struct {
				Decision        Decision
				Verdict         v1alpha1.Verdict
				Reason, Message string
			}
			want := answer{tc.want, tc.wantVerdict, tc.wantReason, tc.wantMessage}
			if diff := cmp.Diff(want, answer{got.Decision, got.Verdict, got.Reason, got.Message}); diff != "" {
				t.Errorf("Evaluate (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGateStatusHasTheFigures(t *testing.T) {
	got := Evaluate(input(with(stable)))
	want := []v1alpha1.GateStatus{{
		Name: "stable", Rule: "escalation at most 2 points above stable",
		Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareStable, Bound: "2%",
		Verdict: v1alpha1.VerdictPass, Message: "escalation 23% of 412 conversations, stable 29% of 7800, at most 2 points worse: kept",
		Candidate: "23%", CandidateSamples: 412, Stable: "29%", StableSamples: 7800, Needed: 400,
	}}
	for i := range got.Gates {
		g := &got.Gates[i]
		if g.HarmThresholdMilliNats != 2996 || g.SafeThresholdMilliNats != 2996 {
			t.Errorf("thresholds %d and %d milli-nats, want log(20) for both", g.HarmThresholdMilliNats, g.SafeThresholdMilliNats)
		}
		if !strings.HasPrefix(string(g.Low), "-") || g.High == "" {
			t.Errorf("interval %q to %q, want one that begins below zero", g.Low, g.High)
		}
		want[i].HarmMilliNats, want[i].SafeMilliNats = g.HarmMilliNats, g.SafeMilliNats
		want[i].HarmThresholdMilliNats, want[i].SafeThresholdMilliNats = 2996, 2996
		want[i].Low, want[i].High = g.Low, g.High
	}
	if diff := cmp.Diff(want, got.Gates); diff != "" {
		t.Errorf("Gates (-want +got):\n%s", diff)
	}
	if got.Escalation != "23%" || got.CSAT != "" {
		t.Errorf("headline %q and %q, want 23%% and none without ratings", got.Escalation, got.CSAT)
	}
}
