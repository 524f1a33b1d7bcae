// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"cmp"
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// lintTests finds tests that cannot be meant so. Whether they pass is another question.
func (ns *namespace) lintTests() []Finding {
	type key struct{ bot, words string }
	type claim struct{ intent, expect string }
	taught, asked := map[key]string{}, map[key]claim{}
	for _, i := range ordered(ns.intents) {
		for _, utterance := range i.Value.Spec.Utterances {
			taught[key{i.Value.Spec.BotRef.Name, utterances.Normalise(utterance)}] = i.Name
		}
	}
	var findings []Finding
	for _, i := range ordered(ns.intents) {
		bot := i.Value.Spec.BotRef.Name
		for at, test := range i.Value.Spec.Tests {
			field := fmt.Sprintf("spec.tests[%d]", at)
			expect := expected(test, i.Name)
			report := func(severity Severity, member, format string, args ...any) {
				findings = append(findings, i.finding(RuleTest, severity, field+member, fmt.Sprintf(format, args...)))
			}
			if !isOutcome(expect) && !ns.declared["Intent"][expect] {
				report(Error, ".expect", "there is no Intent %q in this folder and namespace: correct the name, or expect Clarify or Handoff", expect)
				continue
			}
			if other, known := ns.intents[expect]; known && other.Value.Spec.BotRef.Name != bot {
				report(Error, ".expect", "Intent %q belongs to Bot %s, and this one to %s", expect, other.Value.Spec.BotRef.Name, bot)
				continue
			}
			k := key{bot, utterances.Normalise(test.Say)}
			switch of, known := taught[k]; {
			case k.words == "":
				report(Error, ".say", "has no word in it: write what a customer would")
				continue
			case known && of == expect:
				report(Warning, ".say", "is an utterance of Intent %q, so it says little about what customers get: write it in other words", of)
			case known && !isOutcome(expect):
				report(Error, ".say", "is an utterance of Intent %q, but is expected to be understood as %q: change either", of, expect)
			}
			if before, known := asked[k]; known && before.expect != expect {
				report(Error, ".expect", "a test of Intent %q says the same and expects %s, this one %s: keep one", before.intent, before.expect, expect)
			} else if !known {
				asked[k] = claim{i.Name, expect}
			}
		}
	}
	return findings
}

// expected is what a test of an Intent expects.
func expected(test v1alpha1.IntentTest, intent string) string { return cmp.Or(test.Expect, intent) }

func isOutcome(expect string) bool {
	return expect == v1alpha1.ExpectClarify || expect == v1alpha1.ExpectHandoff
}
