// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Explanation is why an object stands where it stands.
type Explanation struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	Standing
	Advice
	// Facts are what it is judged on.
	Facts []string `json:"facts,omitempty"`
}

// FactsOfBatch are what a batch is judged on.
func FactsOfBatch(b *v1alpha1.IntentBatch) []string {
	var facts []string
	if b.Status.Step != "" && b.Status.Rollout != "" {
		facts = append(facts, fmt.Sprintf("step %s, %s of conversations", b.Status.Step, PercentOf(b.Status.Percent)))
	}
	for i := range b.Status.Gates {
		g := &b.Status.Gates[i]
		facts = append(facts, fmt.Sprintf("gate %s: %s; %s", g.Name, OrDash(g.Verdict), OrDash(g.Message)))
	}
	return facts
}

// FactsOfIntent are what an Intent is judged on.
func FactsOfIntent(i *v1alpha1.Intent) []string {
	facts := []string{"state " + OrDash(i.Status.State)}
	if m := i.Status.Measurements; m != nil {
		facts = append(facts, fmt.Sprintf("last day: %d conversations, %s handed over, CSAT %s", Number(m.Conversations), OrDash(m.Escalation), OrDash(m.CSAT)))
	}
	return facts
}

// FactsOfKPI are what a KPITarget is judged on.
func FactsOfKPI(t *v1alpha1.KPITarget) []string {
	facts := []string{fmt.Sprintf("%s: %s, target %s", t.Spec.KPI, OrDash(t.Status.State), OrDash(t.Status.Target))}
	if c := t.Status.Current; c != nil {
		facts = append(facts, fmt.Sprintf("now %s (95%% interval %s to %s) of %d samples", c.Value, OrDash(c.Low), OrDash(c.High), Number(c.Samples)))
	}
	for _, g := range t.Status.Guardrails {
		facts = append(facts, fmt.Sprintf("guardrail %s: %s", g.Name, g.State))
	}
	return facts
}
