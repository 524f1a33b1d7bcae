// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	. "github.com/intentops/intentops/api/v1alpha1"
)

func TestIntentBatchRules(t *testing.T) {
	valid := &IntentBatch{Spec: IntentBatchSpec{
		BotRef:  LocalReference{Name: "support"},
		Intents: []string{"order-status", "refund"},
		Steps: []RolloutStep{
			{Name: "shadow", Percent: new(int32(0)), MinDuration: "1h"},
			{Name: "half", Percent: new(int32(50)), MaxWait: "3d", OnTimeout: StopRollback, Approval: ApprovalManual},
			{Name: "all", Percent: new(int32(100))},
		},
		Approvals: []StepApproval{{Step: "half", Revision: "5d9f0c"}},
		Review:    &ReviewSchedule{Every: "24h"},
		LastReview: &Review{
			At: metav1.NewTime(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)), By: "dana", Decision: ReviewContinue,
		},
	}}
	checkRules(t, valid, map[string]rule[IntentBatch]{
		"a name of 64 characters":            {change: func(b *IntentBatch) { b.Name = long(64) }, want: "metadata.name is longer than 63 characters"},
		"another bot":                        {update: true, change: func(b *IntentBatch) { b.Spec.BotRef.Name = "sales" }, want: "spec.botRef: Invalid value: botRef is immutable: create a new IntentBatch for another Bot"},
		"other intents":                      {update: true, change: func(b *IntentBatch) { b.Spec.Intents = []string{"refund"} }},
		"no intents":                         {change: func(b *IntentBatch) { b.Spec.Intents = nil }, want: "spec.intents: Invalid value: name at least one Intent, or something to include"},
		"a policy without intents":           {change: func(b *IntentBatch) { b.Spec.Intents, b.Spec.Include = nil, []Included{IncludedEscalationPolicy} }},
		"something else to include":          {change: func(b *IntentBatch) { b.Spec.Include = []Included{"Weather"} }, want: "spec.include[0]: Unsupported value"},
		"a revert by steps":                  {change: func(b *IntentBatch) { b.Spec.OnRevert = ReleaseSteps }},
		"a revert that is not known":         {change: func(b *IntentBatch) { b.Spec.OnRevert = "Never" }, want: "spec.onRevert: Unsupported value"},
		"an intent twice":                    {change: func(b *IntentBatch) { b.Spec.Intents = []string{"refund", "refund"} }, want: "spec.intents[1]: Duplicate value"},
		"a dependency twice":                 {change: func(b *IntentBatch) { b.Spec.DependsOn = []string{"a", "a"} }, want: "spec.dependsOn[1]: Duplicate value"},
		"the bot's steps":                    {change: func(b *IntentBatch) { b.Spec.Steps = nil }},
		"no steps at all":                    {change: func(b *IntentBatch) { b.Spec.Steps = []RolloutStep{} }},
		"equal percent":                      {change: func(b *IntentBatch) { b.Spec.Steps[1].Percent = new(int32(0)) }, want: "spec.steps: Invalid value: percent must rise from step to step"},
		"falling percent":                    {change: func(b *IntentBatch) { b.Spec.Steps[0].Percent = new(int32(60)) }, want: "percent must rise from step to step"},
		"an end below 100 percent":           {change: func(b *IntentBatch) { b.Spec.Steps[2].Percent = new(int32(99)) }, want: "spec.steps: Invalid value: the last step must have percent 100"},
		"more than 100 percent":              {change: func(b *IntentBatch) { b.Spec.Steps[2].Percent = new(int32(101)) }, want: "spec.steps[2].percent"},
		"a step without percent":             {change: func(b *IntentBatch) { b.Spec.Steps[2].Percent = nil }, want: "spec.steps[2].percent: Required value"},
		"two steps of one name":              {change: func(b *IntentBatch) { b.Spec.Steps[2].Name = "half" }, want: "spec.steps[2]: Duplicate value"},
		"a step name with a space":           {change: func(b *IntentBatch) { b.Spec.Steps[0].Name = "a b" }, want: "spec.steps[0].name"},
		"a timeout action without a timeout": {change: func(b *IntentBatch) { b.Spec.Steps[1].MaxWait = "" }, want: "spec.steps[1].onTimeout: Invalid value: onTimeout needs maxWait"},
		"negative conversations":             {change: func(b *IntentBatch) { b.Spec.Steps[0].MinConversations = new(int64(-1)) }, want: "spec.steps[0].minConversations"},
		"an unknown approval":                {change: func(b *IntentBatch) { b.Spec.Steps[0].Approval = "Maybe" }, want: `Unsupported value: "Maybe"`},
		"an unknown mode":                    {change: func(b *IntentBatch) { b.Spec.Steps[0].Require = "Luck" }, want: `Unsupported value: "Luck"`},
		"approval of an unknown step":        {change: func(b *IntentBatch) { b.Spec.Approvals[0].Step = "quarter" }, want: "spec.approvals: Invalid value: an approval names a step that is not in steps"},
		"approval of one of the bot's steps": {change: func(b *IntentBatch) { b.Spec.Approvals[0].Step = "quarter"; b.Spec.Steps = nil }},
		"approval of too short a revision":   {change: func(b *IntentBatch) { b.Spec.Approvals[0].Revision = "5d9f0" }, want: "spec.approvals[0].revision"},
		"approval of a revision in capitals": {change: func(b *IntentBatch) { b.Spec.Approvals[0].Revision = "5D9F0C" }, want: "spec.approvals[0].revision"},
		"an error rates of nothing":          {change: func(b *IntentBatch) { b.Spec.ErrorRates = &ErrorRates{FalseRollbackPercent: new(int32(0))} }, want: "spec.errorRates.falseRollbackPercent"},
		"an error rates of everything":       {change: func(b *IntentBatch) { b.Spec.ErrorRates = &ErrorRates{FalsePromotionPercent: new(int32(51))} }, want: "spec.errorRates.falsePromotionPercent"},
		"an unknown failure action":          {change: func(b *IntentBatch) { b.Spec.OnFailure = "Ignore" }, want: `Unsupported value: "Ignore"`},
		"an unknown state":                   {change: func(b *IntentBatch) { b.Spec.State = "Paused" }, want: `Unsupported value: "Paused"`},
		"a review by nobody":                 {change: func(b *IntentBatch) { b.Spec.LastReview.By = "" }, want: "spec.lastReview.by: Required value"},
		"a review without a schedule":        {change: func(b *IntentBatch) { b.Spec.Review.Every = "" }, want: "spec.review.every"},
		"200 intents, 20 steps, 10 gates":    {change: largestBatch},
	})
}

