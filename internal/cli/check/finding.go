// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package check looks at a folder of manifests before they are merged: whether the API server and
// the operator would take them, whether the bot understands what it is meant to, and what would
// become of a change. It asks no cluster, and decides by the code that decides there.
package check

import (
	"cmp"
	"slices"
	"strings"
)

// Severity says whether a finding must be mended.
type Severity string

// The severities, as SARIF calls them.
const (
	// Error is what the cluster would refuse, or a test that fails.
	Error Severity = "error"
	// Warning is what is probably not meant.
	Warning Severity = "warning"
)

// Rule is a kind of finding.
type Rule string

// The rules.
const (
	RuleYAML        Rule = "yaml"
	RuleSchema      Rule = "schema"
	RuleTwice       Rule = "declared-twice"
	RuleReference   Rule = "reference"
	RuleBot         Rule = "bot"
	RuleIntent      Rule = "intent"
	RuleDoubtful    Rule = "doubtful"
	RuleDuplicate   Rule = "duplicate-utterance"
	RuleNear        Rule = "near-duplicate"
	RuleConfused    Rule = "confused"
	RulePolicy      Rule = "escalation-policy"
	RuleNeverMatch  Rule = "never-matches"
	RuleBatch       Rule = "batch"
	RuleApproval    Rule = "approval"
	RuleTarget      Rule = "kpi-target"
	RuleSecret      Rule = "secret"
	RuleTest        Rule = "intent-test"
	RuleTestFails   Rule = "test-fails"
	RuleWithdraws   Rule = "withdraws"
	RuleApproximate Rule = "approximate"
)

// Rules are all rules with what each is about.
var Rules = map[Rule]string{
	RuleYAML:        "A file is not YAML, or has a key twice.",
	RuleSchema:      "The API server would refuse the object.",
	RuleTwice:       "An object is declared twice.",
	RuleReference:   "A name refers to an object that is not there.",
	RuleBot:         "The operator would not accept the Bot.",
	RuleIntent:      "The operator would not accept the Intent.",
	RuleDoubtful:    "The spec is valid and probably not meant.",
	RuleDuplicate:   "Two Intents of a Bot have the same utterance.",
	RuleNear:        "Two Intents of a Bot have utterances of the same words.",
	RuleConfused:    "The built-in classifier takes one Intent for another.",
	RulePolicy:      "The operator would not accept the EscalationPolicy.",
	RuleNeverMatch:  "A rule of an EscalationPolicy never matches.",
	RuleBatch:       "The operator would not accept the IntentBatch.",
	RuleApproval:    "An approval is for other content than the batch has.",
	RuleTarget:      "The operator would not accept the KPITarget.",
	RuleSecret:      "A secret stands where everybody can read it.",
	RuleTest:        "A test of an Intent cannot be meant so.",
	RuleTestFails:   "The bot does something else than a test of an Intent expects.",
	RuleWithdraws:   "A change takes an answer away from customers at once.",
	RuleApproximate: "A large Bot is tested by an approximation.",
}

// Finding is something to look at.
type Finding struct {
	Rule     Rule     `json:"rule"`
	Severity Severity `json:"severity"`
	// File and Line say where; Line is 0 where only the file is known.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Object is such as Intent shop/order-status.
	Object string `json:"object,omitempty"`
	// Field is its path, such as spec.utterances[3].
	Field string `json:"field,omitempty"`
	// Message says what is wrong and how to mend it.
	Message string `json:"message"`

	// at is Field with steps between dots and all elements of lists by number: the same for
	// spec.gates[csat].bound and spec.gates[0].bound.
	at string
	// meant is the at of the field that Field is probably a misspelling of; empty: it is none.
	meant string
}

// maxFindings bounds a report: nobody reads more, and a file of a million mistakes must not make
// one of a gigabyte.
const maxFindings = 1000

// sortFindings orders findings by place, and returns at most maxFindings and how many more there
// are; errors are kept first.
func sortFindings(all []Finding) (kept []Finding, more int) {
	byPlace := func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Object, b.Object),
			strings.Compare(a.Field, b.Field), strings.Compare(string(a.Rule), string(b.Rule)), strings.Compare(a.Message, b.Message))
	}
	slices.SortFunc(all, byPlace)
	all = slices.Compact(all)
	if len(all) > maxFindings {
		slices.SortStableFunc(all, func(a, b Finding) int { return strings.Compare(string(a.Severity), string(b.Severity)) })
		more = len(all) - maxFindings
		all = all[:maxFindings]
		slices.SortFunc(all, byPlace)
	}
	return all, more
}
