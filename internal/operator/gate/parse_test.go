// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

func TestParse(t *testing.T) {
	const (
		esc, rating, miss = v1alpha1.MetricEscalation, v1alpha1.MetricCSAT, v1alpha1.MetricMissedEscalation
		target, ofStable  = v1alpha1.CompareTarget, v1alpha1.CompareStable
	)
	for name, tc := range map[string]struct {
		metric    v1alpha1.GateMetric
		compare   v1alpha1.Comparison
		bound     v1alpha1.Value
		wantBound float64
		wantRule  string
		wantErr   string
	}{
		"a limit on escalation":          {esc, target, "35%", 0.35, "escalation at most 35%", ""},
		"a margin on escalation":         {esc, ofStable, "2%", 0.02, "escalation at most 2 points above stable", ""},
		"a margin of one point":          {miss, ofStable, "1%", 0.01, "missed escalations at most 1 point above stable", ""},
		"a margin of half a point":       {miss, ofStable, "0.5%", 0.005, "missed escalations at most 0.5 points above stable", ""},
		"no margin at all":               {esc, ofStable, "0%", 0, "escalation at most 0 points above stable", ""},
		"a limit on missed escalations":  {miss, target, "3.5%", 0.035, "missed escalations at most 3.5%", ""},
		"a target for CSAT":              {rating, target, "4", 4, "CSAT at least 4.0", ""},
		"a margin on CSAT":               {rating, ofStable, "0.2", 0.2, "CSAT at most 0.2 below stable", ""},
		"a rate without its unit":        {esc, target, "35", 0, "", `limit: "35" is not a percentage such as "35%"`},
		"a score with a unit":            {rating, target, "4%", 0, "", `limit: "4%" is not a score such as "4.0"`},
		"a margin in the wrong unit":     {esc, ofStable, "0.2", 0, "", `margin: "0.2" is not percentage points such as "2%"`},
		"a limit that nothing can break": {esc, target, "100%", 0, "", `limit: "100%" must lie between 0% and 100%, or the gate could never fail or never pass`},
		"a limit that nothing can keep":  {esc, target, "0%", 0, "", `limit: "0%" must lie between 0% and 100%, or the gate could never fail or never pass`},
		"a score that nothing can break": {rating, target, "1", 0, "", `limit: "1" must lie between 1 and 5, or the gate could never fail or never pass`},
		"a margin as wide as the scale":  {rating, ofStable, "4", 0, "", `margin: "4" must be at least 0 and below 4 points, the width of the scale`},
		"a negative margin":              {esc, ofStable, "-2%", 0, "", `margin: "-2%" must be at least 0% and below 100%`},
		"nothing":                        {esc, ofStable, "", 0, "", `margin: is missing, give percentage points such as "2%"`},
		"an unknown metric":              {"Speed", target, "1", 0, "", `metric: "Speed" is not one of Escalation, CSAT, MissedEscalation`},
		"an unknown comparison":          {esc, "Best", "1%", 0, "", `compare: "Best" is not one of Stable, Target`},
		"what is not a number":           {esc, target, "NaN%", 0, "", `limit: "NaN%" is not a percentage such as "35%"`},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := Parse("gate", tc.metric, tc.compare, tc.bound)
			if tc.wantErr != "" {
				if err == nil || err.Error() != tc.wantErr {
					t.Fatalf("error %v, want %s", err, tc.wantErr)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(g.Bound-tc.wantBound) > 1e-12 || g.Rule() != tc.wantRule {
				t.Errorf("bound %v, rule %q; want %v, %q", g.Bound, g.Rule(), tc.wantBound, tc.wantRule)
			}
			again, err := Parse("gate", tc.metric, tc.compare, g.Text())
			if err != nil || math.Abs(again.Bound-g.Bound) > 1e-12 {
				t.Errorf("Text %q reads back as %v, %v", g.Text(), again.Bound, err)
			}
		})
	}
}