func largestBatch(b *IntentBatch) {
	b.Spec.Intents = nil
	for i := range 63 {
		b.Spec.Intents = append(b.Spec.Intents, long(i+1), "b"+long(i), "c"+long(i))
	}
	b.Spec.Steps, b.Spec.Approvals = steps(20), nil
	for _, step := range b.Spec.Steps {
		b.Spec.Approvals = append(b.Spec.Approvals, StepApproval{Step: step.Name, Revision: "5d9f0c"})
	}
	for i := range 10 {
		b.Spec.Gates = append(b.Spec.Gates, Gate{Name: long(i + 1), Metric: MetricEscalation, Compare: CompareStable, Margin: "2%"})
	}
}

func TestGateRules(t *testing.T) {
	with := func(gates ...Gate) func(*IntentBatch) {
		return func(b *IntentBatch) { b.Spec.Gates = gates }
	}
	stable := Gate{Name: "g", Metric: MetricEscalation, Compare: CompareStable, Margin: "2%"}
	target := Gate{Name: "g", Metric: MetricCSAT, Compare: CompareTarget, Limit: "4.0"}
	changed := func(g Gate, change func(*Gate)) func(*IntentBatch) {
		change(&g)
		return with(g)
	}
	csat := &LocalReference{Name: "csat"}
	valid := &IntentBatch{Spec: IntentBatchSpec{BotRef: LocalReference{Name: "support"}, Intents: []string{"a"}}}
	checkRules(t, valid, map[string]rule[IntentBatch]{
		"no worse than stable":              {change: with(stable)},
		"at most a limit":                   {change: with(target)},
		"the limit of a KPITarget":          {change: with(Gate{Name: "g", KPITargetRef: csat, Compare: CompareTarget})},
		"a KPITarget against stable":        {change: with(Gate{Name: "g", KPITargetRef: csat, Compare: CompareStable, Margin: "0.2"})},
		"neither metric nor KPITarget":      {change: changed(stable, func(g *Gate) { g.Metric = "" }), want: "spec.gates[0]: Invalid value: name a metric or a kpiTargetRef"},
		"stable without a margin":           {change: changed(stable, func(g *Gate) { g.Margin = "" }), want: "spec.gates[0].margin: Invalid value: compare: Stable needs a margin"},
		"stable with a limit":               {change: changed(stable, func(g *Gate) { g.Limit = "30%" }), want: "spec.gates[0].limit: Invalid value: limit goes with compare: Target"},
		"target without a limit":            {change: changed(target, func(g *Gate) { g.Limit = "" }), want: "spec.gates[0].limit: Invalid value: compare: Target needs a limit or a kpiTargetRef"},
		"target with a margin":              {change: changed(target, func(g *Gate) { g.Margin = "0.2" }), want: "spec.gates[0].margin: Invalid value: margin goes with compare: Stable"},
		"compared with nothing":             {change: changed(stable, func(g *Gate) { g.Compare = "" }), want: "spec.gates[0].compare"},
		"an unknown metric":                 {change: changed(stable, func(g *Gate) { g.Metric = "NPS" }), want: `Unsupported value: "NPS"`},
		"a margin that is no value":         {change: changed(stable, func(g *Gate) { g.Margin = "2 %" }), want: "spec.gates[0].margin"},
		"two gates of one name":             {change: with(stable, stable), want: "spec.gates[1]: Duplicate value"},
		"a gate name with a capital letter": {change: changed(stable, func(g *Gate) { g.Name = "G" }), want: "spec.gates[0].name"},
	})
}
