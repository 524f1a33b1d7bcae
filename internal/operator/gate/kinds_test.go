// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

// mixed is a step at 25 % of a batch that brings new and changed intents. Each is counted on
// both tracks: candidate, then stable.
func mixed(fresh, changed [2]v1alpha1.TrackCounts, unlabelled ...int64) Step {
	s := Step{Name: "quarter", Percent: 25, BaselineEscalation: 0.3, BaselineMissed: 0.02, BaselineCSAT: 4}
	for _, part := range []struct {
		counts   [2]v1alpha1.TrackCounts
		baseline float64
		to       **Step
	}{{fresh, 0.95, &s.New}, {changed, 0, &s.Changed}} {
		of := Step{
			Name: s.Name, Percent: s.Percent, BaselineEscalation: part.baseline, BaselineMissed: 0.02, BaselineCSAT: 4,
			Candidate: part.counts[0], Stable: part.counts[1],
		}
		for i, track := range []*v1alpha1.TrackCounts{&s.Candidate, &s.Stable} {
			c := part.counts[i]
			track.Assigned += c.Assigned
			track.Conversations += c.Conversations
			track.Escalated += c.Escalated
		}
		*part.to = &of
	}
	for i, n := range unlabelled {
		track := []*v1alpha1.TrackCounts{&s.Candidate, &s.Stable}[i]
		track.Assigned += n
		track.Conversations += n
	}
	return s
}

func pair(candidate, ofStable v1alpha1.TrackCounts) [2]v1alpha1.TrackCounts {
	return [2]v1alpha1.TrackCounts{candidate, ofStable}
}

// mixedInput asks for 20 conversations of each kind, with gates on escalation only.
func mixedInput(step Step, change ...func(*Input)) Input {
	in := Input{
		Gates: Apart([]Gate{limit, stable}), Budget: Budget{FalseRollback: 0.05, FalsePromotion: 0.05}, PlannedSteps: 2,
		Steps: []Step{step}, Data: Data{Age: 10 * time.Second, MaxStaleness: 2 * time.Minute},
		Mode: v1alpha1.GateNoHarm, MinNew: 20, MinChanged: 20, MinInStep: 20, Elapsed: time.Hour,
	}
	for _, c := range change {
		c(&in)
	}
	return in
}

// TestANewIntentsGainDoesNotPayForAChangedOnesHarm is the rollout that was once promoted:
// stable answers the changed intent without ever handing over, the candidate hands two of
// five over, and the new intent takes what stable handed to people.
func TestANewIntentsGainDoesNotPayForAChangedOnesHarm(t *testing.T) {
	step := mixed(pair(counts(5, 0), counts(26, 26)), pair(counts(20, 8), counts(57, 0)))
	pooled := Evaluate(mixedInput(step, with(limit, stable), func(in *Input) { in.MinConversations = 20 }))
	if want := "escalation 32% of 25 conversations, stable 31% of 83, at most 2 points worse: kept"; pooled.Decision != Promote || pooled.Gates[1].Message != want {
		t.Fatalf("together: %s: %q, want Promote by %q", pooled.Decision, pooled.Gates[1].Message, want)
	}
	got := Evaluate(mixedInput(step))
	want := "changed intents: escalation 40% of 20 conversations, stable 0% of 57, at most 2 points worse: broken (95% interval of the difference 9.7% to 100%)"
	if got.Decision != Rollback || got.Gate != "changed-stable" || got.Message != want {
		t.Errorf("apart: %s by %q: %q\nwant Rollback by changed-stable: %q", got.Decision, got.Gate, got.Message, want)
	}
}

