// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestMessagesSayWhatIsNotCountedAndWhatIsUnprotected(t *testing.T) {
	step := Step{
		Name: "half", Percent: 50, BaselineEscalation: 0.2, BaselineMissed: 0.02, BaselineCSAT: 4,
		Candidate: v1alpha1.TrackCounts{Assigned: 100, Conversations: 90, Escalated: 20},
		Stable:    v1alpha1.TrackCounts{Assigned: 100, Conversations: 90, Escalated: 20},
	}
	in := Input{
		Gates:  []Gate{{Name: "escalation", Metric: v1alpha1.MetricEscalation, Compare: v1alpha1.CompareTarget, Bound: 0.35}},
		Budget: Budget{FalseRollback: 0.05, FalsePromotion: 0.05}, PlannedSteps: 1, Steps: []Step{step}, MinConversations: 500,
	}
	plain := Evaluate(in)
	for name, tc := range map[string]struct {
		evidence Evidence
		want     string
	}{
		"neither": {Evidence{PerNetwork: 3}, ""},
		"left out": {Evidence{Uncounted: 297, PerNetwork: 3},
			"; 297 anonymous conversations not counted: more than 3 in a day from one client network"},
		"unprotected": {Evidence{Unlimited: 1},
			"; 1 anonymous conversation unprotected, as one client can make up any number: set spec.trustedProxies of the Bot, or identity of its channels with spec.evidence: Verified"},
	} {
		in.Evidence = tc.evidence
		out := Evaluate(in)
		if got := strings.TrimPrefix(out.Message, plain.Message); got != tc.want {
			t.Errorf("%s: the message ends with %q, want %q", name, got, tc.want)
		}
		if got := strings.TrimPrefix(out.Gates[0].Message, plain.Gates[0].Message); got != tc.want {
			t.Errorf("%s: the gate's message ends with %q, want %q", name, got, tc.want)
		}
		if out.Decision != plain.Decision || out.Verdict != plain.Verdict {
			t.Errorf("%s: decides %s, %s", name, out.Decision, out.Verdict)
		}
	}
	in.Evidence = Evidence{Uncounted: 297, PerNetwork: 3, Unlimited: 5}
	in.Data.Error = strings.Repeat("long ", 500)
	if out := Evaluate(in); len(out.Message) > maxMessage || !strings.HasSuffix(out.Message, "spec.evidence: Verified") {
		t.Errorf("%d bytes: %s", len(out.Message), out.Message)
	}
}

func TestARolledBackFailureSaysItOnce(t *testing.T) {
	const failed = "escalation 60% of 90: broken; 5 anonymous conversations unprotected"
	out := Evaluate(Input{
		Evidence: Evidence{Unlimited: 6},
		Latched:  []v1alpha1.GateStatus{{Name: "escalation", Verdict: v1alpha1.VerdictFail, Message: failed}},
	})
	if out.Decision != Rollback || out.Message != failed {
		t.Errorf("%s: %s", out.Decision, out.Message)
	}
}
