// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"testing"

	. "github.com/intentops/intentops/api/v1alpha1"
)

func TestEscalationPolicyRules(t *testing.T) {
	valid := &EscalationPolicy{Spec: EscalationPolicySpec{
		Rules:   []EscalationRule{{Name: "asked", When: "message.asksForHuman"}},
		Handoff: Handoff{Targets: []HandoffTarget{webhook("https://desk.example/handoffs")}},
	}}
	checkRules(t, valid, map[string]rule[EscalationPolicy]{
		"a name of 64 characters":    {change: func(p *EscalationPolicy) { p.Name = long(64) }, want: "metadata.name is longer than 63 characters"},
		"no confidence":              {change: func(p *EscalationPolicy) { p.Spec.ConfidencePercent = new(int32(0)) }, want: "spec.confidencePercent"},
		"a margin above 100":         {change: func(p *EscalationPolicy) { p.Spec.MarginPercent = new(int32(101)) }, want: "spec.marginPercent"},
		"no margin":                  {change: func(p *EscalationPolicy) { p.Spec.MarginPercent = new(int32(0)) }},
		"no unresolved turn":         {change: func(p *EscalationPolicy) { p.Spec.UnresolvedTurns = new(int32(0)) }, want: "spec.unresolvedTurns"},
		"a rule name with capitals":  {change: func(p *EscalationPolicy) { p.Spec.Rules[0].Name = "Asked" }, want: "spec.rules[0].name"},
		"a rule without a condition": {change: func(p *EscalationPolicy) { p.Spec.Rules[0].When = "" }, want: "spec.rules[0].when: Required value"},
		"a condition too long":       {change: func(p *EscalationPolicy) { p.Spec.Rules[0].When = long(1001) }, want: "spec.rules[0].when: Too long"},
		"two rules of one name":      {change: func(p *EscalationPolicy) { p.Spec.Rules = append(p.Spec.Rules, p.Spec.Rules[0]) }, want: "spec.rules[1]: Duplicate value"},
		"an unknown priority":        {change: func(p *EscalationPolicy) { p.Spec.Rules[0].Priority = "P1" }, want: `Unsupported value: "P1"`},
		"a URL of another scheme":    {change: func(p *EscalationPolicy) { p.Spec.Handoff.Targets[0].Webhook.URL = "ftp://desk" }, want: "spec.handoff.targets[0].webhook.url"},
		"no target":                  {change: func(p *EscalationPolicy) { p.Spec.Handoff.Targets = []HandoffTarget{} }, want: "spec.handoff.targets: Required value"},
		"two targets": {change: func(p *EscalationPolicy) {
			p.Spec.Handoff.Targets = append(p.Spec.Handoff.Targets, HandoffTarget{Name: "second", Type: HandoffWebhook, Webhook: p.Spec.Handoff.Targets[0].Webhook})
		}, want: "spec.handoff.targets: Too many"},
		"a target without a name":  {change: func(p *EscalationPolicy) { p.Spec.Handoff.Targets[0].Name = "" }, want: "spec.handoff.targets[0].name: Required value"},
		"a target of no type":      {change: func(p *EscalationPolicy) { p.Spec.Handoff.Targets[0].Type = "" }, want: "spec.handoff.targets[0].type"},
		"a target of another type": {change: func(p *EscalationPolicy) { p.Spec.Handoff.Targets[0].Type = "Fax" }, want: `spec.handoff.targets[0].type: Unsupported value: "Fax"`},
		"a webhook to nowhere":     {change: func(p *EscalationPolicy) { p.Spec.Handoff.Targets[0].Webhook = nil }, want: `spec.handoff.targets[0].webhook: Invalid value: type: Webhook needs webhook, such as {url: "https://desk.example/handoffs"}`},
		"an unknown part":          {change: func(p *EscalationPolicy) { p.Spec.Handoff.Require = []PacketPart{"Everything"} }, want: `Unsupported value: "Everything"`},
		"a part twice":             {change: func(p *EscalationPolicy) { p.Spec.Handoff.Require = []PacketPart{"Fields", "Fields"} }, want: "Duplicate value"},
		"no time to accept":        {change: func(p *EscalationPolicy) { p.Spec.Handoff.AcceptWithin = "soon" }, want: "spec.handoff.acceptWithin"},
	})
}

func webhook(url URL) HandoffTarget {
	return HandoffTarget{Name: "helpdesk", Type: HandoffWebhook, Webhook: &WebhookTarget{URL: url}}
}

func TestDurationRules(t *testing.T) {
	with := func(d Duration) func(*EscalationPolicy) {
		return func(p *EscalationPolicy) { p.Spec.Handoff.AcceptWithin = d }
	}
	valid := &EscalationPolicy{Spec: EscalationPolicySpec{
		Handoff: Handoff{Targets: []HandoffTarget{webhook("https://desk.example")}},
	}}
	rules := map[string]rule[EscalationPolicy]{}
	for _, d := range []Duration{"2m", "90s", "1h30m", "7d", "1d2h3m4s", "0s"} {
		rules["accepts "+string(d)] = rule[EscalationPolicy]{change: with(d)}
		if _, err := d.Parse(); err != nil {
			t.Errorf("the schema accepts %s, Parse says %v", d, err)
		}
	}
	for _, d := range []Duration{"2", "m", "1.5h", "-1h", "30m1h", "1w", "1h 30m", "1000000000h"} {
		rules["refuses "+string(d)] = rule[EscalationPolicy]{change: with(d), want: "spec.handoff.acceptWithin"}
	}
	checkRules(t, valid, rules)
}
