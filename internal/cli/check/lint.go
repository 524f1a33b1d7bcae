// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// lint finds what the cluster would refuse, and what is probably not meant. refused is what the
// API server would.
func lint(ctx context.Context, w world, refused []Finding, hasty bool) ([]Finding, error) {
	var findings []Finding
	for _, ns := range w.all() {
		for _, f := range ns.readable.lintEach() {
			if !saidBefore(f, refused) {
				findings = append(findings, f)
			}
		}
		findings = append(findings, ns.lintBatches()...)
		findings = append(findings, ns.lintTests()...)
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

// lintEach finds what can be said of objects that do not fit their schema, too.
func (ns *namespace) lintEach() []Finding {
	return slices.Concat(ns.references(), ns.lintBots(), ns.lintIntents(), ns.lintPolicies(), ns.lintTargets(),
		ns.lintSecrets(), ns.lintURLs(), ns.lintNames())
}

// saidBefore says whether the API server refuses the field of a finding, or one above or below it, or a
// misspelling of it: then the finding follows from that.
func saidBefore(f Finding, refused []Finding) bool {
	within := func(field, other string) bool {
		rest, is := strings.CutPrefix(field, other)
		return is && (rest == "" || rest[0] == '.')
	}
	return slices.ContainsFunc(refused, func(r Finding) bool {
		return r.Object == f.Object && r.File == f.File &&
			(within(r.at, f.at) || r.at != "" && r.at != "spec" && within(f.at, r.at) || r.meant != "" && within(f.at, r.meant))
	})
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