func TestDefaults(t *testing.T) {
	for name, tc := range map[string]struct {
		of          Composition
		target      string
		limit       float64
		wantRules   []string
		wantBecause string
	}{
		"new intents have a limit": {
			of:        Composition{New: 3},
			wantRules: []string{"escalation at most 35%", "CSAT at most 0.2 below stable", "missed escalations at most 1 point above stable"},
			wantBecause: "All 3 intents are new: stable hands such conversations to a person, so escalation has a limit of 35% (the default), " +
				"while CSAT and missed escalations are compared with stable.",
		},
		"the limit is that of the KPITarget": {
			of: Composition{New: 1}, target: "escalation", limit: 0.3,
			wantRules: []string{"escalation at most 30%", "CSAT at most 0.2 below stable", "missed escalations at most 1 point above stable"},
			wantBecause: "The intent is new: stable hands such conversations to a person, so escalation has a limit of 30% (the objective of KPITarget escalation), " +
				"while CSAT and missed escalations are compared with stable.",
		},
		"changed intents are compared with stable": {
			of:          Composition{Changed: 2},
			wantRules:   []string{"escalation at most 2 points above stable", "CSAT at most 0.2 below stable", "missed escalations at most 1 point above stable"},
			wantBecause: "All 2 intents are answered by stable too, so escalation, CSAT and missed escalations are compared with stable.",
		},
		"a mixture is judged apart": {
			of: Composition{New: 1, Changed: 2},
			wantRules: []string{
				"new intents: escalation at most 35%", "changed intents: escalation at most 2 points above stable",
				"new intents: CSAT at most 0.2 below stable", "changed intents: CSAT at most 0.2 below stable",
				"new intents: missed escalations at most 1 point above stable", "changed intents: missed escalations at most 1 point above stable",
			},
			wantBecause: "1 intent is new to stable and 2 intents are answered by it too, so they are judged apart: " +
				"escalation of new ones has a limit of 35% (the default), that of changed ones is compared with stable, as are CSAT and missed escalations of either.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			gates, because := Defaults(tc.of, tc.limit, tc.target)
			var rules []string
			for _, g := range gates {
				rules = append(rules, g.Rule())
			}
			if diff := cmp.Diff(tc.wantRules, rules); diff != "" {
				t.Errorf("rules (-want +got):\n%s", diff)
			}
			if because != tc.wantBecause {
				t.Errorf("because %q, want %q", because, tc.wantBecause)
			}
		})
	}
}

func TestMinimumGrowsWithTheShare(t *testing.T) {
	gates, _ := Defaults(Composition{New: 1}, 0, "")
	budget := Budget{FalseRollback: 0.05, FalsePromotion: 0.05}
	step := Step{BaselineEscalation: 0.3}
	last := int64(0)
	for _, percent := range []int32{5, 25, 50} {
		step.Percent = percent
		n := Minimum(gates, "", budget, 4, step)
		if n <= last {
			t.Errorf("at %d%%: %d conversations, want more than the %d before", percent, n, last)
		}
		last = n
	}
	for _, percent := range []int32{0, 100} {
		step.Percent = percent
		if n := Minimum(gates, "", budget, 4, step); n != 0 {
			t.Errorf("at %d%%: %d conversations, want none: waiting protects nobody", percent, n)
		}
	}
	step.Percent = 5
	if n := Minimum([]Gate{csat}, "", budget, 4, step); n != fallbackMinimum {
		t.Errorf("without a gate on escalation: %d conversations, want %d", n, fallbackMinimum)
	}
}

func TestFormatDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		20 * time.Second: "1 min", 25 * time.Minute: "25 min", 9*time.Hour + 10*time.Minute: "9 h",
		99 * time.Minute: "99 min", 47 * time.Hour: "47 h", 72 * time.Hour: "3 days",
	} {
		if got := kpi.Roughly(d); got != want {
			t.Errorf("kpi.Roughly(%s) = %q, want %q", d, got, want)
		}
	}
}