func TestKindsAreJudgedApart(t *testing.T) {
	good := pair(counts(100, 3), counts(300, 9))
	fresh := pair(counts(100, 20), counts(300, 295))
	for name, tc := range map[string]struct {
		in          Input
		want        Decision
		wantVerdict v1alpha1.Verdict
		wantReason  string
		wantMessage string
	}{
		"both do well": {
			in:   mixedInput(mixed(fresh, good)),
			want: Promote, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonStepStarted,
			wantMessage: "new intents: escalation 20% of 100 conversations, at most 35%: kept; " +
				"changed intents: escalation 3% of 100 conversations, stable 3% of 300, at most 2 points worse: kept",
		},
		"new ones beyond the limit roll back": {
			in:   mixedInput(mixed(pair(counts(100, 60), counts(300, 295)), good)),
			want: Rollback, wantVerdict: v1alpha1.VerdictFail, wantReason: v1alpha1.ReasonGateFailed,
			wantMessage: "new intents: escalation 60% of 100 conversations, at most 35%: broken (95% interval 44% to 75%)",
		},
		"each kind has its own minimum": {
			in:   mixedInput(mixed(fresh, pair(counts(15, 0), counts(45, 1)))),
			want: Wait, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonCollectingEvidence,
			wantMessage: "changed intents: escalation 0% of 15 conversations, stable 2.2% of 45, at most 2 points worse: kept so far; 15 of about 20 conversations, roughly 20 min at the present rate",
		},
		"each kind needs conversations in the step itself": {
			in: mixedInput(mixed(fresh, good), func(in *Input) {
				half := mixed(fresh, pair(counts(7, 0), counts(8, 0)))
				half.Name = "half"
				for _, s := range []*Step{&half, half.New, half.Changed} {
					s.Percent = 50
					s.Candidate.Assigned, s.Stable.Assigned = 0, 0
				}
				in.Steps = append(in.Steps, half)
			}),
			want: Wait, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonCollectingEvidence,
			wantMessage: "all gates are kept; changed intents: 7 of 20 conversations in this step",
		},
		"a kind without conversations is no data": {
			in:   mixedInput(mixed(fresh, pair(counts(0, 0), counts(0, 0)))),
			want: Wait, wantVerdict: v1alpha1.VerdictNoData, wantReason: v1alpha1.ReasonNoData,
			wantMessage: "changed intents: escalation at most 2 points above stable: no candidate conversations counted yet",
		},
		"a bot that does not report kinds is named": {
			in: mixedInput(mixed(pair(counts(0, 0), counts(0, 0)), pair(counts(0, 0), counts(0, 0)), 25, 83), func(in *Input) {
				in.MaxWait, in.OnTimeout = time.Minute, v1alpha1.StopRollback
			}),
			want: Hold, wantVerdict: v1alpha1.VerdictNoData, wantReason: v1alpha1.ReasonHeldOnTimeout,
			wantMessage: "the step was not earned within 1 min: new intents: escalation at most 35%: no candidate conversations counted yet; " +
				"the bot reported 108 conversations without the label kind of docs/metrics.md: give it a newer image",
		},
		"conversations without a kind are left out": {
			in:   mixedInput(mixed(fresh, good, 25, 83)),
			want: Promote, wantVerdict: v1alpha1.VerdictPass, wantReason: v1alpha1.ReasonStepStarted,
			wantMessage: "new intents: escalation 20% of 100 conversations, at most 35%: kept; " +
				"changed intents: escalation 3% of 100 conversations, stable 3% of 300, at most 2 points worse: kept",
		},
		"a bad hour of both tracks is told from harm to changed ones": {
			in: mixedInput(mixed(fresh, pair(counts(100, 70), counts(300, 210))), func(in *Input) {
				in.Gates = Apart([]Gate{limit})
			}),
			want: Hold, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonCommonCause,
			wantMessage: "changed intents: escalation 70% of 100 conversations, at most 35%: beyond the limit, but so is stable with 70% of 300 conversations: a common cause, not the batch",
		},
		"kinds that the tracks do not see alike hold": {
			in:   mixedInput(mixed(pair(counts(160, 32), counts(240, 236)), pair(counts(40, 1), counts(360, 11)))),
			want: Hold, wantVerdict: v1alpha1.VerdictInconclusive, wantReason: v1alpha1.ReasonSampleRatio,
			wantMessage: "changed intents: 40 candidate and 360 stable conversations do not fit the planned shares: the tracks cannot be compared until it is found out why",
		},
		"counts of a kind that fall are an error": {
			in:   mixedInput(mixed(fresh, good), func(in *Input) { in.Steps[0].Changed.PreviousStable = counts(400, 9) }),
			want: Hold, wantVerdict: v1alpha1.VerdictError, wantReason: v1alpha1.ReasonMetricsError,
			wantMessage: "the counts cannot be judged: step quarter, changed intents: stable: assigned fell from 400 to 300",
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

func TestGatesOfEachKind(t *testing.T) {
	for name, tc := range map[string]struct {
		gates []Gate
		want  []string
	}{
		"a limit and a comparison": {[]Gate{limit, stable}, []string{
			"new-limit: new intents: escalation at most 35%",
			"changed-stable: changed intents: escalation at most 2 points above stable",
		}},
		"a limit alone is for both": {[]Gate{limit}, []string{
			"new-limit: new intents: escalation at most 35%",
			"changed-limit: changed intents: escalation at most 35%",
		}},
		"a comparison alone is for changed ones": {[]Gate{stable}, []string{
			"changed-stable: changed intents: escalation at most 2 points above stable",
		}},
		"everything else is for both": {[]Gate{csat, missed}, []string{
			"new-csat: new intents: CSAT at most 0.2 below stable",
			"changed-csat: changed intents: CSAT at most 0.2 below stable",
			"new-missed: new intents: missed escalations at most 1 point above stable",
			"changed-missed: changed intents: missed escalations at most 1 point above stable",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, g := range Apart(tc.gates) {
				got = append(got, g.Name+": "+g.Rule())
				if prefix := map[v1alpha1.IntentKind]string{v1alpha1.IntentNew: "new-", v1alpha1.IntentChanged: "changed-"}[g.Kind]; prefix+g.SpecName() != g.Name {
					t.Errorf("%s of kind %s has the name %q in the spec", g.Name, g.Kind, g.SpecName())
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("Apart (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDefaultGatesOfAMixedBatchShareTheErrorRates(t *testing.T) {
	gates, _ := Defaults(Composition{New: 1, Changed: 2}, 0, "")
	of := map[v1alpha1.IntentKind]int{}
	for _, g := range gates {
		of[g.Kind]++
	}
	if of[v1alpha1.IntentNew] != 3 || of[v1alpha1.IntentChanged] != 3 || len(gates) != 6 {
		t.Errorf("gates %v, want three of each kind", of)
	}
	got := Evaluate(Input{Gates: gates, Budget: Budget{FalseRollback: 0.06, FalsePromotion: 0.05}, PlannedSteps: 1})
	for _, g := range got.Gates {
		if g.HarmThresholdMilliNats != 4605 || g.SafeThresholdMilliNats != 2996 {
			t.Errorf("%s: thresholds %d and %d milli-nats, want log(100) and log(20)", g.Name, g.HarmThresholdMilliNats, g.SafeThresholdMilliNats)
		}
	}
}
