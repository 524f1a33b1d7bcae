// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/contract/policy"
	"github.com/intentops/intentops/internal/contract/release"
)

// lintPolicies finds what the operator would not accept, by the code of the operator, and rules
// that never match.
func (ns *namespace) lintPolicies() []Finding {
	var findings []Finding
	for _, p := range ordered(ns.policies) {
		content, err := release.FromPolicy(p.Value.Spec, p.Name)
		if err != nil {
			field, message, _ := strings.Cut(err.Error(), ": ")
			findings = append(findings, p.finding(RulePolicy, Error, field, message))
			content = release.Policy{Name: p.Name, Rules: release.FromRules(p.Value.Spec.Rules)}
		}
		if content.Handoff.Placeholder() {
			findings = append(findings, p.finding(RuleDoubtful, Warning, "spec.handoff.targets[0].webhook.url",
				"is an example address that leads nowhere: put the address of your helpdesk here"))
		}
		if _, err := policy.Compile(content); err != nil {
			for _, problem := range joined(err) {
				var compile *policy.CompileError
				if !errors.As(problem, &compile) {
					findings = append(findings, p.finding(RulePolicy, Error, "spec.rules", problem.Error()))
					continue
				}
				message := compile.Message
				if compile.Line > 0 {
					message = fmt.Sprintf("%d:%d: %s", compile.Line, compile.Column, message)
				}
				findings = append(findings, p.finding(RulePolicy, Error, fmt.Sprintf("spec.rules[%d].when", compile.Index), message))
			}
		}
		findings = append(findings, ns.neverMatch(p.Object, content)...)
	}
	return findings
}

// neverMatch finds rules behind one that always matches, and rules about intents, channels and
// values that there are not.
func (ns *namespace) neverMatch(o *Object, content release.Policy) []Finding {
	var findings []Finding
	add := func(rule int, message string) {
		findings = append(findings, o.finding(RuleNeverMatch, Warning, fmt.Sprintf("spec.rules[%d].when", rule), message))
	}
	always := ""
	for i, rule := range content.Rules {
		if always != "" {
			add(i, fmt.Sprintf("is never reached: the rule %q before it always matches", always))
		}
		if strings.TrimSpace(rule.When) == "true" && always == "" {
			always = rule.Name
		}
	}
	for _, doubt := range policy.Doubts(content, ns.channels(o.Name)) {
		add(doubt.Index, doubt.Message)
	}
	for _, named := range policy.Intents(content) {
		if len(ns.declared["Intent"]) > 0 && !ns.declared["Intent"][named.Name] {
			add(named.Index, fmt.Sprintf("there is no Intent %q in this folder, so this comparison %s: correct the name", named.Name, named.Without))
		}
	}
	return findings
}

// channels are the names of those of the Bots with a policy; nil: the folder has no such Bot, or
// one of which it is not known.
func (ns *namespace) channels(name string) []string {
	if len(ns.bots) < len(ns.declared["Bot"]) {
		return nil
	}
	var names []string
	for _, b := range ordered(ns.bots) {
		if b.Value.Spec.EscalationPolicyRef.Name == name {
			for _, channel := range b.Value.Spec.Channels {
				names = append(names, channel.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// joined are the errors that errors.Join put together.
func joined(err error) []error {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		return several.Unwrap()
	}
	return []error{err}
}
