// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/contract/policy"
	"github.com/intentops/intentops/internal/contract/release"
)

// namedIntent finds the intents that a rule compares with.
var namedIntent = regexp.MustCompile(`\bintent\.name\s*==\s*(?:'([^']*)'|"([^"]*)")`)

// lintPolicies finds what the operator would not accept, by the code of the operator, and rules
// that never match.
func (ns *namespace) lintPolicies() []Finding {
	var findings []Finding
	for _, p := range ordered(ns.policies) {
		content, err := release.FromPolicy(p.Value.Spec, p.Name)
		if err != nil {
			field, message, _ := strings.Cut(err.Error(), ": ")
			findings = append(findings, p.finding(RulePolicy, Error, field, message))
			continue
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
		findings = append(findings, ns.neverMatch(p.Object, content.Rules)...)
	}
	return findings
}

// neverMatch finds rules behind one that always matches, and rules about intents that there are
// not.
func (ns *namespace) neverMatch(o *Object, rules []release.Rule) []Finding {
	var findings []Finding
	always := ""
	for i, rule := range rules {
		field := fmt.Sprintf("spec.rules[%d].when", i)
		if always != "" {
			findings = append(findings, o.finding(RuleNeverMatch, Warning, field, fmt.Sprintf("is never reached: the rule %q before it always matches", always)))
		}
		if strings.TrimSpace(rule.When) == "true" && always == "" {
			always = rule.Name
		}
		if len(ns.declared["Intent"]) == 0 {
			continue
		}
		for _, match := range namedIntent.FindAllStringSubmatch(rule.When, -1) {
			if name := match[1] + match[2]; name != "" && !ns.declared["Intent"][name] {
				findings = append(findings, o.finding(RuleNeverMatch, Warning, field, fmt.Sprintf("there is no Intent %q in this folder, so this comparison never holds: correct the name", name)))
			}
		}
	}
	return findings
}

// joined are the errors that errors.Join put together.
func joined(err error) []error {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		return several.Unwrap()
	}
	return []error{err}
}
