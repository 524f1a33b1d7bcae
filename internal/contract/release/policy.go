// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// OnlyHandsOverMore says whether a policy hands over every conversation that another one
// does, and leaves what the bot answers by itself unchanged otherwise: thresholds are not
// lower, unresolved turns not more, and every rule is still there. Where packets go, and what
// is in them, does not matter.
func OnlyHandsOverMore(before, after Policy) bool {
	if after.ConfidencePercent < before.ConfidencePercent || after.MarginPercent < before.MarginPercent ||
		after.UnresolvedTurns > before.UnresolvedTurns {
		return false
	}
	conditions := map[string]bool{}
	for _, rule := range after.Rules {
		conditions[rule.When] = true
	}
	for _, rule := range before.Rules {
		if !conditions[rule.When] {
			return false
		}
	}
	return true
}

// DescribePolicyChange says in words what differs between two policies; empty: nothing.
func DescribePolicyChange(before, after Policy) string {
	var out []string
	number := func(field string, from, to int32) {
		if from != to {
			out = append(out, fmt.Sprintf("%s %d instead of %d", field, to, from))
		}
	}
	number("confidencePercent", before.ConfidencePercent, after.ConfidencePercent)
	number("marginPercent", before.MarginPercent, after.MarginPercent)
	number("unresolvedTurns", before.UnresolvedTurns, after.UnresolvedTurns)
	was, is := rulesByName(before), rulesByName(after)
	for _, rule := range after.Rules {
		if old, known := was[rule.Name]; !known {
			out = append(out, "rule "+rule.Name+" added")
		} else if old != rule {
			out = append(out, "rule "+rule.Name+" changed")
		}
	}
	for _, rule := range before.Rules {
		if _, kept := is[rule.Name]; !kept {
			out = append(out, "rule "+rule.Name+" removed")
		}
	}
	if fmt.Sprint(before.Handoff) != fmt.Sprint(after.Handoff) {
		out = append(out, "handoff changed")
	}
	if len(out) == 0 && before.Name != after.Name {
		out = append(out, "another EscalationPolicy instead of "+before.Name)
	}
	return strings.Join(out, ", ")
}

func rulesByName(p Policy) map[string]Rule {
	rules := map[string]Rule{}
	for _, rule := range p.Rules {
		rules[rule.Name] = rule
	}
	return rules
}

// placeholders are the names that RFC 2606 reserves for examples: nobody can have them.
var placeholders = []string{".example", ".invalid", ".example.com", ".example.net", ".example.org"}

// Placeholder says whether packets go to a host that cannot exist, as in an example that was
// not completed.
func (h Handoff) Placeholder() bool {
	parsed, err := url.Parse(h.URL)
	if err != nil {
		return false
	}
	host := "." + strings.ToLower(strings.TrimSuffix(parsed.Hostname(), "."))
	return slices.ContainsFunc(placeholders, func(name string) bool { return strings.HasSuffix(host, name) })
}
