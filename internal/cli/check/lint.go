// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"fmt"
)

// lint finds what the cluster would refuse, and what is probably not meant.
func lint(ctx context.Context, w world, hasty bool) ([]Finding, error) {
	var findings []Finding
	for _, ns := range w.all() {
		findings = append(findings, ns.references()...)
		findings = append(findings, ns.lintBots()...)
		findings = append(findings, ns.lintIntents()...)
		findings = append(findings, ns.lintPolicies()...)
		findings = append(findings, ns.lintBatches()...)
		findings = append(findings, ns.lintTargets()...)
		findings = append(findings, ns.lintTests()...)
		findings = append(findings, ns.lintSecrets()...)
		findings = append(findings, ns.lintURLs()...)
		findings = append(findings, ns.lintNames()...)
		if hasty {
			continue
		}
		confused, err := ns.lintConfused(ctx)
		if err != nil {
			return nil, err
		}
		findings = append(findings, confused...)
	}
	return findings, nil
}

// references finds names of objects that the folder does not have. Where it has none of a kind,
// they are taken to be elsewhere.
func (ns *namespace) references() []Finding {
	var findings []Finding
	look := func(o *Object, field, kind, name string) {
		if name == "" || ns.declared[kind][name] {
			return
		}
		severity, message := Error, fmt.Sprintf("there is no %s %q in this folder and namespace: create it or correct the name", kind, name)
		if len(ns.declared[kind]) == 0 {
			severity, message = Warning, fmt.Sprintf("there is no %s in this folder and namespace, so %q is not checked: name the folder that has it too", kind, name)
		}
		findings = append(findings, o.finding(RuleReference, severity, field, message))
	}
	for _, b := range ordered(ns.bots) {
		look(b.Object, "spec.escalationPolicyRef.name", "EscalationPolicy", b.Value.Spec.EscalationPolicyRef.Name)
	}
	for _, i := range ordered(ns.intents) {
		look(i.Object, "spec.botRef.name", "Bot", i.Value.Spec.BotRef.Name)
	}
	for _, b := range ordered(ns.batches) {
		look(b.Object, "spec.botRef.name", "Bot", b.Value.Spec.BotRef.Name)
		for i, name := range b.Value.Spec.Intents {
			look(b.Object, fmt.Sprintf("spec.intents[%d]", i), "Intent", name)
		}
		for i, name := range b.Value.Spec.DependsOn {
			look(b.Object, fmt.Sprintf("spec.dependsOn[%d]", i), "IntentBatch", name)
		}
		for _, g := range b.Value.Spec.Gates {
			if g.KPITargetRef != nil {
				look(b.Object, fmt.Sprintf("spec.gates[%s].kpiTargetRef.name", g.Name), "KPITarget", g.KPITargetRef.Name)
			}
		}
	}
	for _, t := range ordered(ns.targets) {
		look(t.Object, "spec.botRef.name", "Bot", t.Value.Spec.BotRef.Name)
		for i, g := range t.Value.Spec.Guardrails {
			look(t.Object, fmt.Sprintf("spec.guardrails[%d].name", i), "KPITarget", g.Name)
		}
	}
	return findings
}
